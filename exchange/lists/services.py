"""Imports pasted lists: a line for each artifact, and its children indented below it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.exceptions import Invalid, NotFound
from core.imports.existing_rows import known_rows
from core.imports.importable_kinds import Entry, children, is_listable, is_named, needed_of
from core.imports.rows import InputRow, Place, Problem, SavedRow
from core.imports.values import from_text, text_of
from core.kinds import artifact_kinds, check_visible
from core.name_comparison import looks
from core.pasted_text import pasted_lines
from core.services.imports import Refusal
from discovery import permissions
from discovery.models import Discovery
from exchange.services.discovery_text import ImportResult, NewDiscovery, scopes_of
from exchange.services.row_imports import import_rows
from exchange.services.row_limits import check_how_many, check_lines
from exchange.services.text_input import entries_of_texts
from organizations.actors import Actor

LIST = "list"
# What is written below a line, where that is not the first thing that belongs to it: a use case names its
# hypothesis.
_BELOW = {"hypotheses": ("use_cases", "hypothesis")}


def listable(heading: str) -> Entry | None:
    """Return the entry whose lists can be pasted; None for a kind that needs more than a name and choices."""
    for entry in entries_of_texts():
        if entry.heading == heading and entry.kind.root is Discovery and is_listable(entry.kind):
            return entry if entry.key in artifact_kinds else None
    return None


def child_of(entry: Entry) -> tuple[Entry, str] | None:
    """Return the entry below a line of this entry, and the field that names that line ("" for its parent);
    None if lines can't be indented below it."""
    if entry.heading in _BELOW:
        heading, name = _BELOW[entry.heading]
        named_entry = listable(heading)
        return (named_entry, name) if named_entry else None
    for child in children(entries_of_texts(), entry).values():
        if is_named(child.kind) and not needed_of(child.kind) and not child.is_single:
            return child, ""
    return None


def descendants_of(entry: Entry) -> list[Entry]:
    """Return the entries below a line of this entry, from top to bottom; each kind once."""
    levels: list[Entry] = []
    next_one = child_of(entry)
    while next_one is not None and next_one[0].key not in {entry.key, *(each.key for each in levels)}:
        levels.append(next_one[0])
        next_one = child_of(next_one[0])
    return levels


def list_file(heading: str, parent_uuid: str, lines: str, values: Mapping[str, str]) -> bytes:
    """Return the list as a pending file, to be confirmed after the preview."""
    return json.dumps({"heading": heading, "of": parent_uuid, "lines": lines, "said": dict(values)}).encode()


def form_values(data: bytes) -> dict[str, Any]:
    """Return the initial values of the form for a pending list."""
    paste: dict[str, Any] = json.loads(data)
    return {**paste["said"], "lines": paste["lines"]}


def url_of(discovery: Discovery, data: bytes, token: str, back: str) -> str:
    """Return the address of the page that changes a pending list."""
    paste: dict[str, Any] = json.loads(data)
    query = urlencode({"file": token, "of": paste["of"], "back": back})
    return f"{reverse('discovery:list_paste', args=[discovery.slug, paste['heading']])}?{query}"


def import_list(
    *, actor: Actor, data: bytes, into: Discovery | NewDiscovery, digest: str = "", is_trial: bool = False
) -> ImportResult:
    """Add the artifacts of the list that don't exist yet: all or nothing, in one operation with one undo.
    Artifacts with the same visible name stay. Raises the errors of discovery_text.import_text, and Invalid
    for a new discovery."""
    if isinstance(into, NewDiscovery):
        raise Invalid(_("You can only paste a list into an existing discovery."))
    reader = _rows_of(actor, data, into)
    return import_rows(
        "list.imported",
        actor=actor,
        into=into,
        rows=reader.rows,
        problems=reader.problems,
        digest=digest,
        is_trial=is_trial,
        keeps_names=True,
    )


def check_list(*, actor: Actor, data: bytes, into: Discovery) -> None:
    """Raises Refusal with the problems of the lines themselves, before a trial; else the errors of
    `import_list`."""
    if problems := _rows_of(actor, data, into).problems:
        raise Refusal(problems)


def _rows_of(actor: Actor, data: bytes, into: Discovery) -> _ListRows:
    permissions.check_edit_discovery(actor, into)
    paste: dict[str, Any] = json.loads(data)
    entry = listable(str(paste["heading"]))
    if entry is None:
        raise NotFound(_("List not found."))
    reader = _ListRows(entry, _parent(entry, into, str(paste["of"])), paste["said"])
    check_lines(actor, str(paste["lines"]))
    reader.read(str(paste["lines"]))
    check_how_many(actor, reader.rows)
    return reader


def _parent(entry: Entry, discovery: Discovery, parent_uuid: str) -> SavedRow | None:
    """Return the parent of the listed artifacts; None for the discovery. Raises NotFound."""
    if not entry.kind.has_parents:
        return None
    parent_entries = [each for each in entries_of_texts() if each.key in entry.shape.parents]
    with suppress(ValueError):
        uuid = str(UUID(parent_uuid))
        for row in known_rows(_with_parents(parent_entries), scopes_of(discovery)):
            if row.uuid == uuid and row.kind in entry.shape.parents:
                return row
    raise NotFound


def _with_parents(entries: list[Entry]) -> list[Entry]:
    keys = {entry.key for entry in entries}
    while True:
        more = {parent for each in entries_of_texts() if each.key in keys for parent in each.shape.parents}
        if more <= keys:
            return [each for each in entries_of_texts() if each.key in keys]
        keys |= more


class _ListRows:
    """Reads lines as incoming rows. An indented line is a child of the last line with less indentation."""

    def __init__(self, entry: Entry, parent: SavedRow | None, values: Mapping[str, str]) -> None:
        self._entry, self._parent, self._values = entry, parent, values
        self.rows: list[InputRow] = []
        self.problems: list[Problem] = []
        self._keys: set[tuple[Any, ...]] = set()

    def read(self, text: str) -> None:
        open_lines: list[tuple[int, Entry, InputRow]] = []
        for pasted_line in pasted_lines(text):
            number, depth, name = pasted_line.number, pasted_line.depth, pasted_line.words
            while open_lines and open_lines[-1][0] >= depth:
                open_lines.pop()
            if not open_lines:
                row = self._row(self._entry, Place(number), name, self._parent)
                self._set_defaults(row)
                open_lines.append((depth, self._entry, row))
                continue
            _depth, parent_entry, parent_row = open_lines[-1]
            child = child_of(parent_entry)
            if child is None:
                noun = parent_entry.kind.model._meta.verbose_name
                message = _("You can’t indent lines below this (%(kind)s).") % {"kind": noun}
                self.problems.append(Problem(Place(number), None, message=message))
                continue
            entry, field = child
            row = self._row(entry, Place(number), name, None if field else parent_row)
            if field:
                row.named_rows[field] = parent_row
            open_lines.append((depth, entry, row))

    def _row(self, entry: Entry, place: Place, name: str, parent: InputRow | SavedRow | None) -> InputRow:
        row = InputRow(entry.key, place, {}, parent)
        column = entry.column(entry.kind.title)
        try:
            row.fields[entry.kind.title] = title = text_of(name)
            check_visible(title, entry.kind.title)
            column.run_validators(title)
        except Invalid as error:
            self.problems.append(Problem(place, None, message=str(error)))
        except ValidationError as error:
            self.problems.append(Problem(place, None, message=" ".join(error.messages)))
        key = entry.key, id(parent), looks(name)
        if key in self._keys:
            message = _("“%(name)s” is listed twice.") % {"name": name[:80]}
            self.problems.append(Problem(place, None, message=message))
        self._keys.add(key)
        self.rows.append(row)
        return row

    def _set_defaults(self, row: InputRow) -> None:
        for name in needed_of(self._entry.kind):
            try:
                row.fields[name] = from_text(self._entry.column(name), self._values.get(name, ""))
            except Invalid as error:
                self.problems.append(Problem(row.place, None, message=f"{name}: {error}"))
