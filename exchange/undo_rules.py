"""Which operations of this app only facilitators take back."""

from __future__ import annotations

from core.registries import UndoRules, undo_rules


def register_own() -> None:
    """Register that facilitators take back texts that were brought into an organization."""
    undo_rules.register(
        UndoRules("exchange", of_facilitators=frozenset({"organization_text"}), seen_by_the_room=frozenset())
    )
