"""A quick question: asked from any activity, once, and back to where the room was."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict
from exchange.format.json_field_checks import wrong_setting
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.rooms import post, track_of, verbs, workshop_with_talks
from workshops.agenda import services as agenda
from workshops.models import Activity, Track, Workshop
from workshops.room.breakouts import services as breakouts
from workshops.room.quick_questions import services as quick_questions
from workshops.room.quick_questions.selectors import KEPT_IN_USE
from workshops.room.running import services as running
from workshops.room.running.selectors import room_state
from workshops.services.activity_phases import set_phase
from workshops.workshop import services as workshops

pytestmark = pytest.mark.django_db

ASKED = {"question": "Lunch?", "options": "Now\nLater"}


@pytest.fixture
def workshop():
    made = workshop_with_talks("One", "Two")
    factories.participant(made, "Anna")
    return running.start_workshop(actor=SYSTEM, workshop=made)


@pytest.fixture
def now(monkeypatch):
    """Freeze the time, and return it."""
    frozen = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: frozen)
    return frozen


@pytest.fixture
def ask(actor, workshop):
    def send(question="Lunch?", **fields):
        asked = {"options": ["Now", "Later"], **fields}
        return quick_questions.ask(actor=actor, workshop=workshop, question=question, **asked)

    return send


def titles(workshop):
    return [activity.title for activity in track_of(workshop).activities.all()]


def go(actor, workshop, steps):
    track = track_of(workshop)
    return running.move_on(actor=actor, track=track, from_activity=track.current, steps=steps)


def reveal(actor, question):
    set_phase(actor=actor, activity=question, from_phase="answer", to="revealed")


def test_the_room_has_it_at_once_behind_the_activity_it_interrupts(client_of, facilitator, workshop):
    answer = post(client_of(facilitator), "console_ask", workshop, ASKED)

    assert answer.status_code == 204
    assert "dialog:close" in answer.headers["HX-Trigger"]
    assert titles(workshop) == ["One", "Lunch?", "Two"]
    question = track_of(workshop).current
    assert (question.kind, question.settings["options"]) == ("poll", ["Now", "Later"])
    assert question.phase == "answer"


def test_sent_twice_it_asks_once_also_when_the_room_has_gone_back(actor, workshop, ask):
    uuid = uuid4()
    ask(uuid=uuid)
    done = verbs(workshop)
    ask(uuid=uuid)
    go(actor, workshop, -1)
    ask(uuid=uuid)

    assert titles(workshop) == ["One", "Lunch?", "Two"]
    assert track_of(workshop).current.title == "One"
    assert verbs(workshop) == [*done, "workshop.moved"]


def test_a_second_one_waits_for_the_first(client_of, facilitator, actor, workshop, ask):
    first = ask()
    client = client_of(facilitator)
    url = reverse("discovery:console_ask", args=[workshop.code])
    assert "“Lunch?” is still open." in client.get(url, headers={"HX-Request": "true"}).content.decode()

    refused = post(client, "console_ask", workshop, {**ASKED, "question": "Coffee?"})

    assert refused.status_code == 422
    assert "“Lunch?” is still open." in refused.content.decode()
    assert "Coffee?" in refused.content.decode()
    assert titles(workshop) == ["One", "Lunch?", "Two"]
    reveal(actor, first)
    assert post(client, "console_ask", workshop, {**ASKED, "question": "Coffee?"}).status_code == 204
    assert go(actor, workshop, -1).title == "One"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"question": ""}, "This field is required."),
        ({"question": "x" * 121}, "Use at most 120 characters"),
        ({"options": "One\nOne"}, "Enter 2 to 6 options"),
        ({"options": "1\n2\n3\n4\n5\n6\n7"}, "Enter 2 to 6 options"),
        ({"options": "x\n" + "y" * 121}, "An option can have up to 120 characters."),
    ],
)
def test_what_cannot_be_asked_comes_back_in_the_form(client_of, facilitator, workshop, fields, says):
    answer = post(client_of(facilitator), "console_ask", workshop, {**ASKED, **fields})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert titles(workshop) == ["One", "Two"]


def test_nothing_is_asked_before_the_start():
    planned = workshop_with_talks("One")
    with pytest.raises(Conflict, match="not started"):
        quick_questions.ask(actor=SYSTEM, workshop=planned, question="?", options=["A", "B"])


def test_next_passes_over_it_once_the_room_has_gone_back(actor, workshop, ask):
    question = ask()
    reveal(actor, question)
    assert room_state(workshop.pk).interrupted is not None

    assert go(actor, workshop, -1).title == "One"
    state = room_state(workshop.pk)
    assert state.interrupted is None
    assert state.next is not None
    assert state.next.title == "Two"
    assert go(actor, workshop, 1).title == "Two"
    assert go(actor, workshop, -1).title == "One"


@pytest.mark.parametrize("is_paused", [True, False])
def test_the_timer_goes_on_with_what_was_left(actor, workshop, ask, now, is_paused):
    track = running.start_timer(actor=actor, track=track_of(workshop), seconds=100)
    if is_paused:
        running.pause_timer(actor=actor, track=track)
    ask()
    assert track_of(workshop).timer_ends_at > now + timedelta(seconds=105)

    go(actor, workshop, -1)

    track = track_of(workshop)
    if is_paused:
        assert track.timer_left == 100
        assert track.timer_ends_at is None
    else:
        assert track.timer_ends_at == now + timedelta(seconds=100)


def test_without_a_timer_there_is_none_afterwards(actor, workshop, ask):
    running.clear_timer(actor=actor, track=track_of(workshop))
    ask()
    go(actor, workshop, -1)

    assert (track_of(workshop).timer_ends_at, track_of(workshop).timer_left) == (None, None)


@pytest.mark.parametrize("is_gathered", [False, True])
@pytest.mark.usefixtures("now")
def test_the_rooms_of_a_breakout_go_on_as_they_were(actor, workshop, ask, is_gathered):
    breakout = agenda.add_activity(actor=actor, workshop=workshop, kind="breakout", title="Streams")
    go(actor, workshop, 1)
    go(actor, workshop, 1)
    runs, waits, free = breakout.rooms.all()
    running.start_timer(actor=actor, track=runs, seconds=100)
    running.move_on(actor=actor, track=waits, from_activity=waits.current)
    running.pause_timer(actor=actor, track=running.start_timer(actor=actor, track=waits, seconds=50))
    running.clear_timer(actor=actor, track=free)
    if is_gathered:
        breakouts.gather(actor=actor, workshop=workshop, gathered=True)
    at = list(breakout.rooms.values_list("current", flat=True))

    question = ask()
    assert not wrong_setting(question.kind, question.settings)
    assert go(actor, workshop, -1) == breakout

    runs, waits, free = breakout.rooms.all()
    assert [each.current_id for each in (runs, waits, free)] == at
    left = (runs.timer_ends_at - timezone.now()).seconds if runs.timer_ends_at else runs.timer_left or 0
    assert left == 100
    assert (runs.timer_ends_at is None) == is_gathered
    assert waits.timer_ends_at is None
    assert waits.timer_left == 50
    assert (free.timer_ends_at, free.timer_left) == (None, None)
    assert Workshop.objects.get(pk=workshop.pk).is_gathered == is_gathered


def test_a_room_that_came_during_the_question_begins_with_its_whole_time(actor, workshop, ask):
    breakout = agenda.add_activity(actor=actor, workshop=workshop, kind="breakout", title="Streams")
    go(actor, workshop, 1)
    go(actor, workshop, 1)
    question = ask()
    settings = {**question.settings, "left_in_rooms": ["x", "x left_running y", str(breakout.uuid)]}
    Activity.objects.filter(pk=question.pk).update(settings=settings)

    go(actor, workshop, -1)

    assert all(room.timer_ends_at is not None for room in breakout.rooms.all())


@pytest.mark.parametrize("name", sorted(KEPT_IN_USE))
def test_no_document_leaves_empty_what_services_keep(name):
    """They never do, and read it as they wrote it."""
    assert wrong_setting("poll", {name: None})
    assert not wrong_setting("poll", {"options": None})


def test_back_leads_where_it_was_asked_also_after_the_agenda_changed(actor, workshop, ask):
    go(actor, workshop, 1)
    ask()
    two = track_of(workshop).activities.get(title="Two")
    agenda.reorder_activities(actor=actor, workshop=workshop, order=[two.uuid])

    assert room_state(workshop.pk).previous == two
    assert go(actor, workshop, -1) == two


def test_skipped_while_it_is_open_it_leads_back(client_of, facilitator, workshop, ask):
    question, client = ask(), client_of(facilitator)
    page = client.get(reverse("discovery:console", args=[workshop.code])).content.decode()
    assert "Skip and go back" in page

    assert post(client, "console_skip", workshop, uuid=question.uuid).status_code == 204

    assert track_of(workshop).current.title == "One"


def test_it_leads_on_when_what_it_interrupted_was_deleted(actor, workshop, ask):
    go(actor, workshop, 1)
    ask()
    two = track_of(workshop).activities.get(title="Two")
    factories.make(Activity, track=track_of(workshop), kind="talk", title="Three", position=9)

    agenda.delete_activity(actor=actor, activity=two)

    state = room_state(workshop.pk)
    assert state.interrupted is None
    assert [str(each) for each in (state.previous, state.next)] == ["One", "Three"]
    assert go(actor, workshop, -1).title == "One"


@pytest.mark.usefixtures("now")
def test_the_room_that_is_taken_to_it_again_goes_back_where_it_came_from(actor, workshop, ask):
    running.start_timer(actor=actor, track=track_of(workshop), seconds=100)
    question = ask()
    go(actor, workshop, -1)
    go(actor, workshop, 1)
    track = running.start_timer(actor=actor, track=track_of(workshop), seconds=300)
    running.pause_timer(actor=actor, track=track)

    running.move_cursor(actor=actor, track=track, from_activity=track.current, to_activity=question)

    assert str(room_state(workshop.pk).previous) == "Two"
    assert go(actor, workshop, -1).title == "Two"
    assert track_of(workshop).timer_ends_at is None
    assert track_of(workshop).timer_left == 300


def test_of_a_timer_that_ended_days_ago_an_archive_takes_what_is_noted(workshop, ask):
    Track.objects.filter(pk=track_of(workshop).pk).update(timer_ends_at=timezone.now() - timedelta(days=3))
    question = ask()

    assert question.settings["left_running"] < 0
    assert not wrong_setting(question.kind, question.settings)


def test_the_remote_leads_back_from_it(actor, client_of, facilitator, workshop, ask):
    reveal(actor, ask())

    page = client_of(facilitator).get(reverse("discovery:remote", args=[workshop.code])).content.decode()

    buttons = re.findall(r'<button class="([^"]*)"[^>]*"at"[^>]*>(.*?)</button>', page)
    filled = [words for look, words in buttons if "primary" in look]
    assert len(filled) == 1
    assert "Back to “One”" in filled[0]
    assert "Previous activity" not in page


def test_a_copy_of_the_agenda_holds_it_as_a_poll(actor, workshop, ask):
    ask()
    copy = workshops.clone_workshop(actor=actor, source=workshop, name="Again")

    copied = Activity.objects.get(track__workshop=copy, kind="poll")
    assert copied.settings == {"form": "one", "options": ["Now", "Later"]}
    assert not copied.is_passed_over
