"""The sources of a use case's score: criterion by criterion, side by side, and round after round."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from discovery.models import Discovery
from lvt.models import ScoringMethod, UseCase
from lvt.rounds.selectors import current_results, results_after, revealed_rounds
from lvt.selectors.close_places import display_score
from lvt.selectors.criterion_opinions import OpinionCell
from lvt.selectors.ranking_results import RankedUseCase


@dataclass(frozen=True, slots=True)
class CriterionShare:
    """The part of one criterion (scoring_method.Method.parts): in the total, or in the benefit or the cost of
    a ratio; None where no one scored it, and it is not filled in."""

    cell: OpinionCell
    part: Fraction | None

    @property
    def added(self) -> Decimal | None:
        """`part` as it is shown."""
        return display_score(self.part)

    @property
    def is_filled(self) -> bool:
        """Return True if no one scored it, and a sum fills it in."""
        return self.part is not None and self.cell.opinion.mean is None

    @property
    def weighs(self) -> bool:
        """Return True if its weight changes its part."""
        return self.cell.criterion.weight != 1


@dataclass(frozen=True, slots=True)
class Trace:
    """`ranked` is the place of the use case in the current ranking by the `method`, `shares` are in the order
    of the criteria. `rounds` are its places as each round that scored it showed them at its reveal, the
    oldest first."""

    ranked: RankedUseCase
    method: ScoringMethod
    shares: tuple[CriterionShare, ...]
    rounds: tuple[RankedUseCase, ...]

    @property
    def has_details(self) -> bool:
        """Return True if people answered a criterion who don't count as having scored the use case, because
        they answered too few."""
        return any(share.cell.scored > self.ranked.evidence.people for share in self.shares)


def trace_of(discovery: Discovery, use_case: UseCase) -> Trace | None:
    """None for a use case that the current ranking does not hold."""
    results = current_results(discovery)
    ranked = _within(results.ranking, use_case) if results else None
    if results is None or ranked is None:
        return None
    shares = tuple(CriterionShare(cell, ranked.result.parts.get(cell.criterion.pk)) for cell in ranked.cells)
    rounds = tuple(
        place
        for each in reversed(revealed_rounds(discovery))
        if each.method_id == results.method.pk
        and (place := _within(results_after(each).ranking, use_case)) is not None
        and place.round.pk == each.pk
    )
    return Trace(ranked, results.method, shares, rounds)


def _within(ranking: tuple[RankedUseCase, ...], use_case: UseCase) -> RankedUseCase | None:
    return next((each for each in ranking if each.use_case.pk == use_case.pk), None)
