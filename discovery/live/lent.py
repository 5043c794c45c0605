"""What those who come in at once share of what they read: read for one of them, lent to the others."""

import time
from collections.abc import Callable, Hashable
from typing import Final, TypeVar, cast

T = TypeVar("T")

LONGEST: Final = 1.0
"""Seconds: of what nobody tells the room, pages show at most so much too little."""


class Lent:
    """What was read for pages of one room since something but counts changed there; with such a change the
    room begins another one (`Room.mark`). A page notes what the room has heard of before it takes one, and
    claims no more.

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
