"""The part of a spreadsheet row about one artifact, compared with the saved version (tables)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import DateField, DecimalField, Field, IntegerField
from django.utils.translation import gettext as _, gettext_lazy

from core.clean_text import clean_text
from core.exceptions import Invalid
from core.imports.importable_kinds import Entry
from core.imports.rows import InputRow, Place
from core.imports.values import named_choices, text_of
from core.labels import is_called
from core.models import Artifact
from core.name_comparison import looks
from discovery.kinds.artifact_content import KEY, PARENT, cell_of, mark_of
from documents.foreign_sheet import ReadCell
from documents.number_format_reader import CellNumber
from documents.number_reader import AmbiguousNumber, TypedNumber, typed_number

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True)
class RowPart:
    """The cells of a row about one artifact: heads and cells by fields. `saved_version` is the artifact at
    the time when the spreadsheet was saved."""

    entry: Entry
    place: Place
    cells: Mapping[str, tuple[str, ReadCell]]
    uuid: str
    saved_version: Artifact | None
    # What its links named then (reading.mark_of), by their names.
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_values(self) -> bool:
        """True if a cell has a value."""
        filled_fields = {name for name, (_head, cell) in self.cells.items() if cell not in (None, "")}
        return bool(filled_fields - {KEY, PARENT})

    @property
    def title(self) -> ReadCell:
        """The cell of the title column; None without one."""
        return self.cells.get(self.entry.kind.title, ("", None))[1]

    def place_of(self, name: str) -> Place:
        """Return the cell of the field."""
        return Place(self.place.line, self.place.sheet, self.cells[name][0])

    def name_below(self, parent_row: InputRow | None) -> tuple[Any, ...]:
        """Return the key that identifies rows without an identifier."""
        parent_name = str(self.cells.get(PARENT, ("", ""))[1] or "")
        return self.entry.key, id(parent_row), looks(parent_name), looks(str(self.title or ""))

    def is_as_saved(self) -> bool:
        """Return True if no cell changed."""
        return all(
            self.is_shown(name, cell)
            for name, (_head, cell) in self.cells.items()
            if name not in (KEY, PARENT)
        )

    def is_shown(self, name: str, cell: ReadCell) -> bool:
        """Return True if the cell has the value that the spreadsheet showed when it was saved."""
        if self.saved_version is None:
            return False
        if name in self.entry.kind.links:
            return self.marks.get(name) == mark_of(self.names_in(cell))
        return is_shown(cell, self.saved_version, self.entry.column(name))

    def names_in(self, cell: ReadCell) -> list[str]:
        """Return the names in a cell, one per line."""
        text = as_text(cell, self.entry.column(self.entry.kind.title)) or ""
        return [name for line in text.splitlines() if (name := text_of(line))]

    def differing_fields(self, first: FirstMention) -> list[str]:
        """Return the fields that differ from the first row and from the saved version."""
        return [
            name
            for name, (_head, cell) in self.cells.items()
            if name != KEY and not first.holds(name, cell) and (self.uuid or cell not in (None, ""))
        ]


@dataclass(frozen=True, slots=True, eq=False)
class FirstMention:
    """The first row of an artifact: its incoming row, its part, and the incoming row of its parent."""

    row: InputRow
    part: RowPart
    parent_row: InputRow | None

    def holds(self, name: str, cell: ReadCell) -> bool:
        """Return True if the cell equals that of the first row, or the saved value."""
        first = self.part.cells.get(name, ("", None))[1]
        if _plain(first) == _plain(cell):
            return True
        return name != PARENT and self.part.is_shown(name, cell)


def in_turn(rows: Iterable[list[RowPart]]) -> list[list[RowPart]]:
    """Return the rows in the order of reading: rows without an identifier after those they may name, and
    possible copies after their originals."""
    rows = list(rows)
    count = Counter(parts[-1].uuid for parts in rows)

    def turn(parts: list[RowPart]) -> int:
        if not parts[0].uuid:
            return 2
        last = parts[-1]
        return int(count[last.uuid] > 1 and not last.is_as_saved())

    return sorted(rows, key=turn)


def _plain(cell: ReadCell) -> ReadCell:
    return cell.strip() if isinstance(cell, str) else "" if cell is None else cell


# --- Cells ------------------------------------------------------------------------------------------


def is_shown(cell: ReadCell, artifact: Artifact, column: Field[Any, Any]) -> bool:
    """Return True if the cell has the value that a spreadsheet shows of the artifact."""
    exported: Any = cell_of(artifact, column)
    if exported in (None, "") or cell in (None, ""):
        return exported in (None, "") and cell in (None, "")
    if isinstance(exported, bool):
        return is_called(str(cell), gettext_lazy("Yes") if exported else gettext_lazy("No"))
    if isinstance(exported, int | Decimal):
        numbers = (cell.raw, float(cell)) if isinstance(cell, CellNumber) else (cell,)
        return any(isinstance(each, int | float) and float(exported) == float(each) for each in numbers)
    if isinstance(exported, date):
        return isinstance(cell, date) and str(cell)[:10] == str(exported)[:10]
    text = clean_text(str(as_text(cell, column) or "")).strip()
    if text == clean_text(str(exported)).strip():
        return True
    # A file that was saved before a label changed, or in another language, shows it as it was.
    choice = named_choices(column).get(looks(text)) if column.choices else None
    return choice is not None and bool(choice == getattr(artifact, column.attname))


def as_text(cell: ReadCell, column: Field[Any, Any], decimal: str = "") -> str | None:
    """Return a cell as typed text. `decimal` is the decimal separator of numbers in texts. Raises Invalid for
    an ambiguous number."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, CellNumber) and not isinstance(column, DecimalField | IntegerField):
        return cell.shown
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(float(cell))
    if isinstance(cell, datetime):
        is_day = column.get_internal_type() == "DateField" or cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, int):
        return str(cell)
    text = cell.strip()
    if is_number(column):
        number = _number_in(text, column, decimal)
        return number.number if number else text
    if isinstance(column, DateField) and (day := _DAY.fullmatch(text)):
        return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    return cell


def unit_of(cell: ReadCell, column: Field[Any, Any]) -> str:
    """Return the unit beside the number in the cell, such as "%"; "" without a unit or number."""
    if not is_number(column):
        return ""
    if isinstance(cell, CellNumber):
        return cell.unit
    number = _number_in(cell.strip(), column, ".") if isinstance(cell, str) else None
    return number.unit if number else ""


def is_number(column: Field[Any, Any]) -> bool:
    """Return True if the column holds numbers without choices."""
    return isinstance(column, DecimalField | IntegerField) and not column.choices


def _number_in(text: str, column: Field[Any, Any], decimal: str) -> TypedNumber | None:
    try:
        return typed_number(text, decimal, is_whole=isinstance(column, IntegerField))
    except AmbiguousNumber as unclear:
        words = {"text": text[:60], "first": unclear.readings[0], "second": unclear.readings[1]}
        raise Invalid(
            _("“%(text)s” can mean %(first)s or %(second)s. Write it without a separator.") % words
        ) from None
