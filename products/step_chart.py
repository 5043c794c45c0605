"""A curve that rises in steps, for a choice of whole numbers: geometry only. Pure: numbers in, positions out.

Sizes are in the units of the view box; templates draw it as inline SVG.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from math import ceil

WIDTH = 640.0
HEIGHT = 240.0
LEFT = 44.0
RIGHT = 12.0
TOP = 14.0
BOTTOM = 34.0
MOST_TICKS = 12
LINES = 4


@dataclass(frozen=True, slots=True)
class Tick:
    """A number at an axis: `at` is its place along it."""

    text: str
    at: float


@dataclass(frozen=True, slots=True)
class StepPoint:
    """The point of the curve for `number`; `is_current` is the one that was chosen, and `is_rise` one that
    is above the point before it."""

    number: int
    x: float
    y: float
    is_current: bool
    is_rise: bool


@dataclass(frozen=True, slots=True)
class StepChart:
    """`path` runs along the steps, `area` closes it down to the axis. `marks` are the positions of points
    beside the curve."""

    path: str
    area: str
    points: tuple[StepPoint, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    width: float
    height: float
    left: float
    right: float
    base: float
    marks: tuple[tuple[float, float], ...] = ()

    @property
    def current(self) -> StepPoint | None:
        return next((point for point in self.points if point.is_current), None)

    @property
    def cut(self) -> float | None:
        """The position of the line behind the current point; None without one."""
        half = (self.right - self.left) / len(self.points) / 2
        return None if self.current is None else round(self.current.x + half, 1)

    @property
    def beyond(self) -> float:
        """The width from that line to the right edge; 0 without a line."""
        return 0 if self.cut is None else round(self.right - self.cut, 1)

    def labeled(self, room: float) -> tuple[StepPoint, ...]:
        """The points to be labeled with their values: the current one, the first one, and each that rises,
        with so much `room` from one to the next."""
        points: list[StepPoint] = [self.current] if self.current else []
        for point in self.points:
            begins = point.is_rise or point is self.points[0]
            if begins and all(abs(point.x - other.x) >= room for other in points):
                points.append(point)
        return tuple(sorted(points, key=lambda point: point.number))


def step_chart(
    values: Sequence[Decimal],
    current: int | None,
    *,
    start: int = 0,
    width: float = WIDTH,
    height: float = HEIGHT,
    head: float = TOP,
    is_tight: bool = False,
    marks: Sequence[tuple[int, Decimal]] = (),
) -> StepChart:
    """The chart of `values` for 0, 1, 2 …, each held until the next number, below a `head` of this height;
    `current` is the number that was chosen, None for none. It begins at the number `start`. One that
    `is_tight` ends at its highest value, without lines across. `marks` are numbers with values of their own,
    on the same scale. Raises ValueError without values and for negative ones."""
    heights = [*values, *(value for _number, value in marks)]
    if not values or min(heights) < 0:
        raise ValueError("a curve needs values, and none below zero")
    base, right = height - BOTTOM, width - RIGHT
    highest = max(heights)
    step = _round_step(highest)
    lines = max(1, ceil(highest / step))
    top = highest if is_tight and highest else step * lines
    column = (right - LEFT) / max(len(values) - start, 1)

    def x(number: float) -> float:
        return round(LEFT + column * (number - start), 1)

    def y(value: Decimal) -> float:
        return round(base - (base - head) * float(value / top), 1)

    numbers = list(enumerate(values))[start:]
    corners = [(x(start), y(values[start]))]
    for number, value in numbers[1:]:
        corners += [(x(number + 0.5), y(values[number - 1])), (x(number + 0.5), y(value))]
    corners.append((x(len(values)), y(values[-1])))
    path = "M" + " L".join(f"{left:g},{height:g}" for left, height in corners)
    every = -(-len(numbers) // MOST_TICKS)
    return StepChart(
        path=path,
        area=f"{path} L{x(len(values)):g},{base:g} L{x(start):g},{base:g} Z",
        points=tuple(
            StepPoint(number, x(number + 0.5), y(value), number == current, value > before)
            for number, value in numbers
            for before in (values[number - 1] if number else Decimal(0),)
        ),
        across=tuple(Tick(str(number), x(number + 0.5)) for number, _value in numbers if number % every == 0),
        up=() if is_tight else tuple(Tick(f"{step * line:f}", y(step * line)) for line in range(lines + 1)),
        width=width,
        height=height,
        left=LEFT,
        right=right,
        base=base,
        marks=tuple((x(number + 0.5), y(value)) for number, value in marks),
    )


def _round_step(highest: Decimal) -> Decimal:
    """The distance of the lines: 1, 2 or 5 times a power of ten, so that four of them hold the highest."""
    if highest <= 0:
        return Decimal(1)
    rough = highest / LINES
    power = Decimal(1).scaleb(rough.adjusted())
    factor = next(each for each in (Decimal(1), Decimal(2), Decimal(5), Decimal(10)) if rough <= each * power)
    step = factor * power
    return step.quantize(Decimal(1), rounding=ROUND_CEILING) if step >= 1 else step
