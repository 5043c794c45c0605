"""The broker: changes in, one drawing per audience and tick out, to every open stream.

All state lives in the event loop's thread. Drawing happens in one thread of its own, so that at most one
database connection serves all streams. `publish` and `connected` may be called from any thread.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import Final

from discovery.live.messages import Change, Patch
from discovery.live.regions import PEOPLE, Region, regions_for
from discovery.live.rendering import Drawn, Order, draw
from discovery.live.room import Dirty, Room
from discovery.live.subscriber import Subscriber
from discovery.live.transport import LocalTransport, Transport

logger = logging.getLogger(__name__)

TICK: Final = 0.1
"""Seconds: changes within one tick are drawn once."""
GRACE: Final = 5.0
"""Seconds that a person counts as present after the last stream ended: a refresh must not flicker."""
POLL: Final = 0.75
SETTLE: Final = 0.25
"""Seconds: once a second in all the revisions are read, and what is still unheard of after `SETTLE` was
written elsewhere. Without that pause a poll would overtake the messages of commits that were just made."""
RENEWAL: Final = 3.0
"""Seconds within which all streams are opened again after messages may have been lost."""
MOST_STREAMS: Final = 24
"""Open streams of one person in one process: a few devices with many tabs, but not a flood."""
RETRY: Final = 1.0
"""Seconds before a tick that failed as a whole (no database) is tried again."""


class Broker:
    """See the module. ``revisions`` reads the revisions of workshops, in the renderer's thread."""

    def __init__(
        self,
        revisions: Callable[[Iterable[int]], Mapping[int, int]],
        transport: Transport | None = None,
        *,
        regions: Callable[[str], Iterable[Region]] = regions_for,
        tick: float = TICK,
        grace: float = GRACE,
    ) -> None:
        self._revisions = revisions
        self._transport = transport or LocalTransport()
        self._regions = regions
        self._tick = tick
        self._grace = grace
        self._rooms: dict[int, Room] = {}
        self._held: Counter[str] = Counter()
        self._remote: Mapping[int, frozenset[str]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._renderer: ThreadPoolExecutor | None = None
        self._poller: asyncio.Task[None] | None = None
        self._closing = False

    # --- Life -----------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Start in the running loop."""
        self._loop = asyncio.get_running_loop()
        self._renderer = ThreadPoolExecutor(1, thread_name_prefix="render")
        await self._transport.start(self)
        self._poller = self._loop.create_task(self._poll())

    async def stop(self) -> None:
        """End all streams and wait for what is under way."""
        self.close_all()
        tasks = [self._poller, *(room.pump for room in self._rooms.values())]
        self._loop = None
        for task in filter(None, tasks):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for room in self._rooms.values():
            room.dispose()
        self._rooms.clear()
        await self._transport.stop()
        if self._renderer:
            self._renderer.shutdown(wait=False, cancel_futures=True)

    def close_all(self) -> None:
        """End all streams now, and new ones as soon as they open; the pages look for the next server."""
        self._closing = True
        for room in self._rooms.values():
            for subscriber in room.subscribers:
                subscriber.close(bye=False)

    # --- From any thread ------------------------------------------------------------------------------

    def publish(self, change: Change) -> None:
        """Hand a change to the screens of this process and the others. Never waits; ignored once stopped."""
        if loop := self._loop:
            with suppress(RuntimeError):  # the loop was closed in between
                loop.call_soon_threadsafe(self._transport.send, change)

    def connected(self, workshop_id: int) -> frozenset[str]:
        """Return the uuids of the participants with an open stream, in any process."""
        room = self._rooms.get(workshop_id)
        return (room.present if room else frozenset()) | self._remote.get(workshop_id, frozenset())

    # --- From the transport ---------------------------------------------------------------------------

    def receive(self, change: Change) -> None:
        """Take note of a change, made here or elsewhere."""
        room = self._rooms.get(change.workshop_id)
        if room is None:
            return
        if change.close is not None:
            self._close(room, change.close)
        if change.revision is not None:
            room.revisions.saw(change.revision)
        room.dirty.add(change)
        self._wake(room)

    def recover(self) -> None:
        """Draw every region again, for messages may have been lost; among them, that somebody was removed.

        Therefore all streams are opened again, which checks access, spread over `RENEWAL` seconds.
        """
        for room in self._rooms.values():
            room.dirty.everything = True
            self._wake(room)
            for subscriber in room.subscribers:
                subscriber.end_within(RENEWAL)

    def set_remote(self, remote: Mapping[int, frozenset[str]]) -> None:
        """Take note of who is connected to the other processes, by workshop."""
        before, self._remote = self._remote, remote
        for workshop_id, room in self._rooms.items():
            if before.get(workshop_id) != remote.get(workshop_id):
                room.dirty.topics.add(PEOPLE)
                self._wake(room)

    # --- Streams --------------------------------------------------------------------------------------

    def has_enough(self, holder: str) -> bool:
        """Whether this person has so many streams open that there must be no more."""
        return self._held[holder] >= MOST_STREAMS

    async def stream(
        self,
        workshop_id: int,
        audience: str,
        participant: str | None = None,
        claim: int | None = None,
        holder: str = "",
    ) -> AsyncGenerator[bytes]:
        """Yield the bytes of one event stream; first of all the current state, unless the page shows it
        already.

        ``claim`` is the revision that the page was drawn at, ``holder`` the person whose streams are counted
        together. The stream ends when its access ends or the server stops.
        """
        subscriber = Subscriber(workshop_id, audience, participant, claim)
        if self._closing:
            return
        self._join(subscriber)
        self._held[holder] += 1
        try:
            async with aclosing(subscriber.events()) as events:
                async for event in events:
                    yield event
        finally:
            self._held[holder] -= 1
            if not self._held[holder]:
                del self._held[holder]
            self._leave(subscriber)

    def _join(self, subscriber: Subscriber) -> None:
        room = self._rooms.setdefault(subscriber.workshop_id, Room(subscriber.workshop_id))
        room.subscribers.add(subscriber)
        room.newcomers.add(subscriber)
        if subscriber.participant and room.arrive(subscriber.participant):
            self._people(room)
        self._wake(room)

    def _leave(self, subscriber: Subscriber) -> None:
        room = self._rooms.get(subscriber.workshop_id)
        if room is None or subscriber not in room.subscribers:
            return
        room.subscribers.discard(subscriber)
        room.newcomers.discard(subscriber)
        participant = subscriber.participant
        if participant and room.depart(participant) and self._loop:
            room.leave_later(participant, self._loop.call_later(self._grace, self._left, room, participant))
        self._free_if_empty(room)

    def _left(self, room: Room, participant: str) -> None:
        room.left(participant)
        self._people(room)
        self._free_if_empty(room)

    def _people(self, room: Room) -> None:
        self._transport.present(room.workshop_id, room.present)
        room.dirty.topics.add(PEOPLE)
        self._wake(room)

    def _close(self, room: Room, target: str) -> None:
        if target.startswith(":"):
            for subscriber in room.subscribers:
                if target in (":", f":{subscriber.audience}"):
                    subscriber.close(bye=False)
        else:
            for subscriber in room.subscribers:
                if subscriber.participant == target:
                    subscriber.close(bye=True)

    def _gone(self, room: Room) -> None:
        """The workshop does not exist any more."""
        for subscriber in room.subscribers:
            subscriber.close(bye=True)

    def _free_if_empty(self, room: Room) -> None:
        if room.empty and self._rooms.get(room.workshop_id) is room:
            del self._rooms[room.workshop_id]

    # --- Ticks ----------------------------------------------------------------------------------------

    def _wake(self, room: Room) -> None:
        if self._loop and room.pump is None and room.subscribers and (room.dirty or room.newcomers):
            room.pump = self._loop.create_task(self._pump(room))

    async def _pump(self, room: Room) -> None:
        try:
            pause = self._tick
            while room.subscribers and (room.dirty or room.newcomers):
                await asyncio.sleep(pause)
                # Taken before the drawing, so that a change during it is not lost.
                dirty, room.dirty = room.dirty, Dirty()
                newcomers, room.newcomers = room.newcomers, set()
                try:
                    await self._draw_tick(room, dirty, newcomers)
                    pause = self._tick
                except Exception:
                    logger.exception("The screens of workshop %s could not be updated.", room.workshop_id)
                    dirty.merge(room.dirty)
                    room.dirty = dirty
                    room.newcomers |= newcomers & room.subscribers
                    pause = RETRY
        finally:
            room.pump = None

    async def _draw_tick(self, room: Room, dirty: Dirty, newcomers: set[Subscriber]) -> None:
        proof = room.revisions.known  # of the same moment as `dirty`: all up to it has been marked
        revision = (await self._read_revisions([room.workshop_id])).get(room.workshop_id)
        if revision is None:
            self._gone(room)
            return
        if proof is None:
            room.revisions.jump(revision)
            proof = revision
        for newcomer in newcomers:
            if newcomer.claim is not None and newcomer.claim > revision:
                newcomer.close(bye=True)  # its page was drawn from another database
        joined = {s.audience for s in newcomers}
        stale = {s.audience for s in newcomers if s.claim is None or s.claim < proof}
        present = {s.audience for s in room.subscribers}
        orders = [
            order
            for audience in sorted(present)
            for region in self._regions(audience)
            if (
                order := self._order(
                    room, region, dirty, needed_by=joined if PEOPLE in region.topics else stale
                )
            )
        ]
        self._forget(room, dirty, but=present)
        fresh = self._keep(room, await self._draw(room, revision, orders))
        states = {audience: self._state(room, audience, revision) for audience in joined}
        for subscriber in list(room.subscribers):
            audience = subscriber.audience
            complete = None if any(failed == audience for failed, _ in room.failed) else proof
            if subscriber in newcomers:
                everything, presence = states[audience]
                current = subscriber.claim is not None and subscriber.claim >= proof
                patches = [*presence, *fresh.get(audience, ())] if current else everything
                subscriber.offer(patches, complete, announce=True)
                subscriber.settled = True
            elif subscriber.settled:
                subscriber.offer(fresh.get(audience, ()), complete)

    def _order(self, room: Room, region: Region, dirty: Dirty, *, needed_by: set[str]) -> Order | None:
        """Return what has to be drawn of a region, and drop the fragment that the changes make outdated."""
        slot = region.audience, region.key
        if dirty.whole(region) or slot in room.failed:
            room.fragments.pop(slot, None)
            return Order(region)
        items = dirty.items(region)
        if items:
            room.fragments.pop(slot, None)
        if region.audience in needed_by and slot not in room.fragments:
            return Order(region, changed=bool(items))  # all of it includes the changed items
        return Order(region, items) if items else None

    def _forget(self, room: Room, dirty: Dirty, but: set[str]) -> None:
        """Drop the outdated fragments of audiences that nobody belongs to at the moment."""
        for audience in {audience for audience, _ in room.fragments} - but:
            for region in self._regions(audience):
                if dirty.whole(region) or dirty.items(region):
                    room.fragments.pop((audience, region.key), None)

    def _keep(self, room: Room, drawn: Iterable[Drawn]) -> dict[str, list[Patch]]:
        """Remember whole regions for those who come later; return the changes by audience."""
        fresh: dict[str, list[Patch]] = {}
        for order, patches in ((result.order, result.patches) for result in drawn):
            slot = order.region.audience, order.region.key
            if patches is None:
                room.failed.add(slot)
                continue
            if order.items is None:
                room.failed.discard(slot)
                room.fragments[slot] = patches[0]
            if order.changed:
                fresh.setdefault(order.region.audience, []).extend(patches)
        return fresh

    def _state(self, room: Room, audience: str, revision: int) -> tuple[list[Patch], list[Patch]]:
        """Return the current state of all regions, and of those among them that show presence.

        Presence moves without the revision, so a page drawn at this revision may still show an older one. Its
        patches are stamped anew: the page would ignore those from before its own revision.
        """
        everything, presence = [], []
        for region in self._regions(audience):
            patch = room.fragments.get((audience, region.key))
            if patch and PEOPLE in region.topics:
                patch = replace(patch, revision=revision)
                presence.append(patch)
            if patch:
                everything.append(patch)
        return everything, presence

    # --- The renderer's thread ------------------------------------------------------------------------

    async def _read_revisions(self, workshop_ids: list[int]) -> Mapping[int, int]:
        return await asyncio.get_running_loop().run_in_executor(self._renderer, self._revisions, workshop_ids)

    async def _draw(self, room: Room, revision: int, orders: list[Order]) -> list[Drawn]:
        if not orders:
            return []
        return await asyncio.get_running_loop().run_in_executor(
            self._renderer, draw, room.workshop_id, revision, self.connected(room.workshop_id), orders
        )

    async def _poll(self) -> None:
        """Look once a second for writes that nobody told us of, with one query for all rooms."""
        while True:
            await asyncio.sleep(POLL)
            rooms = [room for room in self._rooms.values() if room.subscribers]
            if not rooms:
                continue
            try:
                found = await self._read_revisions([room.workshop_id for room in rooms])
            except Exception:
                logger.exception("The revisions of the open rooms could not be read.")
                continue
            await asyncio.sleep(SETTLE)
            for room in rooms:
                revision = found.get(room.workshop_id)
                if revision is None:
                    self._gone(room)
                elif room.revisions.lacks(revision):
                    room.revisions.jump(revision)
                    room.dirty.everything = True
                    self._wake(room)
