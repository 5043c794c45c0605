"""Open forms say that they are open, so that two people who edit one artifact see each other.

These rows are no artifacts and have no history: they say what is going on at the moment, and the next report
of any form deletes the expired ones. Whether the actor may see the artifact was decided when the form was
rendered.
"""

from uuid import UUID

from django.utils import timezone

from core.actors import Actor
from core.models import Editing
from core.selectors.editing import SILENCE, others_editing


def report_editing(*, actor: Actor, uuid: UUID) -> list[str]:
    """The actor's form of the artifact is open; the labels of those who have it open too. Raises ValueError
    for an actor without a row, who edits nothing."""
    editor = _editor(actor)
    now = timezone.now()
    Editing.objects.filter(seen_at__lt=now - SILENCE).delete()
    row = Editing(
        uuid=uuid,
        editor=editor,
        label=actor.label[:200],
        seen_at=now,
    )
    Editing.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["uuid", "editor"],
        update_fields=["label", "seen_at"],
    )
    return others_editing(uuid, editor)


def stop_editing(*, actor: Actor, uuid: UUID) -> None:
    """The actor's form of the artifact is closed. Raises ValueError as report_editing."""
    Editing.objects.filter(uuid=uuid, editor=_editor(actor)).delete()


def _editor(actor: Actor) -> UUID:
    if actor.uuid is None:
        raise ValueError("nobody edits")
    return actor.uuid
