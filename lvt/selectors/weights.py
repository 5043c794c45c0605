"""The ranking as it would be with other weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lvt.firmness import with_weights
from lvt.scoring import Key, Result, ranked
from lvt.selectors.methods import as_method
from lvt.selectors.results import RankedUseCase, Results, shown


@dataclass(frozen=True, slots=True)
class Reweighted:
    """A use case with its total and place by other weights; None where it has none. `now` is its place as it
    stands."""

    now: RankedUseCase
    total: Decimal | None
    rank: int | None

    @property
    def climbs(self) -> int:
        """By how many places it comes nearer to the first; negative for away from it."""
        return (self.now.rank or 0) - (self.rank or 0) if self.now.rank and self.rank else 0


def reweighted(results: Results, weights: Mapping[int, Decimal]) -> list[Reweighted]:
    """The use cases in the order that these weights give, by the primary key of the criterion; of equal
    totals the one comes first that does now."""
    exact: dict[Key, Fraction] = {pk: Fraction(weight) for pk, weight in weights.items()}
    outcome = Result(tuple(each.result for each in results.ranking), None, ())
    totals = with_weights(as_method(results.method), exact, outcome)
    ranks = ranked(totals)
    rows = [
        Reweighted(each, shown(totals[each.result.use_case]), ranks[each.result.use_case])
        for each in results.ranking
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0))
