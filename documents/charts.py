"""Geometry of the small charts that show what a room thinks. Pure: numbers in, positions out, no Django.

They are drawn as inline SVG by `discovery/templatetags/components.py`; sizes are in the units of the view
box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COLUMN = 48.0
GAP = 6.0
LABEL = 76.0
LANE = 72.0
TALLEST = 46.0
AXIS = 24.0
TRACK = 1000.0


@dataclass(frozen=True, slots=True)
class Column:
    """One bar of a strip: how many people (`count`) gave `value`, and where its rectangle stands."""

    value: str
    count: int
    x: float
    y: float
    width: float
    height: float
    middle: float
    count_y: float


@dataclass(frozen=True, slots=True)
class Lane:
    """The answers of one side; `name` is the stable key `business` or `it`."""

    name: str
    columns: tuple[Column, ...]
    total: int
    base: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """One answer under the axis."""

    value: str
    x: float


@dataclass(frozen=True, slots=True)
class DistributionStrip:
    """Two histograms over each other, business above IT, on one axis."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    width: float
    height: float
    axis_start: float
    axis_y: float
    tick_y: float

    @property
    def bare_box(self) -> str:
        """The view box of the bars alone, without names, numbers and ticks."""
        return f"{self.axis_start:g} 0 {self.width - self.axis_start:g} {self.axis_y:g}"


def _lane(name: str, counts: Sequence[int], answers: Sequence[str], tallest: int, base: float) -> Lane:
    columns = []
    for place, (value, count) in enumerate(zip(answers, counts, strict=True)):
        if count <= 0:
            continue
        height = round(max(TALLEST * count / tallest, 4.0), 2)
        x = LABEL + place * COLUMN + GAP / 2
        top = round(base - height, 2)
        width = COLUMN - GAP
        columns.append(Column(value, count, x, top, width, height, x + width / 2, round(top - 5, 2)))
    return Lane(name, tuple(columns), sum(counts), base, base - TALLEST / 2 + 4)


def distribution_strip(
    business: Sequence[int], it: Sequence[int], answers: Sequence[str] = ()
) -> DistributionStrip:
    """Place the histogram of one criterion.

    `business[n]` and `it[n]` say how many people of that side gave the answer `n` of the scale (people, from
    0; the default scale has six answers), which is called `answers[n]`, without them its number. Both lanes
    share one height per person, so that they may be compared.
    Raises `ValueError` when the two sides are not counted over the same scale or a count is negative.
    """
    if len(business) != len(it) or not business:
        raise ValueError("both sides must be counted over the same scale")
    if min(*business, *it) < 0:
        raise ValueError("counts of people cannot be negative")
    tallest = max(*business, *it, 1)
    width = LABEL + COLUMN * len(business)
    axis_y = 2 * LANE
    names = answers or [str(number) for number in range(len(business))]
    ticks = tuple(Tick(name, LABEL + COLUMN * (place + 0.5)) for place, name in enumerate(names))
    lanes = (_lane("business", business, names, tallest, LANE - 4), _lane("it", it, names, tallest, axis_y))
    return DistributionStrip(lanes, ticks, width, axis_y + AXIS, LABEL, axis_y, axis_y + 18)


@dataclass(frozen=True, slots=True)
class RankingBar:
    """A bar with a whisker, in thousandths of the track; the whisker is absent when there is no range."""

    fill: float
    low: float | None
    high: float | None


def ranking_bar(
    value: float, maximum: float, low: float | None = None, high: float | None = None
) -> RankingBar:
    """Place a score on a track from 0 to `maximum` (same unit as `value`), with the range `low` to `high`
    around it.

    Everything is clamped to the track. Raises `ValueError` when `maximum` is not positive or the range is
    reversed.
    """
    if maximum <= 0:
        raise ValueError("a track needs a maximum above zero")
    if low is not None and high is not None and low > high:
        raise ValueError("a range runs from low to high")

    def place(number: float) -> float:
        return round(TRACK * min(max(number / maximum, 0.0), 1.0), 1)

    if low is None or high is None:
        return RankingBar(place(value), None, None)
    return RankingBar(place(value), place(low), place(high))


@dataclass(frozen=True, slots=True)
class SidesLine:
    """Where each side's mean stands on a scale, in percent of its length; None without one."""

    business: float | None
    it: float | None

    @property
    def ends(self) -> tuple[float, float] | None:
        """Where what lies between them begins and ends; None without both."""
        if self.business is None or self.it is None:
            return None
        return min(self.business, self.it), max(self.business, self.it)


def sides_line(business: float | None, it: float | None, lowest: float, highest: float) -> SidesLine:
    """Place the means of both sides on a scale from `lowest` to `highest`, in their unit. What lies beyond is
    put at its end. Raises `ValueError` for a scale without length."""
    if highest <= lowest:
        raise ValueError("a scale needs a length")

    def place(mean: float | None) -> float | None:
        if mean is None:
            return None
        return round(100 * min(max((mean - lowest) / (highest - lowest), 0.0), 1.0), 1)

    return SidesLine(place(business), place(it))
