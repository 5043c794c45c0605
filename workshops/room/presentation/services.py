"""Turning the slides of a presentation."""

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict
from core.services import artifacts, operation
from organizations.actors import Actor
from workshops import permissions
from workshops.models import Activity
from workshops.room.presentation.selectors import count_of, place_in

SLIDE = "slide"
"""The one item of a presentation: it is what changes, and the rest of the page stays."""


def show_slide(*, actor: Actor, activity: Activity, from_slide: int, to: int) -> Activity:
    """Show everyone the slide `to`, from 1, in place of the one that the facilitator saw.

    Raises NotAllowed, NotFound, and Conflict when someone else turned the slide, or there is none there.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "activity.slide_shown", summary=activity.title, place=workshop):
        live.publish_change(workshop.pk, "progress", "camera", keys={"items": [SLIDE]})
        locked = artifacts.locked(activity)
        if place_in(locked) != from_slide:
            raise Conflict(_("Someone has already changed the slide."))
        if not 1 <= to <= count_of(locked):
            raise Conflict(_("This is the last slide.") if to > from_slide else _("This is the first slide."))
        return artifacts.change(locked, settings={**locked.settings, "slide": to})
