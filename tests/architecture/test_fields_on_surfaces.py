"""Which fields of each kind people read on each surface. silent_fields.csv lists what a surface leaves out
and why.

Each field of a layout gets a value that occurs nowhere else. A surface shows a field if its text contains
this value. Choices, yes or no, and numbers that the database limits to a few occur everywhere: they get
another value, and a surface shows the field if it then reads differently.
"""

from __future__ import annotations

import csv
import re
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from django.utils.formats import date_format, localize, time_format

from core.kinds.base import ArtifactKind, artifact_kinds
from core.models import Artifact
from discovery.kinds.artifact_content import form_fields
from discovery.models import Discovery
from organizations.models import User
from tests.architecture.surfaces import SURFACES, Part
from tests.architecture.world import World
from workshops.activities import large_boards as boards

# The surfaces are the same whatever database is beneath.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

LIST: Final = Path(__file__).with_name("silent_fields.csv")
MOST: Final = 44
"""Lines of the list: it only gets shorter."""
ALL_FIELDS: Final = "*"
"""In the list: the surface shows nothing of the kind."""
MOST_OTHERS: Final = 4
"""Values of a choice that are tried."""
BRIEF: Final = {"slides", "spotlight", "room", "results"}
"""They need not show fields that a kind has `at_length`."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A value of a field, and the texts that show it: any of them is enough. Without texts, a surface shows
    the field if one of `others` in its place makes a difference."""

    value: Any
    texts: tuple[str, ...] = ()
    others: tuple[Any, ...] = ()


def _rows(world: World, kind: ArtifactKind[Any]) -> list[Artifact]:
    """The first row of the kind, and the first that was written in an activity."""
    discovery = world.own.discovery
    scope = discovery if kind.root is Discovery else discovery.domain.organization
    rows = [*kind.below(scope).order_by("pk")]
    assert rows, f"add a {kind.key} to the world of the sweeps (world.py, or world_of_….py of its app)"
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
    if isinstance(column, models.TimeField):
        minute = time(4, number % 60)
        return Filled(minute, (time_format(minute), f"{minute:%H:%M}"))
    if isinstance(column, models.IntegerField):
        whole = 21000 + number
        return Filled(whole, (f"{whole}", f"{whole:,}"))
    if isinstance(column, models.DecimalField) and column.decimal_places:
        amount = Decimal(f"7{number:03}.5")
        return Filled(amount, (f"{amount}", f"{amount:,}"))
    return None


def _others(column: models.Field[Any, Any], kind: ArtifactKind[Any], row: Artifact) -> tuple[Any, ...]:
    """Some other values that the field can have, if it has only a few."""
    value = getattr(row, column.name)
    if isinstance(column, models.BooleanField):
        return (not value,)
    if choices := dict(kind.offered(row)).get(column.name) or column.flatchoices:
        return tuple(each for each, _label in choices if each not in (value, "", None))[:MOST_OTHERS]
    return (value + 1, value - 1) if isinstance(value, int) else ()


def _write(rows: Iterable[Artifact], name: str, value: Any) -> bool:
    """Put the value into the field of the rows. False if the database refuses it everywhere."""
    is_written = False
    for row in rows:
        with suppress(IntegrityError), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{name: value})
            is_written = True
    return is_written


def _fill(world: World) -> dict[str, dict[str, Filled]]:
    """Puts a value into each field of a row of each kind. Returns what was put in, by kind and field."""
    values: dict[str, dict[str, Filled]] = defaultdict(dict)
    number = 0
    for kind in sorted(artifact_kinds, key=lambda each: each.key):
        rows = _rows(world, kind)
        for column in form_fields(kind):
            number += 1
            filled = _filled(column, number, kind)
            if filled is not None and _write(rows, column.name, filled.value):
                values[kind.key][column.name] = filled
            elif others := _others(column, kind, rows[0]):
                values[kind.key][column.name] = Filled(getattr(rows[0], column.name), others=others)
    return values


def _read(text: str) -> str:
    """The words of a page, with the labels of its pictures and buttons, but no other attributes."""
    text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    labels = re.findall(r'\b(?:aria-label|title|alt)="([^"]*)"', text)
    return " ".join([*labels, *re.sub(r"<[^>]*>", " ", text).split()])


def _makes_a_difference(
    rows: list[Artifact], name: str, others: Iterable[Any], drawn: Iterable[tuple[Part, str]]
) -> bool:
    """Return True if a part reads differently while the field of the rows has another value."""
    for part, text in drawn:
        before = _read(text)
        for other in others:
            with transaction.atomic():
                after = _read(part()) if _write(rows, name, other) else before
                transaction.set_rollback(True)
            if after != before and after != _read(part()):
                return True
    return False


def _shown(surface: str, world: World, values: dict[str, dict[str, Filled]]) -> dict[str, set[str]]:
    """The fields of each kind that the surface shows."""
    # On paper, a date stays in one line.
    drawn = {part: part().replace("\N{NO-BREAK SPACE}", " ") for part in SURFACES[surface](world)}
    shown = {}
    for key, fields in values.items():
        parts: dict[Part, set[str]] = defaultdict(set)
        for name, filled in fields.items():
            for part, text in drawn.items():
                if any(each in text for each in filled.texts):
                    parts[part].add(name)
        shown[key] = set().union(*parts.values())
        expected = _expected(surface, key, fields)
        others = {name: fields[name].others for name in expected - shown[key] if fields[name].others}
        if not others:
            continue
        kind = artifact_kinds.get(key)
        rows = _rows(world, kind)
        if any(fields[name].texts for name in expected):
            chosen = sorted(parts, key=lambda part: -len(parts[part]))
        else:
            # It has no text of its own, so it's where its parents are, or the row that names it.
            near = [each for row in rows for each in (*kind.above(row), getattr(row, kind.title)) if each]
            named = {str(each) for each in near}
            chosen = [part for part, text in drawn.items() if any(name in text for name in named)]
        for name in others:
            if _makes_a_difference(rows, name, others[name], [(part, drawn[part]) for part in chosen]):
                shown[key].add(name)
    return shown


def _silent(
    surface: str, values: dict[str, dict[str, Filled]], shown: dict[str, set[str]]
) -> dict[str, set[str]]:
    """The fields of each kind that the surface leaves out, though it should show them."""
    silent = {}
    for key, fields in values.items():
        expected = _expected(surface, key, fields)
        if not shown[key] and expected:
            silent[key] = set(fields)
        elif left_out := expected - shown[key]:
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
        shown = _shown(surface, world, values)
        transaction.set_rollback(True)
    wrong = _differences(surface, values, _silent(surface, values, shown), _listed(surface, values))
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
                f"{{% lines %}}, or give the reason in {LIST.name}, in a line with that reason or a new one: "
                f"{surface},{key},{names},…"
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
