"""Live rooms that look at products see every change of them, wherever it is made.

Services of products need to do nothing for it: `hear` is told of every operation (registries.followers).
"""

from __future__ import annotations

from discovery.models import Discovery, Operation
from discovery.registries import Follower, followers
from discovery.services.telling import tell_other_rooms, tell_rooms
from products.selectors.room_products import SHOWING


def register_own() -> None:
    followers.register(Follower("products", hear))


def hear(operation: Operation) -> None:
    """Draw the rooms of a discovery again after a change on its pages. A change in a room is published by the
    service that makes it, which knows the regions. The one exception is a note that becomes a product, which
    other rooms show.
    """
    # Hot path: writes of a room have a workshop, so their discovery is not loaded.
    if operation.workshop_id is None:
        if operation.discovery is not None:
            tell_rooms(operation.discovery, SHOWING)
    elif operation.verb == "note.turned" and operation.discovery is not None:
        tell_others(operation.discovery, operation.workshop_id)


def tell_others(discovery: Discovery, workshop_id: int) -> None:
    """The same for a change that the room of a workshop made, which knows already."""
    tell_other_rooms(discovery, SHOWING, workshop_id)
