"""How an agenda is drawn: heights of rows, rooms beside each other, and when what comes begins."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, strategies as st

from workshops.agenda.rules import starts_before
from workshops.agenda.timeline.timeline_layout import (
    LEAST,
    LEAST_IN_ROOM,
    MOST,
    MOST_NOTE_LINES,
    WHOLE,
    Against,
    note_lines,
    scale_of,
    scale_of_rooms,
)

MINUTES = st.lists(st.integers(1, 480), min_size=1, max_size=40)


@given(MINUTES)
def test_longer_is_never_lower_and_every_row_can_be_read(minutes):
    scale = scale_of(minutes)
    heights = [scale.height(each) for each in sorted(minutes)]
    assert heights == sorted(heights)
    assert all(LEAST <= height <= MOST for height in heights)


@given(MINUTES)
def test_a_long_agenda_has_an_end(minutes):
    scale = scale_of(minutes)
    assert sum(scale.height(each) for each in minutes) <= WHOLE + len(minutes) * LEAST


def test_five_minutes_and_eight_hours_have_sensible_heights():
    short, day = scale_of([1, 3, 1]), scale_of([10, 90, 15, 120, 60, 105, 60, 20])
    assert [short.height(each) for each in (1, 3, 1)] == [LEAST] * 3
    assert day.height(15) == LEAST < day.height(60) < day.height(120) <= MOST


def test_twice_the_minutes_are_twice_as_high():
    scale = scale_of([30, 60])
    assert scale.height(60) == 2 * scale.height(30)


@given(MINUTES)
def test_bars_are_proportional_where_rows_have_a_least_height(minutes):
    scale = scale_of(minutes)
    assert all(scale.length(each) <= scale.height(each) for each in minutes)
    hour = scale_of([3, 9, 8, 25, 6, 9])
    assert [round(hour.length(each) / hour.length(3), 1) for each in (6, 9, 25)] == [2, 3, 8.3]


def test_row_heights_follow_minutes():
    hour = scale_of([3, 9, 8, 25, 6, 9])
    assert hour.height(25) > 2 * hour.height(9)
    assert scale_of([5, 10, 15, 20, 10]).height(20) == 6


def test_a_higher_row_shows_more_of_its_note():
    hour = scale_of([3, 9, 8, 25, 6, 9])
    assert [note_lines(hour.height(minutes)) for minutes in (3, 9, 25)] == [2, 2, 5]
    assert note_lines(MOST) == MOST_NOTE_LINES


@given(st.lists(MINUTES, min_size=1, max_size=4))
def test_rooms_of_one_breakout_have_one_scale(rooms):
    scale = scale_of_rooms(rooms)
    assert all(scale.height(each) >= LEAST_IN_ROOM for room in rooms for each in room)
    assert max(map(sum, rooms)) * scale.per_minute <= 2 * MOST + 0.001


def test_a_room_without_agenda_and_none_at_all_have_a_scale_too():
    assert scale_of_rooms([[], []]) == scale_of_rooms([])
    assert scale_of([]).height(5) == LEAST


@pytest.mark.parametrize(
    ("minutes", "available", "over", "left"),
    [(45, 30, 15, 0), (30, 30, 0, 0), (20, 30, 0, 10), (20, None, 0, 0)],
)
def test_minutes_are_compared_with_the_slot(minutes, available, over, left):
    against = Against(minutes, available)
    assert (against.over, against.left) == (over, left)


@pytest.mark.parametrize("pace", [1, 2])
def test_what_comes_ends_when_the_agenda_does(pace):
    end = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    coming = [SimpleNamespace(minutes=minutes) for minutes in (30, 10, 20)]
    starts = starts_before(end, coming, pace=pace)
    assert [int((end - at) / timedelta(minutes=1)) * pace for at in starts] == [60, 30, 20]
    assert starts_before(end, [], pace=pace) == []
