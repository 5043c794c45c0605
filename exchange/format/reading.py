"""Reading a document that came from anywhere: everything about it is checked before anything is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discovery.models import Discovery
from exchange.format import FORMAT, VERSION
from exchange.format.constraints import broken_checks, doubled
from exchange.format.json_values import wrong_setting
from exchange.format.later import complete
from exchange.format.operations import ToldOperation
from exchange.format.row_names import Names, Place
from exchange.format.shape import (
    HISTORY_FIELDS,
    AnyField,
    AnyModel,
    author_fields,
    exchanged,
    fields_of,
    label_of,
    with_history,
)
from exchange.format.values import Unfit, from_json, short, uuid_of
from organizations.models import Organization
from workshops.models import Activity

_PARTS = {"format", "version", "discovery", "organization", "left_out", "rows", "operations", "history"}
_MOST_SAID = 10
_MOST_NAMED = 3
_HISTORY_TYPES = ("+", "~", "-")
_OPERATIONS = label_of(ToldOperation)

Row = dict[str, Any]


class Unreadable(ValueError):
    """Why a document cannot be imported: `problems` are sentences, the first ten of `count`."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems[:_MOST_SAID]
        self.count = len(problems)

    @property
    def lines(self) -> list[str]:
        """The problems, and last how many more there are."""
        more = self.count - len(self.problems)
        if not more:
            return [*self.problems]
        others = ngettext("And %(count)s more problem.", "And %(count)s more problems.", more)
        return [*self.problems, others % {"count": more}]

    def __str__(self) -> str:
        return " ".join(self.lines)


@dataclass(slots=True)
class Read:
    """What a document holds, by the label of the model: values by field, keys to other rows as uuids, None
    for an anonymous author."""

    discovery: UUID
    organization: UUID
    rows: dict[str, list[Row]]
    operations: list[Row]
    history: dict[str, list[Row]]
    # Of how many activities it does not hold something because that was not revealed.
    hidden: int

    @property
    def name(self) -> str:
        """What the discovery is called."""
        return str(self.rows[label_of(Discovery)][0]["name"])

    @property
    def organization_name(self) -> str:
        return str(self.rows[label_of(Organization)][0]["name"])


def read(data: bytes) -> Read:
    """The document in `data`. Raises Unreadable with all that is wrong."""
    return _Reader(_parsed(data)).read()


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(
            data.decode("utf-8-sig"), parse_constant=_no_constant, object_pairs_hook=_each_once
        )
    except UnicodeDecodeError:
        raise Unreadable(_("This is not a text file. Choose the JSON file of a discovery.")) from None
    except json.JSONDecodeError as error:
        raise Unreadable(
            _("The file is incomplete or isn’t JSON. The error is in line %(line)s, column %(column)s.")
            % {"line": error.lineno, "column": error.colno}
        ) from None
    except _NamedTwice as error:
        raise Unreadable(
            _("“%(name)s” appears twice in one place of the file.") % {"name": short(str(error))}
        ) from None
    except (ValueError, RecursionError):
        raise Unreadable(_("The file contains invalid numbers or is nested too deeply.")) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Unreadable(_("This file contains no Headwaters discovery."))
    version = document.get("version")
    if version != VERSION or isinstance(version, bool):
        shown = version if isinstance(version, int) and abs(version) < 10**6 else "?"
        raise Unreadable(
            _("The file uses version %(theirs)s of the format. This Headwaters reads version %(ours)s.")
            % {"theirs": shown, "ours": VERSION}
        )
    complete(document)
    return document


def _no_constant(name: str) -> None:
    raise ValueError(name)


class _NamedTwice(ValueError):
    """A name that an object of JSON has twice: which of them counts, programs see differently."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = Counter(name for name, _value in pairs)
        raise _NamedTwice(names.most_common(1)[0][0])
    return members


class _Reader:
    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.names = Names(document)
        # What is wrong, each with the rows that have the same problem after the first.
        self.problems: dict[Hashable, tuple[str, list[str]]] = {}
        # By label, what the rows of the document are called.
        self.known: dict[str, set[str]] = {}

    def wrong(self, problem: str) -> None:
        self.problems.setdefault(problem, (problem, []))

    def wrong_in(self, row: Place, field: str, problem: str, kind: str = "") -> None:
        """Say it of the first row only, and of the others that they have it, too."""
        key = (row.label, row.past, field, kind or problem)
        if key in self.problems:
            self.problems[key][1].append(self.names.of(row))
        else:
            where = f"{self.names.said(row)}, {field}" if field else self.names.said(row)
            self.problems[key] = (f"{where}: {problem}", [])

    def stop_if_wrong(self) -> None:
        if self.problems:
            raise Unreadable(*(_with_others(*each) for each in self.problems.values()))

    def read(self) -> Read:
        self._parts()
        self.stop_if_wrong()
        self._names()
        rows = {
            label: self._rows(label, model, fields_of(model), self.document["rows"][label])
            for label, model in exchanged().items()
        }
        operations = self._rows(
            _OPERATIONS, ToldOperation, fields_of(ToldOperation), self.document["operations"]
        )
        history = {
            label: self._rows(label, model, fields_of(model), self.document["history"][label], past=True)
            for label, model in ((label, exchanged()[label]) for label in with_history())
        }
        self.stop_if_wrong()
        return Read(
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
        for part, labels in (("rows", set(exchanged())), ("history", set(with_history()))):
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

    def _same_names(self, where: str, names: set[str], wanted: set[str]) -> None:
        for name in sorted(names - wanted):
            self.wrong(_("%(where)s: “%(name)s” isn’t recognized.") % {"where": where, "name": short(name)})
        for name in sorted(wanted - names):
            self.wrong(_("%(where)s: “%(name)s” is missing.") % {"where": where, "name": name})

    def _names(self) -> None:
        """Every row has a name of its own, and there is one discovery of one organization."""
        taken: set[str] = set()
        tables = [*self.document["rows"].items(), (_OPERATIONS, self.document["operations"])]
        for label, rows in tables:
            model = exchanged().get(label, ToldOperation)
            if not any(each.name == "uuid" for each in fields_of(model)):
                continue
            self.known[label] = set()
            for number, row in enumerate(rows, 1):
                try:
                    name = str(uuid_of(row.get("uuid")))
                except Unfit:
                    continue  # said with the other fields of the row
                if name in taken:
                    problem = _("Another row already has this identifier.")
                    self.wrong_in(Place(label, number, row), "uuid", problem)
                taken.add(name)
                self.known[label].add(name)
        for part, model in (("discovery", Discovery), ("organization", Organization)):
            uuids = self.known.get(label_of(model), set())
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
        model: AnyModel,
        fields: tuple[AnyField, ...],
        rows: list[Row],
        *,
        past: bool = False,
    ) -> list[Row]:
        wanted = {each.name for each in fields}
        nameless = {name for name in author_fields(model) if name == "author"}
        if past:
            wanted |= set(HISTORY_FIELDS)
        rows_read: dict[int, Row] = {}
        whole: dict[int, Row] = {}
        for number, row in enumerate(rows, 1):
            place = Place(label, number, row, past)
            if row.keys() != wanted:
                self._same_fields(place, wanted)
                continue
            told = self._told(place, fields, nameless)
            is_activity = model is Activity and {"kind", "settings"} <= told.keys()
            if is_activity and (problem := wrong_setting(told["kind"], told["settings"])):
                self.wrong_in(place, "settings", problem)
            if past:
                try:
                    told |= self._past(label, row)
                except Unfit as error:
                    self.wrong_in(place, "", str(error), error.kind)
            rows_read[number] = told
            if len(told) == len(wanted):
                whole[number] = told
        if not past:
            self._constraints(label, model, rows, whole)
        return list(rows_read.values())

    def _told(self, place: Place, fields: tuple[AnyField, ...], nameless: set[str]) -> Row:
        """The values of a row, without those that do not fit."""
        told: Row = {}
        for each in fields:
            value = place.row[each.name]
            try:
                if each.remote_field is not None:
                    told[each.name] = self._key(each, value, may_be_none=each.null)
                elif value is None and each.name in nameless:
                    told[each.name] = None
                else:
                    told[each.name] = from_json(each, value, is_past=place.past)
            except Unfit as error:
                self.wrong_in(place, each.name, str(error), error.kind)
        return told

    def _same_fields(self, place: Place, wanted: set[str]) -> None:
        for name in sorted(place.row.keys() - wanted):
            self.wrong_in(place, "", _("“%(name)s” isn’t recognized.") % {"name": short(name)})
        for name in sorted(wanted - place.row.keys()):
            self.wrong_in(place, "", _("“%(name)s” is missing.") % {"name": name})

    def _constraints(self, label: str, model: AnyModel, rows: list[Row], whole: dict[int, Row]) -> None:
        """What no field says alone."""
        for number, told in whole.items():
            for names, problem in broken_checks(model, told):
                self.wrong_in(Place(label, number, rows[number - 1]), ", ".join(names), problem)
        for number, other, names in doubled(model, whole):
            problem = _("This is the same as in row %(other)s, but must be unique.") % {"other": other}
            place = Place(label, number, rows[number - 1])
            self.wrong_in(place, ", ".join(names), problem, kind="doubled")

    def _past(self, label: str, row: Row) -> Row:
        if row["history_type"] not in _HISTORY_TYPES:
            raise Unfit(_("Unknown type of change."))
        self._named(label, row["uuid"])
        return {
            "history_date": from_json(_MOMENT, row["history_date"]),
            "history_type": row["history_type"],
            "operation": self._named(_OPERATIONS, row["operation"]),
        }

    def _key(self, field: AnyField, value: Any, *, may_be_none: bool) -> UUID | None:
        if value is None:
            if not may_be_none:
                raise Unfit(_("This is required."))
            return None
        target: Any = field.related_model
        return self._named(label_of(target), value)

    def _named(self, label: str, value: Any) -> UUID:
        """The row of that table which has the identifier. Raises Unfit."""
        name = uuid_of(value)
        if value not in self.known.get(label, ()):
            thing = exchanged().get(label, ToldOperation)._meta.verbose_name
            raise Unfit(
                _("The file contains no %(thing)s with the identifier %(name)s.")
                % {"thing": thing, "name": name},
                kind="unknown",
            )
        return name


_MOMENT: AnyField = models.DateTimeField()


def _with_others(problem: str, others: list[str]) -> str:
    if not others:
        return problem
    said = ngettext(
        "%(problem)s Also in %(count)s more row: %(some)s.",
        "%(problem)s Also in %(count)s more rows, such as %(some)s.",
        len(others),
    )
    return said % {"problem": problem, "count": len(others), "some": ", ".join(others[:_MOST_NAMED])}
