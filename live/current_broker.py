"""The broker of this process, if it serves. Set by the ASGI application's lifespan."""

from collections.abc import Mapping
from typing import Protocol

from live.messages import Change
from live.polls import PollAnswer, PollRequest
from live.regions import Screen
from live.room_cache import RoomCache


class Running(Protocol):
    """The methods of a broker that the rest of the process needs; any thread may call them."""

    def publish(self, change: Change) -> None:
        """Hand a change to the screens; returns at once."""

    def connected(self, workshop_id: int) -> frozenset[str]:
        """Return the uuids of the participants with an open stream."""

    def drawn(self, workshop_id: int, screen: Screen, revision: int) -> tuple[Mapping[str, str], int]:
        """Return regions of a screen as drawn for the streams, and the revision up to which they hold."""

    def room_cache(self, workshop_id: int, revision: int) -> tuple[RoomCache, int]:
        """Return what the pages of a room share, and the revision that a page made of it may claim."""

    def poll(self, poll: PollRequest) -> PollAnswer | None:
        """Answer a page that polls; None if no one can answer just now."""


_broker: Running | None = None


def broker() -> Running | None:
    """Return the broker of this process, or None where no server runs."""
    return _broker


def set_broker(broker: Running | None) -> None:
    """Make this the broker of the process; None when the server stops."""
    global _broker
    _broker = broker
