"""The picture of one dimension of the delta: where the domain is, where it wants to be, and the way between.
Pure: numbers in, positions out, no Django.

A ring is today, a diamond is what is wanted (in the ring where both are equal), an arrow leads from one to
the other, and a triangle below the line is where the domain was on the visit before: each has a shape of its
own, so that no color is needed. Sizes are in the units of the view box.
"""

from dataclasses import dataclass

TOP = 5
STEP = 52.0
EDGE = 14.0
WIDTH = 2 * EDGE + TOP * STEP
HEIGHT = 34.0
LINE = 15.0
RING = 7.0
DIAMOND = 7.0
INNER_DIAMOND = 4.0
BEFORE = 6.0
HEAD = 6.0
# How much larger the marks are where the drawing is as small as on the two pages for executives.
LARGE = 1.4


@dataclass(frozen=True, slots=True)
class ScaleTick:
    """One number of the scale."""

    value: int
    x: float


@dataclass(frozen=True, slots=True)
class GapArrow:
    """The way from today to what is wanted, between the two marks; `head` are the points of its tip."""

    start: float
    end: float
    head: str


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """The positions of a dumbbell, and the radius of its `ring`. A score that is missing is None, and the
    corners of its mark are "". Where the marks touch, `arrow` is None."""

    ticks: tuple[ScaleTick, ...]
    today: float | None
    wanted: float | None
    before: str
    diamond: str
    arrow: GapArrow | None
    width: float = WIDTH
    height: float = HEIGHT
    line: float = LINE
    ring: float = RING


def gap_of(today: int | None, target: int | None) -> int | None:
    """Number of missing steps, 0 where the domain is there or further; None while either number is
    missing."""
    if today is None or target is None:
        return None
    return max(target - today, 0)


def dumbbell(
    today: int | None, target: int | None, before: int | None = None, *, size: float = 1.0
) -> Dumbbell:
    """Place the marks, which are so much larger than usual by `size`, on a scale from 0 to 5. Raises
    ValueError for a number that is not on it."""
    for number in (today, target, before):
        if number is not None and not 0 <= number <= TOP:
            raise ValueError(f"the scale runs from 0 to {TOP}")
    goal = None if target is None else _x(target)
    return Dumbbell(
        tuple(ScaleTick(value, _x(value)) for value in range(TOP + 1)),
        None if today is None else _x(today),
        goal,
        "" if before is None else _triangle(_x(before), size),
        "" if goal is None else _diamond(goal, size * (INNER_DIAMOND if today == target else DIAMOND)),
        _arrow(today, target, size),
        height=HEIGHT + (RING + 1.5 * BEFORE) * (size - 1),
        ring=RING * size,
    )


def _x(value: int) -> float:
    return EDGE + value * STEP


def _diamond(x: float, half: float) -> str:
    corners = ((x, LINE - half), (x + half, LINE), (x, LINE + half), (x - half, LINE))
    return _points(*corners)


def _triangle(x: float, size: float) -> str:
    top, half = LINE + RING * size + 2.5, BEFORE * size
    return _points((x, top), (x + half, top + half * 1.5), (x - half, top + half * 1.5))


def _arrow(today: int | None, target: int | None, size: float) -> GapArrow | None:
    if today is None or target is None or today == target:
        return None
    way = 1 if target > today else -1
    start = _x(today) + way * RING * size
    tip = _x(target) - way * (DIAMOND * size + 1)
    back, half = tip - way * HEAD * size, HEAD * size / 1.5
    return GapArrow(start, back, _points((tip, LINE), (back, LINE - half), (back, LINE + half)))


def _points(*corners: tuple[float, float]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in corners)
