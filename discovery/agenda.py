"""The arithmetic of an agenda: clock times, the total, and how far ahead or behind a room is. No Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

SECONDS_PER_MINUTE = 60


class Item(Protocol):
    """An activity, as far as the arithmetic needs it: `minutes` are planned, the times are what happened."""

    @property
    def minutes(self) -> int: ...
    @property
    def started_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item is planned: minutes from the start of the workshop, and clock times if that is known."""

    offset: int
    starts_at: datetime | None
    ends_at: datetime | None


def total_minutes(minutes: Iterable[int]) -> int:
    return sum(minutes)


def slots(minutes: Sequence[int], starts_at: datetime | None) -> list[Slot]:
    """One slot per item, back to back from `starts_at`; without one only the offsets are known."""
    planned, offset = [], 0
    for length in minutes:
        begins = starts_at + timedelta(minutes=offset) if starts_at else None
        ends = begins + timedelta(minutes=length) if begins else None
        planned.append(Slot(offset, begins, ends))
        offset += length
    return planned


def minutes_taken(item: Item) -> int | None:
    """Whole minutes that a finished item took, None for one that did not start or is not over."""
    if item.started_at is None or item.ended_at is None:
        return None
    return round((item.ended_at - item.started_at).total_seconds() / SECONDS_PER_MINUTE)


def minutes_ahead(items: Sequence[Item], current: Item | None, now: datetime) -> int:
    """Whole minutes that the room is ahead of its plan (negative: behind).

    What was planned for the items behind it and for the running one so far, less what really passed since the
    first began. The running item counts as on time until its minutes are over.
    """
    begun = [item.started_at for item in items if item.started_at is not None]
    if current is None or current.started_at is None or not begun:
        return 0
    planned = sum(item.minutes for item in items if item is not current and item.ended_at is not None)
    running = (now - current.started_at).total_seconds() / SECONDS_PER_MINUTE
    passed = (now - min(begun)).total_seconds() / SECONDS_PER_MINUTE
    return round(planned + min(running, current.minutes) - passed)


def seconds_left(ends_at: datetime | None, left: int | None, now: datetime) -> int | None:
    """What a timer shows: seconds until `ends_at` (negative when over), or `left` when it is paused."""
    if ends_at is not None:
        return round((ends_at - now).total_seconds())
    return left


def as_clock(seconds: int | None) -> str:
    """A timer in words of digits: 14:12, or -0:30 half a minute after its end; a dash when it is not set."""
    if seconds is None:
        return "–:––"
    minutes, rest = divmod(abs(seconds), SECONDS_PER_MINUTE)
    return f"{'-' if seconds < 0 else ''}{minutes}:{rest:02d}"
