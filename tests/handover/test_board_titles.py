"""Each title of the board's paper is a true sentence, in every language, for each step of the ladder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.formats import date_format

from core.selectors.request_cache import one_reading
from discovery.document_parts import report_slides
from discovery.models import Discovery
from discovery.registries import board_slides, executive_parts
from discovery.templatetags.components import on_paper
from handover.reports import part_rendering
from lvt.models import Goal, Measure, Score, ShortlistedUseCase, UseCase
from lvt.rounds.selectors import current_results
from process.models import DeltaScore, DeltaVisit
from products.models import DataProduct, InputPort, Iteration, ProductState, ProductUseCase, Scenario
from products.planning.cut_line.selectors import cut_line_of
from technology.gaps.selectors import gap_analysis
from technology.models import ProductNeed
from tests.handover.ladder import RUNGS, standing_on
from workshops.models import ActionItem
from workshops.results.outcomes.models import ActionState

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LANGUAGES = [key for key, _name in settings.LANGUAGES]
# Words that claim a place, by language.
CLAIMS = {
    "en": ("first in", "is first", "ranks first", "leads,", "first place"),
    "de": ("Platz 1", "liegt vorn"),
    "fr": ("en tête", "première place", "mène"),
    "es": ("primer lugar", "lidera"),
}
_TO_BUILD = (ProductState.PROPOSED, ProductState.PLANNED, ProductState.BUILDING)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.fixture(scope="module")
def on_rung(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Discovery]:
    with standing_on(request.param, django_db_blocker) as discovery:
        yield discovery


def titles_of(discovery: Discovery, language: str) -> dict[str, str]:
    """The title of each part of the board's paper and of each slide of the appendix."""
    headlines = {}
    with one_reading(), on_paper(), translation.override(language):
        for kind, registry in (("page", executive_parts), ("slide", board_slides)):
            for part in registry:
                written = part_rendering.section_of(part, discovery)
                if written is not None:
                    headlines[f"{kind} {part.key}"] = written.headline
        for several in report_slides:
            slides = part_rendering.slides_of(several, discovery)
            # How many parts a drawing takes depends on the length of its words.
            whole = [each for each in slides if each.picture is None or several.key != "products.landscape"]
            for number, slide in enumerate(whole):
                headlines[f"appendix {several.key} {number}"] = str(slide.title)
    return headlines


Titles = Callable[[str], dict[str, str]]
"""Those of `titles_of`, by language."""


@pytest.fixture(scope="module")
def titles_in(on_rung: Discovery) -> Titles:
    """The titles on this step, written once in each language for all tests."""
    return cache(partial(titles_of, on_rung))


@pytest.mark.sweep(sample=("half scored", "full"))
@pytest.mark.parametrize("on_rung", RUNGS, indirect=True)
def test_every_title_is_a_whole_sentence_in_every_language(titles_in: Titles) -> None:
    english = titles_in("en")
    for language in LANGUAGES:
        titles = titles_in(language)
        assert titles.keys() == english.keys()
        for key, title in titles.items():
            assert title, f"{key} has no title in {language}"
            assert not re.search(r"None|%\(|\{|\}|  |\(\)|“”|: $|\.$", title), title
            if language != "en":
                assert title != english[key], f"{key} isn't translated into {language}"


@pytest.mark.sweep(sample=("half scored", "full"))
@pytest.mark.parametrize("on_rung", RUNGS, indirect=True)
def test_every_language_names_the_same_numbers(titles_in: Titles) -> None:
    def numbers(title: str) -> list[str]:
        bare = re.sub(r"(?<=\d)\N{NO-BREAK SPACE}(?=\d)", "", title.replace("Platz 1", ""))
        return sorted(re.sub(r"[.,]", ".", each).removesuffix(".0") for each in _NUMBER.findall(bare))

    english = {key: numbers(title) for key, title in titles_in("en").items()}
    for language in LANGUAGES:
        assert {key: numbers(title) for key, title in titles_in(language).items()} == english


@pytest.mark.sweep(sample=("half scored", "full"))
@pytest.mark.parametrize("on_rung", RUNGS, indirect=True)
def test_no_title_claims_a_place_that_nothing_has(on_rung: Discovery, titles_in: Titles) -> None:
    results = current_results(on_rung)
    placed = results.placed if results else ()
    for language, words in CLAIMS.items():
        for key, title in titles_in(language).items():
            if not any(claim in title for claim in words):
                continue
            assert key.split(" ")[1] in ("sure", "lvt.ranking"), (key, title)
            leaders = [each for each in placed if each.rank == 1]
            assert leaders, f"{title}: nothing has a place"
            assert "%" not in title, "shares of simulations have one form"
            if found := re.search(r"(\d+) (?:of|von|de) 100 [sS]imula|(\d+) simulations sur 100", title):
                (leader,) = leaders
                assert leader.evidence.is_certain, f"{title}: too few people to tell"
                assert leader.stability is not None
                shares = {leader.stability.first, leader.stability.first - leader.stability.alone}
                assert int(found[1] or found[2]) in shares


@pytest.mark.sweep(sample=("half scored", "full"))
@pytest.mark.parametrize("on_rung", RUNGS, indirect=True)
def test_titles_say_what_the_rows_say(on_rung: Discovery, titles_in: Titles) -> None:
    """Each number, counted again from the rows, without the selectors of the titles."""
    titles = titles_in("en")
    expected = {
        **_actions(on_rung),
        **_tree(on_rung),
        **_delta(on_rung),
        **_roadmap(on_rung),
        **_scored(on_rung),
        **_asked(on_rung),
        **_cut_line(on_rung),
    }
    for key, words in expected.items():
        for kind in ("page", "slide"):
            if (title := titles.get(f"{kind} {key}")) is not None:
                assert words in title.replace("\N{NO-BREAK SPACE}", " "), (key, title)


def _actions(discovery: Discovery) -> dict[str, str]:
    rows = [*ActionItem.objects.filter(discovery=discovery, state=ActionState.OPEN)]
    late = [each for each in rows if each.due and each.due < timezone.localdate()]
    if late:
        oldest = min(late, key=lambda each: (each.due or date.max, each.pk))
        return {
            "next": f"{len(late)} of {len(rows)} open action",
            "outcomes": oldest.title[:40],
        }
    unowned = [each for each in rows if not each.owner_id and not each.owner_name]
    if unowned:
        return dict.fromkeys(("next", "outcomes"), f"{len(unowned)} of {len(rows)} open action")
    return dict.fromkeys(("next", "outcomes"), f"{len(rows)} action")


def _tree(discovery: Discovery) -> dict[str, str]:
    goals = Goal.objects.filter(discovery=discovery)
    complete = Measure.objects.filter(goal__in=goals).exclude(baseline=None).exclude(target=None)
    count, measurable = len(goals), len({each.goal_id for each in complete})
    if not count:
        return {"lvt.tree": "no goals"}
    if count == 1:
        return {"lvt.tree": "The goal has a measure" if measurable else "The goal has no measure"}
    return {"lvt.tree": f"{count} goals ha" if measurable == count else f"{measurable} of {count} goals"}


def _delta(discovery: Discovery) -> dict[str, str]:
    visit = DeltaVisit.objects.filter(discovery=discovery).order_by("-held_on", "-pk").first()
    scores = DeltaScore.objects.filter(visit=visit, dimension__deleted_at=None) if visit else ()
    pairs = [(each.today, each.wanted) for each in scores]
    gaps = [max(wanted - today, 0) for today, wanted in pairs if today is not None and wanted is not None]
    if not gaps:
        return {}
    if not sum(gaps):
        return {"delta": "reached"}
    wide = [each for each in scores if (each.wanted or 0) > (each.today or 0) and each.today is not None]
    without = sum(not each.action_id for each in wide)
    if 2 * without > len(wide):
        return {"delta": "action yet" if without == len(wide) else f"{without} of {len(wide)} gaps"}
    widest, steps = gaps.count(max(gaps)), max(gaps)
    if widest == 2:
        return {"delta": "” are one level below target" if steps == 1 else "” are furthest below target"}
    targets = "its target" if widest == 1 else "their targets"
    are = f"{widest} dimensions are" if widest > 1 else "” is"
    far = f"one level below {targets}" if steps == 1 else f"furthest below {targets}: {steps} levels"
    return {"delta": f"{are} {far}"}


def _roadmap(discovery: Discovery) -> dict[str, str]:
    steps = [
        each
        for each in Iteration.objects.filter(product__discovery=discovery, product__deleted_at=None)
        .exclude(product__state=ProductState.RETIRED)
        .select_related("product")
        if each.starts_on or each.ends_on or each.done_on
    ]
    today = timezone.localdate()
    late = [each for each in steps if not each.done_on and each.ends_on and each.ends_on < today]
    if late:
        return {"products.roadmap": f"{len(late)} of {len(steps)} dated iteration"}
    coming = [(each.ends_on, each.product_id) for each in steps if not each.done_on and each.ends_on]
    waits = _days_of_gaps(discovery)
    blocked = [waits[product] for day, product in coming if product in waits and waits[product] > day]
    with translation.override("en"):
        if blocked:
            return {"products.roadmap": date_format(max(blocked), "LONG_DATE_FORMAT")}
        return {"products.roadmap": date_format(min(coming)[0], "LONG_DATE_FORMAT")} if coming else {}


def _days_of_gaps(discovery: Discovery) -> dict[int, date]:
    """The last day of the gaps of each product to be built and of all that feeds it, by its primary key."""
    new = DataProduct.objects.filter(discovery=discovery, state__in=_TO_BUILD)
    needs = ProductNeed.objects.filter(product__in=new, capability__deleted_at=None).select_related(
        "capability"
    )
    days: dict[int, date] = {}
    for need in needs:
        can = need.capability
        if need.level > (can.today or 0) and can.gap_until:
            days[need.product_id] = max(days.get(need.product_id, can.gap_until), can.gap_until)
    ports = InputPort.objects.filter(product__in=new, feeder__in=new).values_list("feeder", "product")
    for _round in new:
        for feeder, product in ports:
            if feeder in days:
                days[product] = max(days.get(product, days[feeder]), days[feeder])
    return days


def _scored(discovery: Discovery) -> dict[str, str]:
    results = current_results(discovery)
    if results is None or not sum(results.asked_by_side.values()):
        return {}
    people = {
        each.participant_id for each in Score.objects.filter(round__in=results.rounds).exclude(value=None)
    }
    count, asked = results.people_count, sum(results.asked_by_side.values())
    assert count <= len(people), "more people than gave a score"
    side = next(
        (
            f"no one from {name}"
            for name, key in (("IT", "it"), ("business", "business"))
            if results.placed and not results.people[key]
        ),
        "",
    )
    return {"heard": f"{count} of {asked} p", "lvt.sides": side}


def _asked(discovery: Discovery) -> dict[str, str]:
    latest = (
        ShortlistedUseCase.objects.filter(decision__discovery=discovery, decision__deleted_at=None)
        .order_by("-decision__decided_at", "-decision__pk", "position")
        .first()
    )
    if latest is None:
        if UseCase.objects.filter(discovery=discovery).count() > 1:
            return {"asked_for": "Decide which of", "findings": "Decide which of"}
        return {}
    names = [
        each.use_case.name
        for each in ShortlistedUseCase.objects.filter(decision=latest.decision).select_related("use_case")
    ]
    # The data products on the way to the use cases, found by walking the ports.
    needed: set[int] = set()
    links = ProductUseCase.objects.filter(use_case__name__in=names, use_case__discovery=discovery)
    fringe = {each.product_id for each in links}
    while fringe:
        needed |= fringe
        ports = InputPort.objects.filter(product__in=fringe).exclude(feeder=None)
        fringe = {each.feeder_id for each in ports if each.feeder_id is not None} - needed
    rows = DataProduct.objects.filter(pk__in=needed, state__in=_TO_BUILD)
    efforts = {str(each.uuid): each.effort or Decimal(0) for each in rows}
    chosen = Scenario.objects.filter(discovery=discovery).exclude(decision=None)
    for scenario in chosen.order_by("decision__decided_at"):
        for words in QueryDict(scenario.changes).getlist("effort"):
            uuid, weeks_then = words.split(":")
            efforts |= {uuid: Decimal(weeks_then)} if uuid in efforts else {}
    weeks = sum(efforts.values(), Decimal(0)).normalize()
    # The total with platform gaps is before them, if there are any.
    words = f": {weeks:f} for " if gap_analysis(discovery).lines else f"{weeks:f} person-week"
    return dict.fromkeys(("asked_for", "findings"), words) if weeks else {}


def _cut_line(discovery: Discovery) -> dict[str, str]:
    line = cut_line_of(discovery)
    if line.steps and not line.steps[-1].reached.is_proven:
        return {"products.cut_line": "isn’t proven: at least"}
    return {}
