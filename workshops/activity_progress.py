"""The number of people who are done with an activity, or on their way. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from core.labels import Text
from workshops.room.presence import people_counted


@dataclass(frozen=True, slots=True)
class Progress:
    """People who are done with an activity: participants' uuids as strings, out of `of` present or expected
    people. An anonymous activity names no one: `done` is empty, and `count` has the number."""

    done: frozenset[str]
    of: int
    # How far the others are, by uuid: "2 of 3".
    partial: Mapping[str, Text] = field(default_factory=dict)
    count: int | None = None
    # Whether people are done when they say so, not when they gave all that there is to give.
    by_hand: bool = False

    @classmethod
    def counted(cls, count: int, expected: Collection[str]) -> Progress:
        """Of an anonymous activity: `count` of the expected people are done."""
        return cls(done=frozenset(), of=len(expected), count=min(count, len(expected)))

    def among(self, here: Collection[str]) -> Progress:
        """The same counted out of those who are here or done (presence.counted); while no one is done, out of
        those who are here or have begun."""
        people = frozenset(self.partial) if self.is_only_begun else self.done
        return replace(self, of=people_counted(here, people if self.count is None else self.count))

    @property
    def finished(self) -> int:
        """The number of people who are done."""
        return len(self.done) if self.count is None else self.count

    @property
    def is_only_begun(self) -> bool:
        """True if no one is done where nothing but their word makes people so: then screens count those who
        have started, because "0 are done" would deny them."""
        return self.by_hand and not self.finished

    @property
    def shown(self) -> int:
        """The number on a screen: of people who are done, or who have begun."""
        return self.begun if self.is_only_begun else self.finished

    @property
    def begun(self) -> int:
        """The number of people who are done or on their way."""
        return len(self.done | self.partial.keys()) if self.count is None else self.count
