"""The key questions in a room: what phones propose, and what the facilitator takes over."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotFound
from core.models import Operation
from core.services import kinds
from core.services.operations import operation
from operating_model.key_questions.selectors import boards_of, key_questions_of, question_at
from operating_model.models import AnswerProposal, KeyQuestion
from operating_model.services import answer_proposals as services
from operating_model.shipped import SHIPPED_QUESTIONS
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM, make
from tests.workshops.answering import Answering, answering
from workshops.actors import RoomActor
from workshops.contributions import services as contributions
from workshops.models import Activity, Workshop
from workshops.registries import activity_kinds
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return answering("key_questions")


def proposed(
    room: Answering, name: str = "Ann", horizon: str = "tomorrow", text: str = "We do"
) -> AnswerProposal:
    person = room.join(name)
    uuid = str(uuid4())
    status, said = room.send(person, "key-questions", uuid=uuid, horizon=horizon, text=text)
    assert status == 200, said
    return AnswerProposal.objects.get(uuid=uuid)


def press(room: Answering, name: str, uuid: object, **fields: object):
    url = reverse(f"operating_model:{name}", args=[room.workshop.code, uuid])
    return room.console().post(url, fields, headers={"HX-Request": "true"})


def asked(activity: Activity) -> KeyQuestion:
    question = question_at(activity)
    assert question is not None
    return question


def test_a_room_without_questions_starts_with_those_of_the_method(room):
    discovery = room.workshop.discovery
    assert KeyQuestion.objects.filter(discovery=discovery).count() == len(SHIPPED_QUESTIONS)
    assert asked(room.activity).key == SHIPPED_QUESTIONS[0].key
    for drawn in room.screens().values():
        assert "Question 1 of" in drawn


def test_own_questions_are_enough():
    workshop = factories.workshop()
    make(KeyQuestion, discovery=workshop.discovery, text="Only this?")
    activity = factories.activity(workshop, "key_questions")
    with operation(SYSTEM, "test.begun"):
        services.begin(activity=activity)
    assert [each.text for each in key_questions_of(workshop.discovery)] == ["Only this?"]


def test_what_is_proposed_is_seen_taken_over_once_and_undone(room):
    first = proposed(room, text="Each team owns its data")
    second = proposed(room, "Bo", text="And shares it")
    for audience, drawn in room.screens().items():
        assert "Each team owns its data" in drawn, audience
    assert "Ann" in room.screens()["console"]
    assert press(room, "answer_take", first.uuid).status_code == 204
    assert press(room, "answer_take", second.uuid).status_code == 204
    question = asked(room.reload())
    assert question.tomorrow == "Each team owns its data\nAnd shares it"
    assert question.today == ""
    assert press(room, "answer_take", first.uuid).status_code == 409
    taken = Operation.objects.filter(verb="answer_proposal.taken").latest("pk")
    undo(actor=Actor.of_account(room.moderator), target=taken)
    question.refresh_from_db()
    assert question.tomorrow == "Each team owns its data"
    second.refresh_from_db()
    assert not second.is_taken


def test_a_full_answer_takes_no_more(room):
    question = asked(room.activity)
    kinds.change(actor=SYSTEM, artifact=question, tomorrow="x" * 3995)
    proposal = proposed(room, text="So long")
    with pytest.raises(Conflict, match="full"):
        contributions.accept(services.ANSWERS, actor=SYSTEM, row=proposal)
    question.refresh_from_db()
    assert question.tomorrow == "x" * 3995


def test_sent_twice_it_is_there_once_and_nobody_takes_back_that_of_others(room):
    ann, bo, uuid = room.join("Ann"), room.join("Bo"), str(uuid4())
    for _twice in range(2):
        assert room.send(ann, "key-questions", uuid=uuid, horizon="today", text="So")[0] == 200
    assert room.send(bo, "key-questions", uuid=uuid, horizon="today", text="So")[0] == 404
    assert AnswerProposal.objects.count() == 1
    assert room.send(bo, f"key-questions/{uuid}/delete")[0] == 404
    assert "So" in room.mine(ann)
    assert room.send(ann, f"key-questions/{uuid}/delete")[0] == 200
    assert room.send(ann, f"key-questions/{uuid}/delete")[0] == 200
    assert not AnswerProposal.objects.exists()


def test_what_was_taken_over_is_not_taken_back_by_its_author(room):
    ann, uuid = room.join("Ann"), str(uuid4())
    room.send(ann, "key-questions", uuid=uuid, horizon="today", text="So")
    contributions.accept(services.ANSWERS, actor=SYSTEM, row=AnswerProposal.objects.get())
    assert room.send(ann, f"key-questions/{uuid}/delete")[0] == 409


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"horizon": "never"}, "horizon"),
        ({"horizon": ""}, "horizon"),
        ({"question": "none"}, "question"),
        ({"uuid": "none"}, "uuid"),
    ],
)
def test_what_is_wrong_is_answered_beside_the_field(room, sent, field):
    ann = room.join("Ann")
    fields = {"uuid": str(uuid4()), "horizon": "today", "text": "So", **sent}
    status, said = room.send(ann, "key-questions", **fields)
    assert (status, list(said["errors"])) == (422, [field])
    assert not AnswerProposal.objects.exists()


def test_services_refuse_what_forms_would(room):
    actor = RoomActor.of_participant(room.join("Ann"))
    for horizon, text in (("never", "So"), ("today", " "), ("today", "x" * 1001)):
        with pytest.raises(Invalid):
            services.propose(actor=actor, activity=room.activity, horizon=horizon, text=text, uuid=uuid4())
    proposal = proposed(room, "Bo")
    for refused in (contributions.accept, contributions.decline):
        with pytest.raises(NotFound):
            refused(services.ANSWERS, actor=actor, row=proposal)
    foreign = make(KeyQuestion, discovery=factories.discovery(), text="Theirs?")
    with pytest.raises(Invalid):
        services.choose_question(actor=SYSTEM, activity=room.activity, question=foreign)
    with pytest.raises(Conflict):
        services.propose(
            actor=actor,
            activity=room.activity,
            horizon="today",
            text="So",
            question=foreign.uuid,
            uuid=uuid4(),
        )


def test_the_room_follows_the_question_and_takes_what_was_written_for_the_one_before(room):
    first, second = list(key_questions_of(room.workshop.discovery))[:2]
    ann = room.join("Ann")
    assert press(room, "room_question", room.activity.uuid, question=second.uuid).status_code == 204
    assert asked(room.reload()) == second
    for audience, drawn in room.screens().items():
        assert "Question 2 of" in drawn, audience
    assert str(second.uuid) in room.mine(ann)
    late = {"uuid": str(uuid4()), "horizon": "today", "text": "Late", "question": str(first.uuid)}
    assert room.send(ann, "key-questions", **late)[0] == 200
    assert AnswerProposal.objects.get().question == first
    kinds.delete(actor=SYSTEM, artifact=first)
    gone = {**late, "uuid": str(uuid4())}
    assert room.send(ann, "key-questions", **gone)[0] == 409


def test_a_change_on_the_page_is_drawn_in_the_room_and_one_in_another_room_too(
    room, django_capture_on_commit_callbacks
):
    def revision(of: Answering) -> int:
        return Workshop.objects.values_list("live_revision", flat=True).get(pk=of.workshop.pk)

    before = revision(room)
    with django_capture_on_commit_callbacks(execute=True):
        kinds.change(actor=SYSTEM, artifact=asked(room.activity), today="Nobody decides")
    assert revision(room) > before
    assert "Nobody decides" in room.screens()["stage"]


def test_the_console_edits_owner_and_state_in_a_dialog(room):
    question = asked(room.activity)
    url = reverse("operating_model:room_question_edit", args=[room.workshop.code, question.uuid])
    console = room.console()
    assert "answer" in console.get(url, headers={"HX-Request": "true"}).content.decode()
    sent = {"text": question.text, "today": "", "tomorrow": "", "state": "decided", "revision": 1}
    assert console.post(url, sent, headers={"HX-Request": "true"}).status_code == 422
    sent["tomorrow"] = "Marta leads"
    answer = console.post(url, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert "dialog:close" in answer.headers["HX-Trigger"]
    assert "Decided" in room.screens()["stage"]


def test_results_name_people_unless_they_go_to_strangers(room):
    taken, left = proposed(room, text="Taken"), proposed(room, "Bo", "today", "Left over")
    contributions.accept(services.ANSWERS, actor=SYSTEM, row=taken)
    kind = activity_kinds.get("key_questions")
    (board,) = boards_of(room.reload())
    assert [len(column.waiting) for column in board.columns] == [1, 0]
    results = kind.results(room.activity)
    assert results is not None
    named = render_to_string(f"{kind.template_dir}/results.html", results)
    nameless = render_to_string(f"{kind.template_dir}/results.html", {**results, "nameless": True})
    assert "Bo" in named
    assert left.text in nameless
    assert ">Bo<" not in nameless
    contributions.decline(services.ANSWERS, actor=SYSTEM, row=left)
    assert left.text not in render_to_string(f"{kind.template_dir}/results.html", kind.results(room.reload()))


def test_in_an_anonymous_room_nobody_is_named():
    room = answering("key_questions", is_anonymous=True)
    actor = room.actor("key")
    services.propose(actor=actor, activity=room.activity, horizon="today", text="Nobody dares", uuid=uuid4())
    kind = activity_kinds.get("key_questions")
    assert kind.progress(room.reload(), frozenset({"a", "b"})).count == 1
    (board,) = boards_of(room.activity)
    assert [each.by for column in board.columns for each in column.proposals] == [""]
    press(room, "answer_take", AnswerProposal.objects.get().uuid)
    assert asked(room.activity).today == "Nobody dares"
