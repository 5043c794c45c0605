"""A cache for people who open the room at the same moment: one of them reads, the others use that value."""

import time
from collections.abc import Callable, Hashable
from typing import Final, TypeVar, cast

T = TypeVar("T")

LONGEST: Final = 1.0
"""How old a value may be, in seconds. The room is not told of every write, so a page may lag behind by this
much."""


class Lent:
    """Holds what was read for the pages of one room. When something other than a count changes there, the
    room replaces it with an empty one (`Room.mark`). A page notes the revision of the room before it uses the
    cache, and claims no later revision.

    Any thread may ask. Two that ask at the same moment may both read.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._read: dict[Hashable, tuple[float, object]] = {}

    def once(self, key: Hashable, read: Callable[[], T]) -> T:
        """Return what was read under ``key`` within the last second, else ``read()``."""
        now = self._clock()
        if (lent := self._read.get(key)) is not None and now - lent[0] < LONGEST:
            return cast(T, lent[1])
        value = read()
        self._read[key] = now, value
        return value
