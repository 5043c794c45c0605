"""Use cases and scores that move when two participants are merged."""

from lvt.models import Score, ScoringRound, ShareUseCase, UseCase
from lvt.selectors.scoring_assignments import share_when_merged
from workshops.registries import MergeChoice, MergeRules, merge_rules


def register_own() -> None:
    """Register the rules of this app."""
    merge_rules.register(
        MergeRules(
            "lvt",
            later={Score: ("round", "use_case", "criterion", "late")},
            choices={ShareUseCase: MergeChoice(("round", "use_case"), share_when_merged)},
            named_in={UseCase: ("authors",), ScoringRound: ("sides", "roles")},
        )
    )
