"""Looking at one use case of the ranking together."""

from uuid import UUID

from django.utils.translation import gettext as _

import live
from core.exceptions import NotFound
from core.services import artifacts, operation
from lvt.ranking_focus.selectors import FOCUS
from lvt.rounds.selectors import current_results
from organizations.actors import Actor
from workshops import permissions
from workshops.models import Activity


def focus_on(*, actor: Actor, activity: Activity, use_case: UUID | None) -> Activity:
    """Every screen shows the card of this use case and what the room thinks of it; None shows the whole
    ranking again.

    Raises NotAllowed, and NotFound for a use case that the ranking does not show.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    name = ""
    if use_case is not None:
        results = current_results(workshop.discovery)
        ranked = results.ranking if results else ()
        target = next((each.use_case for each in ranked if each.use_case.uuid == use_case), None)
        if target is None:
            raise NotFound(_("This use case isn’t in the ranking."))
        name = target.name
    with operation(actor, "ranking.focused", summary=name, place=workshop):
        live.publish_change(workshop.pk, "activity")
        current = artifacts.locked(activity)
        settings = {key: value for key, value in current.settings.items() if key != FOCUS}
        if use_case is not None:
            settings[FOCUS] = str(use_case)
        return artifacts.change(current, settings=settings)
