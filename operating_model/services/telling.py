"""Live rooms that talk about key questions see every change of them, wherever it is made."""

from __future__ import annotations

from discovery.models import Discovery, Operation
from discovery.registries import Follower, followers
from discovery.services.telling import tell_other_rooms, tell_rooms
from operating_model.selectors.key_questions import KEY_QUESTIONS


def register_own() -> None:
    """Hear of every operation."""
    followers.register(Follower("operating_model", hear))


def hear(operation: Operation) -> None:
    """What is changed on the pages of a discovery is drawn again in its rooms. What a room does itself is
    told by the service that does it."""
    # In this order: what two hundred people send at once is of a workshop, and reads no discovery.
    if operation.workshop_id is None and operation.discovery is not None:
        tell_rooms(operation.discovery, [KEY_QUESTIONS])


def tell_others(discovery: Discovery, workshop_id: int) -> None:
    """The same for a change that the room of a workshop made, which knows already."""
    tell_other_rooms(discovery, [KEY_QUESTIONS], workshop_id)
