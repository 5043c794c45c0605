"""Editing the agenda of a workshop, also while it is live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from discovery import live, permissions
from discovery.actors import Actor
from discovery.exceptions import Conflict, Invalid
from discovery.models import Activity, Operation, Workshop
from discovery.models.workshop import WorkshopState
from discovery.registries import activity_kinds
from discovery.selectors.workshops import track_of
from discovery.services import artefacts
from discovery.services.operations import operation

LONGEST = 480
_CHANGEABLE = frozenset({"title", "minutes", "instructions", "settings"})


def add_activity(
    *,
    actor: Actor,
    workshop: Workshop,
    kind: str,
    title: str = "",
    minutes: int | None = None,
    instructions: str = "",
    settings: Mapping[str, Any] | None = None,
) -> Activity:
    """An activity at the end of the agenda; without `title` and `minutes` it takes those of its kind.

    `settings` are the cleaned values of the kind's form. Raises NotAllowed, NotFound, and Invalid for an
    unknown kind or a number of minutes outside 1 to 480.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    if kind not in activity_kinds:
        raise Invalid(_("There is no such kind of activity."))
    entry = activity_kinds.get(kind)
    title = title or str(entry.label)
    with operation(actor, "activity.added", summary=title, workshop=workshop):
        live.changed(workshop.pk, "agenda")
        track = track_of(workshop)
        return artefacts.add(
            Activity,
            track=track,
            kind=kind,
            title=title,
            minutes=_checked_minutes(entry.default_minutes if minutes is None else minutes),
            instructions=instructions,
            settings=dict(settings or {}),
            position=artefacts.next_position(track.activities.all()),
        )


def change_activity(
    *, actor: Actor, activity: Activity, revision: int | None = None, **fields: Any
) -> Activity:
    """The activity with another `title`, `minutes`, `instructions` or `settings`.

    Raises NotAllowed, NotFound, Invalid, and Stale when somebody changed it since `revision`.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    unknown = fields.keys() - _CHANGEABLE
    if unknown:
        raise TypeError(f"change_activity does not change {', '.join(sorted(unknown))}")
    if "minutes" in fields:
        _checked_minutes(fields["minutes"])
    with operation(actor, "activity.changed", summary=fields.get("title", activity.title), workshop=workshop):
        live.changed(workshop.pk, "agenda", "activity")
        return artefacts.change(activity, revision=revision, **fields)


def reorder_activities(*, actor: Actor, workshop: Workshop, order: Sequence[UUID]) -> None:
    """Put the activities into the order of their uuids.

    Raises NotAllowed, NotFound, and Conflict when one of them is gone.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "agenda.reordered", summary=workshop.name, workshop=workshop):
        live.changed(workshop.pk, "agenda")
        artefacts.reorder(track_of(workshop).activities.all(), order)


def delete_activity(*, actor: Actor, activity: Activity) -> Operation:
    """Put an activity into the trash; returns the operation, which undo takes back.

    Raises NotAllowed, NotFound, and Conflict while the room is in it.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "activity.deleted", summary=activity.title, workshop=workshop) as deleted:
        live.changed(workshop.pk, "agenda")
        track = artefacts.locked(activity.track)
        if track.current_id == activity.pk and workshop.state == WorkshopState.LIVE:
            raise Conflict(_("The room is in this activity. Move on before you delete it."))
        artefacts.trash(artefacts.locked(activity))
    return deleted


def _checked_minutes(minutes: int) -> int:
    if not 1 <= minutes <= LONGEST:
        raise Invalid(_("An activity takes 1 to 480 minutes."))
    return minutes
