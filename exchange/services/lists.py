"""Lists that people paste: a line for each, and indented below it what hangs on it."""

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
from core.incoming.entries import Entry, children, is_listable, is_named, needed_of
from core.incoming.known import known_rows
from core.incoming.rows import Given, Known, Place, Problem
from core.incoming.values import from_text, text_of
from core.kinds.base import artifact_kinds
from core.kinds.rules import check_visible
from core.naming import looks
from core.pasted import pasted_lines
from core.services.incoming import Refused
from core.services.operations import operation
from discovery import permissions
from discovery.models import Discovery
from exchange.services.read_texts import entries_of_texts
from exchange.services.row_limits import check_how_many, check_lines
from exchange.services.texts import BroughtIn, New, scopes_of, tried, write_rows
from organizations.actors import Actor

LIST = "list"
# What is written below a line, where that is not the first thing that hangs on it: a use case names its
# hypothesis.
_BELOW = {"hypotheses": ("use_cases", "hypothesis")}


def listable(heading: str) -> Entry | None:
    """The entry of which a list can be pasted; None for one that needs more than a name and choices."""
    for entry in entries_of_texts():
        if entry.heading == heading and entry.kind.root is Discovery and is_listable(entry.kind):
            return entry if entry.key in artifact_kinds else None
    return None


def below(entry: Entry) -> tuple[Entry, str] | None:
    """What is written below a line of the entry, and the field that names that line ("" where it hangs on
    it)."""
    if entry.heading in _BELOW:
        heading, name = _BELOW[entry.heading]
        other = listable(heading)
        return (other, name) if other else None
    for child in children(entries_of_texts(), entry).values():
        if is_named(child.kind) and not needed_of(child.kind) and not child.is_single:
            return child, ""
    return None


def all_below(entry: Entry) -> list[Entry]:
    """What is written below a line of the entry, and below that, and so on; each kind once."""
    levels: list[Entry] = []
    next_one = below(entry)
    while next_one is not None and next_one[0].key not in {entry.key, *(each.key for each in levels)}:
        levels.append(next_one[0])
        next_one = below(next_one[0])
    return levels


def pasted(heading: str, of: str, lines: str, said: Mapping[str, str]) -> bytes:
    """The list as a file that is kept until somebody confirmed it."""
    return json.dumps({"heading": heading, "of": of, "lines": lines, "said": dict(said)}).encode()


def typed_in(data: bytes) -> dict[str, Any]:
    """What a form shows of a list that is kept."""
    paste: dict[str, Any] = json.loads(data)
    return {**paste["said"], "lines": paste["lines"]}


def url_of(discovery: Discovery, data: bytes, token: str, back: str) -> str:
    """The address at which a kept list is changed."""
    paste: dict[str, Any] = json.loads(data)
    query = urlencode({"file": token, "of": paste["of"], "back": back})
    return f"{reverse('discovery:list_paste', args=[discovery.slug, paste['heading']])}?{query}"


def import_list(
    *, actor: Actor, data: bytes, into: Discovery | New, digest: str = "", is_trial: bool = False
) -> BroughtIn:
    """Adds what the list names and is not there: all of it or nothing, in one operation with one undo. What
    is there already, by names as people see them, stays. Raises as texts.import_text, and Invalid for a
    discovery that is not there yet."""
    if isinstance(into, New):
        raise Invalid(_("You can only paste a list into an existing discovery."))
    read = _read(actor, data, into)
    with (
        tried(is_trial) as trial,
        operation(actor, "list.imported", summary=into.name, place=into) as done,
    ):
        trial.came = write_rows(
            actor, into, read.given, read.problems, done=done, digest=digest, keeps_names=True
        )
        trial.end()
    return trial.result


def check_list(*, actor: Actor, data: bytes, into: Discovery) -> None:
    """Raises Refused with what the lines say wrong by themselves, before anything is tried; else as
    `import_list`."""
    if problems := _read(actor, data, into).problems:
        raise Refused(problems)


def _read(actor: Actor, data: bytes, into: Discovery) -> _Lines:
    permissions.check_edit_discovery(actor, into)
    paste: dict[str, Any] = json.loads(data)
    entry = listable(str(paste["heading"]))
    if entry is None:
        raise NotFound(_("List not found."))
    read = _Lines(entry, _parent(entry, into, str(paste["of"])), paste["said"])
    check_lines(actor, str(paste["lines"]))
    read.read(str(paste["lines"]))
    check_how_many(actor, read.given)
    return read


def _parent(entry: Entry, discovery: Discovery, of: str) -> Known | None:
    """What the list hangs on; None for the discovery. Raises NotFound."""
    if not entry.kind.has_parents:
        return None
    above = [each for each in entries_of_texts() if each.key in entry.shape.parents]
    with suppress(ValueError):
        uuid = str(UUID(of))
        for known in known_rows(_with_parents(above), scopes_of(discovery)):
            if known.uuid == uuid and known.kind in entry.shape.parents:
                return known
    raise NotFound


def _with_parents(entries: list[Entry]) -> list[Entry]:
    keys = {entry.key for entry in entries}
    while True:
        more = {parent for each in entries_of_texts() if each.key in keys for parent in each.shape.parents}
        if more <= keys:
            return [each for each in entries_of_texts() if each.key in keys]
        keys |= more


class _Lines:
    """Reads lines as rows: what is indented hangs on the line before that is indented less."""

    def __init__(self, entry: Entry, parent: Known | None, said: Mapping[str, str]) -> None:
        self._entry, self._parent, self._said = entry, parent, said
        self.given: list[Given] = []
        self.problems: list[Problem] = []
        self._seen: set[tuple[Any, ...]] = set()

    def read(self, text: str) -> None:
        open_lines: list[tuple[int, Entry, Given]] = []
        for pasted in pasted_lines(text):
            number, depth, name = pasted.number, pasted.depth, pasted.words
            while open_lines and open_lines[-1][0] >= depth:
                open_lines.pop()
            if not open_lines:
                given = self._row(self._entry, Place(number), name, self._parent)
                self._say(given)
                open_lines.append((depth, self._entry, given))
                continue
            _depth, above, line = open_lines[-1]
            hangs = below(above)
            if hangs is None:
                noun = above.kind.model._meta.verbose_name
                said = _("You can’t indent lines below this (%(kind)s).") % {"kind": noun}
                self.problems.append(Problem(Place(number), None, said=said))
                continue
            entry, field = hangs
            given = self._row(entry, Place(number), name, None if field else line)
            if field:
                given.named_rows[field] = line
            open_lines.append((depth, entry, given))

    def _row(self, entry: Entry, place: Place, name: str, parent: Given | Known | None) -> Given:
        given = Given(entry.key, place, {}, parent)
        column = entry.column(entry.kind.title)
        try:
            given.fields[entry.kind.title] = said = text_of(name)
            check_visible(said, entry.kind.title)
            column.run_validators(said)
        except Invalid as wrong:
            self.problems.append(Problem(place, None, said=str(wrong)))
        except ValidationError as wrong:
            self.problems.append(Problem(place, None, said=" ".join(wrong.messages)))
        key = entry.key, id(parent), looks(name)
        if key in self._seen:
            said = _("“%(name)s” is listed twice.") % {"name": name[:80]}
            self.problems.append(Problem(place, None, said=said))
        self._seen.add(key)
        self.given.append(given)
        return given

    def _say(self, given: Given) -> None:
        for name in needed_of(self._entry.kind):
            try:
                given.fields[name] = from_text(self._entry.column(name), self._said.get(name, ""))
            except Invalid as wrong:
                self.problems.append(Problem(given.place, None, said=f"{name}: {wrong}"))
