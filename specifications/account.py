"""What was taken of the documents that came in, and what was not: by path, with counts of values. Pure.

Whatever a reader does not take is reported as left out, without a list to maintain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.incoming.yaml_lines import Fields, Items, Node, Scalar

# Properties are lists of names with values: the name is a part of the path.
_NAME_OF_ITEM = "property"


@dataclass(frozen=True, slots=True)
class Omission:
    """Values that were not taken: the path that leads to them, and their count."""

    path: str
    count: int


class _Name(str):
    """A part of a path that is the name of a property."""

    __slots__ = ()


@dataclass(slots=True)
class _PathNode:
    """The values under a path, counted."""

    taken: int = 0
    left: int = 0
    below: dict[str, _PathNode] = field(default_factory=dict)

    @property
    def is_taken(self) -> bool:
        return self.taken > 0 or any(each.is_taken for each in self.below.values())

    @property
    def all_left(self) -> int:
        return self.left + sum(each.all_left for each in self.below.values())

    def left_out(self, path: tuple[str, ...] = ()) -> Iterator[Omission]:
        """The shortest paths under which nothing was taken; properties each by their name."""
        are_named = any(isinstance(name, _Name) for name in self.below)
        if path and not self.is_taken and not are_named:
            yield Omission(".".join(path), self.all_left)
            return
        if self.left:
            yield Omission(".".join(path), self.left)
        for name, place in self.below.items():
            if place.all_left:
                yield from place.left_out((*path, name))


class Account:
    """Which values of documents were taken."""

    def __init__(self) -> None:
        # The nodes are kept, so that no other one gets their identity.
        self._taken: dict[int, Node] = {}

    def take(self, node: Node | None) -> None:
        """Notes that all of the node was taken."""
        for _path, scalar in leaves(node):
            self._taken[id(scalar)] = scalar

    def leave(self, node: Node | None) -> None:
        """Notes that nothing of the node was taken after all."""
        for _path, scalar in leaves(node):
            self._taken.pop(id(scalar), None)

    def is_taken(self, scalar: Scalar) -> bool:
        """Whether it was."""
        return id(scalar) in self._taken

    def left_out(self, documents: Iterable[tuple[Fields, Fields | None]]) -> list[Omission]:
        """What was not taken of the documents. Each comes with another, if there is one, that says in part
        the same: a contract says again what its product says, and that counts once."""
        root = _PathNode()
        for document, other in documents:
            said = {(path, scalar.text) for path, scalar in leaves(other)}
            for path, scalar in leaves(document):
                if (path, scalar.text) not in said:
                    self._count(root, path, scalar)
        return [*root.left_out()]

    def _count(self, root: _PathNode, path: tuple[str, ...], scalar: Scalar) -> None:
        place = root
        for name in path:
            place = place.below.setdefault(name, _PathNode())
        if self.is_taken(scalar):
            place.taken += 1
        else:
            place.left += 1


def leaves(node: Node | None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """Each value that is not empty, with the keys that lead to it."""
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
