"""The shares of rounds as they are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from lvt.models import Score, ScoringRound, ShareUseCase
from workshops.models import Participant

# By person, the use cases of their share, by primary keys.
Shares = Mapping[int, set[int]]


def kept_shares(scoring_round: ScoringRound) -> Shares:
    """The shares that are kept of one round. One query."""
    return shares_in([scoring_round]).get(scoring_round.pk, {})


def shares_in(rounds: Iterable[ScoringRound]) -> dict[int, Shares]:
    """The shares that are kept, by the round; of rounds in which everyone scores all there are none. One
    query for all rounds, if any has shares."""
    dealt = {each.pk for each in rounds if each.most_each is not None}
    shares: dict[int, dict[int, set[int]]] = {pk: defaultdict(set) for pk in dealt}
    if dealt:
        rows = ShareUseCase.objects.filter(round__in=dealt)
        for held, participant, use_case in rows.values_list("round_id", "participant_id", "use_case_id"):
            shares[held][participant].add(use_case)
    return {pk: dict(each) for pk, each in shares.items()}


def share_when_merged(kept: Participant, other: Participant) -> list[int]:
    """Of the rows of two people who are merged, the primary keys of those that make their share: not more use
    cases in a round than each person scores. First those that either has begun to score, then those of the
    person who is `kept`. What else they scored counts all the same."""
    both = (kept.pk, other.pk)
    scores = Score.objects.filter(participant__in=both).order_by()
    begun = set(scores.values_list("round_id", "use_case_id").distinct())
    rows = ShareUseCase.objects.filter(participant__in=both).select_related("round").order_by("pk")
    by_need = sorted(
        rows, key=lambda row: ((row.round_id, row.use_case_id) not in begun, row.participant_id != kept.pk)
    )
    chosen: dict[int, dict[int, int]] = defaultdict(dict)
    for row in by_need:
        share = chosen[row.round_id]
        if len(share) < (row.round.most_each or 0):
            share.setdefault(row.use_case_id, row.pk)
    return [pk for share in chosen.values() for pk in share.values()]
