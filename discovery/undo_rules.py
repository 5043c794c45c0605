"""Which operations of this app only facilitators take back, and which nobody."""

from __future__ import annotations

from discovery import policies
from discovery.models.history import IMPORTED
from discovery.registries import UndoRules, undo_rules


def register_own() -> None:
    undo_rules.register(
        UndoRules(
            "discovery",
            of_facilitators=frozenset(
                {
                    "access",
                    "activity",
                    "agenda",
                    "breakout",
                    "demo",
                    "discovery",
                    "participant",
                    "results",
                    "timer",
                    "workshop",
                }
            ),
            # What a whole room saw happen cannot be unseen: the way on is another step, not an undo. And the
            # demo shows its past by its dates.
            seen_by_the_room=frozenset(
                {
                    "activity.answered_anonymously",
                    "activity.closed_ahead",
                    "activity.moved_on",
                    "activity.opened_ahead",
                    "activity.proposed",
                    "activity.slide_shown",
                    "demo.dated",
                    IMPORTED,
                    "participant.added",
                    "participant.removed",
                    "participant.took_over",
                    "participant.let_in",
                    "participant.nudged",
                    # A link that was withdrawn leads nowhere any more; sharing again makes another.
                    "results.shared",
                    "results.withdrawn",
                    "timer.set",
                    "workshop.closed_to_observers",
                    "workshop.ended",
                    "workshop.eyes_released",
                    "workshop.eyes_up",
                    "workshop.gathered",
                    "workshop.message_shown",
                    "workshop.message_withdrawn",
                    "workshop.moved",
                    "workshop.opened_to_observers",
                    "workshop.paused",
                    "workshop.reopened",
                    "workshop.resumed",
                    "workshop.rooms_opened",
                    "workshop.spotlight_shown",
                    "workshop.spotlight_stopped",
                    "workshop.started",
                }
            ),
        )
    )
    undo_rules.register(
        UndoRules(
            "board",
            of_facilitators=frozenset({"note", "note_group"}),
            seen_by_the_room=frozenset(),
            check=policies.check_board_stays,
        )
    )
