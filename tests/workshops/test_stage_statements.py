"""The answer of a room is in a sentence below the question on the stage."""

from __future__ import annotations

import re

import pytest

from live import Snapshot
from lvt.models import Goal, Hypothesis, Measure
from operating_model.key_questions.selectors import question_at
from operating_model.models import AnswerProposal, Horizon
from products.models import DataProduct, TemplateAnswer, TemplateQuestion
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.answering import Answering, answering
from tests.workshops.boards import board
from tests.workshops.rooms import region
from workshops.activities.regions import draw_clock, draw_main
from workshops.contributions import result_sentences, tally
from workshops.contributions.assessment.selectors import slots_in
from workshops.contributions.notes.selectors import RESULTS, VOTE
from workshops.room.breakouts.services import gather
from workshops.room.running.services import start_workshop
from workshops.room.steering.services import announce, set_eyes_up

pytestmark = pytest.mark.django_db


def statement(workshop) -> str:
    """The sentence below the title of the stage; "" without one."""
    clock = draw_clock(Snapshot(workshop.pk, 1, "stage", frozenset()))
    match = re.search(r'class="stage-statement[^>]*>(.*?)</p>', clock, re.DOTALL)
    return match[1].strip() if match else ""


@pytest.mark.parametrize(
    ("ranking", "words"),
    [
        ((), ""),
        ((("Fax", 0), ("Mail", 0)), "No one voted"),
        ((("Fax", 3), ("Mail", 1)), "“Fax” leads with 3 dots"),
        ((("Fax", 1), ("Mail", 0)), "“Fax” leads with 1 dot"),
        ((("Fax", 1),), ""),
        ((("Fax", 2), ("Mail", 2), ("Post", 1)), "2 entries share first place with 2 dots each"),
    ],
)
def test_the_items_with_the_most_dots(ranking, words: str) -> None:
    assert result_sentences.most_dots(ranking) == words


def test_the_options_that_most_people_chose() -> None:
    def words(*answers: list[str]) -> str:
        return result_sentences.most_chosen(tally.of_choices(["Nordics", "Alps"], answers))

    assert words() == "No one voted"
    assert words(["Alps"], ["Alps"], ["Nordics"]) == "2 of 3 people chose “Alps”"
    assert words(["Alps"], ["Alps"], ["Alps"]) == "All 3 people chose “Alps”"
    assert words(["Alps", "Nordics"], []) == "2 options are level, chosen by 1 of 1 person each"


@pytest.mark.parametrize(
    ("kind", "settings", "answer", "words"),
    [
        (
            "poll",
            {"form": "one", "options": ["Alps", "Iberia"]},
            {"choices": ["Alps"]},
            "1 of 1 person chose “Alps”",
        ),
        ("poll", {"form": "scale"}, {"number": 4}, "4.0 on average, on a scale from 1 to 5"),
        ("poll", {"form": "words"}, {"text": "Alps"}, ""),
        ("roti", {}, {"number": 4}, "Worth more than the time it took: 4.0 of 5"),
    ],
)
def test_answers_are_summed_up_once_they_are_revealed(kind, settings, answer, words: str) -> None:
    room = answering(kind, settings)
    room.answer(room.actor("Anna"), **answer)
    assert statement(room.workshop) == ""
    room.go("revealed")
    assert statement(room.workshop) == words


def test_a_poll_without_answers_says_so() -> None:
    room = answering("poll", {"form": "one", "options": ["Alps", "Iberia"]})
    room.go("revealed")
    assert statement(room.workshop) == "No one voted"


def rated(*numbers: tuple[int, ...]) -> Answering:
    """An assessment of hypotheses; each person gives these numbers, by slot."""
    room = answering("assessment", {"what": "hypotheses"})
    goal = factories.make(Goal, discovery=room.workshop.discovery, title="No one waits")
    for name in ("Orders travel by fax", "Stock is counted by hand"):
        factories.make(Hypothesis, goal=goal, statement=name)
    for person, given in enumerate(numbers):
        actor = room.actor(f"Person {person}")
        slots = slots_in(room.activity)
        scales = len(slots) // 2
        for subject, number in enumerate(given):
            for slot in slots[subject * scales : (subject + 1) * scales]:
                room.answer(actor, slot=slot, number=number)
    room.go("revealed")
    return room


def test_an_assessment_names_the_subject_with_the_highest_total() -> None:
    assert re.fullmatch(r"“Stock is counted by hand” leads with \d+ of 35", statement(rated((1, 4)).workshop))
    assert re.fullmatch(r"2 entries share first place with \d+ of 35 each", statement(rated((2, 2)).workshop))
    assert statement(rated().workshop) == "No one answered"
    assert statement(rated((1,)).workshop) == ""  # a single one leads nothing


def test_a_name_longer_than_a_line_is_left_to_its_row() -> None:
    name = "We learn too late which shelves are empty, and the driver never hears of it"
    assert result_sentences.highest_total([name], "11", "35") == "The highest total is 11 of 35"
    assert result_sentences.highest_total(["Fax"], "11", "35") == "“Fax” leads with 11 of 35"


def test_a_column_of_costs_says_which_number_is_the_best() -> None:
    """More is better there, too, and "Effort 2" would read as little effort."""
    columns = re.findall(r"<th scope=.col. class=.number.>(.*?)</th>", rated((1, 4)).screens()["stage"])
    assert [each for each in columns if "small" in each] == ["Effort <small>5 = Least effort</small>"]


def test_eight_subjects_have_the_sentence_too() -> None:
    room = rated((1, 4))
    goal = Goal.objects.get(title="No one waits")
    for number in range(6):
        factories.make(Hypothesis, goal=goal, statement=f"Hypothesis {number}")
    assert statement(room.workshop).startswith("“Stock is counted by hand” leads with ")


def test_a_gap_is_the_largest_one_and_not_a_lead() -> None:
    room = answering("assessment", {"what": "delta"})
    for slot, number in zip(slots_in(room.activity), (1, 4, 2, 3), strict=False):
        room.answer(room.actor("Anna"), slot=slot, number=number)
    room.go("revealed")
    assert re.fullmatch("“.+” has the largest gap: 3 levels", statement(room.workshop))


def test_a_prediction_has_its_value_and_the_target() -> None:
    room = answering("prediction")
    goal = factories.make(Goal, discovery=room.workshop.discovery, title="No one waits")
    measure = factories.make(Measure, goal=goal, name="Full shelves", unit="%", baseline=20, target=40)
    room.activity.settings = {"measure": str(measure.uuid)}
    room.activity.save_base(raw=True, update_fields=["settings"])
    assert "Baseline 20%, target 40%" in stage_of(room)
    for name, value in (("Anna", "24"), ("Bo", "28")):
        room.answer(room.actor(name), slot=str(measure.uuid), text=value)
    room.go("revealed")
    assert statement(room.workshop) == ""  # too few people for a middle
    room.go("answer")
    room.answer(room.actor("Cem"), slot=str(measure.uuid), text="30")
    room.go("revealed")
    assert statement(room.workshop) == "The room predicts 28%, the target is 40%"


def test_a_key_question_counts_the_proposals_of_which_none_was_chosen() -> None:
    room = answering("key_questions")
    question = question_at(room.activity)
    assert question is not None
    assert "Propose answers for today and tomorrow" in stage_of(room)
    question.today = "Each domain"
    question.save_base(raw=True, update_fields=["today"])
    assert "Propose answers for tomorrow, on your phone." in stage_of(room)
    room.go("look")
    assert statement(room.workshop) == "No answer for tomorrow yet"
    for text in ("The platform", "The board"):
        factories.make(
            AnswerProposal, activity=room.activity, question=question, horizon=Horizon.TOMORROW, text=text
        )
    assert statement(room.workshop) == "2 proposals for tomorrow, none chosen yet"
    question.tomorrow = "The platform"
    question.save_base(raw=True, update_fields=["tomorrow"])
    assert statement(room.workshop) == "Answered for today and tomorrow"


def test_a_template_counts_the_questions_with_an_answer() -> None:
    room = answering("template_together", {"name": "Visits"})
    product = DataProduct.objects.get(name="Visits")
    factories.make(TemplateAnswer, product=product, question=TemplateQuestion.USERS, text="Drivers")
    assert "Sources, job of the product" not in stage_of(room)
    room.go("look")
    assert statement(room.workshop) == "1 of 6 questions is answered"


def stage_of(room: Answering) -> str:
    return draw_main(Snapshot(room.workshop.pk, 1, "stage", frozenset()))


def test_a_board_without_a_vote_says_so_at_its_results() -> None:
    made = board("First", "Second")
    assert statement(made.workshop) == ""
    made.go(VOTE)
    made.go(RESULTS)
    assert statement(made.workshop) == "No one voted"


def test_objections_have_their_fingers_where_they_differ() -> None:
    marks = []
    for fingers in ((0, 0), (0, 2)):
        room = answering("consent", {"proposal": "We start in May."})
        for name, number in zip(("Anna", "Bo"), fingers, strict=True):
            room.answer(room.actor(name), number=number, text="Too early")
        room.go("revealed")
        stage = draw_main(Snapshot(room.workshop.pk, 1, "stage", frozenset()))
        marks.append(stage.count("data-fingers"))
    assert marks == [0, 2]


def test_the_stage_calls_for_eyes_up_and_shows_the_message() -> None:
    made = factories.workshop()
    factories.activity(made, "talk", "Talk")
    start_workshop(actor=SYSTEM, workshop=made)
    assert "Eyes up" not in region("steering", made, "stage")
    set_eyes_up(actor=SYSTEM, workshop=made, on=True)
    call = re.search(r'<div class="broadcast looks-up"([^>]*)>', region("steering", made, "stage"))
    assert call
    assert "hidden" not in call[1]
    announce(actor=SYSTEM, workshop=made, message="Please come back")
    steering = region("steering", made, "stage")
    call = re.search(r'<div class="broadcast looks-up"([^>]*)>', steering)
    assert call
    assert "hidden" not in call[1]
    assert "Please come back" in steering


def test_a_gathered_room_is_called_below_the_name_of_the_activity() -> None:
    made = factories.workshop()
    factories.activity(made, "breakout", "Three streams")
    start_workshop(actor=SYSTEM, workshop=made)
    gather(actor=SYSTEM, workshop=made, gathered=True)
    seen = Snapshot(made.pk, 1, "stage", frozenset())
    assert ">Three streams</h1>" in draw_clock(seen)
    assert '<p class="gathered">Everyone back, please.</p>' in draw_main(seen)
