"""Records the imported values of documents, and counts the ignored ones by path. Pure.

Every value that no reader imports is reported, without a list to maintain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.imports.yaml_parser import Fields, Items, Node, Scalar

# Properties are lists of names with values: the name is a part of the path.
_NAME_OF_ITEM = "property"


@dataclass(frozen=True, slots=True)
class Omission:
    """Ignored values: their path and count."""

    path: str
    count: int


class _Name(str):
    """A part of a path: the name of a property."""

    __slots__ = ()


@dataclass(slots=True)
class _PathNode:
    """The counts of values under a path."""

    imported_count: int = 0
    ignored_count: int = 0
    children: dict[str, _PathNode] = field(default_factory=dict)

    @property
    def has_imported(self) -> bool:
        return self.imported_count > 0 or any(each.has_imported for each in self.children.values())

    @property
    def total_ignored(self) -> int:
        return self.ignored_count + sum(each.total_ignored for each in self.children.values())

    def omissions(self, path: tuple[str, ...] = ()) -> Iterator[Omission]:
        """Yield the shortest paths without imported values; each property by its name."""
        are_named = any(isinstance(name, _Name) for name in self.children)
        if path and not self.has_imported and not are_named:
            yield Omission(".".join(path), self.total_ignored)
            return
        if self.ignored_count:
            yield Omission(".".join(path), self.ignored_count)
        for name, place in self.children.items():
            if place.total_ignored:
                yield from place.omissions((*path, name))


class ImportRecord:
    """Records which values of documents were imported."""

    def __init__(self) -> None:
        # The nodes are kept, so that no other one gets their identity.
        self._imported: dict[int, Node] = {}

    def take(self, node: Node | None) -> None:
        """Record all values of the node as imported."""
        for _path, scalar in leaves(node):
            self._imported[id(scalar)] = scalar

    def leave(self, node: Node | None) -> None:
        """Record all values of the node as ignored after all."""
        for _path, scalar in leaves(node):
            self._imported.pop(id(scalar), None)

    def is_imported(self, scalar: Scalar) -> bool:
        """Return True if the value was imported."""
        return id(scalar) in self._imported

    def omissions(self, documents: Iterable[tuple[Fields, Fields | None]]) -> list[Omission]:
        """Return the ignored values of the documents. Each document has a counterpart or None: a contract
        repeats values of its product, which count once."""
        root = _PathNode()
        for document, counterpart in documents:
            repeated = {(path, scalar.text) for path, scalar in leaves(counterpart)}
            for path, scalar in leaves(document):
                if (path, scalar.text) not in repeated:
                    self._count(root, path, scalar)
        return [*root.omissions()]

    def _count(self, root: _PathNode, path: tuple[str, ...], scalar: Scalar) -> None:
        path_node = root
        for name in path:
            path_node = path_node.children.setdefault(name, _PathNode())
        if self.is_imported(scalar):
            path_node.imported_count += 1
        else:
            path_node.ignored_count += 1


def leaves(node: Node | None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """Yield each value that is not empty, with its path of keys."""
    if isinstance(node, Scalar):
        if node.text:
            yield path, node
    elif isinstance(node, Items):
        for each in node.items:
            name = each.fields.get(_NAME_OF_ITEM) if isinstance(each, Fields) else None
            own = (*path, _Name(name.text)) if isinstance(name, Scalar) and name.text else path
            for inner, scalar in leaves(each, own):
                if scalar is not name:
                    yield inner, scalar
    elif isinstance(node, Fields):
        for key, value in node.fields.items():
            yield from leaves(value, (*path, key))
