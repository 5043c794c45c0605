"""Activities that people take part in ahead of the workshop: opened days before, with a deadline."""

from datetime import datetime

from django.utils import timezone

import live
from core.services import artifacts, operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.models import Activity
from workshops.room.running.services import begin

_TOPICS = ("agenda", "activity", "progress", "cursor")


def open_ahead(*, actor: Actor, activity: Activity, until: datetime) -> Activity:
    """Let people take part from now until the deadline, wherever the cursor is; what they give counts
    when the room gets there. Once more sets another deadline, also for one that was closed.

    Raises NotAllowed, NotFound, Invalid for a deadline that has passed or is more than a year away, and
    Conflict when the workshop runs, has ended, or people cannot do this activity ahead.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "activity.opened_ahead", summary=activity.title, place=workshop):
        live.publish_change(workshop.pk, *_TOPICS)
        now = timezone.now()
        locked = artifacts.locked(activity)
        locked.track = activity.track
        policies.check_opens_ahead(locked)
        policies.check_deadline(until, now)
        first = locked.opens_at is None
        locked = artifacts.change(locked, opens_at=locked.opens_at or now, closes_at=until)
        locked.track = activity.track
        # Once: when the cursor gets there later, it has begun.
        return begin(locked, actor, now) if first else locked


def close_ahead(*, actor: Actor, activity: Activity) -> Activity:
    """End it now; what people gave is kept, and they go on when the room gets there.

    Raises NotAllowed, NotFound, and Conflict when it is not open.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "activity.closed_ahead", summary=activity.title, place=workshop):
        live.publish_change(workshop.pk, *_TOPICS)
        policies.check_is_open_ahead(artifacts.locked(activity))
        return artifacts.change(activity, closes_at=timezone.now())
