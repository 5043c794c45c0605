"""Meetings as a calendar file (RFC 5545): one event for each, which repeats by its rule.

Pure: meetings in, bytes out. A meeting with a time of day is in its time zone, whose rules the file carries,
so that it stays at nine o'clock when the clocks change; one without is a day, wherever one is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Event


@dataclass(frozen=True, slots=True)
class Meeting:
    """Facts of a meeting. `rule` is its RRULE, empty for a single one; `minutes` count where `at` is
    known. `sequence` grows with each change, so that a calendar that has the event takes the newer one."""

    uid: str
    name: str
    description: str
    url: str
    first: date
    at: time | None
    zone: ZoneInfo
    minutes: int
    rule: Mapping[str, str | int]
    changed: datetime
    sequence: int


def calendar(name: str, meetings: Iterable[Meeting]) -> bytes:
    """The file. Without meetings it is a calendar without events."""
    from icalendar import Calendar  # read when it is needed: every start and command would wait for it

    file = Calendar()
    file.add("prodid", "-//Headwaters//Meetings//EN")
    file.add("version", "2.0")
    # The library writes names that begin with X- as they are.
    file.add("x-wr-calname", " ".join(name.split()))
    for meeting in meetings:
        file.add_component(_event(meeting))
    file.add_missing_timezones()
    return bytes(file.to_ical())


def _event(meeting: Meeting) -> Event:
    from icalendar import Event, vRecur

    event = Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", meeting.changed)
    event.add("last-modified", meeting.changed)
    event.add("sequence", meeting.sequence)
    event.add("summary", meeting.name)
    if meeting.at is None:
        event.add("dtstart", meeting.first)
        if meeting.first != date.max:  # without an end it is a day as well (RFC 5545, 3.6.1)
            event.add("dtend", meeting.first + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        start = datetime.combine(meeting.first, meeting.at, meeting.zone)
        event.add("dtstart", start)
        event.add("duration", timedelta(minutes=meeting.minutes))
    if meeting.rule:
        event.add("rrule", vRecur(dict(meeting.rule)))
    if meeting.description:
        event.add("description", meeting.description)
    event.add("url", meeting.url)
    return event
