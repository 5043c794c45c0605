"""The operations of this app that only facilitators can undo."""

from core.registries import UndoRules, undo_rules


def register_own() -> None:
    """Register that only facilitators undo texts imported into an organization."""
    undo_rules.register(
        UndoRules("exchange", of_facilitators=frozenset({"organization_text"}), seen_by_the_room=frozenset())
    )
