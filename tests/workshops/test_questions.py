"""The question list: each question once, each support once, in order, answered or parked."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

import live
from core.exceptions import Conflict, NotFound
from core.models import Operation
from core.services import kinds
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.answering import Answering, answering
from workshops.contributions.questions.selectors import questions_of, supported_by
from workshops.contributions.questions.services import MOST_OF_ONE, answer_question, ask, park_question
from workshops.contributions.votes.services import support
from workshops.models import ParkingLotItem, Question, Vote
from workshops.results.quick_captures.selectors import captured_in
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Answering:
    return answering("questions")


def asked(room: Answering, actor: Actor, text: str) -> UUID:
    uuid = uuid4()
    ask(actor=actor, activity=room.activity, uuid=uuid, text=text)
    return uuid


def titles(room: Answering) -> list[tuple[str, int]]:
    return [(each.question.title, each.votes) for each in questions_of(room.activity)]


def test_a_question_that_is_sent_twice_is_there_once(room: Answering) -> None:
    anna = room.join("Anna")
    uuid = uuid4()
    for _time in range(2):
        assert room.send(anna, "ask", uuid=uuid, text="Who\npays\x07 <for> it?")[0] == 200
    held = Question.objects.get()
    assert (held.title, held.author, held.captured_by) == ("Who pays <for> it?", str(anna.uuid), "Anna")
    for audience in ("room", "stage", "console"):
        assert "Who pays &lt;for&gt; it?" in room.screens()[audience]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 10_000, "at most 300 characters: this has 10000"),
        ("", "Write your question"),
        ("\u200b", "Write your question"),
    ],
)
def test_what_is_no_question_is_refused(room: Answering, text: str, sentence: str) -> None:
    status, said = room.send(room.join("Anna"), "ask", uuid=uuid4(), text=text)
    assert (status, sentence in said["error"]) == (422, True)


def test_support_counts_once_and_can_be_taken_back(room: Answering) -> None:
    anna, bo = room.actor("Anna"), room.actor("Bo")
    first, second = asked(room, anna, "First?"), asked(room, anna, "Second?")
    for actor in (anna, bo, bo):
        support(actor=actor, activity=room.activity, question=second, on=True, device="d", tap=5)
    assert titles(room) == [("Second?", 2), ("First?", 0)]
    support(actor=bo, activity=room.activity, question=second, on=False, device="d", tap=4)  # overtaken
    assert titles(room)[0] == ("Second?", 2)
    support(actor=bo, activity=room.activity, question=second, on=False, device="d", tap=6)
    support(actor=bo, activity=room.activity, question=first, on=True, device="d", tap=7)
    assert titles(room) == [("First?", 1), ("Second?", 1)]
    assert supported_by(room.activity, bo) == [first]
    assert bo.participant
    assert f'data-supported="{first}"' in room.mine(bo.participant)


def test_only_what_is_on_the_list_can_be_supported(room: Answering) -> None:
    anna = room.actor("Anna")
    elsewhere = answering("questions")
    other = asked(elsewhere, elsewhere.actor("Eve"), "Elsewhere?")
    for uuid in (uuid4(), other):
        with pytest.raises(NotFound):
            support(actor=anna, activity=room.activity, question=uuid, on=True)
    assert not Vote.objects.exists()
    status, _said = room.send(room.join("Bo"), "support", item=uuid4(), dots=7)
    assert status == 422


def test_one_person_does_not_bury_the_others(room: Answering) -> None:
    anna = room.actor("Anna")
    for number in range(MOST_OF_ONE):
        asked(room, anna, f"Question {number}?")
    with pytest.raises(Conflict, match="the limit for one person"):
        asked(room, anna, "One more?")
    asked(room, room.actor("Bo"), "Mine?")
    stage = room.screens()["stage"]
    assert f"and {MOST_OF_ONE + 1 - 30} more" in stage


def test_an_answer_is_on_every_screen_and_can_be_taken_back(room: Answering) -> None:
    uuid = asked(room, room.actor("Anna"), "Who pays?")
    asked(room, room.actor("Bo"), "When?")
    question = Question.objects.get(uuid=uuid)
    answer = room.press("question_answer", uuid, answer="<b>We</b> do", revision=str(question.revision))
    assert answer.status_code == 204
    assert [title for title, _votes in titles(room)] == ["When?", "Who pays?"]
    assert all("&lt;b&gt;We&lt;/b&gt; do" in page for page in room.screens().values())
    answer = room.press("question_answer", uuid, answer="Late", revision=str(question.revision))
    assert (answer.status_code, "&lt;b&gt;We&lt;/b&gt; do" in answer.content.decode()) == (409, True)
    undo(actor=SYSTEM, target=Operation.objects.filter(verb="question.answered").latest("pk"))
    assert Question.objects.get(uuid=uuid).answer == ""


def test_a_parked_question_keeps_its_support_and_undo_brings_it_back(room: Answering) -> None:
    anna = room.actor("Anna")
    uuid = asked(room, anna, "Who pays?")
    support(actor=anna, activity=room.activity, question=uuid, on=True)
    question = Question.objects.select_related("activity__track__workshop").get(uuid=uuid)
    done = park_question(actor=SYSTEM, question=question)
    parked = ParkingLotItem.objects.get()
    assert (parked.title, parked.captured_by, "1 person" in parked.detail) == ("Who pays?", "Anna", True)
    with pytest.raises(Conflict, match="has an answer"):
        park_question(actor=SYSTEM, question=question)
    assert [row.uuid for row in captured_in(room.workshop.pk)] == [parked.uuid]
    undo(actor=SYSTEM, target=done)
    assert not ParkingLotItem.objects.exists()
    assert Question.objects.get().answer == ""


def test_an_answer_on_a_page_of_the_discovery_changes_the_list_on_the_screens(
    room: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    uuid = asked(room, room.actor("Anna"), "Who pays?")
    told: list[tuple[tuple[str, ...], object]] = []

    def changed(_workshop: int, *topics: str, keys: object = None) -> int:
        told.append((topics, keys))
        return 1

    monkeypatch.setattr(live, "publish_change", changed)
    kinds.change(actor=SYSTEM, artifact=Question.objects.get(uuid=uuid), answer="We do")
    assert told == [(("progress",), {"items": [str(uuid), "list"]})]


def test_a_question_from_elsewhere_is_answered_elsewhere(room: Answering) -> None:
    loose = factories.make(Question, discovery=room.workshop.discovery, title="Loose?")
    with pytest.raises(NotFound):
        answer_question(actor=SYSTEM, question=loose, answer="No")
    assert room.press("question_park", loose.uuid).status_code == 404


def test_an_anonymous_list_names_nobody() -> None:
    room = answering("questions", is_anonymous=True)
    room.join("Anna Author")
    uuid = asked(room, room.actor("k1"), "Who pays?")
    support(actor=room.actor("k2"), activity=room.activity, question=uuid, on=True, device="d", tap=9)
    held, vote = Question.objects.get(), Vote.objects.get()
    assert (held.captured_by, held.author, vote.participant, vote.device) == ("", "k1", None, "")
    assert held.created_at == room.activity.started_at
    assert all("Anna Author" not in shown for name, shown in room.screens().items() if name != "console")
