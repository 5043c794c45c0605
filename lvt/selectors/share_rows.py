"""The shares of a round as they are kept."""

from __future__ import annotations

from collections import defaultdict

from lvt.models import ScoringRound, ShareUseCase


def kept_shares(scoring_round: ScoringRound) -> dict[int, set[int]]:
    """By person, the use cases of the shares that are kept. One query."""
    shares: dict[int, set[int]] = defaultdict(set)
    rows = ShareUseCase.objects.filter(round=scoring_round)
    for participant, use_case in rows.values_list("participant_id", "use_case_id"):
        shares[participant].add(use_case)
    return dict(shares)
