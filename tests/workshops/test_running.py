"""Running a workshop: start, cursor, timer, done, end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from tests import factories
from tests.workshops.rooms import workshop_with_talks
from workshops.actors import RoomActor
from workshops.agenda import rules as agenda
from workshops.models import Workshop
from workshops.room.running import services as running
from workshops.room.running.selectors import progress_of, room_state
from workshops.services.activity_phases import set_phase
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return workshop_with_talks("One", "Two", "Three")


@pytest.fixture
def live(actor, workshop):
    return running.start_workshop(actor=actor, workshop=workshop)


def track(workshop):
    return workshop.tracks.select_related("current", "workshop").get()


def go_on(actor, workshop, steps=1):
    now = track(workshop)
    return running.move_on(actor=actor, track=now, from_activity=now.current, steps=steps)


# --- Start and end --------------------------------------------------------------------------------


def test_starting_opens_the_first_activity_with_its_timer(actor, live):
    now = track(live)

    assert live.state == WorkshopState.LIVE
    assert now.current.title == "One"
    assert now.current.started_at is not None
    assert timedelta(minutes=9) < now.timer_ends_at - timezone.now() <= timedelta(minutes=10)


def test_starting_twice_starts_once(actor, live):
    with pytest.raises(Conflict, match="already started this workshop"):
        running.start_workshop(actor=actor, workshop=live)


def test_an_empty_agenda_does_not_start(actor, workshop):
    empty = factories.workshop(workshop.discovery)

    with pytest.raises(Conflict, match="agenda is empty"):
        running.start_workshop(actor=actor, workshop=empty)
    assert Workshop.objects.get(pk=empty.pk).state == WorkshopState.PLANNED


def test_the_end_closes_the_room_and_reopening_goes_on_where_it_was(actor, live):
    go_on(actor, live)
    ended = running.end_workshop(actor=actor, workshop=live)
    assert ended.state == WorkshopState.ENDED
    assert track(live).current.ended_at is not None
    assert track(live).timer_ends_at is None
    with pytest.raises(Conflict, match="has ended"):
        go_on(actor, live)

    running.reopen_workshop(actor=actor, workshop=live)

    assert track(live).current.title == "Two"
    assert track(live).current.ended_at is None
    assert go_on(actor, live).title == "Three"


def test_only_facilitators_run_the_room(workshop):
    viewer = Actor.of_account(factories.access(workshop.discovery, DiscoveryRole.VIEWER))
    guest = RoomActor.of_participant(factories.participant(workshop))

    with pytest.raises(NotAllowed):
        running.start_workshop(actor=viewer, workshop=workshop)
    with pytest.raises(NotFound):
        running.start_workshop(actor=guest, workshop=workshop)


def test_coming_back_to_an_activity_does_not_count_what_was_elsewhere(actor, live):
    go_on(actor, live)
    one = live.tracks.get().activities.first()
    half_an_hour_ago = timezone.now() - timedelta(minutes=30)
    with operation(actor, "test.dated", place=live):
        artifacts.change(one, started_at=half_an_hour_ago - timedelta(minutes=4), ended_at=half_an_hour_ago)

    go_on(actor, live, steps=-1)
    go_on(actor, live)

    one.refresh_from_db()
    assert agenda.minutes_taken(one) == 4


def test_no_timer_runs_for_what_the_room_is_through_with(actor, live):
    rating = factories.activity(live, "roti", "Was it worth it?")
    while go_on(actor, live).pk != rating.pk:
        pass
    assert track(live).timer_ends_at is not None

    rating.refresh_from_db()
    set_phase(actor=actor, activity=rating, from_phase=rating.phase, to="revealed")
    go_on(actor, live, steps=-1)
    assert track(live).timer_ends_at is not None
    go_on(actor, live)

    assert track(live).current == rating
    assert track(live).timer_ends_at is None


# --- The cursor -----------------------------------------------------------------------------------


def test_two_facilitators_who_press_next_at_once_move_the_room_once(actor, live):
    other = Actor.of_account(factories.access(live.discovery, name="Carl Co-facilitator"))
    seen = track(live)

    running.move_on(actor=actor, track=seen, from_activity=seen.current)
    with pytest.raises(Conflict, match="already moved the room"):
        running.move_on(actor=other, track=seen, from_activity=seen.current)

    assert track(live).current.title == "Two"


def test_times_are_what_happened(actor, live):
    two = go_on(actor, live)
    first = live.tracks.get().activities.first()

    assert first.ended_at is not None
    assert two.started_at is not None
    go_on(actor, live, steps=-1)
    first.refresh_from_db()
    assert first.ended_at is None


def test_there_is_nothing_beyond_either_end(actor, live):
    with pytest.raises(Conflict, match="first activity"):
        go_on(actor, live, steps=-1)
    go_on(actor, live)
    go_on(actor, live)
    with pytest.raises(Conflict, match="last activity"):
        go_on(actor, live)


def test_a_foreign_activity_is_no_place_to_go(actor, live):
    foreign = factories.activity(factories.workshop(live.discovery), "talk", "Elsewhere")
    now = track(live)

    with pytest.raises(NotFound):
        running.move_cursor(actor=actor, track=now, from_activity=now.current, to_activity=foreign)


def test_the_second_press_gets_a_toast_and_not_a_move(client_of, facilitator, live):
    client = client_of(facilitator)
    url = reverse("discovery:workshop_move", args=[live.code])
    at = {"at": str(track(live).current.uuid)}

    first = client.post(url, at, headers={"HX-Request": "true"})
    second = client.post(url, at, headers={"HX-Request": "true"})

    assert (first.status_code, second.status_code) == (204, 409)
    assert "Your screen shows where it is now" in second["HX-Trigger"]
    assert track(live).current.title == "Two"


@pytest.mark.parametrize(
    "asked", [{"at": "x"}, {"step": "7"}, {"at": "00000000-0000-0000-0000-000000000000"}]
)
def test_a_move_that_makes_no_sense_is_refused(client_of, facilitator, live, asked):
    response = client_of(facilitator).post(reverse("discovery:workshop_move", args=[live.code]), asked)

    assert response.status_code in (404, 422)
    assert track(live).current.title == "One"


# --- The timer ------------------------------------------------------------------------------------


@pytest.fixture
def now(monkeypatch):
    """Freeze the time, and return it."""
    frozen = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: frozen)
    return frozen


def test_the_timer_is_paused_and_goes_on(actor, live, now):
    running.start_timer(actor=actor, track=track(live), seconds=120)
    paused = running.pause_timer(actor=actor, track=track(live))
    assert (paused.timer_ends_at, paused.timer_left) == (None, 120)
    running.pause_timer(actor=actor, track=track(live))

    extended = running.extend_timer(actor=actor, track=track(live))
    assert extended.timer_left == 180

    resumed = running.resume_timer(actor=actor, track=track(live))
    assert resumed.timer_left is None
    assert resumed.timer_ends_at == now + timedelta(seconds=180)

    cleared = running.clear_timer(actor=actor, track=track(live))
    assert (cleared.timer_ends_at, cleared.timer_left) == (None, None)


def test_a_timer_that_is_over_gets_a_whole_minute(actor, live, now):
    running.start_timer(actor=actor, track=track(live), seconds=1)
    with operation(factories.SYSTEM, "test.waited"):
        artifacts.change(track(live), timer_ends_at=now - timedelta(minutes=3))

    extended = running.extend_timer(actor=actor, track=track(live))

    assert extended.timer_ends_at == now + timedelta(seconds=60)


def test_a_timer_has_limits(actor, live):
    for seconds in (0, -5, agenda.LONGEST_TIMER + 1):
        with pytest.raises(Invalid):
            running.start_timer(actor=actor, track=track(live), seconds=seconds)


@pytest.mark.usefixtures("now")
def test_the_buttons_set_the_timer(client_of, facilitator, live):
    url = reverse("discovery:workshop_timer", args=[live.code])

    for asked, status in (
        ({"do": "start", "minutes": "3"}, 204),
        ({"do": "pause"}, 204),
        ({"do": "explode"}, 422),
        ({"do": "start", "minutes": "-1"}, 422),
    ):
        assert client_of(facilitator).post(url, asked).status_code == status
    assert track(live).timer_left == 180


# --- "I am done" ----------------------------------------------------------------------------------


def test_done_is_counted_once_and_taken_back(client_of, live):
    anna = factories.participant(live, "Anna")
    factories.participant(live, "Ben", "it")
    activity = track(live).current
    actor = RoomActor.of_participant(anna)

    for _time in range(2):
        running.set_done(actor=actor, activity=activity, is_done=True)
    progress = progress_of(room_state(live.pk))
    assert (progress.done, progress.of) == (frozenset({str(anna.uuid)}), 2)

    page = client_of(anna).post(reverse("discovery:room_done", args=[live.code]), {"activity": activity.uuid})
    assert "I’m done" in page.content.decode()
    assert progress_of(room_state(live.pk)).done == frozenset()


def test_done_belongs_to_the_current_activity(actor, live):
    guest = RoomActor.of_participant(factories.participant(live))
    one = track(live).current
    go_on(actor, live)

    with pytest.raises(Conflict, match="moved on"):
        running.set_done(actor=guest, activity=one, is_done=True)


def test_nobody_is_done_in_a_room_they_are_not_in(live):
    stranger = RoomActor.of_participant(factories.participant(factories.workshop()))

    with pytest.raises(NotFound):
        running.set_done(actor=stranger, activity=track(live).current, is_done=True)
