"""YAML that someone wrote, as texts with their lines. Pure.

It is read for what people write by hand: mappings, lists and texts. What a text means, such as a number or a
date, is for its reader to say, so `name: No` is the name "No". Anchors, aliases and tags are refused, and so
are two equal keys and files that are too large or too deep: nothing grows while it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

import yaml

LARGEST = 5_000_000
"""Bytes of a file."""
MOST_NODES = 200_000
MOST_DOCUMENTS = 1_000
DEEPEST = 20


class TextRefusal(Enum):
    """Reasons to refuse a text."""

    TOO_LARGE = auto()
    NOT_UTF8 = auto()
    NOT_YAML = auto()
    TOO_MANY = auto()
    TOO_DEEP = auto()
    ALIAS = auto()
    TAG = auto()
    TWICE = auto()
    NO_TEXT_AS_KEY = auto()
    SEVERAL = auto()


class NotYaml(ValueError):
    """The text is not read, from this line on; `detail` is a name or what the parser says."""

    def __init__(self, wrong: TextRefusal, line: int = 1, detail: str = "") -> None:
        super().__init__(wrong, line, detail)
        self.wrong, self.line, self.detail = wrong, line, detail

    def __str__(self) -> str:
        return f"line {self.line}: {self.wrong.name} {self.detail}".strip()


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; None for nothing at all: an empty value, `null` or `~`."""

    line: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Items:
    """A list in a YAML file, and the line on which it begins."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fields:
    """`lines` are those of the keys."""

    line: int
    fields: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node = Scalar | Items | Fields

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def read_document(data: bytes) -> Node:
    """The one document of a file. Raises NotYaml."""
    return next(iter(_nodes_of(data, most=1)), None) or Scalar(1, None)


def read_all(data: bytes, most_nodes: int = MOST_NODES) -> list[Node]:
    """The documents of a file, each with the lines that it has there. Raises NotYaml."""
    return _nodes_of(data, most=MOST_DOCUMENTS, most_nodes=most_nodes)


def count_of(nodes: Iterable[Node]) -> int:
    """Number of the nodes, with all that is in them, and their keys."""
    count, waiting = 0, [*nodes]
    while waiting:
        node = waiting.pop()
        count += 1
        if isinstance(node, Items):
            waiting += node.items
        elif isinstance(node, Fields):
            count += len(node.fields)
            waiting += node.fields.values()
    return count


def _nodes_of(data: bytes, *, most: int, most_nodes: int = MOST_NODES) -> list[Node]:
    if len(data) > LARGEST:
        raise NotYaml(TextRefusal.TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotYaml(TextRefusal.NOT_UTF8, data[: error.start].count(b"\n") + 1) from None
    try:
        return _built(yaml.parse(text, Loader=_LOADER), most, most_nodes)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotYaml(TextRefusal.NOT_YAML, mark.line + 1 if mark else 1, str(error.problem or "")) from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1 if isinstance(error.position, int) else 1
        raise NotYaml(TextRefusal.NOT_YAML, line, str(error.reason)) from None


def _built(events: Iterator[yaml.Event], most: int, most_nodes: int) -> list[Node]:
    """The nodes of the events, built without recursion: a file may be of any depth until it is refused."""
    open_nodes: list[Items | Fields] = []
    keys: list[tuple[str, int] | None] = []
    roots: list[Node] = []
    count = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise NotYaml(TextRefusal.ALIAS, line, event.anchor or "")
        if isinstance(event, yaml.DocumentStartEvent) and len(roots) == most:
            raise NotYaml(TextRefusal.SEVERAL, line)
        if isinstance(event, yaml.CollectionEndEvent):
            open_nodes.pop()
            keys.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        count += 1
        if count > most_nodes:
            raise NotYaml(TextRefusal.TOO_MANY, line)
        node = _node(event, line)
        if not open_nodes:
            roots.append(node)
        elif isinstance(open_nodes[-1], Items):
            open_nodes[-1].items.append(node)
        else:
            keys[-1] = _add_node(open_nodes[-1], keys[-1], node)
        if not isinstance(node, Scalar):
            if len(open_nodes) >= DEEPEST:
                raise NotYaml(TextRefusal.TOO_DEEP, line)
            open_nodes.append(node)
            keys.append(None)
    return roots


def _node(event: yaml.NodeEvent, line: int) -> Node:
    if event.anchor:
        raise NotYaml(TextRefusal.ALIAS, line, event.anchor)
    if tag := getattr(event, "tag", None):
        raise NotYaml(TextRefusal.TAG, line, tag)
    if isinstance(event, yaml.ScalarEvent):
        is_nothing = not event.style and event.value in _NOTHING
        return Scalar(line, None if is_nothing else event.value)
    return Items(line) if isinstance(event, yaml.SequenceStartEvent) else Fields(line)


def _add_node(mapping: Fields, key: tuple[str, int] | None, node: Node) -> tuple[str, int] | None:
    """Takes the node as the key of a mapping, or as what belongs to the `key` before; the key that waits."""
    if key is not None:
        name, line = key
        mapping.fields[name], mapping.lines[name] = node, line
        return None
    if not isinstance(node, Scalar) or node.text is None:
        raise NotYaml(TextRefusal.NO_TEXT_AS_KEY, node.line)
    if node.text in mapping.fields:
        raise NotYaml(TextRefusal.TWICE, node.line, node.text)
    return node.text, node.line
