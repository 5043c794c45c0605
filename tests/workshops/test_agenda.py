"""The agenda: its arithmetic, and editing it, also while the room is live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from core.exceptions import Conflict, Invalid
from tests import factories
from workshops.agenda import rules as arithmetic, services as agenda
from workshops.models import Activity
from workshops.room.running import services as running
from workshops.services import undo

NINE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    minutes: int
    started_at: datetime | None = None
    ended_at: datetime | None = None
    skipped_at: datetime | None = None
    away_seconds: int = 0


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


# --- Arithmetic -----------------------------------------------------------------------------------


def test_slots_follow_each_other():
    first, second = arithmetic.slots([5, 15], NINE)

    assert (first.starts_at, first.ends_at) == (NINE, at(5))
    assert (second.starts_at, second.ends_at, second.offset) == (at(5), at(20), 5)


def test_slots_without_a_start_know_their_offset():
    assert [slot.offset for slot in arithmetic.slots([5, 15], None)] == [0, 5]
    assert arithmetic.slots([5], None)[0].starts_at is None


def ahead_of(items, current, now, **plan):
    forecast = arithmetic.forecast(items, current, now, **plan)
    assert forecast is not None
    return forecast.ahead


@pytest.mark.parametrize(
    ("second_began", "now", "ahead"),
    [
        (8, 10, 2),  # the first took 8 of its 10 minutes
        (16, 17, -6),  # it took 16
        (10, 35, 0),  # the second is on time until its 25 minutes are over
        (10, 40, -5),  # and behind from then on
    ],
)
def test_minutes_ahead(second_began, now, ahead):
    first = Item(10, NINE, at(second_began))
    second = Item(25, at(second_began))

    assert ahead_of([first, second, Item(20)], second, at(now)) == ahead


@pytest.mark.parametrize(
    ("total", "lengths"), [(40, [10, 20, 10]), (35, [9, 17, 9]), (25, [6, 13, 6]), (2, [1, 1, 1])]
)
def test_lengths_are_fitted_into_a_total(total, lengths):
    assert arithmetic.fitted([10, 20, 10], total) == lengths


def test_nobody_is_ahead_before_the_start():
    assert arithmetic.forecast([Item(10)], None, NINE) is None


def test_a_late_start_counts_unless_it_is_another_sitting():
    running = Item(10, at(8))

    assert ahead_of([running], running, at(9), planned_start=NINE) == -8
    assert ahead_of([running], running, at(9), planned_start=at(-2000)) == 0


def test_a_skipped_item_counts_zero_and_gains_its_minutes():
    running = Item(10, NINE)
    items = [running, Item(20, skipped_at=at(1)), Item(15)]

    forecast = arithmetic.forecast(items, running, at(5))

    assert forecast is not None
    assert (forecast.planned_end, forecast.expected_end, forecast.ahead) == (at(45), at(25), 20)


@pytest.mark.parametrize(
    ("began", "says", "ends"), [(156, -3, 23), (144, -2, 22), (-156, 3, 17), (20, 0, 20)]
)
def test_the_end_that_is_shown_is_as_far_from_the_plan_as_is_said(began, says, ends):
    running = Item(20, NINE + timedelta(seconds=began))
    forecast = arithmetic.forecast([running], running, at(3), planned_start=NINE)
    assert forecast is not None
    assert (forecast.ahead, forecast.end) == (says, at(ends))


def test_what_was_paused_delays_nobody():
    running = Item(30, NINE)
    week = timedelta(days=7)
    pauses = [(at(10), at(10) + week)]

    forecast = arithmetic.forecast([running, Item(5)], running, at(12) + week, pauses=pauses)

    assert forecast is not None
    assert (forecast.ahead, forecast.planned_end) == (0, at(35) + week)
    assert arithmetic.minutes_taken(Item(30, NINE, at(40) + week), pauses) == 40


def test_going_back_repeats_only_what_never_began():
    first, second = Item(10, NINE, at(10)), Item(10, at(10), at(20))

    assert arithmetic.to_come([first, second, Item(5)], first) == [Item(5)]


@pytest.mark.parametrize(
    ("now", "second", "third"),
    [(8, 10, 25), (14, 14, 29)],  # within the minutes of the first; four minutes after them
)
def test_what_comes_begins_when_the_running_item_is_over(now, second, third):
    items = [Item(10, started_at=NINE), Item(15), Item(5, skipped_at=NINE), Item(20)]

    times = arithmetic.begins(items, items[0], at(now))

    assert times == [NINE, at(second), None, at(third)]


def test_what_is_left_of_an_item_leaves_out_what_was_paused():
    item = Item(10, started_at=NINE)
    pause = [(at(4), None)]

    assert arithmetic.minutes_left(item, at(4)) == 6
    assert arithmetic.minutes_left(item, at(34), pause) == 6
    assert arithmetic.minutes_left(item, at(11)) == 0


@pytest.mark.parametrize(
    ("ahead", "level"), [(5, ""), (-2, ""), (-3, "late"), (-9, "late"), (-10, "very_late")]
)
def test_being_behind_grows_from_neutral_to_orange_to_red(ahead, level):
    assert arithmetic.lateness(ahead) == level


@pytest.mark.parametrize(
    ("behind", "skipped"), [(2, []), (8, [10]), (12, [15]), (18, [15, 10]), (90, [5, 15, 10])]
)
def test_what_to_cut_to_end_on_time(behind, skipped):
    items = [Item(5), Item(15), Item(10)]

    assert [item.minutes for item in arithmetic.activities_to_skip(items, behind)] == skipped


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, "–:––"), (852, "14:12"), (0, "0:00"), (-30, "-0:30"), (5, "0:05")]
)
def test_a_timer_in_digits(seconds, text):
    assert arithmetic.as_clock(seconds) == text


def test_a_timer_runs_or_waits():
    assert arithmetic.seconds_left(at(2), None, NINE) == 120
    assert arithmetic.seconds_left(None, 90, NINE) == 90
    assert arithmetic.seconds_left(None, None, NINE) is None


# --- Editing --------------------------------------------------------------------------------------


@pytest.fixture
def workshop(db):
    made = factories.workshop()
    for title in ("One", "Two", "Three"):
        factories.activity(made, "talk", title, minutes=10)
    return made


def titles(workshop):
    return [activity.title for activity in workshop.tracks.get().activities.all()]


def test_an_activity_takes_title_and_minutes_of_its_kind(actor, workshop):
    added = agenda.add_activity(actor=actor, workshop=workshop, kind="welcome")

    assert (added.title, added.minutes) == ("Welcome", 5)
    assert titles(workshop)[-1] == "Welcome"


@pytest.mark.parametrize("minutes", [0, -1, 481])
def test_minutes_have_limits(actor, workshop, minutes):
    with pytest.raises(Invalid):
        agenda.add_activity(actor=actor, workshop=workshop, kind="talk", minutes=minutes)


def test_an_unknown_kind_is_refused(actor, workshop):
    with pytest.raises(Invalid):
        agenda.add_activity(actor=actor, workshop=workshop, kind="juggling")


def test_the_order_is_changed_over_the_page(client_of, facilitator, workshop):
    order = [str(activity.uuid) for activity in workshop.tracks.get().activities.all()]

    response = client_of(facilitator).post(
        reverse("discovery:agenda_order", args=[workshop.discovery.slug, workshop.uuid]),
        {"order": order[::-1]},
        headers={"HX-Request": "true"},
    )

    assert response.status_code == 200
    assert titles(workshop) == ["Three", "Two", "One"]


@pytest.mark.parametrize("order", [["x"], [], ["00000000-0000-0000-0000-000000000000"]])
def test_an_order_of_something_else_changes_nothing(client_of, facilitator, workshop, order):
    response = client_of(facilitator).post(
        reverse("discovery:agenda_order", args=[workshop.discovery.slug, workshop.uuid]), {"order": order}
    )

    assert response.status_code in (409, 422)
    assert titles(workshop) == ["One", "Two", "Three"]


def test_a_deleted_activity_comes_back_by_undo(actor, workshop):
    two = Activity.objects.get(title="Two")

    deleted = agenda.delete_activity(actor=actor, activity=two)

    assert titles(workshop) == ["One", "Three"]
    undo.undo(actor=actor, target=deleted)
    assert titles(workshop) == ["One", "Two", "Three"]


def test_the_activity_that_the_room_is_in_stays(actor, workshop):
    running.start_workshop(actor=actor, workshop=workshop)
    one = Activity.objects.select_related("track__workshop").get(title="One")

    with pytest.raises(Conflict):
        agenda.delete_activity(actor=actor, activity=one)


def test_the_agenda_is_edited_while_the_room_is_live(actor, workshop):
    running.start_workshop(actor=actor, workshop=workshop)
    before = workshop.tracks.get()

    agenda.add_activity(actor=actor, workshop=workshop, kind="talk", title="Break")

    after = workshop.tracks.get()
    assert titles(workshop)[-1] == "Break"
    assert after.current_id == before.current_id


def test_an_activity_is_edited_over_the_page(client_of, facilitator, workshop):
    two = Activity.objects.get(title="Two")
    url = reverse("discovery:activity_edit", args=[workshop.discovery.slug, workshop.uuid, two.uuid])
    fields = {"title": "Two", "minutes": "0", "instructions": "=1+1", "revision": "1"}

    refused = client_of(facilitator).post(url, fields, headers={"HX-Request": "true"})
    client_of(facilitator).post(url, {**fields, "minutes": "12"}, headers={"HX-Request": "true"})

    assert refused.status_code == 422
    two.refresh_from_db()
    assert (two.minutes, two.instructions) == (12, "=1+1")


def test_an_activity_of_another_workshop_is_unknown(client_of, facilitator, workshop):
    foreign = factories.activity(factories.workshop(), "talk", "Foreign")
    url = reverse("discovery:activity_edit", args=[workshop.discovery.slug, workshop.uuid, foreign.uuid])

    assert client_of(facilitator).get(url).status_code == 404


def test_an_activity_that_the_room_comes_back_to_took_what_it_was_there() -> None:
    again = Item(25, started_at=at(0), ended_at=at(34), away_seconds=30 * 60)
    assert arithmetic.minutes_taken(again) == 4


def test_what_the_room_did_elsewhere_does_not_run_down_the_minutes_of_an_activity() -> None:
    again = Item(25, started_at=at(0), away_seconds=30 * 60)
    forecast = arithmetic.forecast([again, Item(10)], again, at(34))
    assert forecast is not None
    assert forecast.expected_end == at(25 + 30 + 10)


@pytest.mark.parametrize(("asked", "left"), [(20, 10), (30, 0), (45, 0)])
def test_what_a_quick_question_interrupts_has_its_minutes_left(asked: int, left: int) -> None:
    first, question, last = Item(30, at(0), at(asked)), Item(2, at(asked)), Item(30)
    items = [first, question, last]
    forecast = arithmetic.forecast(items, question, at(asked + 1), back_to=first)
    assert forecast is not None
    assert forecast.expected_end == at(asked + 2 + left + 30)
    assert forecast.ahead == min(0, 30 - asked)
    assert arithmetic.begins(items, question, at(asked + 1), back_to=first)[-1] == at(asked + 2 + left)
    assert arithmetic.minutes_to_go_back(first) == left


def test_in_a_rehearsal_the_minutes_pass_at_its_pace() -> None:
    running = Item(10, NINE)
    forecast = arithmetic.forecast([running, Item(20)], running, at(3), pace=10)
    assert forecast is not None
    assert (forecast.planned_end, forecast.expected_end, forecast.ahead) == (at(3), at(5), -20)
    assert arithmetic.minutes_taken(Item(10, NINE, at(3)), pace=10) == 30
