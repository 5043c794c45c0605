"""One person's scores compared with the room's, for that person alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from documents import rounded_numbers
from lvt import scoring_method
from lvt.methods.selectors import as_method
from lvt.models import UseCase
from lvt.ranking_evidence.rules import Evidence
from lvt.ranking_evidence.selectors import lack_words
from lvt.scores.selectors import OwnUseCase
from lvt.scoring import rules as scoring
from lvt.selectors.ranking_results import Results


@dataclass(frozen=True, slots=True)
class OwnTotal:
    """The totals of the person's scores of a use case and of the room's; None where a total cannot be
    computed, as after a skip of a criterion that the method needs. `own_words` give the number of criteria of
    the person's total, where it isn't on all of them; `room_words` the number of people behind the room's.
    `is_own`: the person was asked for it, or scored it."""

    use_case: UseCase
    own: Decimal | None
    room: Decimal | None
    own_words: str
    room_words: str
    is_own: bool = True


def own_totals(results: Results, own: Iterable[OwnUseCase]) -> list[OwnTotal]:
    """In the order of the ranking of one round (rounds.round_results). What came late does not count, as it
    does not in the room's."""
    rows = {each.use_case.pk: each for each in own}
    ballots = [
        scoring_method.Ballot("own", "other", pk, score.criterion.pk, score.value)
        for pk, each in rows.items()
        for score in each.scores
        if score.is_answered
    ]
    result = scoring.evaluate(as_method(results.method), list(rows), ballots)
    own_results = {one.use_case: one for one in result.use_cases}
    return [
        OwnTotal(
            ranked.use_case,
            _rounded_total(one.total if one else None, result),
            ranked.total,
            _criteria(one.evidence) if one else "",
            ranked.basis_words,
            ranked.round.most_each is None or ranked.use_case.pk in rows,
        )
        for ranked in results.ranking
        for one in (own_results.get(ranked.use_case.pk),)
    ]


def room_words_of_all(totals: Iterable[OwnTotal]) -> str:
    """The number of people behind the room's totals, where it is the same for all of them; else ""."""
    words = {each.room_words for each in totals}
    return words.pop() if len(words) == 1 else ""


def _criteria(evidence: Evidence) -> str:
    is_begun = evidence.is_partial and evidence.criteria_answered > 0
    return lack_words(evidence.criteria_answered, evidence.criteria) if is_begun else ""


def _rounded_total(total: Fraction | None, result: scoring.Result) -> Decimal | None:
    return None if total is None else rounded_numbers.score(total, result.highest)
