"""What a row of a spreadsheet says of an artifact, beside what was saved there (tables)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import DateField, DecimalField, Field, IntegerField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import Invalid
from core.incoming.entries import Entry
from core.incoming.rows import Given, Place
from core.incoming.values import named_choices, text_of
from core.labels import is_called
from core.models import Artifact
from core.naming import looks
from core.text import clean_text
from discovery.kinds.reading import KEY, PARENT, cell_of, mark_of
from documents.cell_formats import Figure
from documents.read_sheets import ReadCell
from documents.typed_numbers import AmbiguousNumber, TypedNumber, typed_number

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True)
class Part:
    """What a row says of one artifact: cells and their heads, by fields. `before` is the artifact as it was
    when the spreadsheet was saved."""

    entry: Entry
    place: Place
    cells: Mapping[str, tuple[str, ReadCell]]
    uuid: str
    before: Artifact | None
    # What its links named then (reading.mark_of), by their names.
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_filled(self) -> bool:
        """Whether somebody said something of it."""
        filled = {name for name, (_head, cell) in self.cells.items() if cell not in (None, "")}
        return bool(filled - {KEY, PARENT})

    @property
    def title(self) -> ReadCell:
        """What the row says in the column of its title; None without one."""
        return self.cells.get(self.entry.kind.title, ("", None))[1]

    def place_of(self, name: str) -> Place:
        """The cell in which the field stands."""
        return Place(self.place.line, self.place.sheet, self.cells[name][0])

    def name_below(self, above: Given | None) -> tuple[Any, ...]:
        """What rows without an identifier are recognized by."""
        of = str(self.cells.get(PARENT, ("", ""))[1] or "")
        return self.entry.key, id(above), looks(of), looks(str(self.title or ""))

    def is_as_saved(self) -> bool:
        """Whether nobody changed it."""
        return all(
            self.is_shown(name, cell)
            for name, (_head, cell) in self.cells.items()
            if name not in (KEY, PARENT)
        )

    def is_shown(self, name: str, cell: ReadCell) -> bool:
        """Whether the cell is what the spreadsheet showed in this field when it was saved."""
        if self.before is None:
            return False
        if name in self.entry.kind.links:
            return self.marks.get(name) == mark_of(self.names_in(cell))
        return is_shown(cell, self.before, self.entry.column(name))

    def names_in(self, cell: ReadCell) -> list[str]:
        """What a cell names, a line each."""
        said = as_text(cell, self.entry.column(self.entry.kind.title)) or ""
        return [name for line in said.splitlines() if (name := text_of(line))]

    def others_than(self, said: Said) -> list[str]:
        """The fields that it says neither as the first row did, nor as they were saved."""
        return [
            name
            for name, (_head, cell) in self.cells.items()
            if name != KEY and not said.holds(name, cell) and (self.uuid or cell not in (None, ""))
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What comes of the first row that says it."""

    given: Given
    part: Part
    above: Given | None

    def holds(self, name: str, cell: ReadCell) -> bool:
        """Whether the cell says the same as the row, or as the saved artifact."""
        first = self.part.cells.get(name, ("", None))[1]
        if _plain(first) == _plain(cell):
            return True
        return name != PARENT and self.part.is_shown(name, cell)


def in_turn(rows: Iterable[list[Part]]) -> list[list[Part]]:
    """The rows as they are read: what has no identifier comes behind what it may name, and what may be a copy
    behind what it may be copied from."""
    rows = list(rows)
    count = Counter(parts[-1].uuid for parts in rows)

    def turn(parts: list[Part]) -> int:
        if not parts[0].uuid:
            return 2
        last = parts[-1]
        return int(count[last.uuid] > 1 and not last.is_as_saved())

    return sorted(rows, key=turn)


def _plain(cell: ReadCell) -> ReadCell:
    return cell.strip() if isinstance(cell, str) else "" if cell is None else cell


# --- Cells ------------------------------------------------------------------------------------------


def is_shown(cell: ReadCell, artifact: Artifact, column: Field[Any, Any]) -> bool:
    """Whether the cell is what a spreadsheet shows of the artifact."""
    shown: Any = cell_of(artifact, column)
    if shown in (None, "") or cell in (None, ""):
        return shown in (None, "") and cell in (None, "")
    if isinstance(shown, bool):
        return is_called(str(cell), gettext_lazy("Yes") if shown else gettext_lazy("No"))
    if isinstance(shown, int | Decimal):
        numbers = (cell.raw, float(cell)) if isinstance(cell, Figure) else (cell,)
        return any(isinstance(each, int | float) and float(shown) == float(each) for each in numbers)
    if isinstance(shown, date):
        return isinstance(cell, date) and str(cell)[:10] == str(shown)[:10]
    text = clean_text(str(as_text(cell, column) or "")).strip()
    if text == clean_text(str(shown)).strip():
        return True
    # A file that was saved before a label changed, or in another language, shows it as it was.
    meant = named_choices(column).get(looks(text)) if column.choices else None
    return meant is not None and bool(meant == getattr(artifact, column.attname))


def as_text(cell: ReadCell, column: Field[Any, Any], decimal: str = "") -> str | None:
    """A cell as somebody would have typed it. `decimal` is the sign before decimals in texts that are
    numbers. Raises Invalid for a number that can be read in two ways."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Figure) and not is_number(column):
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
        typed = _typed(text, column, decimal)
        return typed.number if typed else text
    if isinstance(column, DateField) and (day := _DAY.fullmatch(text)):
        return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    return cell


def unit_of(cell: ReadCell, column: Field[Any, Any]) -> str:
    """The unit beside the number in the cell, such as "%"; "" for none, and for what is no
    number."""
    if not is_number(column):
        return ""
    if isinstance(cell, Figure):
        return cell.unit
    typed = _typed(cell.strip(), column, ".") if isinstance(cell, str) else None
    return typed.unit if typed else ""


def is_number(column: Field[Any, Any]) -> bool:
    """Whether the column holds numbers, and not one of a few choices."""
    return isinstance(column, DecimalField | IntegerField) and not column.choices


def _typed(text: str, column: Field[Any, Any], decimal: str) -> TypedNumber | None:
    try:
        return typed_number(text, decimal, is_whole=isinstance(column, IntegerField))
    except AmbiguousNumber as unclear:
        words = {"text": text[:60], "first": unclear.readings[0], "second": unclear.readings[1]}
        raise Invalid(
            _("“%(text)s” can mean %(first)s or %(second)s. Write it without a separator.") % words
        ) from None
