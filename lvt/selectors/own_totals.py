"""How one person's scores compare with the room's, for that person alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from documents import figures
from lvt import scoring, scoring_method
from lvt.models import ScoringRound, UseCase
from lvt.selectors.methods import as_method
from lvt.selectors.rounds import round_results
from lvt.selectors.scores import OwnUseCase


@dataclass(frozen=True, slots=True)
class OwnTotal:
    """What the person's scores of a use case come to by themselves, and what the room's do; None where a
    total cannot be computed, as after a skip of a criterion that the method needs."""

    use_case: UseCase
    own: Decimal | None
    room: Decimal | None


def own_totals(scoring_round: ScoringRound, own: Iterable[OwnUseCase]) -> list[OwnTotal]:
    """In the order of the room's ranking. What came late does not count, as it does not in the room's. Raises
    Conflict before the reveal."""
    given = {each.use_case.pk: each for each in own}
    ballots = [
        scoring_method.Ballot("own", "other", pk, score.criterion.pk, score.value)
        for pk, each in given.items()
        for score in each.scores
        if score.given
    ]
    result = scoring.evaluate(as_method(scoring_round.method), list(given), ballots)
    totals = {one.use_case: one.total for one in result.use_cases}
    return [
        OwnTotal(ranked.use_case, _shown(totals.get(ranked.use_case.pk), result), ranked.total)
        for ranked in round_results(scoring_round).ranking
    ]


def _shown(total: Fraction | None, result: scoring.Result) -> Decimal | None:
    return None if total is None else figures.score(total, result.highest)
