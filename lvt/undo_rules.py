"""Operations of prioritization that only facilitators, or no one, can undo."""

from core.registries import UndoRules, undo_rules
from lvt.rounds.policies import check_may_be_set_back
from lvt.use_case_merging.policies import check_may_be_split


def register_own() -> None:
    """Register what of prioritization only facilitators take back, and what rooms have seen."""
    undo_rules.register(
        UndoRules(
            "lvt",
            of_facilitators=frozenset(
                {
                    "criteria",
                    "criterion",
                    "groups",
                    "method",
                    "proposal",
                    "ranking",
                    "round",
                    "score",
                    "shortlist",
                }
            ),
            # A reveal above all: what everyone has seen cannot be hidden again.
            seen_by_the_room=frozenset(
                {"round.opened", "round.extended", "round.revealing", "round.revealed"}
            ),
            check=lambda artifact, _before: check_may_be_set_back(artifact),
            check_target=check_may_be_split,
        )
    )
