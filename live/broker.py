"""The broker: changes in, one drawing per audience and tick out, to every open stream.

All state lives in the event loop's thread, but any thread may call `publish` and `connected`.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Hashable, Iterable, Mapping
from contextlib import AbstractContextManager, aclosing, nullcontext, suppress
from typing import Final

from live import polls, region_state
from live.messages import PEOPLE, Change
from live.process_transport import LocalTransport, Transport
from live.reconnect_grace import RECONNECTED, Settling
from live.regions import Region, Screen, regions_for
from live.renderer_thread import Renderer
from live.room import Dirty, Room
from live.room_cache import RoomCache
from live.stream_limits import StreamLimits
from live.subscriber import Subscriber
from live.throttle import Throttle

logger = logging.getLogger(__name__)

GRACE: Final = 120.0
"""Seconds that a person counts as present after the last stream ended: a refresh must not flicker, nor a
phone that sleeps while its owner talks. For rooms, see workshops.room.presence."""
POLL: Final = 0.75
SETTLE: Final = 0.25
"""Seconds: once a second in all the revisions are read, and what is still unheard of after `SETTLE` was
written elsewhere. Without that pause a poll would overtake the messages of commits that were just made."""
RENEWAL: Final = 3.0
"""Seconds within which all streams are opened again after messages may have been lost."""
ANSWER: Final = 2.0
"""Seconds that a page thread waits for the loop to answer a poll."""


class Broker:
    """See the module.

    ``revisions``, ``places`` and ``reading`` are the renderer's (`live.renderer_thread`); ``grace`` is
    `GRACE` by default, and pages reconnect within ``settling`` seconds.
    """

    def __init__(
        self,
        revisions: Callable[[Iterable[int]], Mapping[int, int]],
        transport: Transport | None = None,
        *,
        places: Callable[[int], Mapping[str, int]] = lambda _workshop_id: {},
        reading: Callable[[RoomCache], AbstractContextManager[None]] = lambda _cache: nullcontext(),
        regions: Callable[[str], Iterable[Region]] = regions_for,
        throttle: Callable[[], Throttle] = Throttle,
        grace: float | None = None,
        settling: float | None = None,
    ) -> None:
        self._renderer = Renderer(revisions, places, reading)
        self._transport = transport or LocalTransport()
        self._regions = regions
        self._throttle = throttle
        self._grace = GRACE if grace is None else grace
        self._rooms: dict[int, Room] = {}
        self._limits = StreamLimits()
        self._settling = Settling(RECONNECTED if settling is None else settling)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._poller: asyncio.Task[None] | None = None
        self._closing = False

    # --- Life -----------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Start in the running loop."""
        self._loop = asyncio.get_running_loop()
        self._settling.begin()
        self._loop.call_later(self._settling.seconds, lambda: self._people(*self._rooms.values()))
        self._renderer.start()
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
        self._renderer.stop()

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
        return self._settling.connected(workshop_id, room.present if room else frozenset())

    def drawn(self, workshop_id: int, screen: Screen, revision: int) -> tuple[Mapping[str, str], int]:
        """Return the regions of a screen that need no drawing for a page, by key, and the revision up to
        which they hold, at most ``revision``."""
        if room := self._rooms.get(workshop_id):
            return region_state.current_fragments(room, self._regions, screen, revision)
        return {}, revision

    def room_cache(self, workshop_id: int, revision: int) -> tuple[RoomCache, int]:
        """Return what the pages of a room share, and the revision that a page made of it may claim."""
        if (room := self._rooms.get(workshop_id)) is None or (up_to := room.revisions.up_to) is None:
            return RoomCache(), revision
        return room.cache, min(up_to, revision)  # taken after: it holds all that was marked by then

    def poll(self, poll: polls.PollRequest) -> polls.PollAnswer | None:
        """Answer a page that polls; it counts as there for a while. None if no one can answer just now."""
        loop = self._loop
        if loop is None or self._closing:
            return None
        try:
            return asyncio.run_coroutine_threadsafe(self._polled(poll), loop).result(ANSWER)
        except (TimeoutError, RuntimeError):  # the loop is busy beyond measure, or was closed in between
            return None

    # --- From the transport ---------------------------------------------------------------------------

    def receive(self, change: Change) -> None:
        """Record a change that this process or another one made."""
        room = self._rooms.get(change.workshop_id)
        if room is None:
            return
        if change.close is not None:
            room.close(change.close)
        room.mark(change)  # first: what is heard of is marked (see `tick.current_fragments`)
        if change.revision is not None:
            room.revisions.saw(change.revision)
        self._wake(room)

    def recover(self) -> None:
        """Draw every region again, for messages may have been lost; among them, that someone was removed:
        so all streams are opened again, which checks access, spread over `RENEWAL` seconds."""
        for room in self._rooms.values():
            room.mark_everything()
            self._wake(room)
            for subscriber in room.subscribers:
                subscriber.end_within(RENEWAL)

    def set_remote(self, remote: Mapping[int, frozenset[str]]) -> None:
        """Record who is connected to the other processes, by workshop."""
        rooms = [self._rooms[one] for one in self._settling.hear(remote) & self._rooms.keys()]
        self._people(*rooms)
        if rooms and self._loop:
            self._loop.call_later(self._settling.seconds, self._people, *rooms)

    # --- Streams --------------------------------------------------------------------------------------

    def has_enough(self, holder: str) -> bool:
        """Return True if this person, or those who observe as they do, must not open another stream."""
        return self._limits.has_enough(holder)

    async def stream(
        self,
        workshop_id: int,
        audience: str,
        participant: str | None = None,
        claim: int | None = None,
        holder: str = "",
        track: int | None = None,
        language: str = "en",
    ) -> AsyncGenerator[bytes]:
        """Yield the bytes of one event stream; first the current state, unless the page shows it already.

        ``claim`` is the revision of the page, ``holder`` the person whose streams are counted together,
        ``track`` the breakout room that the page shows in its ``language``; a participant's follows them.
        The stream ends when its access ends or the server stops.
        """
        subscriber = Subscriber(workshop_id, Screen(audience, track, language), participant, claim)
        if self._closing:
            return
        self._join(subscriber)
        try:
            with self._limits.one_more(holder):
                async with aclosing(subscriber.events()) as events:
                    async for event in events:
                        yield event
        finally:
            self._leave(subscriber)

    def _room(self, workshop_id: int) -> Room:
        if workshop_id not in self._rooms:
            self._rooms[workshop_id] = Room(workshop_id, self._throttle())
        return self._rooms[workshop_id]

    def _join(self, subscriber: Subscriber) -> None:
        room = self._room(subscriber.workshop_id)
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
        if participant := subscriber.participant:
            self._depart(room, participant, self._grace)
        self._free_if_empty(room)

    def _depart(self, room: Room, participant: str, stays: float) -> None:
        """A stream or the polls of a participant ended; after the last, they count as present so many
        seconds longer."""
        if room.depart(participant) and self._loop:
            timer = self._loop.call_later(max(stays, 0), self._remove, room, participant)
            room.leave_later(participant, timer)

    def _remove(self, room: Room, participant: str) -> None:
        room.remove(participant)
        self._people(room)
        self._free_if_empty(room)

    def _people(self, *rooms: Room) -> None:
        for room in rooms:
            self._transport.present(room.workshop_id, room.present)
            room.dirty.topics.add(PEOPLE)
            self._wake(room)

    def _gone(self, room: Room, screens: Iterable[Screen] | None = None) -> None:
        """The workshop does not exist any more, or the breakout rooms that these screens show."""
        for subscriber in room.subscribers:
            if screens is None or subscriber.screen in screens:
                subscriber.close(bye=True)
        for screen in list(room.polled if screens is None else screens):
            room.polled.pop(screen, None)

    def _free_if_empty(self, room: Room) -> None:
        if room.empty and self._rooms.get(room.workshop_id) is room:
            del self._rooms[room.workshop_id]

    # --- Polls ----------------------------------------------------------------------------------------

    async def _polled(self, poll: polls.PollRequest) -> polls.PollAnswer:
        """See `poll`; in the loop, and without waiting for a drawing."""
        loop = asyncio.get_running_loop()
        room = self._room(poll.workshop_id)
        until = loop.time() + polls.PRESENT
        if participant := poll.participant:
            if timer := room.polling.pop(participant, None):
                timer.cancel()
            elif room.arrive(participant):
                self._people(room)
            room.polling[participant] = loop.call_at(until, self._stopped_polling, room, participant)
        answer = polls.answer(room, self._regions, poll)
        room.polled[room.screen_of(poll.screen, participant)] = until
        self._wake(room)
        return answer

    def _stopped_polling(self, room: Room, participant: str) -> None:
        room.polling.pop(participant, None)
        room.notices.pop(participant, None)
        self._depart(room, participant, self._grace - polls.PRESENT)
        self._free_if_empty(room)

    # --- Ticks ----------------------------------------------------------------------------------------

    def _wake(self, room: Room) -> None:
        if room.hurries:
            room.hurry.set()
        if self._loop and room.pump is None and room.watched and room.waiting:
            room.pump = self._loop.create_task(self._pump(room))

    async def _pump(self, room: Room) -> None:
        clock = asyncio.get_running_loop().time
        try:
            while room.watched and room.waiting:
                due = clock() + (pause := room.throttle.pause(clock()))
                await asyncio.sleep(pause)
                await room.rest(room.throttle.rest(clock(), clock() - due))
                began = clock()
                # Taken before the drawing, so that a change during it is not lost.
                room.drawing, room.dirty = room.dirty, Dirty()
                dirty = room.drawing
                newcomers, room.newcomers = room.newcomers, set()
                requests, room.requests = room.requests, set()
                try:
                    await self._draw_tick(room, dirty, newcomers, requests)
                    room.throttle.drew(began, clock())
                except Exception:
                    logger.exception("The screens of workshop %s couldn't be updated.", room.workshop_id)
                    dirty.merge(room.dirty)
                    room.dirty = dirty
                    room.newcomers |= newcomers & room.subscribers
                    room.requests |= requests
                    room.overdue = bool(room.later)
                    room.throttle.failed(clock())
                room.drawing = Dirty()
        finally:
            room.pump = None

    async def _draw_tick(
        self, room: Room, dirty: Dirty, newcomers: set[Subscriber], requests: set[Screen]
    ) -> None:
        proof = room.revisions.up_to  # of the same moment as `dirty`: all up to it has been marked
        revision = (await self._renderer.revisions([room.workshop_id])).get(room.workshop_id)
        if revision is None:
            self._gone(room)
            return
        if proof is None:
            room.revisions.jump(revision)
            proof = revision
        if dirty.moves_people or newcomers or requests or room.places is None:
            room.places = await self._renderer.places(room.workshop_id)
            newcomers |= room.follow()
        for newcomer in newcomers:
            if newcomer.claim is not None and newcomer.claim > revision:
                newcomer.close(bye=True)  # its page was drawn from another database
        arriving = {subscriber: subscriber.screen for subscriber in newcomers}
        joined = {*arriving.values(), *requests}
        behind = {one for one in arriving if region_state.is_stale(one, room.revisions.moved)}
        stale = {arriving[one] for one in behind} | requests
        screens = {subscriber.screen for subscriber in room.subscribers} | room.polled.keys() | requests
        region_state.forget(room, self._regions, dirty, but=screens)
        number = room.tick + 1
        own = region_state.notices(room, dirty, revision, number)
        cache: dict[Hashable, object] = {}
        overdue, room.overdue = room.overdue, False
        for place, turn in enumerate(region_state.turns(room, screens)):
            wait = room.throttle.few_wait(asyncio.get_running_loop().time()) if place and not overdue else 0
            if wait > 0 and region_state.may_wait(room, dirty, turn, joined):
                self._draw_later(room, dirty, turn, wait)
                continue
            orders = region_state.plan(room, self._regions, dirty, turn, joined=joined, stale=stale)
            parts = await self._renderer.draw(room, revision, self.connected(room.workshop_id), orders, cache)
            for screen in turn:
                room.later.pop(screen, None)
            if place and orders:
                room.throttle.drew_few(asyncio.get_running_loop().time())
            fresh = region_state.keep(room, parts, number)
            if outdated := {result.order.screen for result in parts if result.is_gone}:
                self._gone(room, outdated)
            states = {each: region_state.state(room, self._regions, each, revision) for each in joined & turn}
            region_state.offer_changes(room, turn, fresh, own, states, newcomers, behind, proof)
            await asyncio.sleep(0)  # its streams write before the next turn takes the processor
        room.tick, room.revision, room.proof = number, revision, proof

    def _draw_later(self, room: Room, dirty: Dirty, turn: set[Screen], wait: float) -> None:
        """Note what the screens of the turn miss, and have them drawn after so many seconds."""
        for screen in turn:
            room.later.setdefault(screen, Dirty()).merge(dirty)
        if room.ring is None:
            room.ring = asyncio.get_running_loop().call_later(wait, self._overdue, room)

    def _overdue(self, room: Room) -> None:
        room.ring = None
        if room.later:
            room.overdue = True
            self._wake(room)

    # --- Writes that were not announced ------------------------------------------------------------------

    async def _poll(self) -> None:
        """Look once a second for writes that were not announced, with one query for all rooms."""
        while True:
            await asyncio.sleep(POLL)
            for room in list(self._rooms.values()):
                room.forget_polls(asyncio.get_running_loop().time())
                self._free_if_empty(room)
            rooms = [room for room in self._rooms.values() if room.watched]
            if not rooms:
                continue
            try:
                revisions = await self._renderer.revisions([room.workshop_id for room in rooms])
            except Exception:
                logger.exception("The revisions of the open rooms couldn't be read.")
                continue
            await asyncio.sleep(SETTLE)
            for room in rooms:
                revision = revisions.get(room.workshop_id)
                if revision is None:
                    self._gone(room)
                elif room.revisions.lacks(revision):
                    room.mark_everything()
                    room.revisions.jump(revision)
                    self._wake(room)
