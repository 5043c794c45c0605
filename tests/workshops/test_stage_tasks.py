"""The stage names the task: criteria with their ends, instructions of a talk, steps of a breakout."""

from __future__ import annotations

import pytest

from live import Snapshot
from lvt.models import Goal, Hypothesis
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.answering import answering
from workshops.activities.regions import draw_clock, draw_main
from workshops.models import Activity, Workshop
from workshops.room.breakouts.services import add_room
from workshops.room.running.services import start_workshop

pytestmark = pytest.mark.django_db


def stage(workshop: Workshop) -> str:
    """The head and the content of the stage."""
    snapshot = Snapshot(workshop.pk, 1, "stage", frozenset())
    return draw_clock(snapshot) + draw_main(snapshot)


def test_criteria_are_beside_the_meaning_of_both_ends() -> None:
    room = answering("assessment", {"what": "hypotheses"})
    goal = factories.make(Goal, discovery=room.workshop.discovery, title="No one waits")
    factories.make(Hypothesis, goal=goal, statement="Orders travel by fax")
    ends = '<b class="num">0</b><span dir="auto">Hardly anyone</span><b class="num">5</b>'
    assert f'<b dir="auto">Reach</b>{ends}<span dir="auto">Everyone we serve</span>' in stage(room.workshop)


def test_a_talk_asks_its_instructions_if_they_are_as_short_as_a_title() -> None:
    made = factories.workshop()
    factories.activity(made, "talk", "Talk", instructions="Which answer surprised you?")
    start_workshop(actor=SYSTEM, workshop=made)
    assert ">Which answer surprised you?</h1>" in stage(made)
    made = factories.workshop(made.discovery)
    factories.activity(made, "talk", "Talk", instructions="Talk in pairs.\nThen tell the room.")
    start_workshop(actor=SYSTEM, workshop=made)
    assert ">Talk</h1>" in stage(made)
    assert "Then tell the room." in stage(made)


@pytest.mark.parametrize(("last", "rows"), [("Back to the room", 1), ("Another end", 0)])
def test_steps_that_all_rooms_share_are_in_a_row(last: str, rows: int) -> None:
    made = factories.workshop()
    activity = factories.activity(made, "breakout", "Two rooms")
    for name, title in (("Blue", "Back to the room"), ("Red", last)):
        track = add_room(actor=SYSTEM, activity=activity, name=name, stream="")
        steps = list(track.activities.order_by("position"))
        assert 1 < len(steps) < 5
        Activity.objects.filter(pk=steps[-1].pk).update(title=title)
    start_workshop(actor=SYSTEM, workshop=made)
    assert stage(made).count("breakout-steps") == stage(made).count('aria-current="step"') == rows


def test_a_breakout_shows_the_task_of_its_step_once_or_in_each_room() -> None:
    made = factories.workshop()
    activity = factories.activity(made, "breakout", "Two rooms")
    tracks = [add_room(actor=SYSTEM, activity=activity, name=name) for name in ("Blue", "Red")]
    steps = [track.activities.order_by("position")[0] for track in tracks]
    start_workshop(actor=SYSTEM, workshop=made)
    assert steps[0].instructions
    assert stage(made).count(steps[0].instructions) == 1
    Activity.objects.filter(pk=steps[1].pk).update(instructions="What does the platform lack?")
    for words in (steps[0].instructions, "What does the platform lack?"):
        assert stage(made).count(words) == 1
    Activity.objects.filter(pk=steps[1].pk).update(instructions="Collect risks\nBring back <three>")
    assert "Collect risks<br>Bring back &lt;three&gt;" in stage(made)
    assert "breakout-task" not in stage(made)
