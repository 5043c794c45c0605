"""Positions in a chart of predictions: a row for each group, from its lowest to its highest prediction, with
the median. All rows share one scale with the baseline, the target and the measured value. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lvt.prediction_accuracy import GroupPrediction

# The scale leaves so much free at both sides, in percent of the width.
_EDGE = 4
# Labels that are closer than these percent would overlap.
_APART = 40
# From here on, and up to 100 minus it, a label is centered below its position.
_INSIDE = 16


@dataclass(frozen=True, slots=True)
class GroupMarks:
    """The positions of a group in percent of the width. `is_cut_low` and `is_cut_high` mark an end that is
    outside the scale."""

    lowest: float
    median: float
    highest: float
    is_cut_low: bool
    is_cut_high: bool


@dataclass(frozen=True, slots=True)
class PredictionScale:
    """The values from `first` to `last` are drawn, in the unit of the measure."""

    first: Fraction
    last: Fraction

    def at(self, value: Fraction) -> float:
        """The position of a value in percent of the width; that of the nearest end for one outside."""
        if self.first == self.last:
            return 50.0
        inside = min(max(value, self.first), self.last)
        return float(_EDGE + (100 - 2 * _EDGE) * (inside - self.first) / (self.last - self.first))

    def marks(self, group: GroupPrediction) -> GroupMarks:
        """The positions of a group."""
        return GroupMarks(
            self.at(group.lowest),
            self.at(group.median),
            self.at(group.highest),
            group.lowest < self.first,
            group.highest > self.last,
        )


def prediction_scale(groups: Sequence[GroupPrediction], landmarks: Sequence[Fraction]) -> PredictionScale:
    """The scale of all predictions and of the `landmarks`: baseline, target, measured value. A wild guess
    that is farther from medians and landmarks than these are from each other is outside. Raises ValueError
    without groups."""
    core = [*landmarks, *(each.median for each in groups)]
    low, high = min(core), max(core)
    lowest, highest = min(each.lowest for each in groups), max(each.highest for each in groups)
    if low == high:
        return PredictionScale(min(low, lowest), max(high, highest))
    room = high - low
    return PredictionScale(min(low, max(lowest, low - room)), max(high, min(highest, high + room)))


def label_anchor(position: float) -> str:
    """The alignment of a label at the position, as SVG names it: it stays within the width."""
    return "start" if position < _INSIDE else "end" if position > 100 - _INSIDE else "middle"


def are_apart(one: float, other: float) -> bool:
    """Return True if labels at both positions have room beside each other."""
    return abs(one - other) >= _APART
