"""Reads of who did what, when."""

from __future__ import annotations

from discovery.models import Artefact


def last_changed_by(artefact: Artefact) -> str:
    """The label of whoever changed the artefact last, "" when nothing is recorded."""
    row = (
        type(artefact)
        .history.filter(uuid=artefact.uuid)
        .select_related("operation")
        .order_by("-history_id")
        .first()
    )
    return row.operation.actor_label if row else ""
