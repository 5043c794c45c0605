"""The renderer's thread: all that the live layer reads and draws happens in one separate thread, so that at
most one database connection serves all streams."""

import asyncio
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial

from live.rendering import DrawOrder, DrawResult, draw
from live.room import Room
from live.room_cache import RoomCache


class Renderer:
    """See the module; its methods are called in the event loop, which goes on meanwhile.

    ``revisions`` reads the revisions of workshops, ``places`` the breakout rooms (primary keys of their
    tracks) that participants of a workshop are in, by uuid; both in the thread. Within ``reading``, what one
    tick draws shares what it reads, with pages too.
    """

    def __init__(
        self,
        revisions: Callable[[Iterable[int]], Mapping[int, int]],
        places: Callable[[int], Mapping[str, int]],
        reading: Callable[[RoomCache], AbstractContextManager[None]],
    ) -> None:
        self._revisions = revisions
        self._places = places
        self._reading = reading
        self._thread: ThreadPoolExecutor | None = None

    def start(self) -> None:
        """Make the thread."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="render")

    def stop(self) -> None:
        """End the thread; what waits for it is not drawn any more."""
        if self._thread:
            self._thread.shutdown(wait=False, cancel_futures=True)

    async def revisions(self, workshop_ids: list[int]) -> Mapping[int, int]:
        """Read the revisions of workshops; one that does not exist any more has none."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._revisions, workshop_ids)

    async def places(self, workshop_id: int) -> Mapping[str, int]:
        """Read which breakout rooms the participants of a workshop are in."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._places, workshop_id)

    async def draw(
        self,
        room: Room,
        revision: int,
        connected: frozenset[str],
        orders: list[DrawOrder],
        cache: dict[Hashable, object],
    ) -> list[DrawResult]:
        """Draw the orders of one turn, while these participants are connected."""
        if not orders:
            return []
        return await asyncio.get_running_loop().run_in_executor(
            self._thread,
            draw,
            room.workshop_id,
            revision,
            connected,
            orders,
            cache,
            partial(self._reading, room.cache),
        )
