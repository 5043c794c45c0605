"""The spreadsheet of a discovery that comes back, changed in another program (docs/texts.md).

Hidden columns say which artifact a row is, and at which revision it was saved: a cell counts as changed when
it differs from what the spreadsheet showed then, so what others changed here meanwhile stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import DateField, DecimalField, Field, ForeignKey, IntegerField
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.incoming.entries import Entry
from core.incoming.rows import Given, Place, Problem, Reference
from core.incoming.values import from_text, text_of
from core.kinds.base import ArtifactKind
from core.models import Artifact
from core.selectors.earlier import version_at
from core.services.incoming import Refused
from core.services.operations import operation
from core.text import clean_text
from discovery import permissions
from discovery.kinds.reading import KEY, PARENT, cell_of
from discovery.models import Discovery
from documents.spreadsheet import MEANINGS
from documents.tables_in import NotATable, ReadCell, ReadSheet, Wrong, read_workbook
from exchange.services.read_texts import held
from exchange.services.texts import BroughtIn, New, rehearsed, write_rows
from organizations.actors import Actor

# 2,5 and 1.234,5 are written with a comma, 1,234.5 with a point; 31.01.2026 is a day.
_WITH_COMMA = re.compile(r"-?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+")
_WITH_POINT = re.compile(r"-?\d{1,3}(?:,\d{3})+\.\d+")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def import_table(
    *, actor: Actor, data: bytes, into: Discovery | New, digest: str = "", is_rehearsal: bool = False
) -> BroughtIn:
    """Writes what was changed in the spreadsheet into the discovery: all of it or nothing, in one operation
    with one undo. Rows that are not in it any more stay. Raises as texts.import_text."""
    if isinstance(into, New):
        raise Invalid(_("A spreadsheet comes back into the discovery that it was saved from."))
    permissions.check_edit_discovery(actor, into)
    table = _Table(read_sheets(data))
    with (
        rehearsed(is_rehearsal) as rehearsal,
        operation(actor, "table.imported", summary=into.name, place=into) as done,
    ):
        table.read()
        rehearsal.came = write_rows(actor, into, table.given, table.problems, done=done, digest=digest)
        rehearsal.end()
    return rehearsal.result


def read_sheets(data: bytes) -> list[ReadSheet]:
    """The sheets of a file. Raises Refused for what is no spreadsheet."""
    try:
        return read_workbook(data)
    except NotATable as wrong:
        raise Refused([Problem(Place(0), None, said=wrong_words(wrong.wrong))]) from None


def wrong_words(wrong: Wrong) -> str:
    """Why a file, a sheet or a cell is not read, in a sentence."""
    return {
        Wrong.NO_WORKBOOK: _("This is no spreadsheet (.xlsx) that can be read."),
        Wrong.TOO_LARGE: _("The file unpacks to more than anybody writes."),
        Wrong.MACROS: _("The file holds macros: save it without them, as .xlsx."),
        Wrong.ENTITIES: _("The file declares entities, which no program for spreadsheets writes."),
        Wrong.TOO_MANY: _("The sheet has more rows or columns than anybody fills."),
        Wrong.NO_HEADS: _("The sheet has no heads in its first row."),
        Wrong.TWO_ALIKE: _("Two columns have this head."),
        Wrong.MERGED: _("Cells are merged here: split them, so that each row has its own."),
        Wrong.FORMULA: _("Here stands a formula: put its value there instead."),
        Wrong.BROKEN: _("Here stands an error of the program for spreadsheets."),
    }[wrong]


@dataclass
class _Table:
    """What the sheets say, as rows that come in."""

    sheets: list[ReadSheet]
    given: list[Given] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._entries = {entry.key: entry for entry in held()}
        # Goals are said in each row of their hypotheses.
        self._told: dict[tuple[str, str], Given] = {}
        self._named: dict[tuple[str, str], Given] = {}

    def read(self) -> None:
        """Reads all sheets whose columns are known."""
        meanings = self._meanings()
        if not meanings:
            said = _("Nothing in it says what its columns are: take a spreadsheet that was saved here.")
            self.problems.append(Problem(Place(0), None, said=said))
        for sheet in self.sheets:
            columns = meanings.get(sheet.title)
            if columns:
                for wrong in sheet.problems:
                    if not wrong.head or wrong.head in columns:
                        self._refuse(Place(wrong.row, sheet.title, wrong.head), wrong_words(wrong.wrong))
                self._read_sheet(sheet, columns)

    def _refuse(self, place: Place, said: str) -> None:
        self.problems.append(Problem(place, None, said=said))

    def _meanings(self) -> dict[str, dict[str, tuple[str, str]]]:
        """By the titles of sheets, what their columns mean: kind and field, by their heads."""
        meanings: dict[str, dict[str, tuple[str, str]]] = {}
        for sheet in self.sheets:
            if sheet.title == MEANINGS:
                for _number, row in sheet.rows:
                    title, head, meaning = (
                        str(row.get(name) or "") for name in ("Sheet", "Column", "Meaning")
                    )
                    key, _colon, name = meaning.partition(":")
                    if key in self._entries:
                        meanings.setdefault(title, {})[head] = key, name
        return meanings

    def _read_sheet(self, sheet: ReadSheet, columns: Mapping[str, tuple[str, str]]) -> None:
        keys = [key for key in self._entries if any(of == key for of, _name in columns.values())]
        for number, cells in sheet.rows:
            above: Given | None = None
            for key in keys:
                of_kind = {
                    name: (head, cells.get(head))
                    for head, (of, name) in columns.items()
                    if of == key and head in cells
                }
                given = self._row(self._entries[key], Place(number, sheet.title), of_kind, above)
                above = given or above

    def _row(
        self, entry: Entry, place: Place, cells: Mapping[str, tuple[str, ReadCell]], above: Given | None
    ) -> Given | None:
        filled = {name for name, (_head, cell) in cells.items() if cell not in (None, "")}
        if not filled - {KEY, PARENT}:
            return None  # an empty row
        uuid, _blank, revision = str(cells.get(KEY, ("", ""))[1] or "").partition(" ")
        before = _saved(entry.kind, uuid, revision) if uuid else None
        told = self._told.get((entry.key, uuid)) if uuid else None
        if told is not None and (above is not None or _says_the_same(entry, before, cells)):
            return told
        if told is not None:
            uuid, before = "", None  # a row that was copied
        title = cells.get(entry.kind.title, ("", None))[1]
        if not uuid and (entry.key, str(title)) in self._named and above is None and PARENT not in cells:
            return self._named[entry.key, str(title)]
        given = Given(entry.key, place, {}, same_as=uuid)
        self._set_parent(given, entry, cells, above)
        for name, (head, cell) in cells.items():
            if name not in (KEY, PARENT):
                given.places[name] = Place(place.line, place.sheet, head)
                self._set(given, entry, name, cell, before)
        self.given.append(given)
        if uuid:
            self._told[entry.key, uuid] = given
        else:
            self._named[entry.key, str(title)] = given
        return given

    def _set_parent(
        self, given: Given, entry: Entry, cells: Mapping[str, tuple[str, ReadCell]], above: Given | None
    ) -> None:
        if given.same_as:
            return
        if above is not None and above.kind in entry.shape.parents:
            given.parent = above
        elif PARENT in cells:
            head, cell = cells[PARENT]
            given.places[""] = Place(given.place.line, given.place.sheet, head)
            given.parent = Reference(str(cell or ""))

    def _set(self, given: Given, entry: Entry, name: str, cell: ReadCell, before: Artifact | None) -> None:
        column = entry.column(name)
        if before is not None and _is_shown(cell, before, column):
            return
        if cell in (None, "") and before is None:
            return
        try:
            if isinstance(column, ForeignKey):
                text = text_of(str(cell or ""))
                given.fields[name] = Reference(text) if text else from_text(column, None)
            else:
                given.fields[name] = from_text(column, as_text(cell, column))
        except Invalid as wrong:
            self._refuse(given.places[name], str(wrong))


def _saved(kind: ArtifactKind[Any], uuid: str, revision: str) -> Artifact | None:
    """The artifact as it was when the spreadsheet was saved; None when that is not known."""
    try:
        current: Artifact | None = kind.model.objects.filter(uuid=UUID(uuid)).first()
    except ValueError:
        return None
    if current is None or not revision.isdigit() or int(revision) == current.revision:
        return current
    return version_at(current, int(revision)) or current


def _says_the_same(entry: Entry, before: Artifact | None, cells: Mapping[str, tuple[str, ReadCell]]) -> bool:
    return before is not None and all(
        _is_shown(cell, before, entry.column(name))
        for name, (_head, cell) in cells.items()
        if name not in (KEY, PARENT)
    )


def _is_shown(cell: ReadCell, artifact: Artifact, column: Field[Any, Any]) -> bool:
    """Whether the cell is what a spreadsheet shows of the artifact."""
    shown: Any = cell_of(artifact, column)
    if shown in (None, "") or cell in (None, ""):
        return shown in (None, "") and cell in (None, "")
    if isinstance(shown, bool):
        return str(cell) == (_("Yes") if shown else _("No"))
    if isinstance(shown, int | Decimal):
        return isinstance(cell, int | float) and float(shown) == float(cell)
    if isinstance(shown, date):
        return isinstance(cell, date) and str(cell)[:10] == str(shown)[:10]
    return clean_text(str(shown)).strip() == clean_text(str(as_text(cell, column) or "")).strip()


def as_text(cell: ReadCell, column: Field[Any, Any]) -> str | None:
    """A cell as somebody would have typed it."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        is_day = column.get_internal_type() == "DateField" or cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, int):
        return str(cell)
    text = cell.strip()
    if isinstance(column, DecimalField | IntegerField) and not column.choices:
        return _number(text)
    if isinstance(column, DateField) and (day := _DAY.fullmatch(text)):
        return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    return cell


def _number(text: str) -> str:
    """A number as programs read it: with a decimal point, and nothing between thousands."""
    if _WITH_COMMA.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", "") if _WITH_POINT.fullmatch(text) else text
