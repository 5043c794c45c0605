"""Editing the agenda of a workshop, also while it is live."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid
from core.labels import in_language
from core.models import Operation
from core.services import artifacts, operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.agenda.rules import LONGEST_ACTIVITY
from workshops.models import Activity, Track, Workshop
from workshops.registries import activity_kinds
from workshops.selectors.person_places import BREAKOUT, is_track_open
from workshops.workshop.selectors import track_of

_CHANGEABLE = frozenset(
    {"title", "minutes", "instructions", "facilitation_notes", "settings", "is_anonymous"}
)


def add_activity(
    *,
    actor: Actor,
    workshop: Workshop,
    kind: str,
    title: str = "",
    minutes: int | None = None,
    instructions: str = "",
    settings: Mapping[str, Any] | None = None,
    track: Track | None = None,
    after: Activity | None = None,
    before: UUID | None = None,
    uuid: UUID | None = None,
) -> Activity:
    """An activity on the agenda of everyone, or of the breakout room `track`: at its end, behind `after`, or
    before the activity with the uuid `before`. Where that is gone, it is at the end.

    Without `title` and `minutes` it takes those of its kind, in the language of the workshop; `settings` are
    the cleaned values of the kind's form. `uuid` is the one that the form chose: sent again, it is the same
    activity. Raises NotAllowed, NotFound, and Invalid for an unknown kind, a number of minutes outside 1 to
    480, or a breakout within a breakout.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    if kind not in activity_kinds:
        raise Invalid(_("Unknown kind of activity."))
    if kind == BREAKOUT and track is not None and track.breakout_id is not None:
        raise Invalid(_("A breakout room can’t have breakout rooms of its own."))
    entry = activity_kinds.get(kind)
    with in_language(workshop.language):
        title = title or str(entry.label)
    with operation(actor, "activity.added", summary=title, place=workshop):
        live.publish_change(workshop.pk, "agenda")
        track = track or track_of(workshop)
        fields = {
            "title": title,
            "kind": kind,
            "minutes": _checked_minutes(entry.default_minutes if minutes is None else minutes),
            "instructions": instructions,
            "settings": dict(settings or {}),
        }
        if existing := artifacts.added_already(Activity, uuid, fields, track_id=track.pk):
            _check_placed(existing, after)
            return existing
        position = artifacts.next_position(track.activities.all())
        item = artifacts.add(Activity, uuid=uuid, track=track, position=position, **fields)
        order = [activity.uuid for activity in track.activities.exclude(pk=item.pk)]
        place = order.index(before) if before in order else len(order)
        if after is not None and after.uuid in order:
            place = order.index(after.uuid) + 1
        if place < len(order):
            order.insert(place, item.uuid)
            artifacts.reorder(track.activities.all(), order)
            item.refresh_from_db()
        item.track = track
        with in_language(workshop.language):
            entry.on_add(item, actor)
        return item


def _check_placed(activity: Activity, after: Activity | None) -> None:
    """Raises SentOtherwise when the activity was added at the end, and is now asked for behind `after`, where
    others followed; or the other way round."""
    first = artifacts.first_version(activity)
    versions = Activity.history.filter(uuid=activity.uuid, operation=first.operation)
    was_moved = versions.exclude(position=first.position).exists()
    is_last = after is None or after.position + 1 >= first.position
    if was_moved == (after is None) and (was_moved or not is_last):
        artifacts.refuse_other_words(activity, activity.title)


def change_activity(
    *, actor: Actor, activity: Activity, revision: int | None = None, **fields: Any
) -> Activity:
    """The activity with another `title`, `minutes`, `instructions`, `facilitation_notes`, `settings`, or
    `is_anonymous`.

    Raises NotAllowed, NotFound, Invalid for minutes that no activity can have, Stale when someone changed it
    since `revision`, Conflict when it started, so that its anonymity stays, and TypeError for another field.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    unknown = fields.keys() - _CHANGEABLE
    if unknown:
        raise TypeError(f"change_activity does not change {', '.join(sorted(unknown))}")
    if "minutes" in fields:
        _checked_minutes(fields["minutes"])
    with operation(actor, "activity.changed", summary=fields.get("title", activity.title), place=workshop):
        live.publish_change(workshop.pk, "agenda", "activity")
        if "is_anonymous" in fields:
            policies.check_anonymity(artifacts.locked(activity), fields["is_anonymous"])
        return artifacts.change(activity, revision=revision, **fields)


def reorder_activities(
    *,
    actor: Actor,
    workshop: Workshop,
    order: Sequence[UUID],
    before: Sequence[UUID] | None = None,
    track: Track | None = None,
) -> int:
    """Put the activities of everyone, or of the breakout room `track`, into the order of their uuids; return
    the revision of the room that shows it.

    `before` is the order that the person started from. Raises NotAllowed, NotFound, and Conflict when one of
    them is gone, or someone changed the order since then: the later change would undo the first unseen.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "agenda.reordered", summary=workshop.name, place=workshop):
        revision = live.publish_change(workshop.pk, "agenda")
        activities = (track or track_of(workshop)).activities.all()
        if before is not None and list(before) != list(activities.values_list("uuid", flat=True)):
            raise Conflict(
                _(
                    "Someone else changed the agenda. Your screen shows the current one. Move the "
                    "activity again."
                )
            )
        artifacts.reorder(activities, order)
    return revision


def delete_activity(*, actor: Actor, activity: Activity) -> Operation:
    """Put an activity into the trash, with the rooms of a breakout.

    Raises NotAllowed, NotFound, and Conflict while the room is in it.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "activity.deleted", summary=activity.title, place=workshop) as deletion:
        live.publish_change(workshop.pk, "agenda", "activity")
        track = artifacts.locked(activity.track)
        is_running = workshop.state in policies.UNDER_WAY
        if is_running and track.current_id == activity.pk and is_track_open(track):
            raise Conflict(_("The room is in this activity. Move on before you delete it."))
        rooms = list(activity.rooms.all())
        within = Activity.objects.filter(track__in=rooms)
        artifacts.trash(*within, *rooms, artifacts.locked(activity))
    return deletion


def _checked_minutes(minutes: int) -> int:
    if not 1 <= minutes <= LONGEST_ACTIVITY:
        raise Invalid(_("An activity can take 1 to 480 minutes."), "minutes")
    return minutes
