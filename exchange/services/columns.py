"""Tables that were made elsewhere (CSV, XLSX): people say what their sheets and columns are, and then they
come in as all else does."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import ForeignKey
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.incoming.entries import Entry, needed_of
from core.incoming.rows import Given, Place, Problem, Reference
from core.incoming.values import from_text, text_of
from core.kinds.base import artifact_kinds
from core.labels import as_label, former_names, in_english
from core.naming import looks
from core.services.incoming import Unreadable
from core.services.operations import operation
from core.text import in_one_line
from discovery import permissions
from discovery.kinds.reading import PARENT, label_of
from discovery.models import Discovery
from documents.cell_formats import PERCENT
from documents.foreign import sheet_of_csv
from documents.read_sheets import NotATable, ReadCell, ReadSheet
from exchange.services.read_texts import entries_of_texts
from exchange.services.row_limits import check_how_many
from exchange.services.table_parts import as_text, unit_of
from exchange.services.tables import read_sheets, wrong_words
from exchange.services.texts import FIRST, UNIT, BroughtIn, New, tried, write_rows
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
class Assigned:
    """What a sheet holds: artifacts of the kind with this heading ("" for a sheet that is left out), their
    fields by the heads of columns, and what is `said` of all of them."""

    heading: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)


# --- The file that is kept ------------------------------------------------------------------------


def unassigned(data: bytes, name: str) -> bytes:
    """The file as it is kept before anybody said what its columns are. Raises as `sheets_in`."""
    kept = json.dumps({"name": name, "content": base64.b64encode(data).decode(), "sheets": []}).encode()
    sheets_in(kept)
    return kept


def with_assigned(kept: bytes, sheets: Sequence[Assigned]) -> bytes:
    """The kept file with what its sheets and columns are."""
    return json.dumps({**json.loads(kept), "sheets": [asdict(each) for each in sheets]}).encode()


def assigned_in(kept: bytes) -> list[Assigned]:
    """What its sheets are, as somebody said; nothing before."""
    return [Assigned(**each) for each in json.loads(kept)["sheets"]]


def sheets_in(kept: bytes) -> list[ReadSheet]:
    """The sheets of the kept file that have heads. Raises Unreadable for what is no table, and for
    more of them than one form asks about."""
    file: dict[str, str] = json.loads(kept)
    content = base64.b64decode(file["content"])
    if not file["name"].lower().endswith(TABLES):
        sheets = read_sheets(content)
    else:
        try:
            sheets = [sheet_of_csv(content, file["name"])]
        except NotATable as wrong:
            raise Unreadable([Problem(Place(0), None, said=wrong_words(wrong.wrong))]) from None
    for sheet in sheets:
        sheet.name_beyond()
    named = [sheet for sheet in sheets if sheet.heads]
    if not named:
        raise Unreadable([Problem(Place(0), None, said=_("All sheets of the file are empty."))])
    if len(named) > MOST_SHEETS or sum(len(sheet.heads) for sheet in named) > MOST_COLUMNS:
        words = _("The file has more than %(sheets)s sheets or %(columns)s columns. Import it in parts.")
        said = words % {"sheets": MOST_SHEETS, "columns": MOST_COLUMNS}
        raise Unreadable([Problem(Place(0), None, said=said)])
    return named


def url_of(discovery: Discovery, _kept: bytes, token: str, _back: str) -> str:
    """The address at which the columns of a kept file are assigned again."""
    return f"{reverse('discovery:bring_in_columns', args=[discovery.slug])}?{urlencode({'file': token})}"


# --- What a column can be -------------------------------------------------------------------------


def tabular() -> dict[str, Entry]:
    """The kinds of which a sheet can hold a list, by their headings: those that people look for first."""
    there = {entry.heading: entry for entry in entries_of_texts() if entry.key in artifact_kinds}
    return {heading: there[heading] for heading in dict.fromkeys((*FIRST, *there)) if heading in there}


def choices_of(entry: Entry) -> dict[str, str]:
    """What a column of a sheet of this kind can be: fields with their labels, and what the rows hang on."""
    choices = {entry.kind.title: _label(entry, entry.kind.title)}
    if entry.kind.has_parents:
        names = (str(model._meta.verbose_name) for model in entry.kind.parent_models.values())
        choices[PARENT] = _("Parent (%(what)s)") % {"what": ", ".join(names)}
    choices |= {name: _label(entry, name) for name in entry.fields}
    twice = {label for label, count in Counter(choices.values()).items() if count > 1}
    return {name: _apart(entry, name, label) if label in twice else label for name, label in choices.items()}


def _apart(entry: Entry, name: str, label: str) -> str:
    """A label that another field has as well: with what is looked up by it, or that it is a text."""
    column = entry.kind.column(name)
    if column is None or column.related_model is None:
        return _("%(label)s (any text)") % {"label": label}
    return _("%(label)s (%(what)s)") % {"label": label, "what": column.related_model._meta.verbose_name}


def has_parents(entry: Entry) -> bool:
    """Whether each of its rows hangs on another."""
    return all("__" in path for path in entry.kind.paths)


def _label(entry: Entry, name: str) -> str:
    column = entry.kind.column(name)
    if column is not None:
        return label_of(entry.kind, column)
    return capfirst(str(entry.kind.labels.get(name, name.replace("_", " "))))


def suggested(sheet: ReadSheet, heading: str | None = None) -> Assigned:
    """The kind and fields that the sheet seems to hold, by its title and heads; only a kind with this
    heading, if one is given."""
    if heading is not None:
        entry = tabular().get(heading)
        return Assigned(heading, _by_heads(sheet, entry)) if entry else Assigned()
    best, most = Assigned(), 0
    for key, entry in tabular().items():
        fields = _by_heads(sheet, entry)
        is_called_so = looks(sheet.title.rpartition(".")[0] or sheet.title) in _titles(key)
        score = len(fields) + 2 * is_called_so
        if entry.kind.title in fields.values() and score > most:
            best, most = Assigned(key, fields), score
    return best


def labels_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """What heads of columns are called in the language of now, with the fields that they name: a label that
    comes first counts before the same one of another field."""
    for name, label in choices_of(entry).items():
        column = entry.kind.column(name)
        yield label, name
        yield str(entry.kind.labels.get(name, column.verbose_name if column else name)), name
        yield name.replace("_", " "), name
    yield str(entry.kind.model._meta.verbose_name), entry.kind.title
    for above in entry.kind.parent_models.values():
        yield str(above._meta.verbose_name), PARENT


@cache
def named_fields(heading: str) -> Mapping[str, str]:
    """The fields of the kind with this heading by how heads of columns look that name them: those of now in
    each language, then those of before."""
    entry = tabular()[heading]
    names: dict[str, str] = {}
    for language, _name in settings.REPORT_LANGUAGES:
        with translation.override(language):
            for label, name in labels_of(entry):
                names.setdefault(looks(label), name)
    for called in _NAME:
        names.setdefault(called, entry.kind.title)
    with translation.override(settings.LANGUAGE_CODE):
        for label, name in labels_of(entry):
            for former in former_names(label):
                names.setdefault(looks(former), name)
    return names


def _by_heads(sheet: ReadSheet, entry: Entry) -> dict[str, str]:
    """Fields by heads that are called as they are or were, in any language; each field once."""
    names = named_fields(entry.heading)
    fields: dict[str, str] = {}
    for head in sheet.heads:
        field_name = names.get(looks(head))
        if head and field_name and field_name not in fields.values():
            fields[head] = field_name
    return fields


@cache
def _titles(heading: str) -> frozenset[str]:
    """How titles of sheets look that hold artifacts of the kind with this heading."""
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
    *, actor: Actor, data: bytes, into: Discovery | New, digest: str = "", is_trial: bool = False
) -> BroughtIn:
    """Writes the rows of a table into the discovery, by what its columns are: all of it or nothing, in one
    operation with one undo. What is there already keeps its name, and what a cell does not say. Raises as
    texts.import_text, and Invalid for a discovery that is not there yet."""
    if isinstance(into, New):
        raise Invalid(_("You can only import a table into an existing discovery."))
    permissions.check_edit_discovery(actor, into)
    rows = _Rows()
    above = []
    for sheet, assigned in zip(sheets_in(data), assigned_in(data), strict=False):
        rows.read(sheet, assigned)
        if assigned.heading:
            above += [in_one_line(said) for said in sheet.above.values()]
    if not rows.given and not rows.problems:
        rows.problems.append(Problem(Place(0), None, said=_("Choose what the columns of the table contain.")))
    check_how_many(actor, rows.given)
    with (
        tried(is_trial) as trial,
        operation(actor, "table.imported", summary=into.name, place=into) as done,
    ):
        came = write_rows(actor, into, rows.given, rows.problems, done=done, digest=digest, keeps_names=True)
        trial.came = replace(came, left_out=(*came.left_out, *above))
        trial.end()
    return trial.result


class _Rows:
    """Reads rows as artifacts."""

    def __init__(self) -> None:
        self.given: list[Given] = []
        self.problems: list[Problem] = []

    def read(self, sheet: ReadSheet, assigned: Assigned) -> None:
        entry = tabular().get(assigned.heading)
        if entry is None:
            return
        choices = choices_of(entry)
        fields = {head: name for head, name in assigned.fields.items() if name in choices}
        for wrong in sheet.problems:
            if not wrong.head or wrong.head in fields:
                self._refuse(Place(wrong.row, sheet.title, wrong.head), wrong_words(wrong.wrong))
        decimal = sheet.decimal
        for number, cells in sheet.rows:
            if any(cells.get(head) not in (None, "") for head in fields):
                self._row(entry, Place(number, sheet.title), cells, fields, assigned.said, decimal)

    def _refuse(self, place: Place, said: str) -> None:
        self.problems.append(Problem(place, None, said=said))

    def _row(
        self,
        entry: Entry,
        place: Place,
        cells: Mapping[str, ReadCell],
        fields: Mapping[str, str],
        said: Mapping[str, str],
        decimal: str,
    ) -> None:
        given = Given(entry.key, place, {})
        for name in needed_of(entry.kind):
            given.places[name] = Place(place.line, place.sheet, _label(entry, name))
            if said.get(name):
                self._set(given, entry, name, said[name])
        units: dict[str, str] = {}
        for head, name in fields.items():
            given.places["" if name == PARENT else name] = Place(place.line, place.sheet, head)
            if cells.get(head) not in (None, ""):
                self._set(given, entry, name, cells[head], decimal)
                if name in entry.fields and name not in entry.names:
                    units[name] = unit_of(cells[head], entry.column(name))
        given.in_percent = {name for name, unit in units.items() if unit == PERCENT}
        self._set_unit(given, entry, {*units.values()} - {""})
        if has_parents(entry) and given.parent is None:
            self._refuse(given.place_of(""), _("Enter a parent for this."))
            return
        self.given.append(given)

    def _set_unit(self, given: Given, entry: Entry, units: set[str]) -> None:
        """Takes the unit beside the numbers of a row that has no unit of its own."""
        if len(units) > 1:
            words = {"units": ", ".join(sorted(units))}
            self._refuse(given.place, _("The numbers of this row have different units: %(units)s.") % words)
        elif units and UNIT in entry.fields and not given.fields.get(UNIT):
            given.fields[UNIT] = units.pop()

    def _set(self, given: Given, entry: Entry, name: str, cell: ReadCell, decimal: str = "") -> None:
        try:
            if name == PARENT:
                given.parent = Reference(text_of(str(cell)))
            elif name in entry.shape.lists:
                given.fields[name] = tuple(_references(str(cell)))
            elif isinstance(entry.column(name), ForeignKey):
                given.fields[name] = Reference(text_of(str(cell)))
            else:
                column: Any = entry.column(name)
                given.fields[name] = from_text(column, as_text(cell, column, decimal))
        except Invalid as wrong:
            self._refuse(given.place_of("" if name == PARENT else name), str(wrong))


def _references(cell: str) -> Iterator[Reference]:
    for name in _SEVERAL.split(cell):
        if name.strip():
            yield Reference(text_of(name))
