"""The link by which a facilitator shares what came out of a workshop."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid
from core.services import artifacts
from core.services.operations import operation
from organizations.actors import Actor
from workshops import permissions
from workshops.models import Workshop
from workshops.models.workshop import WorkshopState, new_key
from workshops.selectors.results import PARTS


def share_results(*, actor: Actor, workshop: Workshop, parts: Iterable[str]) -> Workshop:
    """Share these parts of the results (keys of selectors.results.PARTS) with everybody who has the link; the
    people of the room find it on their screen once the workshop ended.

    Sharing again changes the parts and keeps the link. Raises Invalid for no or unknown parts, Conflict
    before the workshop began.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    chosen = set(parts)
    if not chosen or chosen - PARTS.keys():
        raise Invalid(_("Choose what to share."))
    with operation(actor, "results.shared", summary=workshop.name, place=workshop):
        live.changed(workshop.pk, "cursor")
        held = artifacts.locked(workshop)
        if held.state == WorkshopState.PLANNED:
            raise Conflict(_("The workshop has not started yet."))
        return artifacts.change(
            held,
            result_key=held.result_key or new_key(),
            result_parts=[part for part in PARTS if part in chosen],
        )


def withdraw_results(*, actor: Actor, workshop: Workshop) -> Workshop:
    """From now on the link leads nowhere; sharing again makes another one. Raises NotAllowed or NotFound."""
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "results.withdrawn", summary=workshop.name, place=workshop):
        live.changed(workshop.pk, "cursor")
        return artifacts.change(workshop, result_key="", result_parts=[])
