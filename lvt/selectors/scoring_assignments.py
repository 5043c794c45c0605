"""The shares of rounds as they are kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from lvt.models import Score, ScoringRound, ShareUseCase
from workshops.models import MergedParticipant, Participant

# By person, the use cases of their share, by primary keys.
Shares = Mapping[int, set[int]]
# Who was merged with someone else, and when. The shares of a closed round change by nothing else.
Merges = tuple[tuple[int, datetime], ...]


def kept_shares(round_uuid: UUID) -> Shares:
    """The shares that are kept of one round. One query."""
    shares: dict[int, set[int]] = defaultdict(set)
    rows = ShareUseCase.objects.filter(round__uuid=round_uuid)
    for participant, use_case in rows.values_list("participant_id", "use_case_id"):
        shares[participant].add(use_case)
    return dict(shares)


def merges_in(rounds: Iterable[ScoringRound]) -> dict[int, Merges]:
    """By the activity of each round of fair shares, who in its workshop was merged. One query for all rounds,
    if any has shares."""
    merges: dict[int, list[tuple[int, datetime]]] = {
        each.activity_id: [] for each in rounds if each.most_each is not None
    }
    if merges:
        rows = MergedParticipant.objects.filter(other__workshop__tracks__activities__in=merges).order_by("pk")
        for activity, other, at in rows.values_list("other__workshop__tracks__activities", "other", "at"):
            merges[activity].append((other, at))
    return {activity: tuple(each) for activity, each in merges.items()}


def share_when_merged(keep: Participant, other: Participant) -> list[int]:
    """Of the rows of two people who are merged, the primary keys of those that make their share: not more use
    cases in a round than each person scores. First those that either has begun to score, then those of the
    person who is `keep`. What else they scored counts all the same."""
    both = (keep.pk, other.pk)
    scores = Score.objects.filter(participant__in=both).order_by()
    with_scores = set(scores.values_list("round_id", "use_case_id").distinct())
    rows = ShareUseCase.objects.filter(participant__in=both).select_related("round").order_by("pk")
    by_need = sorted(
        rows,
        key=lambda row: ((row.round_id, row.use_case_id) not in with_scores, row.participant_id != keep.pk),
    )
    shares: dict[int, dict[int, int]] = defaultdict(dict)
    for row in by_need:
        share = shares[row.round_id]
        if len(share) < (row.round.most_each or 0):
            share.setdefault(row.use_case_id, row.pk)
    return [pk for share in shares.values() for pk in share.values()]
