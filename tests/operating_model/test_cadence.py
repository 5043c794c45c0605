"""When bodies meet, and the rule that calendars are told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # comes with icalendar
from hypothesis import given, strategies as st
from icalendar import Calendar

from documents.calendar_files import Meeting, calendar
from operating_model.governance_meetings.rules import meetings, next_meeting, place_in_month, rule
from operating_model.models import Cadence

days = st.dates(date(2000, 1, 1), date(2080, 12, 31))
cadences = st.sampled_from(Cadence.values)


@given(days, cadences)
def test_the_rule_of_the_calendar_says_the_same_dates(first, cadence):
    text = ";".join(f"{name}={value}" for name, value in rule(first, cadence).items())
    told = rrulestr(text, dtstart=datetime.combine(first, time(9)))
    expected = [moment.date() for moment in islice(told, 15)]
    assert list(islice(meetings(first, cadence), 15)) == expected


@given(days, cadences)
def test_meetings_keep_their_weekday_and_come_in_order(first, cadence):
    days_met = list(islice(meetings(first, cadence), 30))
    assert days_met[0] == first
    assert days_met == sorted(set(days_met))
    assert {day.weekday() for day in days_met} == {first.weekday()}


@given(days, cadences, days)
def test_the_next_meeting_is_the_first_that_is_not_over(first, cadence, today):
    following = next_meeting(first, cadence, today)
    assert following is not None
    assert following >= today
    assert not any(today <= day < following for day in islice(meetings(first, cadence), 20))


def test_the_fifth_weekday_is_the_last_of_each_month():
    first = date(2026, 12, 31)  # the fifth Thursday
    assert place_in_month(first) == -1
    assert list(islice(meetings(first, "monthly"), 3)) == [first, date(2027, 1, 28), date(2027, 2, 25)]
    assert rule(first, "quarterly") == {"FREQ": "MONTHLY", "INTERVAL": 3, "BYDAY": "-1TH"}


def test_what_does_not_repeat_is_over_some_day():
    day = date(2026, 12, 1)
    assert list(meetings(day, "")) == [day]
    assert rule(day, "") == {}
    assert next_meeting(day, "", day + timedelta(days=1)) is None
    # No date lies after the last one that there is.
    assert list(meetings(date(9999, 12, 1), "monthly")) == [date(9999, 12, 1)]
    assert len(list(meetings(date(9999, 12, 30), "weekly"))) == 1
    for say in (lambda: list(meetings(day, "daily")), lambda: rule(day, "daily")):
        with pytest.raises(ValueError, match="no cadence"):
            say()


def meeting(**fields: object) -> Meeting:
    changed = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("UTC"))
    plain: dict[str, object] = {
        "uid": "one@headwaters",
        "name": "Domain council",
        "description": "Decides, among others;\nwhat comes next",
        "url": "https://example.org/agenda/",
        "first": date(2026, 12, 1),
        "at": time(9),
        "zone": ZoneInfo("Europe/Zurich"),
        "minutes": 90,
        "rule": rule(date(2026, 12, 1), "monthly"),
        "changed": changed,
        "sequence": 2,
    }
    return Meeting(**{**plain, **fields})  # type: ignore[arg-type]  # as above


def test_a_calendar_keeps_nine_o_clock_when_clocks_change():
    written = calendar("Governance", [meeting()])
    assert b"\r\n" in written
    read = Calendar.from_ical(written)
    (event,) = read.walk("VEVENT")
    start = event.decoded("dtstart")
    assert (start.hour, str(start.tzinfo)) == (9, "Europe/Zurich")
    assert event.decoded("duration") == timedelta(minutes=90)
    assert event["rrule"].to_ical() == b"FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU"
    assert event["description"] == "Decides, among others;\nwhat comes next"
    # The rules of the zone are in the file, for calendars that do not know its name.
    assert [str(zone["tzid"]) for zone in read.walk("VTIMEZONE")] == ["Europe/Zurich"]


def test_a_meeting_without_a_time_is_a_day_and_one_without_a_rhythm_is_once():
    written = calendar("Governance", [meeting(at=None, rule={})])
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert event.decoded("dtstart") == date(2026, 12, 1)
    assert event.decoded("dtend") == date(2026, 12, 2)
    assert "rrule" not in event
    assert not Calendar.from_ical(calendar("Governance", [])).walk("VEVENT")


def test_a_name_cannot_add_lines():
    written = calendar("Governance\r\nX-EVIL:1", [meeting(name="Council\r\nATTACH:file:///etc/passwd")])
    read = Calendar.from_ical(written)
    (event,) = read.walk("VEVENT")
    assert "attach" not in event
    assert "x-evil" not in read


def test_a_meeting_may_be_on_the_last_of_days():
    read = Calendar.from_ical(calendar("Governance", [meeting(first=date.max, at=None)]))
    (event,) = read.walk("VEVENT")
    assert event.decoded("dtstart") == date.max
