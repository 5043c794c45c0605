"""Reads a document from any source, and checks all of it before anything is written."""

import json
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _, ngettext

from discovery.models import Discovery
from exchange.format import FORMAT, VERSION, document_tables
from exchange.format.constraints import broken_checks, duplicates
from exchange.format.field_values import InvalidValue, from_json, short, uuid_of
from exchange.format.json_field_checks import wrong_setting
from exchange.format.older_files import complete
from exchange.format.operations import DocumentOperation
from exchange.format.row_names import RowNames, RowPlace
from organizations.models import Organization
from workshops.models import Activity

_PARTS = {"format", "version", "discovery", "organization", "left_out", "rows", "operations", "history"}
_MOST_SAID = 10
_MOST_NAMED = 3
_HISTORY_TYPES = ("+", "~", "-")
_OPERATIONS = document_tables.label_of(DocumentOperation)

Row = dict[str, Any]


class InvalidDocument(ValueError):
    """A document can't be imported: `problems` are sentences, the first ten of `count`."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems[:_MOST_SAID]
        self.count = len(problems)

    @property
    def lines(self) -> list[str]:
        """The problems, and the count of further ones as the last line."""
        more = self.count - len(self.problems)
        if not more:
            return [*self.problems]
        remainder = ngettext("And %(count)s more problem.", "And %(count)s more problems.", more)
        return [*self.problems, remainder % {"count": more}]

    def __str__(self) -> str:
        return " ".join(self.lines)


@dataclass(slots=True)
class DocumentContent:
    """The content of a document, by the label of the model: values by field, links as uuids, None for an
    anonymous author."""

    discovery: UUID
    organization: UUID
    rows: dict[str, list[Row]]
    operations: list[Row]
    history: dict[str, list[Row]]
    # Of how many activities it does not hold something because that was not revealed.
    hidden_activities: int

    @property
    def name(self) -> str:
        """The name of the discovery."""
        return str(self.rows[document_tables.label_of(Discovery)][0]["name"])

    @property
    def organization_name(self) -> str:
        return str(self.rows[document_tables.label_of(Organization)][0]["name"])


def read_document(data: bytes) -> DocumentContent:
    """Return the document in `data`. Raises InvalidDocument with all problems."""
    return _Reader(_parsed(data)).read()


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(
            data.decode("utf-8-sig"), parse_constant=_no_constant, object_pairs_hook=_unique_members
        )
    except UnicodeDecodeError:
        raise InvalidDocument(_("This is not a text file. Choose the JSON file of a discovery.")) from None
    except json.JSONDecodeError as error:
        raise InvalidDocument(
            _("The file is incomplete or isn’t JSON. The error is in line %(line)s, column %(column)s.")
            % {"line": error.lineno, "column": error.colno}
        ) from None
    except _DuplicateName as error:
        raise InvalidDocument(
            _("“%(name)s” appears twice in one place of the file.") % {"name": short(str(error))}
        ) from None
    except (ValueError, RecursionError):
        raise InvalidDocument(_("The file contains invalid numbers or is nested too deeply.")) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InvalidDocument(_("This file contains no Headwaters discovery."))
    version = document.get("version")
    if version != VERSION or isinstance(version, bool):
        version_text = version if isinstance(version, int) and abs(version) < 10**6 else "?"
        raise InvalidDocument(
            _("The file uses version %(theirs)s of the format. This Headwaters reads version %(ours)s.")
            % {"theirs": version_text, "ours": VERSION}
        )
    complete(document)
    return document


def _no_constant(name: str) -> None:
    raise ValueError(name)


class _DuplicateName(ValueError):
    """A JSON object has a name twice: programs differ in which of them counts."""


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = Counter(name for name, _value in pairs)
        raise _DuplicateName(names.most_common(1)[0][0])
    return members


class _Reader:
    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.names = RowNames(document)
        # What is wrong, each with the rows that have the same problem after the first.
        self.problems: dict[Hashable, tuple[str, list[str]]] = {}
        # By label, what the rows of the document are called.
        self.uuids_by_label: dict[str, set[str]] = {}

    def wrong(self, problem: str) -> None:
        self.problems.setdefault(problem, (problem, []))

    def wrong_in(self, row: RowPlace, field: str, problem: str, kind: str = "") -> None:
        """Add the problem to the first row that has it, and the others to its list."""
        key = (row.label, row.is_history, field, kind or problem)
        if key in self.problems:
            self.problems[key][1].append(self.names.of(row))
        else:
            location = f"{self.names.description(row)}, {field}" if field else self.names.description(row)
            self.problems[key] = (f"{location}: {problem}", [])

    def stop_if_wrong(self) -> None:
        if self.problems:
            raise InvalidDocument(*(_with_others(*each) for each in self.problems.values()))

    def read(self) -> DocumentContent:
        self._parts()
        self.stop_if_wrong()
        self._names()
        rows = {
            label: self._rows(label, model, document_tables.fields_of(model), self.document["rows"][label])
            for label, model in document_tables.exchanged().items()
        }
        operations = self._rows(
            _OPERATIONS,
            DocumentOperation,
            document_tables.fields_of(DocumentOperation),
            self.document["operations"],
        )
        history = {
            label: self._rows(
                label,
                model,
                document_tables.fields_of(model),
                self.document["history"][label],
                is_history=True,
            )
            for label, model in (
                (label, document_tables.exchanged()[label]) for label in document_tables.with_history()
            )
        }
        self.stop_if_wrong()
        return DocumentContent(
            self._root("discovery"),
            self._root("organization"),
            rows,
            operations,
            history,
            len({str(each["of"]) for each in self.document["left_out"] if "of" in each}),
        )

    # --- Its parts ------------------------------------------------------------------------------------

    def _parts(self) -> None:
        document = self.document
        self._same_names(_("The file"), set(document), _PARTS)
        for part, labels in (
            ("rows", set(document_tables.exchanged())),
            ("history", set(document_tables.with_history())),
        ):
            tables = document.get(part)
            if not isinstance(tables, dict):
                self.wrong(_("“%(part)s” contains no tables.") % {"part": part})
                continue
            self._same_names(_("“%(part)s”") % {"part": part}, set(tables), labels)
            for label in sorted(labels & tables.keys()):
                self._is_table(label, tables[label])
        self._is_table("operations", document.get("operations"))
        self._is_table("left_out", document.get("left_out"))
        if not self.problems and not all(isinstance(each.get("what"), str) for each in document["left_out"]):
            self.wrong(_("“left_out” can’t be read."))

    def _is_table(self, name: str, rows: Any) -> None:
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.wrong(_("“%(name)s” isn’t a list of rows.") % {"name": short(name)})

    def _same_names(self, location: str, names: set[str], expected: set[str]) -> None:
        for name in sorted(names - expected):
            self.wrong(
                _("%(where)s: “%(name)s” isn’t recognized.") % {"where": location, "name": short(name)}
            )
        for name in sorted(expected - names):
            self.wrong(_("%(where)s: “%(name)s” is missing.") % {"where": location, "name": name})

    def _names(self) -> None:
        """Check that each row has its own identifier, and that there is one discovery of one organization."""
        used_names: set[str] = set()
        tables = [*self.document["rows"].items(), (_OPERATIONS, self.document["operations"])]
        for label, rows in tables:
            model = document_tables.exchanged().get(label, DocumentOperation)
            if not any(each.name == "uuid" for each in document_tables.fields_of(model)):
                continue
            self.uuids_by_label[label] = set()
            for number, row in enumerate(rows, 1):
                try:
                    name = str(uuid_of(row.get("uuid")))
                except InvalidValue:
                    continue  # said with the other fields of the row
                if name in used_names:
                    problem = _("Another row already has this identifier.")
                    self.wrong_in(RowPlace(label, number, row), "uuid", problem)
                used_names.add(name)
                self.uuids_by_label[label].add(name)
        for part, model in (("discovery", Discovery), ("organization", Organization)):
            uuids = self.uuids_by_label.get(document_tables.label_of(model), set())
            # A list: what the file names may be anything, and not all of that can be looked for in a set.
            if len(uuids) != 1 or self.document[part] not in list(uuids):
                self.wrong(
                    _("The file must contain exactly one %(thing)s: the one that it names.") % {"thing": part}
                )

    def _root(self, part: str) -> UUID:
        return uuid_of(self.document[part])

    # --- Its rows -------------------------------------------------------------------------------------

    def _rows(
        self,
        label: str,
        model: document_tables.AnyModel,
        fields: tuple[document_tables.AnyField, ...],
        rows: list[Row],
        *,
        is_history: bool = False,
    ) -> list[Row]:
        expected = {each.name for each in fields}
        nameless = {name for name in document_tables.author_fields(model) if name == "author"}
        if is_history:
            expected |= set(document_tables.HISTORY_FIELDS)
        rows_read: dict[int, Row] = {}
        complete_rows: dict[int, Row] = {}
        for number, row in enumerate(rows, 1):
            place = RowPlace(label, number, row, is_history)
            if row.keys() != expected:
                self._same_fields(place, expected)
                continue
            values = self._values(place, fields, nameless)
            is_activity = model is Activity and {"kind", "settings"} <= values.keys()
            if is_activity and (problem := wrong_setting(values["kind"], values["settings"])):
                self.wrong_in(place, "settings", problem)
            if is_history:
                try:
                    values |= self._history_values(label, row)
                except InvalidValue as error:
                    self.wrong_in(place, "", str(error), error.kind)
            rows_read[number] = values
            if len(values) == len(expected):
                complete_rows[number] = values
        if not is_history:
            self._constraints(label, model, rows, complete_rows)
        return list(rows_read.values())

    def _values(
        self, place: RowPlace, fields: tuple[document_tables.AnyField, ...], nameless: set[str]
    ) -> Row:
        """Return the valid values of a row."""
        values: Row = {}
        for each in fields:
            value = place.row[each.name]
            try:
                if each.remote_field is not None:
                    values[each.name] = self._key(each, value, may_be_none=each.null)
                elif value is None and each.name in nameless:
                    values[each.name] = None
                else:
                    values[each.name] = from_json(each, value, is_past=place.is_history)
            except InvalidValue as error:
                self.wrong_in(place, each.name, str(error), error.kind)
        return values

    def _same_fields(self, place: RowPlace, expected: set[str]) -> None:
        for name in sorted(place.row.keys() - expected):
            self.wrong_in(place, "", _("“%(name)s” isn’t recognized.") % {"name": short(name)})
        for name in sorted(expected - place.row.keys()):
            self.wrong_in(place, "", _("“%(name)s” is missing.") % {"name": name})

    def _constraints(
        self, label: str, model: document_tables.AnyModel, rows: list[Row], complete_rows: dict[int, Row]
    ) -> None:
        """Check rules over several fields or rows."""
        for number, values in complete_rows.items():
            for names, problem in broken_checks(model, values):
                self.wrong_in(RowPlace(label, number, rows[number - 1]), ", ".join(names), problem)
        for number, earlier, names in duplicates(model, complete_rows):
            problem = _("This is the same as in row %(other)s, but must be unique.") % {"other": earlier}
            place = RowPlace(label, number, rows[number - 1])
            self.wrong_in(place, ", ".join(names), problem, kind="doubled")

    def _history_values(self, label: str, row: Row) -> Row:
        if row["history_type"] not in _HISTORY_TYPES:
            raise InvalidValue(_("Unknown type of change."))
        self._reference(label, row["uuid"])
        return {
            "history_date": from_json(_MOMENT, row["history_date"]),
            "history_type": row["history_type"],
            "operation": self._reference(_OPERATIONS, row["operation"]),
        }

    def _key(self, field: document_tables.AnyField, value: Any, *, may_be_none: bool) -> UUID | None:
        if value is None:
            if not may_be_none:
                raise InvalidValue(_("This is required."))
            return None
        target: Any = field.related_model
        return self._reference(document_tables.label_of(target), value)

    def _reference(self, label: str, value: Any) -> UUID:
        """Return the identifier of an existing row of that table. Raises InvalidValue."""
        name = uuid_of(value)
        if value not in self.uuids_by_label.get(label, ()):
            thing = document_tables.exchanged().get(label, DocumentOperation)._meta.verbose_name
            raise InvalidValue(
                _("The file contains no %(thing)s with the identifier %(name)s.")
                % {"thing": thing, "name": name},
                kind="unknown",
            )
        return name


_MOMENT: document_tables.AnyField = models.DateTimeField()


def _with_others(problem: str, other_rows: list[str]) -> str:
    if not other_rows:
        return problem
    template = ngettext(
        "%(problem)s Also in %(count)s more row: %(some)s.",
        "%(problem)s Also in %(count)s more rows, such as %(some)s.",
        len(other_rows),
    )
    return template % {
        "problem": problem,
        "count": len(other_rows),
        "some": ", ".join(other_rows[:_MOST_NAMED]),
    }
