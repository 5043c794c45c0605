"""Recording what a room said of what it assessed."""

from uuid import UUID

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, NotFound
from core.models import Operation
from core.services import artifacts, operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.contributions.assessment.selectors import assessed_in, subject_answers
from workshops.models import Activity


def record(*, actor: Actor, activity: Activity, subject: UUID | None = None) -> Operation:
    """The middle answer of the room becomes the recorded value of a subject, or of all. Subjects without a
    number from the room keep their value.

    Raises NotAllowed, NotFound for a subject that is gone, and Conflict before the reveal, where no one rated
    anything, and when the room said what is recorded already.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "activity.recorded", summary=activity.title, place=workshop) as recorded:
        live.publish_change(workshop.pk, "activity")
        locked = artifacts.locked(activity)
        policies.check_has_answers(locked)
        what = assessed_in(locked)
        lines = [each for each in subject_answers(locked) if subject in (None, each.subject.uuid)]
        if subject is not None and not lines:
            raise NotFound(_("This was deleted."))
        lines = [each for each in lines if each.is_open]
        if not lines:
            raise Conflict(_("This is already recorded."))
        for line in lines:
            numbers = {each.scale.field: each.room for each in line.cells if each.room is not None}
            what.record(actor, workshop.discovery, line.subject.uuid, numbers)
    return recorded
