"""The way of a change to the other web processes: none (there is only one), or through Redis."""

from collections.abc import Mapping
from typing import Protocol

from live.messages import Change


class Receiver(Protocol):
    """The broker, as a transport sees it. Everything is called in the event loop's thread."""

    def receive(self, change: Change) -> None:
        """Take note of a change."""

    def recover(self) -> None:
        """Draw everything again and check everyone's access again, because messages may have been lost."""

    def set_remote(self, remote: Mapping[int, frozenset[str]]) -> None:
        """Take note of who is connected to the other processes, by workshop."""


class Transport(Protocol):
    """Carries changes and presence between processes. `send` and `present` run in the loop and never wait."""

    async def start(self, receiver: Receiver) -> None:
        """Begin to deliver to the receiver."""

    async def stop(self) -> None:
        """End; tell the others that no one is connected here any more."""

    def send(self, change: Change) -> None:
        """Deliver a change to every process, this one included."""

    def present(self, workshop_id: int, participants: frozenset[str]) -> None:
        """Tell the other processes who is connected here."""

    def wrong(self) -> str:
        """The problem with the way to the other processes, for the health check: "" where it is open."""


class LocalTransport:
    """The transport of a process that is alone."""

    _receiver: Receiver | None = None

    async def start(self, receiver: Receiver) -> None:
        """Deliver to the receiver from now on."""
        self._receiver = receiver

    async def stop(self) -> None:
        """Deliver nothing from now on."""
        self._receiver = None

    def send(self, change: Change) -> None:
        """Deliver at once."""
        if self._receiver:
            self._receiver.receive(change)

    def present(self, workshop_id: int, participants: frozenset[str]) -> None:
        """Do nothing: there are no other processes."""

    def wrong(self) -> str:
        """There is no way that could be closed."""
        return ""
