"""A ladder of discoveries, from an empty one to a full one, for whatever is made of all of a discovery: each
step adds what the step before lacks, and the last ones are odd in what they say or how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from discovery.models import Discovery
from handover.findings.models import ReportAudience
from handover.reports.options import ReportOptions
from handover.reports.report_files import FORMATS
from lvt.models import Goal, Hypothesis, Measure, UseCase, Vision
from lvt.rounds.services import reveal
from products.models import DataProduct, InputPort, OutputPort, ProductUseCase, Source
from tests import factories
from tests.architecture.test_hostile import write_everywhere
from tests.demo import demo_discovery, put_demo
from tests.factories import SYSTEM, make
from tests.lvt.rooms import Room, scoring_room
from tests.products import large_world

_LONG_NAME = "Shelf_availability_by_shop_and_article_with_forecast_of_the_next_fourteen_days_for_all_regions"
LONG_NAME = f"{_LONG_NAME}_of_the_company_v2_"[:120].ljust(120, "x")
"""As long as names may be, without a blank, as technical names are."""
SCRIPTS = "Größe übersät · זמינות מדף · توافر المنتجات · 在庫予測データ製品 · 📦 डेटा उत्पाद"
"""Latin, Hebrew, Arabic, Japanese, and Devanagari beside an emoji."""
_SENTENCE = "What people wrote about it in the room takes a line or two. "


def _empty() -> Discovery:
    return factories.three_streams()


def _tree() -> Discovery:
    discovery = _empty()
    make(Vision, discovery=discovery, statement="Shelves are never empty.")
    for place, title in enumerate(("Fuller shelves", "Less waste")):
        goal = make(Goal, discovery=discovery, title=title, position=place)
        make(Measure, goal=goal, name="Availability", unit="%", baseline=90, target=97)
        make(Hypothesis, goal=goal, statement=f"Shops order in time: {title.lower()}.")
    return discovery


def _use_cases() -> Discovery:
    discovery = _tree()
    bets = Hypothesis.objects.filter(goal__discovery=discovery)
    for place, name in enumerate(("Order proposal", "Markdown advice", "Shelf alarm")):
        make(UseCase, discovery=discovery, name=name, hypothesis=bets[place % len(bets)], position=place)
    return discovery


def _products() -> Discovery:
    discovery = _use_cases()
    own = {"discovery": discovery, "domain": discovery.domain}
    source = make(Source, **own, name="Tills")
    sales = make(DataProduct, **own, name="Sales", kind="source_oriented")
    make(InputPort, product=sales, source=source, kind="api")
    orders = make(DataProduct, **own, name="Orders to come", kind="consumer_oriented", position=1)
    make(InputPort, product=orders, feeder=sales, kind="product")
    make(OutputPort, product=orders, name="Proposals", kind="table")
    for use_case in UseCase.objects.filter(discovery=discovery)[:2]:
        make(ProductUseCase, product=orders, use_case=use_case)
    return discovery


def _scored(people: Callable[[Room], None]) -> Discovery:
    room = scoring_room("Fresh orders", "Price advice", "Gate plan", discovery=_products())
    people(room)
    reveal(actor=SYSTEM, round=room.round)
    return room.discovery


def _half(room: Room) -> None:
    """One use case is scored by both sides, one by a single side on some criteria, and one by nobody."""
    for number in range(3):
        room.give_all(room.join(f"Ann {number}", "business"), 4, 3, 5, 2, 4, 3, 4)
        room.give_all(room.join(f"Ian {number}", "it"), 2, 3, 4, 4, 1, 3, None)
    room.give_all(room.join("Bea"), 3, 2, use_case=1)


def _one(room: Room) -> None:
    room.give_all(room.join("Ann"), 4, 3, 5, 2, 4, 3, 4)


def _full() -> Discovery:
    put_demo()
    return demo_discovery()


def _long_names() -> Discovery:
    discovery = _full()
    write_everywhere(lambda room: (_SENTENCE if room > 500 else "") + LONG_NAME[: min(room, 120)])
    return _again(discovery)


def _scripts() -> Discovery:
    discovery = _full()
    write_everywhere(lambda room: (SCRIPTS * 3 if room > 500 else SCRIPTS)[:room])
    return _again(discovery)


def _again(discovery: Discovery) -> Discovery:
    return Discovery.objects.get(pk=discovery.pk)


def _thirty() -> Discovery:
    discovery = _empty()
    large_world.build(discovery)
    return discovery


RUNGS: dict[str, Callable[[], Discovery]] = {
    "empty": _empty,
    "tree": _tree,
    "use cases": _use_cases,
    "products": _products,
    "half scored": lambda: _scored(_half),
    "one scorer": lambda: _scored(_one),
    "full": _full,
    "long names": _long_names,
    "five scripts": _scripts,
    "thirty products": _thirty,
}
KINDS: dict[str, ReportOptions] = {
    "full": ReportOptions(),
    "executive": ReportOptions(audience=ReportAudience.EXECUTIVE),
    "product": ReportOptions(audience=ReportAudience.STREAM, stream="product"),
    "tech": ReportOptions(audience=ReportAudience.STREAM, stream="tech"),
    "operating model": ReportOptions(audience=ReportAudience.STREAM, stream="operating_model"),
}
LANGUAGES = ("en", "de")

Case = tuple[str, str, str, str]
"""A step of the ladder, a format, a kind of report and a language."""
FACTORS = (tuple(RUNGS), tuple(FORMATS), tuple(KINDS), LANGUAGES)


@contextmanager
def standing_on(rung: str, blocker: Any) -> Iterator[Discovery]:
    """The discovery of this step is there inside of `with`, and gone afterwards; `blocker` is
    `django_db_blocker`. For a fixture of a module, so that each step is made once in a process."""
    with blocker.unblock(), transaction.atomic():
        yield RUNGS[rung]()
        transaction.set_rollback(True)
