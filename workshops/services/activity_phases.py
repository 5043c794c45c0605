"""Moving an activity from one of its phases to the next: reveal the notes, start the vote."""

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict
from core.services import artifacts, operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.models import Activity
from workshops.registries import activity_kinds


def set_phase(*, actor: Actor, activity: Activity, from_phase: str, to: str) -> Activity:
    """Move the activity from the phase that the facilitator saw into `to`. Where several phases ask for
    something, such as notes and then votes, people who were done with one aren't done with the next.

    Raises NotAllowed, NotFound, and Conflict when someone else moved it already, when the kind has no such
    step, or when it has not started.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "activity.moved_on", summary=activity.title, place=workshop):
        live.publish_change(workshop.pk, "activity", "progress", "items", "agenda")
        locked = artifacts.locked(activity)
        locked.track = activity.track
        if locked.started_at is None and locked.opens_at is None:
            raise Conflict(_("This activity has not started yet."))
        phase = policies.check_phase(locked, from_phase, to)
        locked = artifacts.change(locked, phase=phase.key)
        locked.track = activity.track
        kind = activity_kinds.get(locked.kind)
        if phase.is_open and sum(each.is_open for each in kind.phases) > 1:
            locked.completions.all().delete()
        kind.on_phase(locked, phase, actor)
        return locked
