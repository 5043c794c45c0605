"""The spreadsheet of a discovery that comes back, changed in another program (docs/texts.md).

Hidden columns say which artifact a row is, and at which revision it was saved: a cell counts as changed when
it differs from what the spreadsheet showed then, so what others changed here meanwhile stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.incoming.rows import Given, Place, Problem, Reference, Trouble
from core.incoming.values import from_text, text_of
from core.kinds.base import ArtifactKind
from core.models import Artifact
from core.naming import looks
from core.selectors.earlier import version_at
from core.services.incoming import Unreadable
from core.services.operations import operation
from discovery import permissions
from discovery.kinds.reading import KEY, PARENT
from discovery.models import Discovery
from documents import figures
from documents.foreign import sheets_of, titles_of
from documents.read_sheets import MOST_COLUMNS, MOST_ROWS, NotATable, ReadCell, ReadSheet, Wrong
from documents.reader import MEGABYTES, SECONDS
from documents.spreadsheet import MEANINGS
from documents.tables_in import MOST_CELLS, MOST_ELEMENTS, MOST_OF_EACH
from exchange.services.read_texts import entries_of_texts
from exchange.services.row_limits import check_how_many
from exchange.services.table_parts import Part, Said, as_text, in_turn
from exchange.services.texts import BroughtIn, New, tried, write_rows
from organizations.actors import Actor


def import_table(
    *, actor: Actor, data: bytes, into: Discovery | New, digest: str = "", is_trial: bool = False
) -> BroughtIn:
    """Writes what was changed in the spreadsheet into the discovery: all of it or nothing, in one operation
    with one undo. Rows that are not in it any more stay. Raises as texts.import_text, and Invalid for a
    discovery that is not there yet."""
    if isinstance(into, New):
        raise Invalid(_("You can only import a spreadsheet into the discovery it was saved from."))
    permissions.check_edit_discovery(actor, into)
    given, problems = rows_of(read_sheets(data), into)
    check_how_many(actor, given)
    with (
        tried(is_trial) as trial,
        operation(actor, "table.imported", summary=into.name, place=into) as done,
    ):
        trial.came = write_rows(actor, into, given, problems, done=done, digest=digest)
        trial.end()
    return trial.result


def read_sheets(data: bytes) -> list[ReadSheet]:
    """The sheets of a file. Raises Unreadable for what is no spreadsheet."""
    try:
        return sheets_of(data)
    except NotATable as wrong:
        raise Unreadable([Problem(Place(0), None, said=wrong_words(wrong.wrong))]) from None


def as_read(data: bytes, _name: str) -> bytes:
    """The file as it is kept: as it is, once it was read. Raises Unreadable."""
    read_sheets(data)
    return data


def was_saved_here(data: bytes) -> bool:
    """Whether the file says itself what its columns are, by the titles of its sheets; so does what is no
    spreadsheet, which import_table refuses."""
    try:
        return MEANINGS in titles_of(data)
    except NotATable:
        return True


def rows_of(sheets: list[ReadSheet], discovery: Discovery) -> tuple[list[Given], list[Problem]]:
    """What the sheets say of the discovery as rows that come in, and what is wrong with them."""
    table = _Table(sheets, [discovery.domain.organization, discovery])
    table.read()
    return table.given, table.problems


def wrong_words(wrong: Wrong) -> str:
    """Why a file, a sheet or a cell is not read, in a sentence."""
    return {
        Wrong.NO_WORKBOOK: _("This spreadsheet (.xlsx) can’t be read."),
        Wrong.PASSWORD: _("The file is password-protected. Save it without a password and choose it again."),
        Wrong.OLDER: _("This is a file of an older Excel or Office format (.xls). Save it as .xlsx."),
        Wrong.OPEN_DOCUMENT: _("This is an OpenDocument file (.ods). Save it as .xlsx."),
        Wrong.BINARY: _("This is a binary Excel workbook (.xlsb). Save it as .xlsx."),
        Wrong.WEB_PAGE: _(
            "This is a web page (HTML). Open it in a spreadsheet program and save it as .xlsx."
        ),
        Wrong.TOO_LARGE: _(
            "The file is too large. The limit is %(rows)s rows or %(cells)s cells at once. "
            "Import it in parts."
        )
        % {"rows": figures.text(MOST_ROWS), "cells": figures.text(MOST_CELLS)},
        Wrong.MACROS: _("The file contains macros. Save it without them, as .xlsx."),
        Wrong.ENTITIES: _(
            "The file contains XML entities, which aren’t supported. Save it again in a spreadsheet program."
        ),
        Wrong.TOO_MANY: _(
            "This sheet is too large. The limit is %(rows)s rows and %(columns)s columns. Import it in parts."
        )
        % {"rows": figures.text(MOST_ROWS), "columns": figures.text(MOST_COLUMNS)},
        Wrong.NO_HEADS: _("The sheet has no column names in its first row."),
        Wrong.TWO_ALIKE: _("Two columns have this name."),
        Wrong.MERGED: _("Cells are merged here. Split them so that each row has its own."),
        Wrong.FORMULA: _("This cell contains a formula. Replace it with its value."),
        Wrong.BROKEN: _("This cell contains a spreadsheet error. Fix it."),
        Wrong.NO_CSV: _("This CSV table can’t be read."),
        Wrong.NO_CELL: _("A cell is too long, or its quotation marks don’t match."),
        Wrong.WIDER: _("This row has more cells than there are column names."),
        Wrong.ELEMENTS: _(
            "The file is too complex: at most %(elements)s elements per part, and %(each)s per "
            "cell. Copy the values into a new workbook and choose that."
        )
        % {"elements": figures.text(MOST_ELEMENTS), "each": MOST_OF_EACH},
        Wrong.TOO_MUCH: _(
            "The file needs more than %(megabytes)s MB of memory or %(seconds)s seconds to read. "
            "Import it in parts."
        )
        % {"megabytes": MEGABYTES, "seconds": SECONDS},
    }[wrong]


@dataclass
class _Table:
    """What the sheets say, as rows that come in."""

    sheets: list[ReadSheet]
    scopes: Sequence[Artifact]
    given: list[Given] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._entries = {entry.key: entry for entry in entries_of_texts()}
        self._scopes = {type(scope): scope for scope in self.scopes}
        self._there: dict[str, dict[str, Artifact]] = {}
        # Goals are said in each row of their hypotheses.
        self._told: dict[tuple[str, str], Said] = {}
        self._named: dict[tuple[Any, ...], list[Said]] = defaultdict(list)
        self._decimal = ""
        self._stay: list[tuple[Part, Given | None]] = []

    def read(self) -> None:
        """Reads all sheets whose columns are known."""
        meanings = self._meanings()
        if not meanings:
            said = _("The columns aren’t recognized. Use a spreadsheet that was saved here.")
            self.problems.append(Problem(Place(0), None, said=said))
        for sheet in self.sheets:
            columns = meanings.get(sheet.title)
            if columns:
                for wrong in sheet.problems:
                    if not wrong.head or wrong.head in columns:
                        self._refuse(Place(wrong.row, sheet.title, wrong.head), wrong_words(wrong.wrong))
                self._read_sheet(sheet, columns)
        for part, above in self._stay:
            self._check_stays(part, above)

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
        rows = []
        self._decimal = sheet.decimal
        for number, cells in sheet.rows:
            parts = [self._part(key, Place(number, sheet.title), cells, columns) for key in keys]
            if filled := [part for part in parts if part.is_filled]:
                rows.append(filled)
        for *parts, last in in_turn(rows):
            above: Given | None = None
            for part in parts:
                above = self._above(part, above)
            self._last(last, above)

    def _part(
        self, key: str, place: Place, cells: Mapping[str, ReadCell], columns: Mapping[str, tuple[str, str]]
    ) -> Part:
        of_kind = {
            name: (head, cells.get(head))
            for head, (of, name) in columns.items()
            if of == key and head in cells
        }
        uuid, revision, marks = [*str(of_kind.get(KEY, ("", ""))[1] or "").split(" "), "", ""][:3]
        kind = self._entries[key].kind
        before = self._saved(kind, uuid, revision) if uuid else None
        named = dict(zip(kind.links, marks.split("-"), strict=False))
        return Part(self._entries[key], place, of_kind, uuid, before, named)

    def _saved(self, kind: ArtifactKind[Any], uuid: str, revision: str) -> Artifact | None:
        """The artifact as it was when the spreadsheet was saved; None when that is not known here."""
        if kind.key not in self._there:
            there = kind.below(self._scopes[kind.root]) if kind.root in self._scopes else ()
            self._there[kind.key] = {str(each.uuid): each for each in there}
        current = self._there[kind.key].get(uuid)
        is_number = revision.isascii() and revision.isdigit() and len(revision) < 10
        if current is None or not is_number or int(revision) == current.revision:
            return current
        return version_at(current, int(revision)) or current

    # --- Which row is meant -----------------------------------------------------------------------

    def _above(self, part: Part, above: Given | None) -> Given:
        """The artifact of `part`, on which another one in the same row hangs. Several rows that say it have
        to say the same, or what was saved."""
        if part.uuid:
            said = self._told.get((part.entry.key, part.uuid))
        else:
            several = self._named[part.name_below(above)]
            said = several[0] if several else None
            if len(several) > 1:
                self.problems.append(
                    Problem(part.place, Trouble.NAMED_TWICE, str(part.title), part.entry.key, len(several))
                )
        if said is None:
            return self._take(part, above)
        for name in part.others_than(said):
            words = _("There are two values for the same thing (%(kind)s). Use one value in all of its rows.")
            kind = part.entry.kind.model._meta.verbose_name
            self._refuse(part.place_of(name), words % {"kind": kind})
        self._call(said, part, above)
        return said.given

    def _last(self, part: Part, above: Given | None) -> None:
        """The last of its row: it may be a copy of another, which is a new one."""
        said = self._told.get((part.entry.key, part.uuid)) if part.uuid else None
        if said is not None:
            if said.above is above and not part.others_than(said):
                return
            part = replace(part, uuid="", before=None)
        elif above is None and PARENT not in part.cells:
            there = [] if part.uuid else self._named[part.name_below(above)]
            if any(not part.others_than(each) for each in there):
                return
        self._take(part, above)

    def _take(self, part: Part, above: Given | None) -> Given:
        given = Given(part.entry.key, part.place, {}, same_as=part.uuid)
        if part.uuid:
            self._stay.append((part, above))
        elif above is not None and above.kind in part.entry.shape.parents:
            given.parent = above
        elif PARENT in part.cells:
            given.places[""] = part.place_of(PARENT)
            given.parent = Reference(str(part.cells[PARENT][1] or ""))
        for name, (_head, cell) in part.cells.items():
            if name not in (KEY, PARENT):
                given.places[name] = part.place_of(name)
                self._set(given, part, name, cell)
        self.given.append(given)
        said = Said(given, part, above)
        if part.uuid:
            self._told[part.entry.key, part.uuid] = said
        self._call(said, part, above)
        return given

    def _call(self, said: Said, part: Part, above: Given | None) -> None:
        named = self._named[part.name_below(above)]
        if said not in named:
            named.append(said)

    # --- What it says -----------------------------------------------------------------------------

    def _check_stays(self, part: Part, above: Given | None) -> None:
        """Notes a problem where a saved row would move below another parent."""
        if part.before is None or not part.entry.kind.has_parents:
            return
        parent = part.entry.kind.parent(part.before)
        if above is not None and above.kind in part.entry.shape.parents:
            place, stays = part.place, above.same_as == str(parent.uuid)
        elif PARENT in part.cells:
            place, stays = part.place_of(PARENT), self._is_called(parent, part.cells[PARENT][1])
        else:
            return
        if not stays:
            words = _("This row belongs to “%(name)s”. You can’t move it in a spreadsheet.")
            self._refuse(place, words % {"name": str(parent)[:100]})

    def _is_called(self, artifact: Artifact, cell: ReadCell) -> bool:
        """Whether the cell is what the artifact is called, was called, or is to be called."""
        name = looks(str(cell or ""))
        said = self._told.get((artifact._meta.label, str(artifact.uuid)))
        if name == looks(str(artifact)) or (said and name == looks(str(said.part.title))):
            return True
        history: Any = type(artifact).history
        return any(name == looks(str(row.instance)) for row in history.filter(uuid=artifact.uuid))

    def _set(self, given: Given, part: Part, name: str, cell: ReadCell) -> None:
        if part.is_shown(name, cell) or (cell in (None, "") and part.before is None):
            return
        if name in part.entry.shape.lists:
            given.fields[name] = tuple(map(Reference, part.names_in(cell)))
            return
        column = part.entry.column(name)
        try:
            if isinstance(column, ForeignKey):
                text = text_of(str(cell or ""))
                given.fields[name] = Reference(text) if text else from_text(column, None)
            else:
                given.fields[name] = from_text(column, as_text(cell, column, self._decimal))
        except Invalid as wrong:
            self._refuse(given.places[name], str(wrong))
