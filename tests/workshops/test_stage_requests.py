"""The line below the title of the stage is a sentence that asks for something, with its numbers. The foot of
a result has the number of people whose answers it is from."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string

from live import Snapshot
from lvt.models import Goal, Hypothesis, Measure, UseCase, Vision
from operating_model.models import KeyQuestion
from organizations.models import Person, Role, RoleAllocation
from tests import factories
from tests.factories import make
from tests.workshops.answering import Answering, answering
from tests.workshops.boards import board
from workshops.activities.regions import draw_answered, draw_clock, draw_main, draw_progress
from workshops.contributions.notes.selectors import RESULTS, VOTE
from workshops.contributions.votes.rules import dots_request
from workshops.models import Workshop
from workshops.room.running.services import start_workshop

pytestmark = pytest.mark.django_db

LIMITED = "Place your %(dots)s dots on your phone, up to %(most)s on one note."


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def stage_of(workshop: Workshop) -> Snapshot:
    return Snapshot(workshop.pk, 1, "stage", frozenset())


def instruction(workshop: Workshop) -> str:
    """What the stage asks people to do."""
    (line,) = re.findall(r'class="(?:asks-hint|stage-tier)">(.*?)</p>', draw_main(stage_of(workshop)), re.S)
    return words(line)


def title(workshop: Workshop) -> str:
    (line,) = re.findall(r"<h1[^>]*>(.*?)</h1>", draw_clock(stage_of(workshop)), re.S)
    return words(line)


@pytest.mark.parametrize(
    ("dots", "most", "things", "sentence"),
    [
        (5, 2, 3, "Place your 5 dots on your phone, up to 2 on one note."),
        (5, 2, 0, "Place your 5 dots on your phone, up to 2 on one note."),
        (3, 3, 1, "Place your 3 dots on your phone."),
        (2, 5, 1, "Place your 2 dots on your phone."),
        (1, 1, 1, "Place your dot on your phone."),
        # Of what there is to vote on, no more can be placed.
        (5, 2, 2, "Place up to 4 dots on your phone."),
        (5, 2, 1, "Place up to 2 dots on your phone."),
        (5, 1, 1, "Place your dot on your phone."),
    ],
)
def test_no_one_is_asked_for_dots_that_have_no_place(
    dots: int, most: int, things: int, sentence: str
) -> None:
    assert dots_request(dots, most, things, LIMITED) == sentence


def test_a_vote_asks_for_dots_on_what_is_there() -> None:
    made = board("First", "Second", "Third")
    made.go(VOTE)
    assert instruction(made.workshop) == "Place your 5 dots on your phone, up to 2 on one note."
    few = board("First", "Second")
    few.go(VOTE)
    assert instruction(few.workshop) == "Place up to 4 dots on your phone."
    grouped = board("First", "Second", "Third", "Fourth")
    grouped.group("Both", *grouped.activity.notes.all()[:2])
    assert instruction(grouped.workshop) == "Group the notes that belong together, on your phone."
    grouped.go(VOTE)
    assert instruction(grouped.workshop) == "Place your 5 dots on your phone, up to 2 on one note or group."
    for kind, thing in (("card_dots", "use case"), ("product_ranking", "data product")):
        room = answering(kind, {"dots": 4, "most": 2})
        assert instruction(room.workshop) == f"Place your 4 dots on your phone, up to 2 on one {thing}."


@pytest.mark.parametrize(
    ("kind", "settings", "sentence"),
    [
        ("poll", {"form": "one", "options": ["A", "B"]}, "Choose one answer on your phone."),
        ("poll", {"form": "several", "options": ["A", "B"]}, "Choose one or more answers on your phone."),
        ("poll", {"form": "scale", "low": 0, "high": 9}, "Choose a number from 0 to 9 on your phone."),
        ("poll", {"form": "words"}, "Write your answer on your phone."),
        ("check_in", {"form": "scale"}, "Choose a number from 1 to 5 on your phone."),
        ("roti", {}, "Rate our time from 1 to 5 on your phone."),
        ("questions", {}, "Ask on your phone, and support the questions you want answered."),
    ],
)
def test_a_question_asks_for_its_sort_of_answer(kind: str, settings: dict[str, Any], sentence: str) -> None:
    assert instruction(answering(kind, settings).workshop).startswith(sentence)


def test_an_assessment_has_the_number_of_subjects_and_criteria() -> None:
    room = answering("assessment", {"what": "hypotheses"})
    goal = make(Goal, discovery=room.workshop.discovery, title="No one waits")
    for name in ("Orders travel by fax", "Stock is counted by hand"):
        make(Hypothesis, goal=goal, statement=name)
    assert re.match(r"Rate all 2 from 0 to 5 on \d criteria, on your phone\. ", instruction(room.workshop))


def test_a_tree_asks_for_its_tier_and_for_a_better_vision() -> None:
    room = answering("tree_together")
    assert instruction(room.workshop) == "Propose goals on your phone."
    room.go("measure")
    assert instruction(room.workshop) == "Propose measures of success on your phone."
    room.go("vision")
    assert instruction(room.workshop) == "Propose a vision on your phone."
    make(Vision, discovery=room.workshop.discovery, statement="Shelves are never empty")
    assert instruction(room.workshop) == "Is this our vision? Propose a better one on your phone."


def test_one_subject_is_asked_for_like_any_other() -> None:
    """The title asks about each of them, and none is on the stage that “it” could mean."""
    room = answering("assessment", {"what": "hypotheses"})
    goal = make(Goal, discovery=room.workshop.discovery, title="No one waits")
    make(Hypothesis, goal=goal, statement="Orders travel by fax")
    assert re.match(r"Rate each one from 0 to 5 on \d criteria, on your phone\. ", instruction(room.workshop))


@pytest.mark.parametrize("count", [1, 2])
def test_one_use_case_alone_stands_above_what_it_is_scored_on(count: int) -> None:
    discovery = factories.discovery()
    for place in range(count):
        make(UseCase, discovery=discovery, name=f"Orders {place}", position=place)
    workshop = factories.workshop(discovery)
    factories.activity(workshop, "scoring", "Score the use cases")
    start_workshop(actor=factories.SYSTEM, workshop=workshop)
    assert ("Risk reduction" in draw_main(stage_of(workshop))) is (count == 1)


@pytest.mark.parametrize("is_gathered", [True, False])
def test_no_one_is_awaited_in_a_breakout_room_that_is_called_back(is_gathered: bool) -> None:
    room = SimpleNamespace(track=SimpleNamespace(name="Product"), people=[], has_timer=False, current=None)
    rooms = SimpleNamespace(rooms=[room], without=[], in_step=None)
    context = {"breakout": rooms, "is_gathered": is_gathered}
    stage = render_to_string("workshops/activities/breakout/stage.html", context)
    assert ("No one yet" in stage) is not is_gathered


def test_one_open_role_is_named() -> None:
    room = answering("fill_roles")
    domain = room.workshop.discovery.domain
    steward, owner = (
        make(Role, organization=domain.organization, name=name) for name in ("Data steward", "Platform owner")
    )
    assert instruction(room.workshop) == "Who could take the open roles? Propose people on your phone."
    for role, left in ((owner, steward), (steward, None)):
        person = make(Person, organization=domain.organization, name=f"Jonas, {role.name}")
        make(RoleAllocation, role=role, person=person, domain=domain)
        asked = f"Who could take the role “{left}”? " if left else ""
        assert instruction(room.workshop) == f"{asked}Propose people on your phone."


def test_a_key_question_asks_for_the_answer_that_it_lacks() -> None:
    room = answering("key_questions")
    question = KeyQuestion.objects.filter(discovery=room.workshop.discovery).order_by("position", "pk")[0]
    both = "Propose answers for today and tomorrow, on your phone."
    assert instruction(room.workshop) == both
    KeyQuestion.objects.filter(pk=question.pk).update(today="By fax")
    assert instruction(room.workshop) == "Propose answers for tomorrow, on your phone."


def test_a_consent_decision_that_has_only_the_name_of_the_method_asks_the_question() -> None:
    assert title(answering("consent", title="Consent decision").workshop) == "Can we go ahead with this?"
    assert title(answering("consent", title="Start in May?").workshop) == "Start in May?"


@pytest.mark.parametrize(
    ("due", "when"), [("2031-01-31", "when it is due"), (None, "at the next measurement")]
)
def test_a_prediction_names_the_measure_and_its_unit(due: str | None, when: str) -> None:
    room = answering("prediction")
    goal = make(Goal, discovery=room.workshop.discovery, title="No one waits")
    measure = make(Measure, goal=goal, name="Full shelves", unit="%", baseline=20, target=40, due_on=due)
    room.activity.settings = {"measure": str(measure.uuid)}
    room.activity.save_base(raw=True, update_fields=["settings"])
    assert title(room.workshop) == f"Where will “Full shelves” be {when}?"
    assert instruction(room.workshop).startswith("Enter your prediction in % on your phone.")
    assert "Baseline 20%, target 40%" in draw_main(stage_of(room.workshop))


def test_the_name_of_a_side_has_no_mark_that_looks_like_a_person() -> None:
    made = board("First")
    made.join("Ben")
    made.go(VOTE)
    (row,) = re.findall(
        r'class="answered-side">(.*?)<p class="answered-of', draw_answered(stage_of(made.workshop)), re.S
    )
    assert "<svg" not in row
    assert words(row) == "Business"


ANSWERS: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("poll", {"form": "one", "options": ["A", "B"]}, {"choices": ["A"]}),
    ("poll", {"form": "scale"}, {"number": 4}),
    ("poll", {"form": "words"}, {"text": "Alps"}),
    ("check_in", {}, {"text": "fine"}),
    ("roti", {}, {"number": 4}),
)


def foot(room: Answering, audience: str = "stage") -> str:
    return words(draw_progress(Snapshot(room.workshop.pk, 1, audience, frozenset())))


@pytest.mark.parametrize(("kind", "settings", "answer"), ANSWERS)
def test_the_foot_has_the_number_of_people_who_answered(kind: str, settings: Any, answer: Any) -> None:
    room = answering(kind, settings)
    room.join("Away")
    room.go("revealed")
    assert foot(room) == "1 person here"
    room.go("answer")
    for name in ("Anna", "Bo"):
        room.answer(room.actor(name), **answer)
    room.go("revealed")
    assert foot(room) == "2 of 3 answered"
    assert foot(room, "observer") == "2 of 3 answered"
    assert foot(room, "room") == foot(room, "console") == "3 people here"


def test_the_foot_counts_voters_where_people_voted() -> None:
    made = board("First", "Second")
    anna = made.actor("Anna")
    made.join("Bo")
    made.go(VOTE)
    made.vote(anna, made.activity.notes.all()[0].uuid, 1)
    made.go(RESULTS)
    shot = stage_of(made.workshop)
    assert words(draw_progress(shot)) == "1 of 3 voted"  # with who wrote the notes
    # In the result it is marked, so that a style sheet shows it once.
    assert re.search(r'class="[^"]*head-count[^"]*">1 person voted', draw_main(shot))
