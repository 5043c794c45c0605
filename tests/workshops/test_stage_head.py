"""The stage while people work at a board: who is done and the code to join by, until that is settled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from live import Snapshot
from organizations.models import Organization
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.boards import Board, board
from workshops.activities.regions import draw_answered, draw_clock, draw_main
from workshops.activities.room_snapshot import plan_in
from workshops.actors import RoomActor
from workshops.contributions.notes.selectors import GROUP, RESULTS, VOTE
from workshops.models import Activity, Participant, Rehearsal, Workshop
from workshops.room.quick_questions.services import ask
from workshops.room.running import services as running
from workshops.room.steering.services import pause_workshop
from workshops.services.activity_phases import set_phase

pytestmark = pytest.mark.django_db

CODE = "Scan to join"


@pytest.fixture
def voting() -> Board:
    made = board("First", "Second")
    made.join("Anna")
    made.go(VOTE)
    return made


def seen(of: Board, audience: str = "stage") -> Snapshot:
    return Snapshot(of.workshop.pk, 1, audience, frozenset())


def test_code_and_count_are_there_until_it_is_settled(voting: Board) -> None:
    shown = draw_main(seen(voting))
    assert shown.count(CODE) == 2  # the picture's name, and the words below it
    assert "0 of 2 are done" in shown
    voting.go(RESULTS)
    assert CODE not in draw_main(seen(voting))


def test_the_code_stays_while_the_last_ones_answer() -> None:
    """The content keeps its width when the last one is done."""
    made = factories.workshop()
    activity = factories.activity(made, "brainstorm", "Pains")
    anna = factories.participant(made, "Anna")
    running.start_workshop(actor=SYSTEM, workshop=made)
    running.set_done(actor=RoomActor.of_participant(anna), activity=activity, is_done=True)
    shown = draw_answered(stage_of(made))
    assert "1 of 1 is done" in shown
    assert CODE in shown


def test_the_code_goes_once_people_are_in() -> None:
    """It takes no column from the second activity on, though no one has started."""
    made = factories.workshop()
    for title in ("First", "Second"):
        factories.activity(made, "brainstorm", title)
    factories.participant(made, "Anna")
    running.start_workshop(actor=SYSTEM, workshop=made)
    assert CODE in draw_answered(stage_of(made))
    track = made.tracks.get()
    running.move_on(actor=SYSTEM, track=track, from_activity=track.current)
    shown = draw_answered(stage_of(made))
    assert "0 of 1 has started" in shown
    assert CODE not in shown


def test_a_question_is_the_title() -> None:
    made = factories.workshop()
    factories.activity(made, "roti", "Was it worth it?")
    running.start_workshop(actor=SYSTEM, workshop=made)
    assert ">What was this time worth to you?</h1>" in draw_clock(stage_of(made))


def test_the_question_of_a_board_is_its_title_in_each_phase() -> None:
    made = factories.workshop()
    activity = factories.activity(made, "brainstorm", "Pains", settings={"prompt": "What holds us back?"})
    running.start_workshop(actor=SYSTEM, workshop=made)
    for number, phase in enumerate((GROUP, VOTE, RESULTS)):
        activity.refresh_from_db()
        assert ">What holds us back?</h1>" in draw_clock(Snapshot(made.pk, number, "stage", frozenset()))
        set_phase(actor=SYSTEM, activity=activity, from_phase=activity.phase, to=phase)
    assert ">What holds us back?</h1>" in draw_clock(Snapshot(made.pk, 9, "stage", frozenset()))


@pytest.mark.parametrize("audience", ["room", "console", "observer"])
def test_only_the_stage_has_the_code(voting: Board, audience: str) -> None:
    assert CODE not in draw_main(seen(voting, audience))


def test_nobody_is_awaited_in_a_talk() -> None:
    made = factories.workshop()
    talk = factories.activity(made, "talk", "Talk it through")
    anna, _ben = (factories.participant(made, name) for name in ("Anna", "Ben"))
    running.start_workshop(actor=SYSTEM, workshop=made)
    shot = Snapshot(made.pk, 1, "stage", frozenset())
    assert CODE in draw_answered(shot)
    assert 'class="answered"' not in draw_answered(shot)

    running.set_done(actor=RoomActor.of_participant(anna), activity=talk, is_done=True)
    said = draw_answered(Snapshot(made.pk, 2, "stage", frozenset()))
    assert "1 of 2 are done" in said


def test_beside_a_question_it_says_how_many_are_done_and_how_many_others_are_away(voting: Board) -> None:
    uuids = [str(person.uuid) for person in Participant.objects.filter(workshop=voting.workshop)]

    def said(here: Iterable[str]) -> str:
        return draw_answered(Snapshot(voting.workshop.pk, 1, "stage", frozenset(here)))

    assert ">done<" in said(uuids)
    assert "done · 1 away" in said(uuids[:1])
    factories.participant(voting.workshop, "Greta", is_proxy=True)  # without a device, so never away
    assert "done · 1 away" in said(uuids[:1])


def test_beside_a_question_it_is_not_there_twice() -> None:
    writing = board()
    writing.join("Anna")
    assert draw_main(seen(writing)).count(CODE) == draw_answered(seen(writing)).count(CODE)


TIME = re.compile(r'<time class="num" datetime="([^"]+)"')


def live_agenda() -> Workshop:
    """A room that began its first of three activities four minutes ago."""
    made = factories.workshop()
    for kind, title in (("welcome", "Welcome"), ("talk", "Talk it through"), ("break", "Coffee")):
        factories.activity(made, kind, title, minutes=10)
    running.start_workshop(actor=SYSTEM, workshop=made)
    started = timezone.now() - timedelta(minutes=4)
    Activity.objects.filter(track__workshop=made, title="Welcome").update(started_at=started)
    return made


def test_the_welcome_says_when_each_activity_begins() -> None:
    times = [datetime.fromisoformat(each) for each in TIME.findall(draw_main(stage_of(live_agenda())))]
    assert [(time - times[0]).seconds for time in times] == [0, 600, 1200]


def test_in_a_pause_the_stage_says_what_is_left() -> None:
    made = live_agenda()
    pause_workshop(actor=SYSTEM, workshop=made)
    shown = draw_main(stage_of(made))
    assert "6 min left" in shown
    assert shown.count("10 min") == 2
    assert not TIME.search(shown), "nobody knows when it goes on"


def test_a_pause_in_a_quick_question_leaves_what_it_interrupted() -> None:
    made = live_agenda()
    ask(actor=SYSTEM, workshop=made, question="Lunch now?", options=["Yes", "No"])
    pause_workshop(actor=SYSTEM, workshop=made)
    plan = [(each.title, minutes) for each, _begins, minutes in plan_in(stage_of(made))]
    assert plan == [("Lunch now?", 2), ("Welcome", 6), ("Talk it through", 10), ("Coffee", 10)]


def test_in_a_rehearsal_its_own_clock_says_what_is_left_and_when_the_next_begins() -> None:
    before = timezone.now()
    made = live_agenda()
    organization = made.discovery.domain.organization
    Organization.objects.filter(pk=organization.pk).update(is_rehearsal=True)
    welcome = Activity.objects.get(track__workshop=made, title="Welcome")
    Rehearsal.objects.create(
        workshop=made, organization=organization, speed=10, seconds={str(welcome.uuid): 60.0}
    )
    times = [datetime.fromisoformat(each) for each in TIME.findall(draw_main(stage_of(made)))]
    assert (times[2] - times[1]).seconds == 60
    earliest = (before + timedelta(seconds=54)).replace(second=0, microsecond=0)  # the screen shows minutes
    assert earliest <= times[1] <= timezone.now() + timedelta(seconds=54)
    pause_workshop(actor=SYSTEM, workshop=made)
    assert "9 min left" in draw_main(stage_of(made))


def stage_of(workshop: Workshop) -> Snapshot:
    return Snapshot(workshop.pk, 1, "stage", frozenset())
