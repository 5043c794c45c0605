"""Boxes on a plane, such as those of the nodes of a drawing. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A box by its edges; places grow to the right and downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def covers(self, other: Box) -> bool:
        """Return True if both overlap. Boxes that only touch don't."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def is_in(self, other: Box) -> bool:
        """Return True if no part of it is outside the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box with all `boxes` in it. Raises ValueError for none."""
    every = tuple(boxes)
    return Box(
        min(each.left for each in every),
        min(each.top for each in every),
        max(each.right for each in every),
        max(each.bottom for each in every),
    )
