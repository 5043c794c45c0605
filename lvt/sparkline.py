"""Geometry of the small line that shows how a measure moved. Pure: dated numbers in, positions out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from documents.rounded_numbers import Number


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the line, in the units of its drawing."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Positions in a view box of `width` by `height`. `points` is what an SVG polyline takes; `target_y` is
    the height of the target's line and `baseline_y` that of the baseline, None without these."""

    width: int
    height: int
    points: str
    dots: tuple[Dot, ...]
    target_y: float | None
    baseline_y: float | None = None

    @property
    def last(self) -> Dot:
        return self.dots[-1]


def sparkline(
    values: Sequence[tuple[date, Number]],
    *,
    target: Number | None,
    baseline: Number | None = None,
    width: int = 160,
    height: int = 44,
    margin: int = 5,
    until: date | None = None,
) -> Sparkline | None:
    """The line through `values` in the order of their dates; None when nothing was measured.

    Time runs evenly from the first date to the last, or on to `until`; the scale holds the values, the
    baseline and the target, so that the distance to the target is seen.
    """
    if not values:
        return None
    ordered = sorted(values)
    every = (*(value for _day, value in ordered), target, baseline)
    numbers = [Fraction(number) for number in every if number is not None]
    low, high = min(numbers), max(numbers)
    first = ordered[0][0]
    last = ordered[-1][0]
    days = (max(last, until or last) - first).days

    def across(day: date) -> float:
        if not days:
            return width / 2
        return round(margin + (width - 2 * margin) * (day - first).days / days, 1)

    def up(number: Number) -> float:
        if high == low:
            return height / 2
        return round(
            height - margin - (height - 2 * margin) * float((Fraction(number) - low) / (high - low)), 1
        )

    dots = tuple(Dot(across(day), up(number)) for day, number in ordered)
    return Sparkline(
        width=width,
        height=height,
        points=" ".join(f"{dot.x:g},{dot.y:g}" for dot in dots),
        dots=dots,
        target_y=None if target is None else up(target),
        baseline_y=None if baseline is None else up(baseline),
    )
