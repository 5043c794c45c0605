"""Rows as a text that people write and read: lists of what there is, each with what belongs to it.

    goals:
    - title: More visits that matter
      hypotheses:
      - Reps visit the right people

What is only a name may be written as that. A row names others by their names, and where several have one:
{name: Visits, of: More visits that matter, number: 2}.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.imports.importable_kinds import Entry, children, empty_value
from core.imports.plan import nearest_of
from core.imports.rows import InputRow, Place, Problem, Reference, SavedRow
from core.imports.values import from_text, plain, text_of
from core.imports.yaml_parser import Fields, Items, Node, Scalar
from core.name_comparison import looks

NAME, OF, NUMBER = "name", "of", "number"
_REFERENCE = (NAME, OF, NUMBER)

Plain = dict[str, Any]


# --- From a text ----------------------------------------------------------------------------------


class Reading:
    """Reads the rows of a text; what cannot be read is in `problems`, and all else is read on."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._below = {entry.key: children(entries, entry) for entry in entries}
        self._top = children(entries, None)
        self.rows: list[InputRow] = []
        self.problems: list[Problem] = []

    def refuse(self, line: int, sentence: str) -> None:
        """Notes what is wrong with a line."""
        self.problems.append(Problem(Place(line), None, message=sentence))

    def read(self, document: Fields, heads: Iterable[str] = ()) -> None:
        """Reads what the document says, besides what stands under its `heads`, which are for others."""
        for key, node in document.fields.items():
            if key in heads:
                continue
            if entry := self._top.get(key):
                self._rows(entry, node, None)
            else:
                self._unknown(document.lines[key], key, (*heads, *self._top))

    def _rows(self, entry: Entry, node: Node, parent: InputRow | None) -> None:
        if isinstance(node, Scalar) and node.text is None:
            return
        several = node.items if isinstance(node, Items) else [node] if entry.is_single else None
        if several is None:
            self.refuse(node.line, _("“%(name)s” must be a list.") % {"name": entry.heading})
            return
        for item in several:
            self._row(entry, item, parent)

    def _row(self, entry: Entry, node: Node, parent: InputRow | None) -> None:
        incoming = InputRow(entry.key, Place(node.line), {}, parent)
        self.rows.append(incoming)
        if isinstance(node, Scalar):
            self._field(entry, incoming, entry.kind.title, node, node.line)
            return
        if isinstance(node, Items):
            self.refuse(node.line, _("This is a list. Use a name or fields."))
            return
        below = self._below[entry.key]
        for key, value in node.fields.items():
            if key in entry.fields:
                self._field(entry, incoming, key, value, node.lines[key])
            elif key not in below:
                self._unknown(node.lines[key], key, (*entry.fields, *below))
        for key, value in node.fields.items():
            if key in below:
                self._rows(below[key], value, incoming)

    def _field(self, entry: Entry, incoming: InputRow, name: str, node: Node, line: int) -> None:
        incoming.places[name] = Place(line)
        try:
            incoming.fields[name] = self._value(entry, name, node)
        except Invalid as wrong:
            self.refuse(line, f"{name}: {wrong}")

    def _value(self, entry: Entry, name: str, node: Node) -> Any:
        if name in entry.shape.lists:
            items = node.items if isinstance(node, Items) else [node]
            references = [_reference(each) for each in items]
            return tuple(each for each in references if each is not None)
        if name in entry.names:
            return _reference(node) or from_text(entry.column(name), None)
        if not isinstance(node, Scalar):
            raise Invalid(_("This is a list. Use a single value."))
        return from_text(entry.column(name), node.text)

    def _unknown(self, line: int, key: str, names: Iterable[str]) -> None:
        near = get_close_matches(key.lower(), [*names], n=1)
        if near:
            message = _("“%(key)s” isn’t recognized here. Did you mean “%(near)s”?")
            self.refuse(line, message % {"key": key[:60], "near": near[0]})
        else:
            self.refuse(line, _("“%(key)s” isn’t recognized here.") % {"key": key[:60]})


def _reference(node: Node) -> Reference | None:
    if isinstance(node, Scalar):
        return None if node.text is None else Reference(text_of(node.text))
    if isinstance(node, Items) or NAME not in node.fields or set(node.fields) - set(_REFERENCE):
        raise Invalid(_("Refer to a row by its name, or by {name: …, of: …, number: …}."))
    name, number = node.fields[NAME], node.fields.get(NUMBER)
    if not isinstance(name, Scalar) or name.text is None:
        raise Invalid(_("Refer to a row by its name, or by {name: …, of: …, number: …}."))
    count = None
    if number is not None:
        digits = number.text if isinstance(number, Scalar) else ""
        if not digits or not digits.isascii() or not digits.isdigit() or not int(digits[:9]) > 0:
            raise Invalid(_("Row numbers start at 1."))
        count = int(digits[:9])
    of = node.fields.get(OF)
    return Reference(text_of(name.text), _reference(of) if of is not None else None, count)


# --- To a text ------------------------------------------------------------------------------------


def document_of(
    entries: Sequence[Entry],
    rows: Iterable[SavedRow],
    elsewhere: Callable[[tuple[Any, ...]], str] = lambda _: "",
) -> Plain:
    """The rows as a document that YAML can hold: filled fields only, in their order. `elsewhere` returns the
    name of a row of elsewhere by its token; "" for one that a text cannot name."""
    return _Writing(entries, rows, elsewhere).document()


class _Writing:
    def __init__(
        self, entries: Sequence[Entry], rows: Iterable[SavedRow], elsewhere: Callable[[tuple[Any, ...]], str]
    ) -> None:
        self._entries = entries
        self._below = {entry.key: children(entries, entry) for entry in entries}
        self._elsewhere = elsewhere
        self._of: dict[tuple[str, Any], list[SavedRow]] = defaultdict(list)
        self._by_token: dict[Any, SavedRow] = {}
        for row in rows:
            self._of[row.kind, row.parent.token if row.parent else None].append(row)
            self._by_token[row.token] = row
        self._by_name: dict[tuple[str, str], list[SavedRow]] = defaultdict(list)
        self._place: dict[Any, int] = {}
        for place, row in enumerate(self._in_order(children(entries, None), None)):
            self._by_name[row.kind, looks(row.title)].append(row)
            self._place[row.token] = place

    def _in_order(self, level: Mapping[str, Entry], parent: SavedRow | None) -> Iterator[SavedRow]:
        """All rows in the order in which the text has them."""
        for entry in level.values():
            for row in self._of[entry.key, parent.token if parent else None]:
                yield row
                yield from self._in_order(self._below[entry.key], row)

    def document(self) -> Plain:
        return self._level(children(self._entries, None), None)

    def _level(self, level: Mapping[str, Entry], parent: SavedRow | None) -> Plain:
        result: Plain = {}
        for heading, entry in level.items():
            rows = [self._row(entry, row) for row in self._of[entry.key, parent.token if parent else None]]
            if rows:
                result[heading] = rows[0] if entry.is_single else rows
        return result

    def _row(self, entry: Entry, row: SavedRow) -> Any:
        result: Plain = {}
        near = self._near(entry, row)
        for name in entry.fields:
            value = row.fields.get(name)
            if name in entry.names:
                if names := self._names(entry, name, value, near[name]):
                    result[name] = names
            elif value != empty_value(entry.kind, name):
                result[name] = plain(entry.column(name), value)
        result |= self._level(self._below[entry.key], row)
        title = entry.kind.title
        is_name = [*result] == [title] and not isinstance(result[title], dict)
        return result[title] if is_name else result

    def _near(self, entry: Entry, row: SavedRow) -> dict[str, list[SavedRow]]:
        """For each field what a name in it may belong to without saying so: what the row belongs to, and what
        the fields name that are read before."""
        near: dict[str, list[SavedRow]] = {}
        passed = [row.parent] if row.parent else []
        for name in dict.fromkeys((*entry.recognized_by, *entry.fields)):
            near[name] = list(passed)
            if name not in entry.shape.lists and (target := self._by_token.get(row.fields.get(name))):
                passed.append(target)
        return near

    def _names(self, entry: Entry, name: str, value: Any, near: Sequence[SavedRow]) -> Any:
        if name not in entry.shape.lists:
            return self._name(value, near) if value else None
        tokens = sorted(value or (), key=lambda token: self._place.get(token, len(self._place)))
        return [name for token in tokens if (name := self._name(token, near))]

    def _name(self, token: Any, near: Sequence[SavedRow]) -> Any:
        row = self._by_token.get(token)
        return self._elsewhere(token) if row is None else self._reference(row, near)

    def _reference(self, row: SavedRow, near: Sequence[SavedRow]) -> Any:
        same = self._by_name[row.kind, looks(row.title)]
        if len(same) < 2 or nearest_of(same, near) == [row]:
            return row.title
        result: Plain = {NAME: row.title}
        if row.parent is not None:
            chain = _chain(row.parent)
            same = [each for each in same if each.parent and _chain(each.parent) == chain]
            result[OF] = _as_reference([parent.title for parent in _above(row)])
        if len(same) > 1:
            result[NUMBER] = next(number for number, each in enumerate(same, 1) if each is row)
        return result


def _above(row: SavedRow) -> Iterator[SavedRow]:
    while row.parent is not None:
        row = row.parent
        yield row


def _chain(row: SavedRow) -> tuple[str, ...]:
    return (looks(row.title), *(looks(each.title) for each in _above(row)))


def _as_reference(titles: Sequence[str]) -> Any:
    first, *rest = titles
    return {NAME: first, OF: _as_reference(rest)} if rest else first
