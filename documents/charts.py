"""Geometry of the small charts that show what a room thinks. Pure: numbers in, positions out, no Django.

They are drawn as inline SVG by `discovery/templatetags/components.py`; sizes are in the units of the view
box.
"""

from collections.abc import Sequence
from dataclasses import dataclass

COLUMN = 48.0
GAP = 6.0
LABEL = 76.0
# The sign of a side before its bars.
SIGN = 26.0
LANES = 144.0
# What a lane leaves above its tallest bar, for the count.
ABOVE = 26.0
AXIS = 24.0
TRACK = 1000.0
FEWEST_OTHERS = 3
"""Fewer people than these who speak for neither side are not drawn: their answers could be told apart."""


@dataclass(frozen=True, slots=True)
class HistogramColumn:
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
class HistogramLane:
    """The answers of one side; `name` is the stable key `business`, `it` or `other`."""

    name: str
    columns: tuple[HistogramColumn, ...]
    total: int
    base: float
    label_y: float


@dataclass(frozen=True, slots=True)
class HistogramTick:
    """One answer under the axis."""

    value: str
    x: float


@dataclass(frozen=True, slots=True)
class DistributionStrip:
    """Histograms over each other on one axis: business, IT and, where there are enough of them, others.
    `not_drawn` others are too few."""

    lanes: tuple[HistogramLane, ...]
    ticks: tuple[HistogramTick, ...]
    width: float
    height: float
    axis_start: float
    axis_y: float
    tick_y: float
    not_drawn: int = 0

    @property
    def has_others(self) -> bool:
        """True if there is a lane for people of neither side."""
        return any(lane.name == "other" for lane in self.lanes)

    @property
    def unnamed_box(self) -> str:
        """The view box with the signs of the sides, without their names."""
        start = self.axis_start - SIGN
        return f"{start:g} 0 {self.width - start:g} {self.height:g}"

    @property
    def bare_box(self) -> str:
        """The view box of the bars alone, without names, numbers and ticks."""
        return f"{self.axis_start:g} 0 {self.width - self.axis_start:g} {self.axis_y:g}"


def _lane(
    name: str,
    counts: Sequence[int],
    answers: Sequence[str],
    per_person: float,
    lower_edge: float,
    lowest: float,
) -> HistogramLane:
    base = lower_edge if lower_edge == lowest else lower_edge - 4
    columns = []
    for place, (value, count) in enumerate(zip(answers, counts, strict=True)):
        if count <= 0:
            continue
        height = round(max(per_person * count, 4.0), 2)
        x = LABEL + place * COLUMN + GAP / 2
        top = round(base - height, 2)
        width = COLUMN - GAP
        columns.append(HistogramColumn(value, count, x, top, width, height, x + width / 2, round(top - 5, 2)))
    return HistogramLane(name, tuple(columns), sum(counts), base, base - 19)


def distribution_strip(
    business: Sequence[int],
    it: Sequence[int],
    everyone: Sequence[int] = (),
    answers: Sequence[str] = (),
    *,
    high: float = LANES,
    most: int = 0,
) -> DistributionStrip:
    """Place the histogram of one criterion.

    `business[n]` and `it[n]` say how many people of that side gave the answer `n` of the scale (people, from
    0; the default scale has six answers), and `everyone[n]` how many people of any side did; without it,
    there are no others. The answer is called `answers[n]`, without them its number. All lanes share one
    height per person, so that they may be compared, and are `high` together. `most`: the largest of the
    counts of all strips that are compared with this one.
    Raises `ValueError` when the sides are not counted over the same scale, a count is negative, or a side
    has more people than everyone.
    """
    total = everyone or [one + other for one, other in zip(business, it, strict=False)]
    if not len(business) == len(it) == len(total) or not business:
        raise ValueError("both sides must be counted over the same scale")
    others = [count - one - other for count, one, other in zip(total, business, it, strict=True)]
    if min(*business, *it, *others) < 0:
        raise ValueError("counts of people cannot be negative")
    counts_by_lane = {"business": business, "it": it}
    if sum(others) >= FEWEST_OTHERS:
        counts_by_lane["other"] = others
    lane = high / len(counts_by_lane)
    per_person = (lane - ABOVE) / max(
        1, most, *(count for counts in counts_by_lane.values() for count in counts)
    )
    width = LABEL + COLUMN * len(business)
    names = answers or [str(number) for number in range(len(business))]
    ticks = tuple(HistogramTick(name, LABEL + COLUMN * (place + 0.5)) for place, name in enumerate(names))
    lanes = tuple(
        _lane(name, counts, names, per_person, lane * place, high)
        for place, (name, counts) in enumerate(counts_by_lane.items(), 1)
    )
    not_drawn = 0 if "other" in counts_by_lane else sum(others)
    return DistributionStrip(lanes, ticks, width, high + AXIS, LABEL, high, high + 18, not_drawn)


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
    """Each side's mean on a scale, in percent of its length; None without one."""

    business: float | None
    it: float | None

    @property
    def ends(self) -> tuple[float, float] | None:
        """The lower and the higher mean, in percent; None without both."""
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
