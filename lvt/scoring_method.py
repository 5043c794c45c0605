"""How use cases are scored: criteria, what people give on them, and how points become a total. Pure: no
Django, no database. All arithmetic is exact (lvt.scoring)."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Key = Hashable

BUSINESS = "business"
IT = "it"
# The two sides that a balanced total needs; all other people are pooled, but not balanced.
SIDES = (BUSINESS, IT)


class Combination(StrEnum):
    """How the points of the criteria become one total."""

    SUM = "sum"
    MEAN = "mean"
    RATIO = "ratio"
    PRODUCT = "product"
    KANO = "kano"


# Those whose totals weights do not change.
WEIGHTLESS = frozenset({Combination.PRODUCT, Combination.KANO})


class Problem(StrEnum):
    """Why a use case has no total."""

    NOT_SCORED = "not_scored"
    NO_BENEFIT = "no_benefit"
    NO_COST = "no_cost"
    ZERO_COST = "zero_cost"
    NO_WEIGHT = "no_weight"
    INCOMPLETE = "incomplete"
    NO_PAIR = "no_pair"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A question answered by a whole number from `minimum` to `maximum`.

    `worths` says what each of these numbers counts, the lowest first (1, 2, 3, 5, 8 …); without it each
    counts what it is. `lower_is_better` turns the scale round, so that points are always "more is better".
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
        """Whether it is an answer: a number of the scale, or a skip. A document may hold others."""
        return value is None or self.minimum <= value <= self.maximum

    def worth(self, value: int) -> Fraction:
        """What a number that somebody gave counts."""
        return self.worths[value - self.minimum] if self.worths else Fraction(value)

    @property
    def lowest(self) -> Fraction:
        return self.worth(self.minimum)

    @property
    def highest(self) -> Fraction:
        return self.worth(self.maximum)

    def points(self, worth: Fraction) -> Fraction:
        """The goodness of a score (or of a mean of scores), on the same scale: lowest + highest - worth where
        a low number is good."""
        return self.lowest + self.highest - worth if self.lower_is_better else worth

    def cost(self, points: Fraction) -> Fraction:
        """What the points mean as a cost: the less good, the dearer, whichever way the scale runs."""
        return self.lowest + self.highest - points


@dataclass(frozen=True, slots=True)
class Method:
    """Criteria, and how their points become one number."""

    criteria: tuple[Criterion, ...]
    combination: Combination = Combination.SUM

    def combine(self, points: Mapping[Key, Fraction]) -> Fraction | Problem:
        """The total of one use case from the points per criterion; criteria that are missing are left out.

        sum: Σ weight · points. mean: Σ weight · points / Σ weight. ratio: Σ weight · points of the benefits
        divided by Σ weight · cost of the costs, as in weighted shortest job first. product: Π points of the
        benefits divided by Π cost of the costs, as in RICE and ICE; weights do not matter, and without one of
        the criteria there is no total. kano: better plus worse, which kano.shares makes of the answers.
        """
        scored = [criterion for criterion in self.criteria if criterion.key in points]
        if not scored:
            return Problem.NO_PAIR if self.combination == Combination.KANO else Problem.NOT_SCORED
        parts = self.parts(points)
        if self.combination == Combination.RATIO:
            return self._ratio(scored, parts)
        if self.combination == Combination.PRODUCT:
            return self._product(parts)
        if not parts:
            return Problem.NO_WEIGHT
        return sum(parts.values(), Fraction(0))

    def parts(self, points: Mapping[Key, Fraction]) -> dict[Key, Fraction]:
        """What each criterion that has points adds: to the total where it is a sum or a mean, to the benefit
        or to the cost where it is their ratio; by what it multiplies or divides a product. Nothing where the
        weights of a mean are all zero."""
        scored = [criterion for criterion in self.criteria if criterion.key in points]
        if self.combination == Combination.KANO:
            return {one.key: points[one.key] for one in scored}
        if self.combination in (Combination.RATIO, Combination.PRODUCT):
            amounts = {
                one.key: one.cost(points[one.key]) if one.is_cost else points[one.key] for one in scored
            }
            if self.combination == Combination.PRODUCT:
                return amounts
            return {one.key: one.weight * amounts[one.key] for one in scored}
        shared = Fraction(1)
        if self.combination == Combination.MEAN:
            shared = sum((one.weight for one in scored), Fraction(0))
        return {one.key: one.weight * points[one.key] / shared for one in scored} if shared else {}

    def _ratio(self, scored: Sequence[Criterion], parts: Mapping[Key, Fraction]) -> Fraction | Problem:
        benefits = [parts[criterion.key] for criterion in scored if not criterion.is_cost]
        costs = [parts[criterion.key] for criterion in scored if criterion.is_cost]
        if not benefits:
            return Problem.NO_BENEFIT
        if not costs:
            return Problem.NO_COST
        cost = sum(costs, Fraction(0))
        return sum(benefits, Fraction(0)) / cost if cost else Problem.ZERO_COST

    def _product(self, parts: Mapping[Key, Fraction]) -> Fraction | Problem:
        if len(parts) < len(self.criteria):
            return Problem.INCOMPLETE
        cost = math.prod((parts[one.key] for one in self.criteria if one.is_cost), start=Fraction(1))
        benefit = math.prod((parts[one.key] for one in self.criteria if not one.is_cost), start=Fraction(1))
        return benefit / cost if cost else Problem.ZERO_COST

    def highest(self) -> Fraction | None:
        """The highest total that is possible; None where there is none (no criteria, or a cost that may be
        zero)."""
        if self.combination == Combination.KANO:
            return Fraction(2)
        best = self.combine({criterion.key: criterion.highest for criterion in self.criteria})
        return best if isinstance(best, Fraction) else None


@dataclass(frozen=True, slots=True)
class Ballot:
    """The answer of one participant of a side about a use case on a criterion; `value` None is a skip, never
    a zero."""

    participant: Key
    side: str
    use_case: Key
    criterion: Key
    value: int | None
