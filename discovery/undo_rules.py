"""Which operations of this app only facilitators take back, and which nobody."""

from __future__ import annotations

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
                    "demo",
                    "discovery",
                    "participant",
                    "timer",
                    "track",
                    "workshop",
                }
            ),
            # What a whole room saw happen cannot be unseen: the way on is another step, not an undo. And the
            # demo shows its past by its dates.
            seen_by_the_room=frozenset(
                {
                    "demo.dated",
                    "participant.removed",
                    "timer.set",
                    "workshop.ended",
                    "workshop.moved",
                    "workshop.reopened",
                    "workshop.started",
                }
            ),
        )
    )
