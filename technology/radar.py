"""A radar of maturities: one axis for each capability of a plane, 0 in the middle and 5 outside. Pure:
numbers in, positions out; a template draws it as inline SVG.

Today and what is needed differ in line (whole, dashed) and in sign (dot, square), never by color alone. Sizes
are in the units of the view box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

SIZE = 300.0
RADIUS = 112.0
# Where the numbers of the axes stand.
OUTSIDE = 130.0
LEVELS = 5
# With fewer axes there is no area to look at.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the drawing, in its units."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Axis:
    """The axis `number`, from the middle to `end`, its number at `label`. `today` and `needed` are where the
    two levels are, None where nobody has said."""

    number: int
    end: Point
    label: Point
    today: Point | None
    needed: Point | None


@dataclass(frozen=True, slots=True)
class Ring:
    """The line of one level."""

    level: int
    points: str
    label: Point


@dataclass(frozen=True, slots=True)
class Radar:
    """`today` and `needed` are the corners of the two areas, for `points` of a polygon: a level that nobody
    has said counts as 0 in them."""

    size: float
    middle: float
    rings: tuple[Ring, ...]
    axes: tuple[Axis, ...]
    today: str
    needed: str


def radar(levels: Sequence[tuple[int, int | None, int | None]]) -> Radar | None:
    """The radar of (number of the axis, today, needed), the first axis at the top and the others clockwise;
    None for fewer than three. Raises ValueError for a level that is not 0 to 5."""
    if any(level is not None and not 0 <= level <= LEVELS for each in levels for level in each[1:]):
        raise ValueError("maturity goes from 0 to 5")
    if len(levels) < FEWEST:
        return None
    count = len(levels)
    axes = tuple(
        Axis(
            number,
            _at(place, count, RADIUS),
            _at(place, count, OUTSIDE),
            None if today is None else _at(place, count, _distance(today)),
            None if needed is None else _at(place, count, _distance(needed)),
        )
        for place, (number, today, needed) in enumerate(levels)
    )
    rings = tuple(
        Ring(level, _corners([level] * count), _at(0, count, _distance(level)))
        for level in range(1, LEVELS + 1)
    )
    return Radar(
        SIZE,
        SIZE / 2,
        rings,
        axes,
        _corners([today or 0 for _number, today, _needed in levels]),
        _corners([needed or 0 for _number, _today, needed in levels]),
    )


def _distance(level: int) -> float:
    return RADIUS * level / LEVELS


def _at(place: int, count: int, distance: float) -> Point:
    angle = 2 * pi * place / count
    return Point(
        round(SIZE / 2 + distance * sin(angle), 1),
        round(SIZE / 2 - distance * cos(angle), 1),
    )


def _corners(levels: Sequence[int]) -> str:
    points = (_at(place, len(levels), _distance(level)) for place, level in enumerate(levels))
    return " ".join(f"{point.x},{point.y}" for point in points)
