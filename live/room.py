"""The broker's notes on one room: its changes, the revisions that it has seen, the people who are there."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from live.messages import PEOPLE, Change, Patch
from live.regions import Region, Screen
from live.room_cache import RoomCache
from live.subscriber import Subscriber
from live.throttle import Throttle

MOVES: Final = frozenset({"cursor", "agenda", PEOPLE})
"""The topics that may put people into another breakout room."""


PATIENT: Final = frozenset({"progress", PEOPLE})
"""The topics that, like single items, a busy room may show a little later: counts of what still comes in."""


@dataclass(slots=True)
class Dirty:
    """The changes since the last tick."""

    everything: bool = False
    topics: set[str] = field(default_factory=set)
    keys: dict[str, set[str]] = field(default_factory=dict)
    notices: set[tuple[str, str]] = field(default_factory=set)
    """Participants, and the region that their own screens fetch again."""

    def __bool__(self) -> bool:
        return self.everything or bool(self.topics or self.keys or self.notices)

    @property
    def moves_people(self) -> bool:
        """True if someone may be in another breakout room now."""
        return self.everything or bool(self.topics & MOVES)

    @property
    def hurries(self) -> bool:
        """True if more changed than counts and single items: the room moves on, or someone is notified."""
        return self.everything or bool(self.topics - PATIENT or self.notices)

    @property
    def is_counts(self) -> bool:
        """True if nothing but counts changed, and no one is notified."""
        return bool(self.topics) and not self.is_more_than_counts and not self.notices

    @property
    def is_more_than_counts(self) -> bool:
        """True if it touches anything but counts and notices to single people."""
        return self.everything or bool(self.topics - PATIENT or self.keys)

    def add(self, change: Change) -> None:
        """Add the topics and keys of a change."""
        self.topics |= change.topics
        for topic, items in change.keys.items():
            self.keys.setdefault(topic, set()).update(items)
        if change.notice:
            self.notices.add(change.notice)

    def merge(self, other: "Dirty") -> None:
        """Add all of another one, for instance of a tick that failed."""
        self.everything = self.everything or other.everything
        self.topics |= other.topics
        for topic, items in other.keys.items():
            self.keys.setdefault(topic, set()).update(items)
        self.notices |= other.notices

    def whole(self, region: Region) -> bool:
        """Return True if all of the region has to be drawn again."""
        if self.everything or self.topics & region.topics:
            return True
        return region.render_item is None and bool(self.keys.keys() & region.topics)

    def outdates(self, region: Region) -> bool:
        """Return True if the region, as drawn before, must not be shown any more. Counts may be a little
        old."""
        topics = self.topics - PATIENT | self.keys.keys()
        return self.everything or bool(topics & region.topics)

    def items(self, region: Region) -> frozenset[str]:
        """The keys of the items of the region to draw again, for when it is not ``whole``."""
        return frozenset().union(*(self.keys.get(topic, ()) for topic in region.topics))


@dataclass(slots=True)
class Revisions:
    """The revisions that have reached the room.

    Each write raises the revision by one and reports it, in this process or through the transport; a number
    that stays missing belongs to a writer whose report did not arrive (a worker, a command, a lost
    connection).
    """

    up_to: int | None = None
    """All changes up to this revision have been marked; None until the first look at the database."""
    moved: int = 0
    """The newest revision that a page has to show: those after it say no more than who is in the room."""
    _ahead: set[int] = field(default_factory=set)

    def moved_at(self, revision: int | None) -> None:
        """Note that something changed that pages show; without a revision, after all that is known."""
        self.moved = max(self.moved, (self.up_to or 0) + 1 if revision is None else revision)

    def saw(self, revision: int) -> None:
        """Note a revision; commits and their messages may overtake each other."""
        self._ahead.add(revision)
        self._advance()

    def jump(self, revision: int) -> None:
        """Count everything up to this revision as heard, because everything is being drawn again."""
        if self.up_to is None or revision > self.up_to:
            self.up_to = revision
        self.moved_at(revision)
        self._advance()

    def lacks(self, revision: int) -> bool:
        """Return True if a revision up to this one has not reached the room."""
        return self.up_to is not None and self.up_to < revision

    def _advance(self) -> None:
        if self.up_to is None:
            return
        while self.up_to + 1 in self._ahead:
            self.up_to += 1
        self._ahead = {revision for revision in self._ahead if revision > self.up_to}


@dataclass(slots=True)
class Fragment:
    """A region as last drawn: all of it, and the single items that were drawn since, each with its tick."""

    whole: Patch
    tick: int
    items: dict[str, tuple[int, Patch]] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Room:
    """The state of one room in this process. Only the event loop's thread touches it."""

    workshop_id: int
    throttle: Throttle = field(default_factory=Throttle)
    subscribers: set[Subscriber] = field(default_factory=set)
    newcomers: set[Subscriber] = field(default_factory=set)
    """Those of the subscribers that have not been given the current state yet."""
    requests: set[Screen] = field(default_factory=set)
    """Screens whose whole state someone who polls waits for."""
    dirty: Dirty = field(default_factory=Dirty)
    cache: RoomCache = field(default_factory=RoomCache)
    """What pages and ticks share of what they read, until something but counts changes."""
    later: dict[Screen, Dirty] = field(default_factory=dict)
    """By screen that few have, the counts that changed since it was drawn; drawn again when `overdue`."""
    overdue: bool = False
    ring: asyncio.TimerHandle | None = None
    """Makes them overdue."""
    drawing: Dirty = field(default_factory=Dirty)
    """What the tick that is under way draws."""
    revisions: Revisions = field(default_factory=Revisions)
    places: Mapping[str, int] | None = None
    """The breakout rooms that participants are in, as last read; None until the first tick."""
    fragments: dict[tuple[Screen, str], Fragment] = field(default_factory=dict)
    """Regions as last drawn, by screen and key, as long as they are current."""
    failed: set[tuple[Screen, str]] = field(default_factory=set)
    """Regions, by screen, whose last drawing failed."""
    present: frozenset[str] = frozenset()
    """The participants with an open stream, one that ended less than the grace ago, or who poll."""
    pump: asyncio.Task[None] | None = None
    hurry: asyncio.Event = field(default_factory=asyncio.Event)
    """Ends the rest between two ticks."""
    # What those who poll are told from (polls.py).
    life: str = field(default_factory=lambda: secrets.token_urlsafe(6))
    """Tells this room's ticks from those of other processes, and of this one before the room was freed."""
    tick: int = 0
    revision: int = 0
    """The revision that the last tick read."""
    proof: int = 0
    """What its changes had been heard of up to."""
    polled: dict[Screen, float] = field(default_factory=dict)
    """Screens of those who poll, and until when they count as watched, by the loop's clock."""
    polling: dict[str, asyncio.TimerHandle] = field(default_factory=dict)
    """The participants who poll, and what ends their presence."""
    notices: dict[str, dict[str, int]] = field(default_factory=dict)
    """For participants who poll: the personal regions to fetch again, with the tick of the notice."""
    _streams: Counter[str] = field(default_factory=Counter)
    _leaving: dict[str, asyncio.TimerHandle] = field(default_factory=dict)

    @property
    def watched(self) -> bool:
        """True if there is anyone to draw for."""
        return bool(self.subscribers or self.polled)

    @property
    def waiting(self) -> bool:
        """True if there is something to draw."""
        return bool(self.dirty or self.newcomers or self.requests or self.overdue)

    @property
    def hurries(self) -> bool:
        """True if something is to be drawn that doesn't wait for a busy room to rest."""
        return bool(self.dirty.hurries or self.newcomers or self.requests)

    @property
    def empty(self) -> bool:
        """True if the room has no subscriber and expects none back from a refresh."""
        return not (self.subscribers or self.polled or self.polling or self._leaving)

    def mark(self, change: Change) -> None:
        """Note what changed, before its revision counts as known."""
        self.dirty.add(change)
        noted = Dirty()
        noted.add(change)
        if noted.is_more_than_counts:
            self.cache = RoomCache()
        elif PEOPLE in noted.topics:
            self.cache.forget_people()
        if not change.is_of_people:
            self.revisions.moved_at(change.revision)

    def mark_everything(self) -> None:
        """Note that anything may have changed."""
        self.dirty.everything = True
        self.cache = RoomCache()

    async def rest(self, seconds: float) -> None:
        """Wait so long, or until something changes that is more than a count or a single item."""
        if seconds > 0 and not self.hurries:
            self.hurry.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self.hurry.wait()

    def missed(self, screen: Screen, dirty: Dirty) -> Dirty:
        """The changes that the screen has to show: `dirty`, and those that it has waited for."""
        if (waiting := self.later.get(screen)) is None:
            return dirty
        both = Dirty()
        both.merge(waiting)
        both.merge(dirty)
        return both

    def screen_of(self, screen: Screen, participant: str | None) -> Screen:
        """The screen of a page: of the breakout room that it asked for, or of the one that a participant is
        in."""
        if participant is None:
            return screen
        return screen._replace(track=(self.places or {}).get(participant))

    def follow(self) -> set[Subscriber]:
        """Move the subscribers whose participants are in another place now; return those whose screens have
        drawn the former place."""
        moved = set()
        for subscriber in self.subscribers:
            screen = self.screen_of(subscriber.screen, subscriber.participant)
            if screen == subscriber.screen:
                continue
            if subscriber.settled:
                subscriber.move(screen)
                moved.add(subscriber)
            else:
                subscriber.screen = screen
        return moved

    def close(self, target: str) -> None:
        """End the streams that a change names (`Change.close`)."""
        for subscriber in self.subscribers:
            if target in (":", f":{subscriber.screen.audience}"):
                subscriber.close(bye=False)
            elif subscriber.participant == target:
                subscriber.close(bye=True)

    def forget_polls(self, now: float) -> None:
        """Draw no longer for screens that no one has polled for a while."""
        for screen in [screen for screen, until in self.polled.items() if until < now]:
            del self.polled[screen]

    def arrive(self, participant: str) -> bool:
        """Count one more stream; return whether that makes the participant present."""
        self._streams[participant] += 1
        if timer := self._leaving.pop(participant, None):
            timer.cancel()
        if participant in self.present:
            return False
        self.present |= {participant}
        return True

    def depart(self, participant: str) -> bool:
        """Count one stream less; return whether it was the participant's last."""
        self._streams[participant] -= 1
        if self._streams[participant] > 0:
            return False
        del self._streams[participant]
        return True

    def leave_later(self, participant: str, timer: asyncio.TimerHandle) -> None:
        """Keep the participant present until ``timer`` calls :meth:`remove`."""
        self._leaving[participant] = timer

    def remove(self, participant: str) -> None:
        """Mark the participant as gone."""
        self._leaving.pop(participant, None)
        self.present -= {participant}

    def dispose(self) -> None:
        """Cancel all pending timers and tasks of the room."""
        for timer in (*self._leaving.values(), *self.polling.values(), self.ring):
            if timer is not None:
                timer.cancel()
        self._leaving.clear()
        self.polling.clear()
