"""The accuracy of predictions of a measure of success. Pure.

A group's prediction is the median of the predictions of its people, so that one wild guess does not move it
(Galton, Vox populi, Nature 75, 1907). Its error is given in parts of the way from baseline to target, so that
measures of different units compare; of several measures it is the mean of these absolute errors (scaled
errors: Hyndman and Koehler, Another look at measures of forecast accuracy, 2006; their scale is the error of
a naive forecast, ours is the planned change).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from lvt.opinions_by_role.rules import FEWEST
from lvt.scoring_method import SIDES

EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class GroupPrediction:
    """The prediction of a group: a side, or EVERYBODY."""

    group: str
    people: int
    median: Fraction
    lowest: Fraction
    highest: Fraction


def group_predictions(predictions: Iterable[tuple[str, Fraction]]) -> tuple[GroupPrediction, ...]:
    """Predictions of everyone and of each side, from pairs of a person's side and prediction. Groups of fewer
    than FEWEST have none; where fewer would be left beside the sides, the smallest side is not told apart."""
    pairs = list(predictions)
    everyone = [value for _side, value in pairs]
    if len(everyone) < FEWEST:
        return ()
    of_side = {side: [value for each, value in pairs if each == side] for side in SIDES}
    sides = sorted(
        (side for side in SIDES if len(of_side[side]) >= FEWEST), key=lambda side: -len(of_side[side])
    )
    while sides and 0 < len(everyone) - sum(len(of_side[side]) for side in sides) < FEWEST:
        sides.pop()
    groups = [(EVERYBODY, everyone), *((side, of_side[side]) for side in SIDES if side in sides)]
    return tuple(
        GroupPrediction(group, len(values), Fraction(median(values)), min(values), max(values))
        for group, values in groups
    )


def relative_error(
    prediction: Fraction, actual: Fraction, *, baseline: Fraction | None, target: Fraction | None
) -> Fraction | None:
    """The error of `prediction`, as a part of the way from baseline to target; None where the way is
    unknown."""
    if baseline is None or target is None or baseline == target:
        return None
    return abs(prediction - actual) / abs(target - baseline)


def mean(parts: Collection[Fraction]) -> Fraction:
    """The mean of these parts. Raises ZeroDivisionError for none."""
    return sum(parts, Fraction(0)) / len(parts)


def nearest(groups: Sequence[GroupPrediction], actual: Fraction) -> tuple[str, ...]:
    """The sides that came nearest to the measured value; none where only one was told apart, or all came as
    near."""
    distances = {each.group: abs(each.median - actual) for each in groups if each.group != EVERYBODY}
    least = min(distances.values(), default=None)
    best = tuple(group for group, distance in distances.items() if distance == least)
    return best if len(best) < len(distances) else ()
