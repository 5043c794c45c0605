"""Changes that would put another use case first: one side alone, another weight, or one person less. Pure.

Leaving out one at a time is the jackknife (Quenouille 1949, Tukey 1958); weights are halved and raised by
half, one at a time. That is no proof that a ranking is right, but shows what it depends on.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from lvt.attendance_effect import totals_without_one
from lvt.ranking_evidence.rules import Certainty
from lvt.scoring.rules import Result, UseCaseResult, ranked
from lvt.scoring_method import SIDES, WEIGHTLESS, Ballot, Combination, Key, Method

FACTORS = (Fraction(1, 2), Fraction(3, 2))


@dataclass(frozen=True, slots=True)
class RankSensitivity:
    """The sensitivity of the first place: how other answers or weights would change it. Only where one use
    case is first alone, the `leader`.

    `by_side` has the first by the totals of each side that has any; `by_weight`, by criterion and factor,
    those that would be first instead, where any would; `without_one`, out of `people`, counts the cases in
    which another would. Each may be several, which share the place, or none, where without the only one who
    scored a cost there is no total. `people` is 0 where there are too few, and `weighs` is whether weights
    can change anything.
    """

    leader: Key
    by_side: Mapping[str, tuple[Key, ...]]
    by_weight: Mapping[tuple[Key, Fraction], tuple[Key, ...]]
    without_one: Mapping[tuple[Key, ...], int]
    people: int
    weighs: bool


def sensitivity(method: Method, ballots: Iterable[Ballot], result: Result) -> RankSensitivity | None:
    """The changes that would put another use case before the leader of the `result` of these ballots; None
    where no use case leads alone, or too few people scored the leader to tell. Use cases without a place take
    no part."""
    leaders = [one.use_case for one in result.placed if one.rank == 1]
    if len(leaders) != 1 or result.certainties.get(leaders[0]) in (None, Certainty.TOO_FEW):
        return None
    (leader,) = leaders
    by_side = {
        side: _first(totals)
        for side in SIDES
        if None not in (totals := {one.use_case: one.side_totals[side] for one in result.placed}).values()
    }
    only_placed = replace(result, use_cases=result.placed)
    weighs = len(method.criteria) > 1 and method.combination not in WEIGHTLESS
    by_weight = {
        (criterion.key, factor): first
        for criterion in (method.criteria if weighs else ())
        for factor in FACTORS
        if leader
        not in (
            first := _first(with_weights(method, {criterion.key: criterion.weight * factor}, only_placed))
        )
    }
    without = totals_without_one(method, _contenders(method, result, leader), ballots)
    others = Counter(first for totals in without if leader not in (first := _first(totals)))
    return RankSensitivity(leader, by_side, by_weight, others, len(without), weighs)


def _first(totals: Mapping[Key, Fraction | None]) -> tuple[Key, ...]:
    return tuple(key for key, rank in ranked(totals).items() if rank == 1)


def _contenders(method: Method, result: Result, leader: Key) -> list[Key]:
    """The use cases that may be first when one person is left out: those whose total reaches that of the
    leader when both move as far as one person can move them."""
    ends = {
        one.use_case: (one.total - slack, one.total + slack)
        for one in result.placed
        if one.total is not None and (slack := _slack(method, one)) is not None
    }
    return [
        one.use_case
        for one in result.placed
        if leader not in ends or one.use_case not in ends or ends[one.use_case][1] >= ends[leader][0]
    ]


def _slack(method: Method, one: UseCaseResult) -> Fraction | None:
    """The most that one person can move a total that is a sum or a mean: of n scores, one moves the mean by
    at most the length of the scale divided by n - 1. None for other methods."""
    if method.combination not in (Combination.SUM, Combination.MEAN):
        return None
    if one.evidence.is_adjusted:
        return None  # what a person gave counts more or less than the scale has
    if any(opinion.scored == 1 for opinion in one.opinions):
        return None  # without this one the criterion is gone
    if method.combination == Combination.SUM and one.evidence.is_partial:
        return None  # a criterion that is filled moves along
    scored = [opinion for opinion in one.opinions if opinion.scored]
    moves = sum(
        (each.criterion.weight * (each.criterion.highest - each.criterion.lowest) / (each.scored - 1))
        for each in scored
    )
    weights = sum(each.criterion.weight for each in scored) if method.combination == Combination.MEAN else 1
    return Fraction(moves) / weights if weights else None


def method_with_weights(method: Method, weights: Mapping[Key, Fraction]) -> Method:
    """The method with criteria weighted by `weights`, by their keys; the others keep their weights."""
    criteria = tuple(replace(each, weight=weights.get(each.key, each.weight)) for each in method.criteria)
    return replace(method, criteria=criteria)


def with_weights(
    method: Method, weights: Mapping[Key, Fraction], result: Result
) -> dict[Key, Fraction | None]:
    """The totals by use case, in the order of the result, by the method as `method_with_weights`."""
    other = method_with_weights(method, weights)
    totals: dict[Key, Fraction | None] = {}
    for one in result.use_cases:
        points = {
            opinion.criterion.key: opinion.criterion.points(opinion.mean)
            for opinion in one.opinions
            if opinion.mean is not None
        }
        total = other.combine(points)
        totals[one.use_case] = total if isinstance(total, Fraction) else None
    return totals
