"""The method of scoring: criteria, the answers to them, and the way from points to a total. Pure: no Django,
no database. All arithmetic is exact (lvt.scoring)."""

import math
from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

Key = Hashable

BUSINESS = "business"
IT = "it"
# The two sides that a balanced total needs; all other people are pooled, but not balanced.
SIDES = (BUSINESS, IT)


class Combination(StrEnum):
    """Ways to make one total of the points of the criteria."""

    SUM = "sum"
    MEAN = "mean"
    RATIO = "ratio"
    PRODUCT = "product"
    KANO = "kano"


# Those whose totals weights do not change, as long as one criterion has any.
WEIGHTLESS = frozenset({Combination.PRODUCT, Combination.KANO})
# Those that have no total until each of their criteria is answered: they multiply, divide, or need a pair.
# No one can tell what a missing factor would be, and each makes the total any size.
WHOLE = frozenset({Combination.RATIO, Combination.PRODUCT, Combination.KANO})


class NoTotalReason(StrEnum):
    """Reasons why a use case has no total."""

    NOT_SCORED = "not_scored"
    TOO_FEW = "too_few"
    INCOMPLETE = "incomplete"
    NO_BENEFIT = "no_benefit"
    NO_COST = "no_cost"
    ZERO_COST = "zero_cost"
    NO_WEIGHT = "no_weight"
    NO_PAIR = "no_pair"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A question answered by a whole number from `minimum` to `maximum`.

    `worths` are the amounts that these numbers count, the lowest first (1, 2, 3, 5, 8 …); without them each
    counts as itself. `lower_is_better` turns the scale round, so that points are always "more is better".
    `is_cost` matters where benefit is divided by cost, and in the quadrant of value and effort.
    """

    key: Key
    minimum: int = 0
    maximum: int = 5
    lower_is_better: bool = False
    weight: Fraction = Fraction(1)
    is_cost: bool = False
    worths: tuple[Fraction, ...] = ()

    def takes(self, value: int | None) -> bool:
        """Return True if it is an answer: a number of the scale, or a skip. A document may contain others."""
        return value is None or self.minimum <= value <= self.maximum

    def worth(self, value: int) -> Fraction:
        """The amount that a given number counts."""
        return self.worths[value - self.minimum] if self.worths else Fraction(value)

    @property
    def lowest(self) -> Fraction:
        return self.worth(self.minimum)

    @property
    def highest(self) -> Fraction:
        return self.worth(self.maximum)

    @property
    def is_even(self) -> bool:
        """Return True if all neighbors on the scale are equally far apart."""
        return len({upper - lower for lower, upper in pairwise(self.worths)}) <= 1

    @property
    def step(self) -> Fraction:
        """The distance of neighbors on a scale that `is_even`."""
        return (self.highest - self.lowest) / max(1, self.maximum - self.minimum)

    def points(self, worth: Fraction) -> Fraction:
        """The goodness of a score (or of a mean of scores), on the same scale: lowest + highest - worth where
        a low number is good."""
        return self.lowest + self.highest - worth if self.lower_is_better else worth

    def share(self, points: Fraction) -> Fraction:
        """The position of the points on the scale, from 0 to 1."""
        length = self.highest - self.lowest
        return (points - self.lowest) / length if length else Fraction(0)

    def at(self, share: Fraction) -> Fraction:
        """The points that are so far up the scale; see `share`."""
        return self.lowest + share * (self.highest - self.lowest)

    def within(self, worth: Fraction) -> Fraction:
        """The nearest that the scale has."""
        return max(self.lowest, min(worth, self.highest))

    def cost(self, points: Fraction) -> Fraction:
        """The points as a cost: the less good, the dearer, whichever way the scale runs."""
        return self.lowest + self.highest - points


@dataclass(frozen=True, slots=True)
class Method:
    """Criteria, and how their points become one number.

    A criterion without an answer is not a zero. A sum fills it with the share of its scale that the answered
    criteria reach, a mean leaves it out; both have no total with less than half of the weight answered. The
    methods of WHOLE have none until every criterion is answered. The reasons are in docs/adr/0061.
    """

    criteria: tuple[Criterion, ...]
    combination: Combination = Combination.SUM

    @property
    def counted(self) -> tuple[Criterion, ...]:
        """The criteria of the formula: those with a weight, or all where the size of weights changes nothing.
        None where nothing has a weight, whatever the formula: there is no total then."""
        weighted = tuple(one for one in self.criteria if one.weight)
        return self.criteria if weighted and self.combination in WEIGHTLESS else weighted

    @property
    def needs_all(self) -> bool:
        """Return True if there is no total until every criterion of the formula is answered."""
        return self.combination in WHOLE

    def weight_of(self, criterion: Criterion) -> Fraction:
        """The weight of a criterion in the formula."""
        return Fraction(1) if self.combination in WEIGHTLESS else criterion.weight

    def answered_share(self, keys: Container[Key]) -> Fraction:
        """The part of the weight of the formula that the `keys` criteria carry, from 0 to 1; 0 where
        nothing has a weight."""
        weights = {one.key: self.weight_of(one) for one in self.criteria}
        everything = sum(weights.values(), Fraction(0))
        part = sum((weight for key, weight in weights.items() if key in keys), Fraction(0))
        return part / everything if everything else Fraction(0)

    def carries(self, keys: Container[Key]) -> bool:
        """Return True if answers to these criteria are enough for a total: every criterion of the formula
        where the method multiplies, divides or pairs, else at least half of the weight."""
        criteria = self.counted
        if criteria and all(one.key in keys for one in criteria):
            return True
        return not self.needs_all and 2 * self.answered_share(keys) >= 1

    def combine(self, points: Mapping[Key, Fraction]) -> Fraction | NoTotalReason:
        """The total of one use case from the points per criterion, of those that were answered.

        sum: Σ weight · points. mean: Σ weight · points / Σ weight. ratio: Σ weight · points of the benefits
        divided by Σ weight · cost of the costs, as in weighted shortest job first. product: Π points of the
        benefits divided by Π cost of the costs, as in RICE and ICE; weights do not matter. kano: better plus
        worse, which kano.shares makes of the answers.
        """
        criteria = self.counted
        if not criteria:
            return NoTotalReason.NO_WEIGHT if self.criteria else NoTotalReason.NOT_SCORED
        if not self.carries(points):
            return self._lack(points)
        parts = self.parts(points)
        if self.combination in (Combination.RATIO, Combination.PRODUCT):
            return self._quotient(criteria, parts)
        return sum(parts.values(), Fraction(0))

    def parts(self, points: Mapping[Key, Fraction]) -> dict[Key, Fraction]:
        """The part of each criterion: added to the total where it is a sum or a mean, to the benefit or to
        the cost where it is their ratio; the factor or divisor of a product. A sum has a part for a criterion
        without points, too, if there is enough to fill it from."""
        points = self.filled(points)
        criteria = [one for one in self.criteria if one.key in points]
        if self.combination in (Combination.RATIO, Combination.PRODUCT):
            amounts = {
                one.key: one.cost(points[one.key]) if one.is_cost else points[one.key] for one in criteria
            }
            return {one.key: self.weight_of(one) * amounts[one.key] for one in criteria}
        shared = Fraction(1)
        if self.combination == Combination.MEAN:
            shared = sum((one.weight for one in criteria), Fraction(0))
        return {one.key: self.weight_of(one) * points[one.key] / shared for one in criteria} if shared else {}

    def filled(self, points: Mapping[Key, Fraction]) -> Mapping[Key, Fraction]:
        """The points, of a sum also those of the criteria that no one answered: as far up its scale as the
        answered criteria reach on theirs, by weight. With scales of equal length the total is then the
        weighted mean of the answered criteria times the weight of all."""
        criteria = self.counted
        missing = [one for one in criteria if one.key not in points]
        if self.combination != Combination.SUM or not missing or not self.carries(points):
            return points
        share = self.reached(criteria, points)
        return {**points, **{one.key: one.at(share) for one in missing}} if share is not None else points

    def reached(self, criteria: Iterable[Criterion], points: Mapping[Key, Fraction]) -> Fraction | None:
        """The position on their scales that those of the `criteria` with points reach, by weight, from 0 to
        1; None where none has any."""
        with_points = [one for one in criteria if one.key in points]
        weights = sum((self.weight_of(one) for one in with_points), Fraction(0))
        reached = sum((self.weight_of(one) * one.share(points[one.key]) for one in with_points), Fraction(0))
        return reached / weights if weights else None

    def _lack(self, points: Mapping[Key, Fraction]) -> NoTotalReason:
        if self.combination == Combination.KANO:
            return NoTotalReason.NO_PAIR
        if not points:
            return NoTotalReason.NOT_SCORED
        return NoTotalReason.INCOMPLETE if self.needs_all else NoTotalReason.TOO_FEW

    def _quotient(
        self, criteria: Sequence[Criterion], parts: Mapping[Key, Fraction]
    ) -> Fraction | NoTotalReason:
        benefits = [parts[one.key] for one in criteria if not one.is_cost]
        costs = [parts[one.key] for one in criteria if one.is_cost]
        if self.combination == Combination.PRODUCT:
            benefit, cost = (math.prod(each, start=Fraction(1)) for each in (benefits, costs))
        elif not benefits or not costs:
            return NoTotalReason.NO_COST if benefits else NoTotalReason.NO_BENEFIT
        else:
            benefit, cost = (sum(each, Fraction(0)) for each in (benefits, costs))
        return benefit / cost if cost else NoTotalReason.ZERO_COST

    def highest(self) -> Fraction | None:
        """The highest total that is possible; None where there is none (no criteria, or a cost that may be
        zero)."""
        if self.combination == Combination.KANO:
            return Fraction(2) if self.counted else None
        best = self.combine({criterion.key: criterion.highest for criterion in self.criteria})
        return best if isinstance(best, Fraction) else None


@dataclass(frozen=True, slots=True)
class Ballot:
    """The answer of one participant of a side about a use case on a criterion; `value` None is a skip, never
    a zero. Where the leniency of people is taken out of the means of the use case (lvt.leniency), it
    `is_adjusted`: `shift` is added to what it counts, and `side_shift` to what it counts for its side."""

    participant: Key
    side: str
    use_case: Key
    criterion: Key
    value: int | None
    shift: Fraction = Fraction(0)
    side_shift: Fraction = Fraction(0)
    is_adjusted: bool = False
