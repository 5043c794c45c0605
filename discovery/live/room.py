"""What the broker knows of one room: what changed, which revisions it has seen, who is there."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from discovery.live.messages import Change, Patch
from discovery.live.regions import Region
from discovery.live.subscriber import Subscriber


@dataclass(slots=True)
class Dirty:
    """What changed since the last tick."""

    everything: bool = False
    topics: set[str] = field(default_factory=set)
    keys: dict[str, set[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.everything or bool(self.topics) or bool(self.keys)

    def add(self, change: Change) -> None:
        """Add the topics and keys of a change."""
        self.topics |= change.topics
        for topic, items in change.keys.items():
            self.keys.setdefault(topic, set()).update(items)

    def merge(self, other: "Dirty") -> None:
        """Add all of another one, for instance of a tick that failed."""
        self.everything = self.everything or other.everything
        self.topics |= other.topics
        for topic, items in other.keys.items():
            self.keys.setdefault(topic, set()).update(items)

    def whole(self, region: Region) -> bool:
        """Whether all of the region has to be drawn again."""
        if self.everything or self.topics & region.topics:
            return True
        return region.render_item is None and bool(self.keys.keys() & region.topics)

    def items(self, region: Region) -> frozenset[str]:
        """The keys of the items of the region to draw again, for when it is not ``whole``."""
        return frozenset().union(*(self.keys.get(topic, ()) for topic in region.topics))


@dataclass(slots=True)
class Revisions:
    """Which revisions the room has heard of.

    Each write moves the revision by one and says so, in this process or through the transport; a number that
    stays missing belongs to a writer that could not be heard (a worker, a command, a lost connection).
    """

    known: int | None = None
    """All changes up to this revision have been marked; None until the first look at the database."""
    _ahead: set[int] = field(default_factory=set)

    def saw(self, revision: int) -> None:
        """Note a revision; commits and their messages may overtake each other."""
        self._ahead.add(revision)
        self._advance()

    def jump(self, revision: int) -> None:
        """Count everything up to this revision as heard, because everything is being drawn again."""
        if self.known is None or revision > self.known:
            self.known = revision
        self._advance()

    def lacks(self, revision: int) -> bool:
        """Whether something up to this revision has not been heard of."""
        return self.known is not None and self.known < revision

    def _advance(self) -> None:
        if self.known is None:
            return
        while self.known + 1 in self._ahead:
            self.known += 1
        self._ahead = {revision for revision in self._ahead if revision > self.known}


@dataclass(eq=False, slots=True)
class Room:
    """The state of one room in this process. Only the event loop's thread touches it."""

    workshop_id: int
    subscribers: set[Subscriber] = field(default_factory=set)
    newcomers: set[Subscriber] = field(default_factory=set)
    """Those of the subscribers that have not been given the current state yet."""
    dirty: Dirty = field(default_factory=Dirty)
    revisions: Revisions = field(default_factory=Revisions)
    fragments: dict[tuple[str, str], Patch] = field(default_factory=dict)
    """Whole regions as last drawn, by audience and region, as long as they are current."""
    failed: set[tuple[str, str]] = field(default_factory=set)
    """Regions, by audience, whose last drawing failed."""
    present: frozenset[str] = frozenset()
    """The participants with an open stream, or one that ended less than the grace ago."""
    pump: asyncio.Task[None] | None = None
    _streams: Counter[str] = field(default_factory=Counter)
    _leaving: dict[str, asyncio.TimerHandle] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nobody is there, nor expected back from a refresh."""
        return not self.subscribers and not self._leaving

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
        """Keep the participant present until ``timer`` calls :meth:`left`."""
        self._leaving[participant] = timer

    def left(self, participant: str) -> None:
        """Take the participant for gone."""
        self._leaving.pop(participant, None)
        self.present -= {participant}

    def dispose(self) -> None:
        """Cancel whatever would still happen in the room."""
        for timer in self._leaving.values():
            timer.cancel()
        self._leaving.clear()
