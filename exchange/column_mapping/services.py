"""Imports tables of other programs (CSV, XLSX), for which a person selects the content of each sheet and
column."""

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import CharField, ForeignKey
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.clean_text import in_one_line
from core.exceptions import Invalid
from core.imports.importable_kinds import Entry, needed_of
from core.imports.rows import InputRow, Place, Problem, Reference
from core.imports.values import from_text, text_of
from core.kinds import artifact_kinds
from core.labels import as_label, former_names, in_english
from core.name_comparison import looks
from core.pasted_text import without_bullet_sign
from core.services.imports import Unreadable
from discovery import permissions
from discovery.kinds.artifact_content import PARENT, label_of
from discovery.models import Discovery
from documents.foreign_sheet import NotATable, ReadCell, ReadSheet, SheetRefusal
from documents.foreign_tables import sheet_of_csv
from documents.number_format_reader import PERCENT
from exchange.services.discovery_text import FIRST, UNIT, ImportResult, NewDiscovery
from exchange.services.edited_spreadsheets import read_sheets, wrong_words
from exchange.services.row_imports import import_rows
from exchange.services.row_limits import check_how_many
from exchange.services.spreadsheet_row_parts import as_text, unit_of
from exchange.services.text_input import entries_of_texts
from organizations.actors import Actor

COLUMNS = "columns"
TABLES = (".csv", ".tsv")
# What parts several names in one cell.
_SEVERAL = re.compile(r"[;\n]")
# Each column becomes a field of one form, and each sheet a few: a form takes 1,000.
MOST_SHEETS = 20
MOST_COLUMNS = 400
# Heads of columns that name a row of any kind.
_NAME = ("name", "title", "titel")


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """The content of a sheet: the `heading` of the kind of its rows ("" for a sheet that is not imported),
    the `fields` by the heads of columns, and `defaults` of fields for all rows."""

    heading: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The mapping as the stored file contains it."""
        return {"heading": self.heading, "fields": dict(self.fields), "said": dict(self.defaults)}


# --- The file that is kept ------------------------------------------------------------------------


def table_file(data: bytes, name: str) -> bytes:
    """Return an uploaded table as a pending file without mappings. Raises the errors of `sheets_in`."""
    file_data = json.dumps({"name": name, "content": base64.b64encode(data).decode(), "sheets": []}).encode()
    sheets_in(file_data)
    return file_data


def with_mappings(file_data: bytes, mappings: Sequence[SheetMapping]) -> bytes:
    """Return the pending file with the mappings of its sheets."""
    return json.dumps({**json.loads(file_data), "sheets": [each.as_json() for each in mappings]}).encode()


def mappings_in(file_data: bytes) -> list[SheetMapping]:
    """Return the mappings of the sheets of a pending file, an empty list before anyone selected them."""
    sheets = json.loads(file_data)["sheets"]
    return [SheetMapping(each["heading"], each["fields"], each["said"]) for each in sheets]


def sheets_in(file_data: bytes) -> list[ReadSheet]:
    """Return the sheets of the pending file that have heads. Raises Unreadable for a file that is no table,
    and for more sheets or columns than one form can show."""
    file: dict[str, str] = json.loads(file_data)
    content = base64.b64decode(file["content"])
    if not file["name"].lower().endswith(TABLES):
        sheets = read_sheets(content)
    else:
        try:
            sheets = [sheet_of_csv(content, file["name"])]
        except NotATable as error:
            raise Unreadable([Problem(Place(0), None, message=wrong_words(error.wrong))]) from None
    for sheet in sheets:
        sheet.name_beyond()
    named_sheets = [sheet for sheet in sheets if sheet.heads]
    if not named_sheets:
        raise Unreadable([Problem(Place(0), None, message=_("All sheets of the file are empty."))])
    if len(named_sheets) > MOST_SHEETS or sum(len(sheet.heads) for sheet in named_sheets) > MOST_COLUMNS:
        template = _("The file has more than %(sheets)s sheets or %(columns)s columns. Import it in parts.")
        message = template % {"sheets": MOST_SHEETS, "columns": MOST_COLUMNS}
        raise Unreadable([Problem(Place(0), None, message=message)])
    return named_sheets


def url_of(discovery: Discovery, _file_data: bytes, token: str, _back: str) -> str:
    """Return the address of the page that changes the mappings of a pending file."""
    return f"{reverse('discovery:bring_in_columns', args=[discovery.slug])}?{urlencode({'file': token})}"


# --- What a column can be -------------------------------------------------------------------------


def tabular() -> dict[str, Entry]:
    """Return the kinds that a sheet can contain, by their headings, the most used first."""
    entries = {entry.heading: entry for entry in entries_of_texts() if entry.key in artifact_kinds}
    return {heading: entries[heading] for heading in dict.fromkeys((*FIRST, *entries)) if heading in entries}


def choices_of(entry: Entry) -> dict[str, str]:
    """Return the choices for a column of a sheet of this kind: labels by names of fields, with PARENT for the
    parent of the rows."""
    choices = {entry.kind.title: _label(entry, entry.kind.title)}
    if entry.kind.has_parents:
        names = (str(model._meta.verbose_name) for model in entry.kind.parent_models.values())
        choices[PARENT] = _("Parent (%(what)s)") % {"what": ", ".join(names)}
    choices |= {name: _label(entry, name) for name in entry.fields}
    ambiguous = {label for label, count in Counter(choices.values()).items() if count > 1}
    return {
        name: _apart(entry, name, label) if label in ambiguous else label for name, label in choices.items()
    }


def _apart(entry: Entry, name: str, label: str) -> str:
    """Return a label that differs from the same label of another field: it adds the related model, or that
    the field takes any text."""
    column = entry.kind.column(name)
    if column is None or column.related_model is None:
        return _("%(label)s (any text)") % {"label": label}
    return _("%(label)s (%(what)s)") % {"label": label, "what": column.related_model._meta.verbose_name}


def has_parents(entry: Entry) -> bool:
    """Return True if each row of this kind needs a parent."""
    return all("__" in path for path in entry.kind.paths)


def _label(entry: Entry, name: str) -> str:
    column = entry.kind.column(name)
    if column is not None:
        return label_of(entry.kind, column)
    return capfirst(str(entry.kind.labels.get(name, name.replace("_", " "))))


def suggested_mapping(sheet: ReadSheet, heading: str | None = None) -> SheetMapping:
    """Return the kind and fields that match the title and heads of the sheet best; only the fields, if a
    `heading` is passed."""
    if heading is not None:
        entry = tabular().get(heading)
        return SheetMapping(heading, _by_heads(sheet, entry)) if entry else SheetMapping()
    best, most = SheetMapping(), 0
    for key, entry in tabular().items():
        fields = _by_heads(sheet, entry)
        is_called_so = looks(sheet.title.rpartition(".")[0] or sheet.title) in _titles(key)
        score = len(fields) + 2 * is_called_so
        if entry.kind.title in fields.values() and score > most:
            best, most = SheetMapping(key, fields), score
    return best


def labels_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the labels of fields in the current language, each with the name of its field. The first of equal
    labels counts."""
    for name, label in choices_of(entry).items():
        column = entry.kind.column(name)
        yield label, name
        yield str(entry.kind.labels.get(name, column.verbose_name if column else name)), name
        yield name.replace("_", " "), name
    yield str(entry.kind.model._meta.verbose_name), entry.kind.title
    for parent in entry.kind.parent_models.values():
        yield str(parent._meta.verbose_name), PARENT


@cache
def named_fields(heading: str) -> Mapping[str, str]:
    """Return the fields of the kind with this heading, by the normalized labels of all languages, then by
    former labels."""
    entry = tabular()[heading]
    names: dict[str, str] = {}
    for language, _name in settings.REPORT_LANGUAGES:
        with translation.override(language):
            for label, name in labels_of(entry):
                names.setdefault(looks(label), name)
    for word in _NAME:
        names.setdefault(word, entry.kind.title)
    with translation.override(settings.LANGUAGE_CODE):
        for label, name in labels_of(entry):
            for former in former_names(label):
                names.setdefault(looks(former), name)
    return names


def _by_heads(sheet: ReadSheet, entry: Entry) -> dict[str, str]:
    """Return fields by heads that match a current or former label in any language; each field once."""
    names = named_fields(entry.heading)
    fields: dict[str, str] = {}
    for head in sheet.heads:
        # "Name *" is how forms mark what they need.
        field_name = names.get(looks(head)) or names.get(looks(head.rstrip(" *:")))
        if head and field_name and field_name not in fields.values():
            fields[head] = field_name
    return fields


@cache
def _titles(heading: str) -> frozenset[str]:
    """Return the normalized titles of sheets that contain the kind with this heading."""
    meta = tabular()[heading].kind.model._meta
    names = {heading.replace("_", " ")}
    for label in filter(None, (meta.verbose_name_plural, meta.verbose_name)):
        for language, _name in settings.REPORT_LANGUAGES:
            with translation.override(language):
                names.add(as_label(label))
        names.update(former_names(in_english(label)))
    return frozenset(map(looks, names))


# --- From a table ---------------------------------------------------------------------------------


def import_columns(
    *, actor: Actor, data: bytes, into: Discovery | NewDiscovery, digest: str = "", is_trial: bool = False
) -> ImportResult:
    """Write the rows of a table into the discovery by its mappings: all or nothing, in one operation with one
    undo. Existing rows keep their names, and the fields of empty cells. Raises the errors of
    discovery_text.import_text, and Invalid for a new discovery."""
    if isinstance(into, NewDiscovery):
        raise Invalid(_("You can only import a table into an existing discovery."))
    permissions.check_edit_discovery(actor, into)
    reader = _MappedRows()
    titles = []
    for sheet, mapping in zip(sheets_in(data), mappings_in(data), strict=False):
        reader.read(sheet, mapping)
        if mapping.heading:
            titles += [in_one_line(title) for title in sheet.above.values()]
    if not reader.rows and not reader.problems:
        words = _("Choose what the columns of the table contain.")
        if not reader.has_rows:
            words = _("The table has no rows below its column names.")
        reader.problems.append(Problem(Place(0), None, message=words))
    check_how_many(actor, reader.rows)
    result = import_rows(
        "table.imported",
        actor=actor,
        into=into,
        rows=reader.rows,
        problems=reader.problems,
        digest=digest,
        is_trial=is_trial,
        keeps_names=True,
    )
    return replace(result, left_out=(*result.left_out, *titles))


class _MappedRows:
    """Reads the rows of mapped sheets as incoming rows."""

    def __init__(self) -> None:
        self.rows: list[InputRow] = []
        self.problems: list[Problem] = []
        self.has_rows = False

    def read(self, sheet: ReadSheet, mapping: SheetMapping) -> None:
        entry = tabular().get(mapping.heading)
        if entry is None:
            return
        self.has_rows |= bool(sheet.rows)
        choices = choices_of(entry)
        fields = {head: name for head, name in mapping.fields.items() if name in choices}
        for problem in sheet.problems:
            if problem.wrong == SheetRefusal.TWO_ALIKE:
                continue  # People chose one of them by its letters.
            if not problem.head or problem.head in fields:
                self._refuse(Place(problem.row, sheet.title, problem.head), wrong_words(problem.wrong))
        decimal = sheet.decimal
        for number, cells in sheet.rows:
            if any(cells.get(head) not in (None, "") for head in fields):
                self._row(entry, Place(number, sheet.title), cells, fields, mapping.defaults, decimal)

    def _refuse(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place, None, message=message))

    def _row(
        self,
        entry: Entry,
        place: Place,
        cells: Mapping[str, ReadCell],
        fields: Mapping[str, str],
        defaults: Mapping[str, str],
        decimal: str,
    ) -> None:
        row = InputRow(entry.key, place, {})
        for name in needed_of(entry.kind):
            row.places[name] = Place(place.line, place.sheet, _label(entry, name))
            if defaults.get(name):
                self._set(row, entry, name, defaults[name])
        units: dict[str, str] = {}
        for head, name in fields.items():
            row.places["" if name == PARENT else name] = Place(place.line, place.sheet, head)
            if cells.get(head) not in (None, ""):
                self._set(row, entry, name, cells[head], decimal)
                if name in entry.fields and name not in entry.names:
                    units[name] = unit_of(cells[head], entry.column(name))
        row.in_percent = {name for name, unit in units.items() if unit == PERCENT}
        self._set_unit(row, entry, {*units.values()} - {""})
        if has_parents(entry) and row.parent is None:
            self._refuse(row.place_of(""), _("Enter a parent for this."))
            return
        self.rows.append(row)

    def _set_unit(self, row: InputRow, entry: Entry, units: set[str]) -> None:
        """Set the unit beside the numbers of a row that has no unit of its own."""
        if UNIT not in entry.fields:
            return
        if len(units) > 1:
            words = {"units": ", ".join(sorted(units))}
            self._refuse(row.place, _("The numbers of this row have different units: %(units)s.") % words)
        elif units and not row.fields.get(UNIT):
            row.fields[UNIT] = units.pop()

    def _set(self, row: InputRow, entry: Entry, name: str, cell: ReadCell, decimal: str = "") -> None:
        try:
            if name == PARENT:
                row.parent = _reference(str(cell))
            elif name in entry.shape.lists:
                row.fields[name] = tuple(_references(str(cell)))
            elif isinstance(entry.column(name), ForeignKey):
                row.fields[name] = _reference(str(cell))
            else:
                column: Any = entry.column(name)
                text = as_text(cell, column, decimal)
                # Cells of wrapped texts have line breaks, names have none.
                if text is not None and isinstance(column, CharField):
                    is_title = name == entry.kind.title
                    text = " ".join((without_bullet_sign(text.strip()) if is_title else text).split())
                row.fields[name] = from_text(column, text)
        except Invalid as error:
            self._refuse(row.place_of("" if name == PARENT else name), str(error))


def _references(cell: str) -> Iterator[Reference]:
    for name in _SEVERAL.split(cell):
        if name.strip():
            yield _reference(name)


def _reference(name: str) -> Reference:
    """Return a reference to what has this name, without a bullet as in the column of names."""
    return Reference(text_of(without_bullet_sign(name.strip())))
