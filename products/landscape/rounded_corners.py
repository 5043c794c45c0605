"""Lines that are level and upright, with round corners, as curves of DOT. Pure: points in, points out."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from products.landscape.map_layout import Point, straight

_RADIUS = 10.0
"""The radius of a corner, in the units of a stage."""
# How a quarter of a circle is bent.
_BEND = 0.5523


def rounded(points: Sequence[Point]) -> Iterator[Point]:
    """The line through the points, level and upright, with round corners, as curves of DOT."""
    points = [*_without_bends_of_nothing(points)]
    here = points[0]
    yield here
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        room = [
            _length(before, corner) / (1 if before == points[0] else 2),
            _length(corner, after) / (1 if after == points[-1] else 2),
        ]
        radius = min(_RADIUS, *room)
        begin, end = _towards(corner, before, radius), _towards(corner, after, radius)
        if _length(here, begin) > 0.01:
            yield from straight(here, begin)
        yield _towards(begin, corner, radius * _BEND)
        yield _towards(end, corner, radius * _BEND)
        yield end
        here = end
    if _length(here, points[-1]) > 0.01 or len(points) < 2:
        yield from straight(here, points[-1])


def _without_bends_of_nothing(points: Sequence[Point]) -> Iterator[Point]:
    """The points that turn."""
    yield points[0]
    turns = [point for point, after in pairwise(points[1:]) if _length(point, after) > 0.01]
    turning = [points[0], *turns, points[-1]]
    for before, point, after in zip(turning, turning[1:], turning[2:], strict=False):
        if (
            abs((point[0] - before[0]) * (after[1] - point[1]))
            + abs((point[1] - before[1]) * (after[0] - point[0]))
            > 1e-6
        ):
            yield point
    yield points[-1]


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(here: Point, there: Point, far: float) -> Point:
    share = far / max(_length(here, there), 1e-9)
    return here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share
