"""A curve that rises in steps, for a choice of whole numbers: geometry only. Pure: numbers in, positions out.

Sizes are in the units of the view box; templates draw it as inline SVG.
"""

from __future__ import annotations

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
    """The point of the curve for `number`; `is_current` is the one that was chosen."""

    number: int
    x: float
    y: float
    is_current: bool


@dataclass(frozen=True, slots=True)
class StepChart:
    """`path` runs along the steps, `area` closes it down to the axis."""

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

    @property
    def current(self) -> StepPoint | None:
        return next((point for point in self.points if point.is_current), None)


def step_chart(
    values: Sequence[Decimal], current: int | None, *, width: float = WIDTH, height: float = HEIGHT
) -> StepChart:
    """The chart of `values` for 0, 1, 2 …, each held until the next number; `current` is the number that was
    chosen, None for none. Raises ValueError without values and for negative ones."""
    if not values or min(values) < 0:
        raise ValueError("a curve needs values, and none below zero")
    base, right = height - BOTTOM, width - RIGHT
    step = _round_step(max(values))
    lines = max(1, ceil(max(values) / step))
    top = step * lines
    column = (right - LEFT) / max(len(values), 1)

    def x(number: float) -> float:
        return round(LEFT + column * number, 1)

    def y(value: Decimal) -> float:
        return round(base - (base - TOP) * float(value / top), 1)

    corners = [(x(0), y(values[0]))]
    for number, value in enumerate(values):
        if number:
            corners.append((x(number), y(value)))
        corners.append((x(number + 1), y(value)))
    path = "M" + " L".join(f"{left:g},{height:g}" for left, height in corners)
    every = -(-len(values) // MOST_TICKS)
    return StepChart(
        path=path,
        area=f"{path} L{x(len(values)):g},{base:g} L{x(0):g},{base:g} Z",
        points=tuple(
            StepPoint(number, x(number + 0.5), y(value), number == current)
            for number, value in enumerate(values)
        ),
        across=tuple(
            Tick(str(number), x(number + 0.5)) for number in range(len(values)) if number % every == 0
        ),
        up=tuple(Tick(f"{step * line:f}", y(step * line)) for line in range(lines + 1)),
        width=width,
        height=height,
        left=LEFT,
        right=right,
        base=base,
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
