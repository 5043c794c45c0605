"""Imports the spreadsheet of a discovery after people edited it in another program (docs/texts.md).

Hidden columns contain the artifact and revision of each row. A cell counts as changed if it differs from the
value at that revision, so later changes of other people stay.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.imports.rows import InputRow, Place, Problem, Reference, Trouble
from core.imports.values import from_text, text_of
from core.kinds import ArtifactKind
from core.models import Artifact
from core.name_comparison import looks
from core.selectors.earlier_revisions import version_at
from core.services.imports import Unreadable
from discovery import permissions
from discovery.kinds.artifact_content import KEY, PARENT
from discovery.models import Discovery
from documents import rounded_numbers
from documents.foreign_file_reader import MEGABYTES, SECONDS
from documents.foreign_sheet import MOST_COLUMNS, MOST_ROWS, NotATable, ReadCell, ReadSheet, SheetRefusal
from documents.foreign_tables import sheets_of, titles_of
from documents.spreadsheet import MEANINGS
from documents.xlsx_reader import MOST_CELLS, MOST_ELEMENTS, MOST_OF_EACH
from exchange.services.discovery_text import ImportResult, NewDiscovery
from exchange.services.row_imports import import_rows
from exchange.services.row_limits import check_how_many
from exchange.services.spreadsheet_row_parts import FirstMention, RowPart, as_text, in_turn
from exchange.services.text_input import entries_of_texts
from organizations.actors import Actor


def import_table(
    *, actor: Actor, data: bytes, into: Discovery | NewDiscovery, digest: str = "", is_trial: bool = False
) -> ImportResult:
    """Write the changes of the spreadsheet into the discovery: all or nothing, in one operation with one
    undo. Artifacts without a row stay. Raises the errors of discovery_text.import_text, and Invalid for a new
    discovery."""
    if isinstance(into, NewDiscovery):
        raise Invalid(_("You can only import a spreadsheet into the discovery it was saved from."))
    permissions.check_edit_discovery(actor, into)
    rows, problems = rows_of(read_sheets(data), into)
    check_how_many(actor, rows)
    return import_rows(
        "table.imported",
        actor=actor,
        into=into,
        rows=rows,
        problems=problems,
        digest=digest,
        is_trial=is_trial,
    )


def read_sheets(data: bytes) -> list[ReadSheet]:
    """Return the sheets of a file. Raises Unreadable if it is no spreadsheet."""
    try:
        return sheets_of(data)
    except NotATable as error:
        raise Unreadable([Problem(Place(0), None, message=wrong_words(error.wrong))]) from None


def as_read(data: bytes, _name: str) -> bytes:
    """Return the unchanged file for the preview, after reading it once. Raises Unreadable."""
    read_sheets(data)
    return data


def was_saved_here(data: bytes) -> bool:
    """Return True if a sheet of the file contains the meanings of columns, and for a file that is no
    spreadsheet: import_table refuses it."""
    try:
        return MEANINGS in titles_of(data)
    except NotATable:
        return True


def rows_of(sheets: list[ReadSheet], discovery: Discovery) -> tuple[list[InputRow], list[Problem]]:
    """Return the incoming rows of the sheets, and their problems."""
    table = _SpreadsheetRows(sheets, [discovery.domain.organization, discovery])
    table.read()
    return table.rows, table.problems


def wrong_words(wrong: SheetRefusal) -> str:
    """Return the reason why a file, a sheet or a cell can't be read, as a sentence."""
    return {
        SheetRefusal.NO_WORKBOOK: _("This spreadsheet (.xlsx) can’t be read."),
        SheetRefusal.PASSWORD: _(
            "The file is password-protected. Save it without a password and choose it again."
        ),
        SheetRefusal.OLDER: _("This is a file of an older Excel or Office format (.xls). Save it as .xlsx."),
        SheetRefusal.OPEN_DOCUMENT: _("This is an OpenDocument file (.ods). Save it as .xlsx."),
        SheetRefusal.BINARY: _("This is a binary Excel workbook (.xlsb). Save it as .xlsx."),
        SheetRefusal.WEB_PAGE: _(
            "This is a web page (HTML). Open it in a spreadsheet program and save it as .xlsx."
        ),
        SheetRefusal.TOO_LARGE: _(
            "The file is too large. The limit is %(rows)s rows or %(cells)s cells at once. "
            "Import it in parts."
        )
        % {"rows": rounded_numbers.text(MOST_ROWS), "cells": rounded_numbers.text(MOST_CELLS)},
        SheetRefusal.MACROS: _("The file contains macros. Save it without them, as .xlsx."),
        SheetRefusal.ENTITIES: _(
            "The file contains XML entities, which aren’t supported. Save it again in a spreadsheet program."
        ),
        SheetRefusal.TOO_MANY: _(
            "This sheet is too large. The limit is %(rows)s rows and %(columns)s columns. Import it in parts."
        )
        % {"rows": rounded_numbers.text(MOST_ROWS), "columns": rounded_numbers.text(MOST_COLUMNS)},
        SheetRefusal.NO_HEADS: _("The sheet has no column names in its first row."),
        SheetRefusal.TWO_ALIKE: _("Two columns have this name."),
        SheetRefusal.MERGED: _("Cells are merged here. Split them so that each row has its own."),
        SheetRefusal.FORMULA: _("This cell contains a formula. Replace it with its value."),
        SheetRefusal.BROKEN: _("This cell contains a spreadsheet error. Fix it."),
        SheetRefusal.NO_CSV: _("This CSV table can’t be read."),
        SheetRefusal.NO_CELL: _("A cell is too long, or its quotation marks don’t match."),
        SheetRefusal.WIDER: _("This row has more cells than there are column names."),
        SheetRefusal.ELEMENTS: _(
            "The file is too complex: at most %(elements)s elements per part, and %(each)s per "
            "cell. Copy the values into a new workbook and choose that."
        )
        % {"elements": rounded_numbers.text(MOST_ELEMENTS), "each": MOST_OF_EACH},
        SheetRefusal.TOO_MUCH: _(
            "The file needs more than %(megabytes)s MB of memory or %(seconds)s seconds to read. "
            "Import it in parts."
        )
        % {"megabytes": MEGABYTES, "seconds": SECONDS},
    }[wrong]


@dataclass
class _SpreadsheetRows:
    """Reads sheets as incoming rows."""

    sheets: list[ReadSheet]
    scopes: Sequence[Artifact]
    rows: list[InputRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._entries = {entry.key: entry for entry in entries_of_texts()}
        self._scopes = {type(scope): scope for scope in self.scopes}
        self._artifacts: dict[str, dict[str, Artifact]] = {}
        # Goals are said in each row of their hypotheses.
        self._first_by_uuid: dict[tuple[str, str], FirstMention] = {}
        self._mentions_by_name: dict[tuple[Any, ...], list[FirstMention]] = defaultdict(list)
        self._decimal = ""
        self._saved_parts: list[tuple[RowPart, InputRow | None]] = []

    def read(self) -> None:
        """Read all sheets with known columns."""
        meanings = self._meanings()
        if not meanings:
            message = _("The columns aren’t recognized. Use a spreadsheet that was saved here.")
            self.problems.append(Problem(Place(0), None, message=message))
        for sheet in self.sheets:
            columns = meanings.get(sheet.title)
            if columns:
                for problem in sheet.problems:
                    if not problem.head or problem.head in columns:
                        self._refuse(
                            Place(problem.row, sheet.title, problem.head), wrong_words(problem.wrong)
                        )
                self._read_sheet(sheet, columns)
        for part, parent_row in self._saved_parts:
            self._check_stays(part, parent_row)

    def _refuse(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place, None, message=message))

    def _meanings(self) -> dict[str, dict[str, tuple[str, str]]]:
        """Return the kind and field of each column, by title of the sheet and head."""
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
        keys = [key for key in self._entries if any(kind == key for kind, _name in columns.values())]
        rows = []
        self._decimal = sheet.decimal
        for number, cells in sheet.rows:
            parts = [self._part(key, Place(number, sheet.title), cells, columns) for key in keys]
            if parts_with_values := [part for part in parts if part.has_values]:
                rows.append(parts_with_values)
        for *parts, last in in_turn(rows):
            parent_row: InputRow | None = None
            for part in parts:
                parent_row = self._parent_row(part, parent_row)
            self._last(last, parent_row)

    def _part(
        self,
        key: str,
        place: Place,
        cells: Mapping[str, ReadCell],
        columns: Mapping[str, tuple[str, str]],
    ) -> RowPart:
        of_kind = {
            name: (head, cells.get(head))
            for head, (kind_key, name) in columns.items()
            if kind_key == key and head in cells
        }
        uuid, revision, marks = [*str(of_kind.get(KEY, ("", ""))[1] or "").split(" "), "", ""][:3]
        kind = self._entries[key].kind
        saved_version = self._saved(kind, uuid, revision) if uuid else None
        marks_by_link = dict(zip(kind.links, marks.split("-"), strict=False))
        return RowPart(self._entries[key], place, of_kind, uuid, saved_version, marks_by_link)

    def _saved(self, kind: ArtifactKind[Any], uuid: str, revision: str) -> Artifact | None:
        """Return the artifact at the revision of the spreadsheet; None if it is unknown here."""
        if kind.key not in self._artifacts:
            artifacts = kind.below(self._scopes[kind.root]) if kind.root in self._scopes else ()
            self._artifacts[kind.key] = {str(each.uuid): each for each in artifacts}
        current = self._artifacts[kind.key].get(uuid)
        is_number = revision.isascii() and revision.isdigit() and len(revision) < 10
        if current is None or not is_number or int(revision) == current.revision:
            return current
        return version_at(current, int(revision)) or current

    # --- Which row is meant -----------------------------------------------------------------------

    def _parent_row(self, part: RowPart, parent_row: InputRow | None) -> InputRow:
        """Return the incoming row of `part`, the parent of the next part in the row. Several rows with the
        same parent need the same values, or the saved ones."""
        if part.uuid:
            first = self._first_by_uuid.get((part.entry.key, part.uuid))
        else:
            mentions = self._mentions_by_name[part.name_below(parent_row)]
            first = mentions[0] if mentions else None
            if len(mentions) > 1:
                self.problems.append(
                    Problem(part.place, Trouble.NAMED_TWICE, str(part.title), part.entry.key, len(mentions))
                )
        if first is None:
            return self._add_row(part, parent_row)
        for name in part.differing_fields(first):
            words = _("There are two values for the same thing (%(kind)s). Use one value in all of its rows.")
            kind = part.entry.kind.model._meta.verbose_name
            self._refuse(part.place_of(name), words % {"kind": kind})
        self._index(first, part, parent_row)
        return first.row

    def _last(self, part: RowPart, parent_row: InputRow | None) -> None:
        """Read the last part of a row. It may be a copy of another row, which makes it a new artifact."""
        first = self._first_by_uuid.get((part.entry.key, part.uuid)) if part.uuid else None
        if first is not None:
            if first.parent_row is parent_row and not part.differing_fields(first):
                return
            part = replace(part, uuid="", saved_version=None)
        elif parent_row is None and PARENT not in part.cells:
            mentions = [] if part.uuid else self._mentions_by_name[part.name_below(parent_row)]
            if any(not part.differing_fields(each) for each in mentions):
                return
        self._add_row(part, parent_row)

    def _add_row(self, part: RowPart, parent_row: InputRow | None) -> InputRow:
        row = InputRow(part.entry.key, part.place, {}, same_as=part.uuid)
        if part.uuid:
            self._saved_parts.append((part, parent_row))
        elif parent_row is not None and parent_row.kind in part.entry.shape.parents:
            row.parent = parent_row
        elif PARENT in part.cells:
            row.places[""] = part.place_of(PARENT)
            row.parent = Reference(str(part.cells[PARENT][1] or ""))
        for name, (_head, cell) in part.cells.items():
            if name not in (KEY, PARENT):
                row.places[name] = part.place_of(name)
                self._set(row, part, name, cell)
        self.rows.append(row)
        first = FirstMention(row, part, parent_row)
        if part.uuid:
            self._first_by_uuid[part.entry.key, part.uuid] = first
        self._index(first, part, parent_row)
        return row

    def _index(self, mention: FirstMention, part: RowPart, parent_row: InputRow | None) -> None:
        mentions = self._mentions_by_name[part.name_below(parent_row)]
        if mention not in mentions:
            mentions.append(mention)

    # --- What it says -----------------------------------------------------------------------------

    def _check_stays(self, part: RowPart, parent_row: InputRow | None) -> None:
        """Add a problem if a saved row would move to another parent."""
        if part.saved_version is None or not part.entry.kind.has_parents:
            return
        parent = part.entry.kind.parent(part.saved_version)
        if parent_row is not None and parent_row.kind in part.entry.shape.parents:
            place, stays = part.place, parent_row.same_as == str(parent.uuid)
        elif PARENT in part.cells:
            place, stays = part.place_of(PARENT), self._is_called(parent, part.cells[PARENT][1])
        else:
            return
        if not stays:
            words = _("This row belongs to “%(name)s”. You can’t move it in a spreadsheet.")
            self._refuse(place, words % {"name": str(parent)[:100]})

    def _is_called(self, artifact: Artifact, cell: ReadCell) -> bool:
        """Return True if the cell is the current, a former or the new name of the artifact."""
        name = looks(str(cell or ""))
        first = self._first_by_uuid.get((artifact._meta.label, str(artifact.uuid)))
        if name == looks(str(artifact)) or (first and name == looks(str(first.part.title))):
            return True
        history: Any = type(artifact).history
        return any(name == looks(str(row.instance)) for row in history.filter(uuid=artifact.uuid))

    def _set(self, row: InputRow, part: RowPart, name: str, cell: ReadCell) -> None:
        if part.is_shown(name, cell) or (cell in (None, "") and part.saved_version is None):
            return
        if name in part.entry.shape.lists:
            row.fields[name] = tuple(map(Reference, part.names_in(cell)))
            return
        column = part.entry.column(name)
        try:
            if isinstance(column, ForeignKey):
                text = text_of(str(cell or ""))
                row.fields[name] = Reference(text) if text else from_text(column, None)
            else:
                row.fields[name] = from_text(column, as_text(cell, column, self._decimal))
        except Invalid as error:
            self._refuse(row.places[name], str(error))
