"""What of use cases and scores moves when two participants are merged."""

from __future__ import annotations

from lvt.models import Score, ScoringRound, ShareUseCase, UseCase
from workshops.registries import MergeRules, merge_rules


def register_own() -> None:
    """Register the rules of this app."""
    merge_rules.register(
        MergeRules(
            "lvt",
            later={Score: ("round", "use_case", "criterion", "late")},
            unless_own={ShareUseCase: ("round", "use_case")},
            named_in={UseCase: ("authors",), ScoringRound: ("sides", "roles")},
        )
    )
