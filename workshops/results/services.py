"""The link by which a facilitator shares what came out of a workshop."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid
from core.services import artifacts, operation
from organizations.actors import Actor
from workshops import permissions
from workshops.models import Workshop, WorkshopState
from workshops.results.selectors import PARTS
from workshops.workshop.models import new_key


def share_results(*, actor: Actor, workshop: Workshop, parts: Iterable[str]) -> Workshop:
    """Share these parts of the results (keys of selectors.results.PARTS) with everyone who has the link; the
    people of the room find it on their screen once the workshop ended.

    Sharing again changes the parts and keeps the link. Raises Invalid for no or unknown parts, Conflict
    before the workshop began.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    chosen_parts = set(parts)
    if not chosen_parts or chosen_parts - PARTS.keys():
        raise Invalid(_("Choose what to share."))
    with operation(actor, "results.shared", summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, "cursor")
        locked = artifacts.locked(workshop)
        if locked.state == WorkshopState.PLANNED:
            raise Conflict(_("The workshop has not started yet."))
        return artifacts.change(
            locked,
            result_key=locked.result_key or new_key(),
            result_parts=[part for part in PARTS if part in chosen_parts],
        )


def withdraw_results(*, actor: Actor, workshop: Workshop) -> Workshop:
    """From now on the link leads nowhere; sharing again makes another one. Raises NotAllowed or NotFound."""
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "results.withdrawn", summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, "cursor")
        return artifacts.change(workshop, result_key="", result_parts=[])
