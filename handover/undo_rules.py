"""Operations of the handover that only facilitators undo, and those that no one undoes."""

from core.registries import UndoRules, undo_rules


def register_own() -> None:
    """Register which changes of the handover only facilitators can undo, and which no one can."""
    undo_rules.register(
        UndoRules(
            "handover",
            of_facilitators=frozenset(
                {"check_in", "check_ins", "check_in_link", "handover", "handover_link", "section_review"}
            ),
            # What was handed over stays as it was, a link that was revoked leads nowhere any more, and only
            # who was asked takes back what they said, by saying something else.
            seen_by_the_room=frozenset(
                {
                    "check_in_link.made",
                    "check_in_link.revoked",
                    "handover.completed",
                    "handover.frozen",
                    "handover_link.made",
                    "handover_link.revoked",
                    "section_review.answered",
                }
            ),
        )
    )
