"""Messages of the live updates: changes between processes, patches to pages. No Django, no I/O."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Self

PEOPLE: Final = "people"
"""The topic of who is in the room and connected. Presence moves it without moving the revision."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change in one workshop: names, never content.

    ``topics`` changed as a whole; of the topics in ``keys`` only the named items did. ``revision`` is the one
    that the writing transaction produced, None when nothing was written (presence). ``close`` asks to end
    streams: those of the participant it names, or, after a colon, those of an audience (``":console"``); a
    colon alone means all of the room. ``notice`` names a participant and the personal region that only their
    own screens fetch again.
    """

    workshop_id: int
    topics: frozenset[str] = frozenset()
    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    revision: int | None = None
    close: str | None = None
    notice: tuple[str, str] | None = None

    @classmethod
    def of(
        cls,
        workshop_id: int,
        topics: Iterable[str] = (),
        keys: Mapping[str, Iterable[str]] | None = None,
        revision: int | None = None,
    ) -> Self:
        """Build a change; a topic with keys counts as keyed, also when it is named among ``topics``."""
        keyed = {topic: frozenset(map(str, items)) for topic, items in (keys or {}).items()}
        return cls(workshop_id, frozenset(topics) - keyed.keys(), keyed, revision)

    @property
    def is_of_people(self) -> bool:
        """True if it changes only who is in the room: someone joined, came or went. What a person sent
        counts only as progress: it is shown in their own part of every page that they have open."""
        if self.keys or self.notice:
            return False
        return PEOPLE in self.topics and self.topics <= {PEOPLE, "progress"}

    def to_wire(self) -> dict[str, Any]:
        """Return a mapping that JSON can carry; :meth:`from_wire` reads it back."""
        return {
            "w": self.workshop_id,
            "t": sorted(self.topics),
            "k": {topic: sorted(items) for topic, items in self.keys.items()},
            "r": self.revision,
            "c": self.close,
            "n": self.notice,
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_wire` wrote; KeyError, TypeError or ValueError when it is something else."""
        return cls(
            workshop_id=int(wire["w"]),
            topics=frozenset(map(str, wire["t"])),
            keys={str(topic): frozenset(map(str, items)) for topic, items in dict(wire["k"]).items()},
            revision=None if wire["r"] is None else int(wire["r"]),
            close=None if wire["c"] is None else str(wire["c"]),
            notice=_pair(wire.get("n")),
        )


def _pair(wire: Any) -> tuple[str, str] | None:
    if wire is None:
        return None
    participant, region = wire
    return str(participant), str(region)


@dataclass(frozen=True, slots=True)
class Patch:
    """A new state of a region or of one item in it, encoded once and shared by all who see the same.

    With ``html``, that is the new content; with ``pull``, the page asks for its own; with neither, the item
    is gone.
    """

    region: str
    revision: int
    key: str | None = None
    html: str | None = None
    pull: bool = False
    encoded: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        content: dict[str, object] = {"region": self.region, "rev": self.revision}
        if self.key is not None:
            content["key"] = self.key
        if self.pull:
            content["pull"] = True
        elif self.html is None:
            content["gone"] = True
        else:
            content["html"] = self.html
        object.__setattr__(self, "encoded", compact(content))


def compact(content: object) -> bytes:
    """Encode as JSON on one line, as a ``data:`` field needs it: JSON escapes CR and LF in strings."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def patch_event(patches: Iterable[Patch], revision: int | None) -> bytes:
    """Return the event of one tick. ``revision``, when given, says that the page is complete up to there."""
    return _patch_event(tuple(patches), revision)


@lru_cache(maxsize=16)
def _patch_event(patches: tuple[Patch, ...], revision: int | None) -> bytes:
    """All phones of a room are told the same by one tick, so it is written once."""
    return b"event: patch\n%sdata: [%s]\n\n" % (
        _proof(revision),
        b",".join(patch.encoded for patch in patches),
    )


def ping_event(milliseconds: int, revision: int | None = None) -> bytes:
    """Return a sign of life with the server's time, in milliseconds since 1970; ``revision`` as above."""
    return b"event: ping\n%sdata: %d\n\n" % (_proof(revision), milliseconds)


def bye_event() -> bytes:
    """Return the last event of a stream whose page must load again: its person has no access any more."""
    return b"event: bye\ndata: {}\n\n"


def retry_field(milliseconds: int) -> bytes:
    """Return how long the browser's own reconnection waits."""
    return b"retry: %d\n\n" % milliseconds


def _proof(revision: int | None) -> bytes:
    return b"" if revision is None else b"id: %d\n" % revision
