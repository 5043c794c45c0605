"""The people who are connected, also while pages look for the next server. Pure: the clock is handed in.

After a start, pages come back one after another, and the first of them would make everyone else away. Where
one of several processes ends, its people come back to the others in the same way. So a process that is
younger than the time within which pages reconnect tells no one, and who was connected to another process
counts as connected for as long. `workshops.room.presence` explains what it means that no one is told.
"""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Final

RECONNECTED: Final = 10.0
"""Seconds within which pages reconnect: five after the server is back (static/js/live.js), and as many again
for a busy computer. For rooms, workshops.room.presence says the same."""


class Settling:
    """The people who are connected to this process and to the others, for so many `seconds` by this
    `clock`."""

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._until = 0.0
        self._remote: Mapping[int, frozenset[str]] = {}
        self._lost: Mapping[tuple[int, str], float] = {}

    def begin(self) -> None:
        """Note that the process starts now."""
        self._until = self._clock() + self.seconds

    def hear(self, remote: Mapping[int, frozenset[str]]) -> set[int]:
        """Note who is connected to the other processes, by workshop; return the workshops where that
        changed."""
        before, self._remote = self._remote, remote
        empty, now = frozenset[str](), self._clock()
        rooms = {room for room in {*before, *remote} if before.get(room, empty) != remote.get(room, empty)}
        lost = {
            (room, person): now + self.seconds
            for room in rooms
            for person in before.get(room, empty) - remote.get(room, empty)
        }
        self._lost = {one: until for one, until in self._lost.items() if until > now} | lost
        return rooms

    def connected(self, room: int, present: frozenset[str]) -> frozenset[str]:
        """Return who is connected to a workshop in any process, where `present` are in this one; no one, as
        long as that cannot be told."""
        now = self._clock()
        if now < self._until:
            return frozenset()
        lost = {person for (where, person), until in self._lost.items() if where == room and until > now}
        return present | self._remote.get(room, frozenset()) | lost
