"""A grid: short fields of many artifacts of one kind, changed as in a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    ForeignKey,
    IntegerField,
)
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.exceptions import Invalid, NotFound
from core.incoming.entries import Entry
from core.incoming.known import title_of
from core.incoming.rows import Given, Known, Place, Problem
from core.incoming.values import from_text
from core.kinds.base import artifact_kinds
from core.models import Artifact
from core.selectors.earlier import version_at
from core.services.operations import operation
from discovery import permissions
from discovery.kinds.reading import label_of
from discovery.models import Discovery
from exchange.services.read_texts import entries_of_texts
from exchange.services.row_limits import check_how_many
from exchange.services.table_parts import as_text
from exchange.services.texts import BroughtIn, New, tried, write_rows
from organizations.actors import Actor
from organizations.models import Person, Team

GRID = "grid"
_NUMBERS = (DecimalField, IntegerField)


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the kind: `sort` is "choice", "date", "number" or "text"."""

    name: str
    label: str
    sort: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """`is_typed`: whether somebody typed its value, which is another than is saved."""

    column: Column
    value: str
    is_typed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the grid, as it was saved at the revision."""

    uuid: str
    title: str
    revision: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """What is shown of a kind: its columns, and a line for each artifact."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


Typed = Mapping[str, tuple[int, Mapping[str, str]]]
"""What stands in the rows of a grid, by uuids: the revision that was shown, and values by fields."""


def gridded(heading: str) -> Entry:
    """The kind of which a grid is shown. Raises NotFound for one that has no such fields."""
    for entry in entries_of_texts():
        is_there = entry.heading == heading and entry.key in artifact_kinds and entry.kind.root is Discovery
        if is_there and fields_of(entry):
            return entry
    raise NotFound(_("List not found."))


def fields_of(entry: Entry) -> dict[str, Field[Any, Any]]:
    """Who owns it and which team, its state, numbers and dates."""
    columns: dict[str, Field[Any, Any]] = {}
    for name in entry.fields:
        column = entry.kind.column(name)
        if column is None or name == entry.kind.title or isinstance(column, BooleanField | DateTimeField):
            continue
        is_of_people = isinstance(column, ForeignKey) and column.related_model in (Person, Team)
        is_short = isinstance(column, (DateField, *_NUMBERS)) and not column.choices
        if is_of_people or is_short or (name == "state" and column.choices):
            columns[name] = column
    return columns


def grid_of(entry: Entry, discovery: Discovery, typed: Typed | None = None) -> Grid:
    """The grid as it is saved, or with what somebody `typed`."""
    columns = fields_of(entry)
    named = [name for name, column in columns.items() if isinstance(column, ForeignKey)]
    rows = list(entry.kind.below(discovery).select_related(*named) if named else entry.kind.below(discovery))
    choices = entry.kind.choices(rows[0]) if rows else {}
    shown = {name: _column(entry, column, choices.get(name)) for name, column in columns.items()}
    return Grid(
        tuple(shown.values()),
        tuple(_line(row, columns, shown, (typed or {}).get(str(row.uuid))) for row in rows),
    )


def _column(entry: Entry, column: Field[Any, Any], rows: Any) -> Column:
    label = str(entry.kind.labels.get(column.name, "")) or label_of(entry.kind, column)
    if isinstance(column, ForeignKey):
        choices = tuple((str(row.uuid), title_of(row)) for row in (rows if rows is not None else ()))
        return Column(column.name, capfirst(label), "choice", (("", "–"), *choices))
    if column.choices:
        choices = tuple((str(value), str(words)) for value, words in column.flatchoices)
        return Column(column.name, capfirst(label), "choice", choices)
    sort = "date" if isinstance(column, DateField) else "number" if isinstance(column, _NUMBERS) else "text"
    return Column(column.name, capfirst(label), sort)


def _line(
    row: Artifact,
    columns: Mapping[str, Field[Any, Any]],
    shown: Mapping[str, Column],
    typed: tuple[int, Mapping[str, str]] | None,
) -> Line:
    revision, said = typed or (row.revision, {})
    cells = []
    for name, column in columns.items():
        saved = _shown(row, column)
        offered = _with_saved(shown[name], row, saved)
        cells.append(Cell(offered, said.get(name, saved), said.get(name, saved) != saved))
    return Line(str(row.uuid), title_of(row), revision, tuple(cells))


def _with_saved(column: Column, row: Any, saved: str) -> Column:
    """The column with what is saved among its choices, also where it was deleted: a cell that offers less
    would be sent as another one."""
    if column.sort != "choice" or any(value == saved for value, _words in column.choices):
        return column
    named = getattr(row, column.name)
    words = title_of(named) if isinstance(named, Artifact) else saved
    return replace(column, choices=(*column.choices, (saved, words)))


def _shown(row: Any, column: Field[Any, Any]) -> str:
    if isinstance(column, ForeignKey):
        named = getattr(row, column.name)
        return str(named.uuid) if named is not None else ""
    value = getattr(row, column.attname)
    if value is None:
        return ""
    if isinstance(column, DateField):
        return str(value.isoformat())
    if isinstance(column, DecimalField):
        return format(value.normalize(), "f")
    return str(value)


# --- What comes of it -----------------------------------------------------------------------------


def grid_file(heading: str, typed: Typed) -> bytes:
    """The grid as a file that is kept until somebody confirmed it."""
    return json.dumps({"heading": heading, "rows": typed}).encode()


def typed_in(data: bytes) -> tuple[str, Typed]:
    """The heading and the rows of a grid that is kept."""
    kept = json.loads(data)
    return str(kept["heading"]), {
        uuid: (int(revision), dict(cells)) for uuid, (revision, cells) in kept["rows"].items()
    }


def url_of(discovery: Discovery, data: bytes, token: str, back: str) -> str:
    """The address at which a kept grid is changed."""
    heading, _typed = typed_in(data)
    query = urlencode({"file": token, "back": back})
    return f"{reverse('discovery:grid', args=[discovery.slug, heading])}?{query}"


def import_grid(
    *, actor: Actor, data: bytes, into: Discovery | New, digest: str = "", is_trial: bool = False
) -> BroughtIn:
    """Writes what differs from what the grid showed: all of it or nothing, in one operation with one undo.
    What others changed in other cells meanwhile stays. Raises as texts.import_text, and Invalid for a
    discovery that is not there yet."""
    if isinstance(into, New):
        raise Invalid(_("You can only edit an existing discovery as a table."))
    permissions.check_edit_discovery(actor, into)
    heading, typed = typed_in(data)
    entry = gridded(heading)
    rows = _Rows(entry, into)
    for uuid, (revision, cells) in typed.items():
        rows.read(uuid, revision, cells)
    check_how_many(actor, rows.given)
    with (
        tried(is_trial) as trial,
        operation(actor, "grid.imported", summary=into.name, place=into) as done,
    ):
        trial.came = write_rows(
            actor, into, rows.given, rows.problems, done=done, digest=digest, by_steps=True
        )
        trial.end()
    return trial.result


class _Rows:
    def __init__(self, entry: Entry, discovery: Discovery) -> None:
        self._entry, self._columns = entry, fields_of(entry)
        self._there = {str(row.uuid): row for row in entry.kind.below(discovery)}
        self._number = {uuid: number for number, uuid in enumerate(self._there, 1)}
        self.given: list[Given] = []
        self.problems: list[Problem] = []

    def read(self, uuid: str, revision: int, cells: Mapping[str, str]) -> None:
        """Reads a row; one of something that was deleted meanwhile is a problem of the plan."""
        current = self._there.get(uuid)
        place = Place(self._number.get(uuid, 0), title_of(current) if current else "")
        given = Given(self._entry.key, place, {}, same_as=uuid)
        if current is not None:
            shown = current if current.revision == revision else version_at(current, revision) or current
            for name, column in self._columns.items():
                if name in cells and cells[name] != _shown(shown, column):
                    self._set(given, name, column, cells[name], current)
        if given.fields or current is None:
            self.given.append(given)

    def _set(self, given: Given, name: str, column: Field[Any, Any], cell: str, current: Artifact) -> None:
        label = label_of(self._entry.kind, column)
        given.places[name] = Place(given.place.line, given.place.sheet, label)
        try:
            given.fields[name] = self._value(name, column, cell, current)
        except Invalid as wrong:
            self.problems.append(Problem(given.places[name], None, said=str(wrong)))

    def _value(self, name: str, column: Field[Any, Any], cell: str, current: Artifact) -> Any:
        if not isinstance(column, ForeignKey) or not cell:
            return from_text(column, as_text(cell, column, "."))
        try:
            row = self._entry.kind.choices(current)[name].filter(uuid=UUID(cell)).first()
        except ValueError:
            row = None
        if row is None:
            raise Invalid(_("You can’t choose this here. It belongs elsewhere or was deleted."))
        return Known(row._meta.label, row.pk, title_of(row), None, {}, row)
