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
    """What is changed on the pages of a discovery is drawn again in its rooms.

    What a room does itself is told by the service that does it: it knows which part of the screens it is.
    Only a note that becomes something may become a product, which other rooms show.
    """
    # The discovery is read last: what two hundred people send at once is of a workshop, and needs it not.
    if operation.workshop_id is None:
        if operation.discovery is not None:
            tell_rooms(operation.discovery, SHOWING)
    elif operation.verb == "note.turned" and operation.discovery is not None:
        tell_others(operation.discovery, operation.workshop_id)


def tell_others(discovery: Discovery, workshop_id: int) -> None:
    """The same for a change that the room of a workshop made, which knows already."""
    tell_other_rooms(discovery, SHOWING, workshop_id)
