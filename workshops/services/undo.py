"""Undo, as people do it: who may take an operation back, and who is told.

How it is undone is the same for all artifacts (core.services.undo).
"""

from django.db import models

import live
from core.models import Operation
from core.services import operation
from core.services.undo import can_be_taken_back, take_back
from discovery.discoveries.models import OF_DISCOVERY
from discovery.models import DiscoveryAccess
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.actors import participant_behind
from workshops.models import Workshop
from workshops.selectors.operation_rooms import rooms_of
from workshops.workshop.services import ask_watchers_again


def undo(*, actor: Actor, target: Operation) -> Operation:
    """Undo everything that `target` changed, as a new operation that can itself be undone.

    Live rooms of the discovery show it. Raises NotAllowed, and Conflict when it was undone already, when
    something it touched was changed later or must not change any more, or when a room has seen it and cannot
    unsee it.
    """
    permissions.check_undo(actor, target)
    policies.check_may_be_undone(target)
    with operation(actor, "operation.undone", summary=target.summary, place=target) as inverse:
        for room in _live_rooms(target):
            live.publish_change(room.pk, "agenda", "progress", "activity", "items", "captures", "steering")
        if (participant := participant_behind(actor)) is not None:
            policies.check_room_is_still_at_it(participant.workshop_id, target)
        take_back(target, inverse)
        if any(issubclass(model, DiscoveryAccess) for model, _made_in in inverse.written):
            ask_watchers_again(rooms_of(target))
    return inverse


def can_undo(target: Operation) -> bool:
    """Return True if `undo` would find something to undo and no later change in its way."""
    return policies.may_be_undone(target) and can_be_taken_back(target)


def _live_rooms(target: Operation) -> models.QuerySet[Workshop]:
    """The live rooms in which people may be looking at the change: an undo cannot find out which part of
    their screens it is."""
    rooms = rooms_of(target) if target.scope_kind == OF_DISCOVERY else Workshop.objects.none()
    return rooms.filter(state__in=policies.UNDER_WAY).order_by("pk")
