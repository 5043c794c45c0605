"""A cache for people who open the room at the same moment: one of them reads, the others use that value."""

import time
from collections.abc import Callable, Hashable
from typing import Final, TypeVar, cast

T = TypeVar("T")

LONGEST: Final = 2.0
"""The age that a value may have, in seconds. The room is not told of every write, so a page may lag behind by
this much."""
OF_PEOPLE: Final = 5.0
"""The same for who is in the room: the room is told whenever someone comes, goes or gets another name."""


_Read = dict[Hashable, tuple[float, object]]


class RoomCache:
    """Holds what was read for the pages of one room. When something other than a count changes there, the
    room replaces it with an empty one, and when people come or go, it forgets who they were (`Room.mark`). A
    page notes the revision of the room before it uses the cache, and claims no later revision.

    Any thread may ask. Two that ask at the same moment may both read.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._values: _Read = {}
        self._of_people: _Read = {}

    def once(self, key: Hashable, load: Callable[[], T], *, of_people: bool = False) -> T:
        """Return what was read under ``key`` within the last two seconds, else ``load()``. What is
        ``of_people`` stays longer, and is read again after someone joined or left."""
        now = self._clock()
        # Looked up before it is read: what changes meanwhile is read by the next.
        cache, longest = (self._of_people, OF_PEOPLE) if of_people else (self._values, LONGEST)
        if (entry := cache.get(key)) is not None and now - entry[0] < longest:
            return cast(T, entry[1])
        value = load()
        cache[key] = now, value
        return value

    def forget_people(self) -> None:
        """Read again who is in the room."""
        self._of_people = {}
