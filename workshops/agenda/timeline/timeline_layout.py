"""Layout of an agenda as a timeline: the height of each row, and rooms side by side. No Django.

Heights are in rem. A row is as high as its minutes, within limits: five minutes can be read, and eight hours
can be scrolled. The bar of a row, and the strip above the rows (strip.py), have their minutes in scale.
Rooms of one breakout have one scale, so that lengths can be compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LEAST: Final = 2.25
MOST: Final = 12.0
PER_MINUTE: Final = 0.12
"""The least height per minute, unless the agenda is very long."""
CLOSEST: Final = 0.3
"""The most height per minute."""
SHORT: Final = 36.0
"""Agendas up to this height are drawn on a larger scale, so that 10 and 20 minutes look different."""
WHOLE: Final = 48.0
"""A long agenda is drawn on a smaller scale, so that its minutes take at most this height."""
NOTE_LINE: Final = 1.3125
"""The height of a line of a note."""
MOST_NOTE_LINES: Final = 8
LEAST_IN_ROOM: Final = 1.75
MOST_IN_ROOM: Final = 8.0


@dataclass(frozen=True, slots=True)
class TimelineScale:
    """The height of a minute in rem, and the limits of one row."""

    per_minute: float
    least: float
    most: float

    def height(self, minutes: int) -> float:
        """The height of a row of so many minutes."""
        return round(max(self.least, self.length(minutes)), 2)

    def length(self, minutes: int) -> float:
        """The height of so many minutes in scale, up to the most height of a row."""
        return round(min(self.most, minutes * self.per_minute), 2)


def note_lines(height: float) -> int:
    """Number of lines of a note that fit in a row of this height; at least two."""
    return max(2, min(MOST_NOTE_LINES, int(height / NOTE_LINE)))


def scale_of(minutes: Sequence[int]) -> TimelineScale:
    """The scale on which rows of so many minutes are drawn below each other."""
    total = sum(minutes)
    if not total:
        return TimelineScale(PER_MINUTE, LEAST, MOST)
    room = (SHORT - LEAST * len(minutes)) / total
    longest = MOST / max(minutes)  # keeps the longest row below MOST
    per_minute = max(PER_MINUTE, min(CLOSEST, room, longest))
    return TimelineScale(min(per_minute, WHOLE / total), LEAST, MOST)


def scale_of_rooms(rooms: Sequence[Sequence[int]]) -> TimelineScale:
    """The scale on which the agendas of several rooms are drawn beside each other: the shortest activity can
    be read, as long as the longest room isn't higher than several rows."""
    each = [minutes for room in rooms for minutes in room]
    longest = max((sum(room) for room in rooms), default=0)
    if not each:
        return TimelineScale(PER_MINUTE, LEAST_IN_ROOM, MOST_IN_ROOM)
    per_minute = max(PER_MINUTE, LEAST_IN_ROOM / min(each))
    return TimelineScale(min(per_minute, 2 * MOST / longest), LEAST_IN_ROOM, MOST_IN_ROOM)


@dataclass(frozen=True, slots=True)
class Against:
    """So many `minutes` are planned in a slot of `available` minutes; None where no slot is known."""

    minutes: int
    available: int | None

    @property
    def over(self) -> int:
        """Minutes beyond the slot."""
        return 0 if self.available is None else max(0, self.minutes - self.available)

    @property
    def left(self) -> int:
        """Minutes of the slot that are not planned."""
        return 0 if self.available is None else max(0, self.available - self.minutes)

    @property
    def scale(self) -> int:
        """The minutes that a picture of the agenda has room for: all of the slot, and what is beyond it."""
        return max(self.minutes, self.available or 0)
