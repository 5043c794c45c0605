"""Meetings of a body, as dates and as the rule of a calendar (RFC 5545). Pure.

Every week and every two weeks count days. Every month, quarter and year keep the weekday of the first meeting
and its place in the month, such as the second Tuesday; a series that starts on the fifth of its weekday is on
the last one of each month. So no meeting moves to a weekend, and every month has one.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

WEEKLY, BIWEEKLY, MONTHLY, QUARTERLY, YEARLY = "weekly", "biweekly", "monthly", "quarterly", "yearly"
_WEEKS = {WEEKLY: 1, BIWEEKLY: 2}
_MONTHS = {MONTHLY: 1, QUARTERLY: 3, YEARLY: 12}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = -1


def place_in_month(day: date) -> int:
    """The place of the day among the same weekdays of its month, 1 to 4, or -1 for the last one of a month
    that has five."""
    place = (day.day - 1) // 7 + 1
    return place if place < 5 else _LAST


def meetings(first: date, cadence: str) -> Iterator[date]:
    """All meetings, from the first one on, without end before the last date that there is. Without a cadence
    only the first. Raises ValueError for an unknown cadence."""
    yield first
    if not cadence:
        return
    if cadence in _WEEKS:
        steps = (first + timedelta(weeks=_WEEKS[cadence] * number) for number in count(1))
    elif cadence in _MONTHS:
        steps = (_same_place(first, _MONTHS[cadence] * number) for number in count(1))
    else:
        raise ValueError(f"{cadence!r} is no cadence")
    try:
        yield from steps
    except OverflowError:
        return


def next_meeting(first: date, cadence: str, today: date) -> date | None:
    """The first meeting that is not before `today`; None when all are over."""
    return next((day for day in meetings(first, cadence) if day >= today), None)


def rule(first: date, cadence: str) -> dict[str, str | int]:
    """The parts of a calendar's RRULE with the same days as `meetings`; empty without a cadence. Raises
    ValueError for an unknown cadence."""
    if not cadence:
        return {}
    if cadence in _WEEKS:
        return {"FREQ": "WEEKLY", "INTERVAL": _WEEKS[cadence]}
    if cadence not in _MONTHS:
        raise ValueError(f"{cadence!r} is no cadence")
    weekday = f"{place_in_month(first)}{_WEEKDAYS[first.weekday()]}"
    if cadence == YEARLY:
        return {"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": weekday}
    return {"FREQ": "MONTHLY", "INTERVAL": _MONTHS[cadence], "BYDAY": weekday}


def _same_place(first: date, months: int) -> date:
    """The day of the same weekday and place in the month, so many months later."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError("beyond the last year")
    place = place_in_month(first)
    start = date(year, month + 1, 1)
    day = 1 + (first.weekday() - start.weekday()) % 7
    last = monthrange(year, month + 1)[1]
    if place == _LAST:
        day += (last - day) // 7 * 7
    else:
        day += (place - 1) * 7
    return date(year, month + 1, day)
