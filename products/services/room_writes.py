"""Writes of a room about products during a workshop."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import live
from core.models import Operation, OperationPlace
from core.services import operation
from discovery.models import Discovery
from organizations.actors import Actor
from workshops.actors import participant_behind
from workshops.models import Activity, Workshop
from workshops.permissions import check_write
from workshops.policies import check_is_there


@contextmanager
def writing(
    actor: Actor, verb: str, discovery: Discovery, activity: Activity | None, *items: UUID, summary: str
) -> Iterator[Operation]:
    """The operation of a write that editors make on a page, and participants make in the room's current
    `activity`. Raises NotAllowed, NotFound, and Conflict when the room has moved on."""
    check_write(actor, discovery, activity)
    workshop = workshop_of(activity)
    with operation(actor, verb, summary=summary, place=OperationPlace.at(discovery, workshop)) as current:
        enter_the_room(actor, activity, *items)
        yield current


def workshop_of(activity: Activity | None) -> Workshop | None:
    """The workshop that an operation in `activity` belongs to."""
    return activity.track.workshop if activity is not None else None


def enter_the_room(actor: Actor, activity: Activity | None, *items: UUID) -> None:
    """Tell the room of `activity` that `items` change, and hold a participant to where the room is.

    First in the transaction: telling locks the workshop, so that the cursor does not move in between. Raises
    Conflict when the room has moved on.
    """
    if activity is None:
        return
    keys = {"items": [str(uuid) for uuid in items]}
    live.publish_change(activity.track.workshop_id, "progress", keys=keys)
    if participant_behind(actor) is not None:
        check_is_there(activity)
