"""Which fields of each kind people read on each surface. silent_fields.csv lists what a surface leaves out
and why.

Each field of a layout gets a value that occurs nowhere else. A surface shows a field if its text contains
this value. Choices and yes or no occur everywhere, so they aren't measured, nor are whole
numbers that the database limits to a few.
"""

from __future__ import annotations

import csv
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.utils.formats import date_format, localize

from api.artifacts.selectors import readable
from core.kinds.base import ArtifactKind, artifact_kinds
from core.models import Artifact
from discovery.document_parts import report_slides
from discovery.kinds.reading import form_fields
from discovery.models import Discovery
from discovery.reports.kind_sheets import all_sheets
from exchange.services.texts import export_text
from handover.reports.document import assemble
from organizations.models import User
from tests.architecture.asking import ask, text_of
from tests.architecture.test_csp import pages, visitor
from tests.architecture.world import World, show
from tests.factories import SYSTEM
from workshops.contributions.boards import activity as boards
from workshops.registries import spotlights
from workshops.workshop.models import WorkshopState

# The surfaces are the same whatever database is beneath.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

MADE_AT: Final = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)
LIST: Final = Path(__file__).with_name("silent_fields.csv")
MOST: Final = 31
"""Lines of the list: it only gets shorter."""
ALL_FIELDS: Final = "*"
"""In the list: the surface shows nothing of the kind."""
BRIEF: Final = {"slides", "spotlight", "room", "results"}
"""They need not show fields that a kind has `at_length`."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A value of a field, and the texts that show it: any of them is enough."""

    value: Any
    texts: tuple[str, ...]


def _rows(world: World, kind: ArtifactKind[Any]) -> list[Artifact]:
    """The first row of the kind, and the first that was written in an activity."""
    discovery = world.own.discovery
    scope = discovery if kind.root is Discovery else discovery.domain.organization
    rows = [*kind.below(scope).order_by("pk")]
    assert rows, f"the world of the sweeps has no {kind.key}"
    in_room = [row for row in rows[1:] if getattr(row, "activity_id", None)]
    return [*rows[:1], *in_room[:1]]


def _copy_elsewhere(model: type[Any], text: str) -> Any:
    """A row of another organization, so that no list of this one shows it; None if it can't be created."""
    row = model._default_manager.order_by("-pk").first()
    if row is None:
        return None
    row.pk, row.uuid = None, uuid4()
    named = next((name for name in ("name", "title", "statement", "text") if hasattr(row, name)), None)
    if named is None:
        return None
    setattr(row, named, text)
    try:
        with transaction.atomic():
            model._base_manager.bulk_create([row])
    except IntegrityError:
        return None
    return row


def _filled(column: models.Field[Any, Any], number: int, kind: ArtifactKind[Any]) -> Filled | None:
    """A value for the field; None if it can't be told apart from others, or if the artifact would belong to
    another one with it."""
    text = f"zq{number:03}x"
    named = kind.recognized_by or () if column.is_relation else ()
    if (
        column.choices
        or column.name in named
        or isinstance(column, models.BooleanField)
        or column.related_model is User
    ):
        return None
    if isinstance(column, models.ForeignKey):
        other = _copy_elsewhere(column.related_model, text)
        return Filled(other, (text, str(other.uuid))) if other else None
    if isinstance(column, models.URLField):
        return Filled(f"https://example.com/{text}", (text,))
    if isinstance(column, models.EmailField):
        return Filled(f"{text}@example.com", (text,))
    if isinstance(column, models.CharField | models.TextField):
        return Filled(text, (text,))
    if isinstance(column, models.DateField):
        day = date(2031, 1, 1) + timedelta(days=number)
        formats = ("N j, Y", "F j, Y", "j F Y", "j M Y", "Y-m-d", "M j, Y", "d.m.Y")
        return Filled(day, (str(localize(day)), *(date_format(day, each) for each in formats)))
    if isinstance(column, models.IntegerField):
        whole = 21000 + number
        return Filled(whole, (f"{whole}", f"{whole:,}"))
    if isinstance(column, models.DecimalField) and column.decimal_places:
        amount = Decimal(f"7{number:03}.5")
        return Filled(amount, (f"{amount}", f"{amount:,}"))
    return None


def _fill(world: World) -> dict[str, dict[str, Filled]]:
    """Puts a value into each field of a row of each kind. Returns what was put in, by kind and field."""
    values: dict[str, dict[str, Filled]] = defaultdict(dict)
    number = 0
    for kind in sorted(artifact_kinds, key=lambda each: each.key):
        rows = _rows(world, kind)
        for column in form_fields(kind):
            number += 1
            filled = _filled(column, number, kind)
            if filled is None:
                continue
            for row in rows:
                with suppress(IntegrityError), transaction.atomic():
                    type(row)._base_manager.filter(pk=row.pk).update(**{column.name: filled.value})
                    values[kind.key][column.name] = filled
    return values


def _pages(world: World) -> Iterator[str]:
    """The pages that people read. Forms are left out: they have all fields of a kind."""
    clients = _clients(world)
    for entry in pages(world):
        if entry.access != "allauth" and "POST" not in entry.methods and "result" not in entry.name:
            yield from _page(clients[visitor(entry)], entry.url(world.own))


def _results(world: World) -> Iterator[str]:
    clients = _clients(world)
    for entry in pages(world):
        if "POST" not in entry.methods and "result" in entry.name:
            yield from _page(clients[visitor(entry)], entry.url(world.own))


def _room(world: World) -> Iterator[str]:
    """Phone, console and stage of each activity, and the stage of the workshop after its end."""
    clients = _clients(world)
    for activity in world.own.activities.values():
        show(world.own.workshop, activity)
        for role, surface in (("guest", ""), ("admin", "console/"), ("admin", "stage/")):
            yield from _page(clients[role], f"/w/{world.own.workshop.code}/{surface}")
    type(world.own.workshop)._base_manager.filter(pk=world.own.workshop.pk).update(state=WorkshopState.ENDED)
    yield from _page(clients["admin"], f"/w/{world.own.workshop.code}/stage/")


def _clients(world: World) -> dict[str, Client]:
    clients = {role: world.client(role) for role in ("admin", "guest", "anonymous")}
    return clients | {"observer": world.observer()}


def _page(client: Client, url: str) -> Iterator[str]:
    response = ask(client, "GET", url)
    if response.headers.get("Content-Type", "").startswith("text/html"):
        yield text_of(response)


def _report(world: World) -> Iterator[str]:
    yield assemble(_discovery(world), made_at=MADE_AT, progress=lambda percent, words: None)


def _sheets(world: World) -> Iterator[str]:
    tables = [sheet.table(_discovery(world)) for sheet in all_sheets()]
    yield from (str(cell) for table in tables if table for row in table.rows for cell in row)


def _slides(world: World) -> Iterator[str]:
    for part in report_slides:
        for slide in part.slides(_discovery(world)):
            yield from (str(slide.title), *map(str, slide.lines))
            yield from (str(cell) for row in (slide.table.rows if slide.table else ()) for cell in row)


def _spotlights(world: World) -> Iterator[str]:
    discovery = _discovery(world)
    for spotlight in spotlights:
        for uuid, _label in spotlight.choices(discovery):
            if (context := spotlight.context(discovery, uuid)) is not None:
                yield render_to_string(spotlight.template, context)


def _text(world: World) -> Iterator[str]:
    yield export_text(actor=SYSTEM, discovery=_discovery(world))


def _interface(world: World) -> Iterator[str]:
    client = world.interface()
    for name in readable():
        yield text_of(ask(client, "GET", f"/api/v1/discoveries/{world.own.discovery.slug}/artifacts/{name}"))


def _discovery(world: World) -> Discovery:
    return Discovery.objects.get(pk=world.own.discovery.pk)


SURFACES: Final[dict[str, Callable[[World], Iterator[str]]]] = {
    "page": _pages,
    "report": _report,
    "sheet": _sheets,
    "slides": _slides,
    "spotlight": _spotlights,
    "room": _room,
    "results": _results,
    "api": _interface,
    "text": _text,
}


def _silent(surface: str, values: dict[str, dict[str, Filled]], text: str) -> dict[str, set[str]]:
    """The fields of each kind that the surface leaves out, though it should show them."""
    silent = {}
    for key, fields in values.items():
        shown = {name for name, value in fields.items() if any(each in text for each in value.texts)}
        expected = _expected(surface, key, fields)
        if shown.isdisjoint(fields) and expected:
            silent[key] = set(fields)
        elif left_out := expected - shown:
            silent[key] = left_out
    return silent


def _expected(surface: str, key: str, fields: Collection[str]) -> set[str]:
    """The fields that the surface should show of the kind."""
    at_length = artifact_kinds.get(key).at_length if surface in BRIEF else frozenset()
    return {name for name in fields if name not in at_length}


def _listed(surface: str, values: dict[str, dict[str, Filled]]) -> dict[str, set[str]]:
    """The fields of each kind that the surface leaves out according to the list."""
    with LIST.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if surface in row["surfaces"].split()]
    listed: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for key in row["kinds"].split():
            is_absent = row["fields"] == ALL_FIELDS
            listed[key] |= set(values[key] if is_absent else row["fields"].split())
    return listed


@pytest.mark.sweep(sample=("report", "sheet", "slides", "spotlight", "results", "api", "text"))
@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_shows_each_field_or_the_list_has_it(
    world: World, surface: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Screens fetch a board that was asked for by its address in another test, instead of having it.
    monkeypatch.setattr(boards, "_boards", OrderedDict())
    with transaction.atomic():
        values = _fill(world)
        # On paper, a date stays in one line.
        text = "\n".join(SURFACES[surface](world)).replace("\N{NO-BREAK SPACE}", " ")
        transaction.set_rollback(True)
    wrong = _differences(surface, values, _silent(surface, values, text), _listed(surface, values))
    assert not wrong, "\n".join(wrong)


def _differences(
    surface: str,
    values: dict[str, dict[str, Filled]],
    silent: dict[str, set[str]],
    listed: dict[str, set[str]],
) -> list[str]:
    """For each kind whose fields the surface leaves out without a line, or shows in spite of one, the next
    step."""
    wrong = []
    for key in sorted({*silent, *listed}):
        left_out, excused = silent.get(key, set()), listed.get(key, set())
        if missing := left_out - excused:
            names = ALL_FIELDS if missing == set(values[key]) else " ".join(sorted(missing))
            wrong.append(
                f"{surface} doesn't show {key}: {names}. Show it there, for example with {{% facts %}} or "
                f"{{% lines %}}, or add a line with the reason to {LIST.name}: {surface},{key},{names},…"
            )
        if shown := excused - left_out:
            wrong.append(f"{surface} shows {key}: {' '.join(sorted(shown))}. Remove it from {LIST.name}.")
    return wrong


def test_a_difference_tells_the_next_step() -> None:
    values = {"lvt.Goal": {name: Filled(name, (name,)) for name in ("title", "owner")}}
    silent, listed = {"lvt.Goal": {"owner"}}, {"lvt.Goal": {"title"}}
    not_shown, shown = _differences("report", values, silent, listed)
    assert not_shown.startswith("report doesn't show lvt.Goal: owner. ")
    assert not_shown.endswith("report,lvt.Goal,owner,…")
    assert shown == "report shows lvt.Goal: title. Remove it from silent_fields.csv."
    (whole,) = _differences("report", values, {"lvt.Goal": {"title", "owner"}}, {})
    assert whole.endswith("report,lvt.Goal,*,…")


def test_the_list_only_gets_shorter() -> None:
    with LIST.open() as file:
        assert len(file.readlines()) - 1 <= MOST, "add the kind to a line with the same reason, or show it"


def test_each_line_of_the_list_has_a_reason() -> None:
    with LIST.open(newline="") as file:
        assert all(row["reason"] for row in csv.DictReader(file))
