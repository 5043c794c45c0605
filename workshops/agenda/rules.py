"""The arithmetic of an agenda: clock times, the total, how far ahead or behind a room is, when it will end,
and what to leave out so that it ends on time. No Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal, Protocol, TypeVar

from documents import rounded_numbers

SECONDS_PER_MINUTE = 60
# An activity is planned for at most so many minutes.
LONGEST_ACTIVITY = 480
# A workshop has a slot of at most so many minutes.
LONGEST_SLOT = 24 * 60
# A timer runs for at most so many seconds.
LONGEST_TIMER = 8 * 60 * 60
# A room that begins within an hour of its planned start means that start: ten minutes late is ten behind.
# Further away (a rehearsal, another day) its own beginning counts.
SAME_SITTING = timedelta(hours=1)
# Minutes behind from which the console says so in orange, and in red.
LATE = 3
VERY_LATE = 10

Lateness = Literal["", "late", "very_late"]
Pause = tuple[datetime, datetime | None]
"""From when until when a room was closed in between; None while it still is."""


class Item(Protocol):
    """An activity, as far as the arithmetic needs it: `minutes` are planned, the times are what happened, and
    `away_seconds` those between its first beginning and its last in which the room was elsewhere."""

    @property
    def minutes(self) -> int: ...
    @property
    def started_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def skipped_at(self) -> datetime | None: ...
    @property
    def away_seconds(self) -> int: ...


AnItem = TypeVar("AnItem", bound=Item)


@dataclass(frozen=True, slots=True)
class Slot:
    """The planned time of an item: minutes from the start of the workshop, and clock times if that is
    known."""

    offset: int
    starts_at: datetime | None
    ends_at: datetime | None


def fitted(minutes: Sequence[int], total: int) -> list[int]:
    """The lengths in the same proportion, so that together they take `total` minutes; each takes one at
    least."""
    whole = sum(minutes)
    shares: list[int] = []
    for number in range(1, len(minutes) + 1):
        shares.append(
            max(1, rounded_numbers.whole(Fraction(sum(minutes[:number]) * total, whole)) - sum(shares))
        )
    return shares


def slots(minutes: Sequence[int], starts_at: datetime | None) -> list[Slot]:
    """One slot per item, back to back from `starts_at`; without one only the offsets are known."""
    planned, offset = [], 0
    for length in minutes:
        begins = starts_at + timedelta(minutes=offset) if starts_at else None
        ends = begins + timedelta(minutes=length) if begins else None
        planned.append(Slot(offset, begins, ends))
        offset += length
    return planned


@dataclass(frozen=True, slots=True)
class Forecast:
    """The planned end of the agenda, and its expected end if nothing more is left out; `pace` as in
    `forecast`."""

    planned_end: datetime
    expected_end: datetime
    pace: int = 1

    @property
    def ahead(self) -> int:
        """Whole minutes that the room is ahead of its plan (negative: behind)."""
        return rounded_numbers.minutes((self.planned_end - self.expected_end) * self.pace)

    @property
    def end(self) -> datetime:
        """The expected end, so many whole minutes from the planned one as `ahead` says: clocks show both."""
        return self.planned_end - timedelta(minutes=self.ahead) / self.pace


def paused_between(pauses: Iterable[Pause], start: datetime, end: datetime) -> timedelta:
    """The time from `start` to `end` that is spent in pauses."""
    total = timedelta()
    for paused_at, over in pauses:
        total += max(timedelta(), min(over or end, end) - max(paused_at, start))
    return total


def minutes_taken(item: Item, pauses: Sequence[Pause] = (), *, pace: int = 1) -> int | None:
    """Whole minutes that a finished item took, None for one that did not start or is not over; `pace` as in
    `forecast`."""
    spent = _spent(item, pauses)
    return None if spent is None else max(0, rounded_numbers.minutes(spent * pace))


def _spent(item: Item, pauses: Sequence[Pause]) -> timedelta | None:
    """The time that the room was in an item that it left; None for any other item."""
    if item.started_at is None or item.ended_at is None:
        return None
    paused = paused_between(pauses, item.started_at, item.ended_at)
    return item.ended_at - item.started_at - paused - timedelta(seconds=item.away_seconds)


def to_come(items: Sequence[AnItem], current: AnItem | None) -> list[AnItem]:
    """The items after the current one that take time still: neither begun before nor skipped."""
    place = items.index(current) + 1 if current in items else 0
    return [item for item in items[place:] if item.started_at is None and item.skipped_at is None]


def forecast(
    items: Sequence[AnItem],
    current: AnItem | None,
    now: datetime,
    *,
    planned_start: datetime | None = None,
    back_to: AnItem | None = None,
    pauses: Sequence[Pause] = (),
    pace: int = 1,
) -> Forecast | None:
    """Return when the room will end against its plan; None before it began.

    The plan is `planned_start` (see SAME_SITTING; without one, the first beginning) and the minutes of all
    items, moved by what was paused. What is expected is the end of the running item, on time until its
    minutes are over, and the minutes of all that is to come; a skipped item counts zero. From a quick
    question the room goes `back_to` the item that it interrupted, whose minutes are not over. In a rehearsal
    `pace` minutes of the agenda pass in one of ours.
    """
    beginnings = [item.started_at for item in items if item.started_at is not None]
    if current is None or current.started_at is None or not beginnings:
        return None
    start = min(beginnings)
    if planned_start is not None and abs(planned_start - start) <= SAME_SITTING:
        start = planned_start
    planned = timedelta(minutes=sum(item.minutes for item in items)) / pace
    rest = timedelta(minutes=sum(item.minutes for item in to_come(items, current))) / pace
    if back_to is not None:
        rest += _rest_of(back_to, pauses, pace)
    planned_end = start + planned + paused_between(pauses, start, now)
    return Forecast(planned_end, max(now, _planned_until(current, now, pauses, pace)) + rest, pace)


def _planned_until(item: Item, now: datetime, pauses: Sequence[Pause], pace: int) -> datetime:
    """The moment at which the minutes of an item that began are over, if the room stays in it."""
    began = item.started_at or now
    away = timedelta(seconds=item.away_seconds) + paused_between(pauses, began, now)
    return began + timedelta(minutes=item.minutes) / pace + away


def _rest_of(item: Item, pauses: Sequence[Pause], pace: int) -> timedelta:
    """The rest of the minutes of an item that the room left, and goes back to."""
    spent = _spent(item, pauses)
    return timedelta() if spent is None else max(timedelta(), timedelta(minutes=item.minutes) / pace - spent)


def begins(
    items: Sequence[AnItem],
    current: AnItem,
    now: datetime,
    *,
    back_to: AnItem | None = None,
    pauses: Sequence[Pause] = (),
    pace: int = 1,
) -> list[datetime | None]:
    """Return the actual or expected beginning of each item, as in `forecast`; None for what takes no time any
    more."""
    coming = to_come(items, current)
    times: list[datetime | None] = []
    at = max(now, _planned_until(current, now, pauses, pace))
    if back_to is not None:
        at += _rest_of(back_to, pauses, pace)
    for item in items:
        if item in coming:
            times.append(at)
            at += timedelta(minutes=item.minutes) / pace
        else:
            times.append(item.started_at)
    return times


def starts_before(end: datetime, coming: Sequence[Item], *, pace: int = 1) -> list[datetime]:
    """Return the beginnings of items that follow each other until `end`; `pace` as in `forecast`."""
    starts = []
    for item in reversed(coming):
        end -= timedelta(minutes=item.minutes) / pace
        starts.append(end)
    return starts[::-1]


def minutes_left(item: Item, now: datetime, pauses: Sequence[Pause] = (), *, pace: int = 1) -> int:
    """Whole minutes that an item has left of those that are planned; 0 when they are over."""
    return max(0, rounded_numbers.minutes((_planned_until(item, now, pauses, pace) - now) * pace))


def minutes_to_go_back(item: Item, pauses: Sequence[Pause] = (), *, pace: int = 1) -> int:
    """Whole minutes that are left of an item that a quick question interrupted."""
    return rounded_numbers.minutes(_rest_of(item, pauses, pace) * pace)


def lateness(ahead: int) -> Lateness:
    """Return the color for being behind: orange from LATE minutes, red from VERY_LATE."""
    if -ahead >= VERY_LATE:
        return "very_late"
    return "late" if -ahead >= LATE else ""


def activities_to_skip(items: Sequence[AnItem], behind: int) -> list[AnItem]:
    """Return which of `items` to skip so that a room `behind` (in minutes) ends on time.

    The shortest one that is long enough; else as few as possible, from the longest; all of them where even
    that is not enough. In the order of the agenda, empty when the room is not late.
    """
    if behind < LATE:
        return []
    enough = [item for item in items if item.minutes >= behind]
    if enough:
        return [min(enough, key=lambda item: item.minutes)]
    to_skip: list[AnItem] = []
    excess = behind
    for item in sorted(items, key=lambda item: item.minutes, reverse=True):
        if excess <= 0:
            break
        to_skip.append(item)
        excess -= item.minutes
    return [item for item in items if item in to_skip]


def seconds_left(ends_at: datetime | None, remaining: int | None, now: datetime) -> int | None:
    """Return the seconds on a timer: until `ends_at` (negative when over), or `remaining` when it is
    paused."""
    if ends_at is not None:
        return rounded_numbers.seconds(ends_at - now)
    return remaining


def as_clock(seconds: int | None) -> str:
    """A timer in words of digits: 14:12, or -0:30 half a minute after its end; a dash when it is not set."""
    if seconds is None:
        return "–:––"
    minutes, rest = divmod(abs(seconds), SECONDS_PER_MINUTE)
    return f"{'-' if seconds < 0 else ''}{minutes}:{rest:02d}"
