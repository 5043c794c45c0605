"""Edits short fields of many artifacts of one kind in a grid, like a spreadsheet."""

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
from core.imports.existing_rows import title_of
from core.imports.importable_kinds import Entry
from core.imports.rows import InputRow, Place, Problem, SavedRow
from core.imports.values import from_text
from core.kinds import artifact_kinds
from core.models import Artifact
from core.selectors.earlier_revisions import version_at
from discovery import permissions
from discovery.kinds.artifact_content import label_of
from discovery.models import Discovery
from exchange.services.discovery_text import ImportResult, NewDiscovery
from exchange.services.row_imports import import_rows
from exchange.services.row_limits import check_how_many
from exchange.services.spreadsheet_row_parts import as_text
from exchange.services.text_input import entries_of_texts
from organizations.actors import Actor
from organizations.models import Person, Team

GRID = "grid"
_NUMBERS = (DecimalField, IntegerField)


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A field of the kind: `sort` is "choice", "date", "number" or "text"."""

    name: str
    label: str
    sort: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of the grid. `is_changed` is True if its value differs from the saved one."""

    column: GridColumn
    value: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the grid, with the artifact at this revision."""

    uuid: str
    title: str
    revision: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid of a kind: its columns, and a row for each artifact."""

    columns: tuple[GridColumn, ...]
    lines: tuple[GridRow, ...]


GridInput = Mapping[str, tuple[int, Mapping[str, str]]]
"""The submitted rows of a grid by uuid: the displayed revision, and values by fields."""


def grid_entry(heading: str) -> Entry:
    """Return the kind with this heading. Raises NotFound for a kind without fields for a grid."""
    for entry in entries_of_texts():
        is_there = entry.heading == heading and entry.key in artifact_kinds and entry.kind.root is Discovery
        if is_there and grid_fields(entry):
            return entry
    raise NotFound(_("List not found."))


def grid_fields(entry: Entry) -> dict[str, Field[Any, Any]]:
    """Return the fields of a kind that a grid shows, by name: owner and team, state, numbers and dates."""
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


def grid_of(entry: Entry, discovery: Discovery, grid_input: GridInput | None = None) -> Grid:
    """Return the saved grid, or with the values of `grid_input`."""
    columns = grid_fields(entry)
    link_names = [name for name, column in columns.items() if isinstance(column, ForeignKey)]
    rows = list(
        entry.kind.below(discovery).select_related(*link_names) if link_names else entry.kind.below(discovery)
    )
    choices = entry.kind.choices(rows[0]) if rows else {}
    grid_columns = {name: _grid_column(entry, column, choices.get(name)) for name, column in columns.items()}
    return Grid(
        tuple(grid_columns.values()),
        tuple(_grid_row(row, columns, grid_columns, (grid_input or {}).get(str(row.uuid))) for row in rows),
    )


def _grid_column(entry: Entry, column: Field[Any, Any], rows: Any) -> GridColumn:
    label = str(entry.kind.labels.get(column.name, "")) or label_of(entry.kind, column)
    if isinstance(column, ForeignKey):
        choices = tuple((str(row.uuid), title_of(row)) for row in (rows if rows is not None else ()))
        return GridColumn(column.name, capfirst(label), "choice", (("", "–"), *choices))
    if column.choices:
        choices = tuple((str(value), str(words)) for value, words in column.flatchoices)
        return GridColumn(column.name, capfirst(label), "choice", choices)
    sort = "date" if isinstance(column, DateField) else "number" if isinstance(column, _NUMBERS) else "text"
    return GridColumn(column.name, capfirst(label), sort)


def _grid_row(
    row: Artifact,
    columns: Mapping[str, Field[Any, Any]],
    grid_columns: Mapping[str, GridColumn],
    row_input: tuple[int, Mapping[str, str]] | None,
) -> GridRow:
    revision, values = row_input or (row.revision, {})
    cells = []
    for name, column in columns.items():
        saved_value = _cell_text(row, column)
        grid_column = _with_saved(grid_columns[name], row, saved_value)
        cells.append(
            GridCell(grid_column, values.get(name, saved_value), values.get(name, saved_value) != saved_value)
        )
    return GridRow(str(row.uuid), title_of(row), revision, tuple(cells))


def _with_saved(column: GridColumn, row: Any, saved_value: str) -> GridColumn:
    """Return the column with the saved value among its choices, even if it was deleted: without it, the
    browser would submit another value."""
    if column.sort != "choice" or any(value == saved_value for value, _words in column.choices):
        return column
    target = getattr(row, column.name)
    words = title_of(target) if isinstance(target, Artifact) else saved_value
    return replace(column, choices=(*column.choices, (saved_value, words)))


def _cell_text(row: Any, column: Field[Any, Any]) -> str:
    if isinstance(column, ForeignKey):
        target = getattr(row, column.name)
        return str(target.uuid) if target is not None else ""
    value = getattr(row, column.attname)
    if value is None:
        return ""
    if isinstance(column, DateField):
        return str(value.isoformat())
    if isinstance(column, DecimalField):
        return format(value.normalize(), "f")
    return str(value)


# --- What comes of it -----------------------------------------------------------------------------


def grid_file(heading: str, grid_input: GridInput) -> bytes:
    """Return the grid as a pending file, to be confirmed after the preview."""
    return json.dumps({"heading": heading, "rows": grid_input}).encode()


def read_grid_file(data: bytes) -> tuple[str, GridInput]:
    """Return the heading and the rows of a pending grid."""
    content = json.loads(data)
    return str(content["heading"]), {
        uuid: (int(revision), dict(cells)) for uuid, (revision, cells) in content["rows"].items()
    }


def url_of(discovery: Discovery, data: bytes, token: str, back: str) -> str:
    """Return the address of the page that changes a pending grid."""
    heading, _grid_input = read_grid_file(data)
    query = urlencode({"file": token, "back": back})
    return f"{reverse('discovery:grid', args=[discovery.slug, heading])}?{query}"


def import_grid(
    *, actor: Actor, data: bytes, into: Discovery | NewDiscovery, digest: str = "", is_trial: bool = False
) -> ImportResult:
    """Write the cells that differ from the displayed grid: all or nothing, in one operation with one undo.
    Changes of other people in other cells stay. Raises the errors of discovery_text.import_text, and Invalid
    for a new discovery."""
    if isinstance(into, NewDiscovery):
        raise Invalid(_("You can only edit an existing discovery as a table."))
    permissions.check_edit_discovery(actor, into)
    heading, grid_input = read_grid_file(data)
    entry = grid_entry(heading)
    reader = _GridRows(entry, into)
    for uuid, (revision, cells) in grid_input.items():
        reader.read(uuid, revision, cells)
    check_how_many(actor, reader.rows)
    return import_rows(
        "grid.imported",
        actor=actor,
        into=into,
        rows=reader.rows,
        problems=reader.problems,
        digest=digest,
        is_trial=is_trial,
        by_steps=True,
    )


class _GridRows:
    def __init__(self, entry: Entry, discovery: Discovery) -> None:
        self._entry, self._columns = entry, grid_fields(entry)
        self._artifacts = {str(row.uuid): row for row in entry.kind.below(discovery)}
        self._number = {uuid: number for number, uuid in enumerate(self._artifacts, 1)}
        self.rows: list[InputRow] = []
        self.problems: list[Problem] = []

    def read(self, uuid: str, revision: int, cells: Mapping[str, str]) -> None:
        """Read a row. A row of a deleted artifact is a problem of the plan."""
        current = self._artifacts.get(uuid)
        place = Place(self._number.get(uuid, 0), title_of(current) if current else "")
        row = InputRow(self._entry.key, place, {}, same_as=uuid)
        if current is not None:
            shown_version = (
                current if current.revision == revision else version_at(current, revision) or current
            )
            for name, column in self._columns.items():
                if name in cells and cells[name] != _cell_text(shown_version, column):
                    self._set(row, name, column, cells[name], current)
        if row.fields or current is None:
            self.rows.append(row)

    def _set(self, row: InputRow, name: str, column: Field[Any, Any], cell: str, current: Artifact) -> None:
        label = label_of(self._entry.kind, column)
        row.places[name] = Place(row.place.line, row.place.sheet, label)
        try:
            row.fields[name] = self._value(name, column, cell, current)
        except Invalid as error:
            self.problems.append(Problem(row.places[name], None, message=str(error)))

    def _value(self, name: str, column: Field[Any, Any], cell: str, current: Artifact) -> Any:
        if not isinstance(column, ForeignKey) or not cell:
            return from_text(column, as_text(cell, column, "."))
        try:
            row = self._entry.kind.choices(current)[name].filter(uuid=UUID(cell)).first()
        except ValueError:
            row = None
        if row is None:
            raise Invalid(_("You can’t choose this here. It belongs elsewhere or was deleted."))
        return SavedRow(row._meta.label, row.pk, title_of(row), None, {}, row)
