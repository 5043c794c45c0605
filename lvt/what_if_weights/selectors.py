"""The ranking as it would be with other weights, or without some use cases."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from lvt.methods.selectors import as_method
from lvt.scoring.rules import Result, ranked
from lvt.scoring_method import Key
from lvt.selectors.close_places import display_score
from lvt.selectors.ranking_results import RankedUseCase, Results
from lvt.sensitivity.rules import method_with_weights, with_weights


@dataclass(frozen=True, slots=True)
class ReweightedUseCase:
    """A use case with its total and place by other weights; None where it has none. `now` is its current
    place."""

    now: RankedUseCase
    total: Decimal | None
    rank: int | None

    @property
    def climbs(self) -> int:
        """By how many places it comes nearer to the first; negative for away from it."""
        return (self.now.rank or 0) - (self.rank or 0) if self.now.rank and self.rank else 0


def reranked(
    results: Results, weights: Mapping[int, Decimal], *, without: Collection[int] = ()
) -> tuple[RankedUseCase, ...]:
    """The ranking as these weights give it, by the primary key of the criterion, `without` some use cases, by
    theirs; of equal totals the one comes first that does now. What has no place now has none by them."""
    exact: dict[Key, Fraction] = {pk: Fraction(weight) for pk, weight in weights.items()}
    rest = [each for each in results.ranking if each.use_case.pk not in without]
    method = as_method(results.method)
    totals = with_weights(method, exact, Result(tuple(each.result for each in rest), None, ()))
    keys = {each.result.use_case for each in rest if each.rank is not None}
    ranks = ranked({key: total for key, total in totals.items() if key in keys})
    highest = method_with_weights(method, exact).highest()
    rows = [
        replace(each, result=replace(each.result, total=totals[key], rank=ranks.get(key)), highest=highest)
        for each in rest
        for key in (each.result.use_case,)
    ]
    return tuple(sorted(rows, key=lambda row: (row.rank is None, row.rank or 0)))


def reweighted(results: Results, weights: Mapping[int, Decimal]) -> list[ReweightedUseCase]:
    """The use cases in the order that these weights give, each beside its current place."""
    now = {each.use_case.pk: each for each in results.ranking}
    return [
        ReweightedUseCase(now[each.use_case.pk], display_score(each.result.total), each.rank)
        for each in reranked(results, weights)
    ]
