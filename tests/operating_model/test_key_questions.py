"""Key questions: asked, answered, decided, taken back; on their page, in the report and in exports."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound, Stale
from core.models import Operation
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.kinds.artifact_content import table_of
from operating_model.exports import key_questions_slides
from operating_model.key_questions.kinds import KEY_QUESTION
from operating_model.key_questions.selectors import key_questions_of, standings_of
from operating_model.key_questions.services import add_shipped_questions
from operating_model.models import AnswerProposal, KeyQuestion
from operating_model.overview import key_questions_standing
from operating_model.report import key_questions_section
from operating_model.shipped import SHIPPED_QUESTIONS
from organizations.actors import Actor
from organizations.models import Person
from tests import factories
from tests.factories import make
from tests.sending import HOSTILE, HTMX
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(editor, discovery):
    return kinds.add(actor=editor, draft=KeyQuestion(discovery=discovery, text="Who leads the data?"))


def url(name, discovery, *args):
    return reverse(f"operating_model:{name}", args=[discovery.slug, *args])


@pytest.mark.parametrize(("role", "error"), [(DiscoveryRole.VIEWER, NotAllowed), (None, NotFound)])
def test_only_editors_write(discovery, question, role, error):
    account = factories.user() if role is None else factories.access(discovery, role)
    actor = Actor.of_account(account)
    before = Operation.objects.count()
    for refused in (
        lambda: kinds.add(actor=actor, draft=KeyQuestion(discovery=discovery, text="Why?")),
        lambda: add_shipped_questions(actor=actor, discovery=discovery),
        lambda: kinds.change(actor=actor, artifact=question, today="So"),
        lambda: kinds.delete(actor=actor, artifact=question),
        lambda: kinds.reorder(KEY_QUESTION, actor=actor, parent=discovery, order=[question.uuid]),
    ):
        with pytest.raises(error):
            refused()
    assert Operation.objects.count() == before


def test_shipped_questions_come_once_and_only_the_missing_ones(editor, discovery):
    done = add_shipped_questions(actor=editor, discovery=discovery)
    assert [each.key for each in key_questions_of(discovery)] == [each.key for each in SHIPPED_QUESTIONS]
    with pytest.raises(Conflict, match="already listed"):
        add_shipped_questions(actor=editor, discovery=discovery)
    kinds.delete(actor=editor, artifact=KeyQuestion.objects.get(key="govern"))
    add_shipped_questions(actor=editor, discovery=discovery)
    assert KeyQuestion.objects.filter(discovery=discovery).count() == len(SHIPPED_QUESTIONS)
    with pytest.raises(Conflict):  # others built on it
        undo(actor=editor, target=done)


def test_a_question_is_decided_with_an_answer_only(editor, discovery, question):
    with pytest.raises(Invalid, match="answer first"):
        kinds.change(actor=editor, artifact=question, state="decided", tomorrow="  ")
    with pytest.raises(Invalid, match="not a valid choice"):
        kinds.change(actor=editor, artifact=question, state="perhaps")
    stranger = make(Person, organization=factories.organization(), name="Elsewhere")
    with pytest.raises(Invalid, match="belongs elsewhere"):
        kinds.change(actor=editor, artifact=question, owner=stranger)
    kinds.change(actor=editor, artifact=question, state="decided", tomorrow="Marta")
    now = standings_of(discovery)
    assert (now.total, now.decided, now.open, now.unowned) == (1, 1, 0, 1)
    question.refresh_from_db()
    with pytest.raises(Invalid):
        kinds.change(actor=editor, artifact=question, tomorrow="")


def test_a_form_sent_twice_asks_once_and_a_stale_change_is_noticed(editor, discovery, question):
    uuid = uuid4()
    for _twice in range(2):
        kinds.add(actor=editor, draft=KeyQuestion(discovery=discovery, text="Why?", uuid=uuid))
    assert KeyQuestion.objects.filter(text="Why?").count() == 1
    kinds.change(actor=editor, artifact=question, today="Nobody")
    with pytest.raises(Stale):
        kinds.change(actor=editor, artifact=question, revision=1, today="Me")


def test_a_deleted_question_takes_its_proposals_along_and_brings_them_back(editor, discovery, question):
    activity = factories.activity(factories.workshop(discovery), "key_questions")
    make(AnswerProposal, activity=activity, question=question, horizon="today", text="So")
    done = kinds.delete(actor=editor, artifact=question)
    assert not AnswerProposal.objects.exists()
    undo(actor=editor, target=done)
    assert KeyQuestion.objects.get() == question
    assert AnswerProposal.objects.count() == 1


def test_the_database_holds_states_horizons_and_one_shipped_question_each(discovery, question):
    activity = factories.activity(factories.workshop(discovery), "key_questions")
    make(KeyQuestion, discovery=discovery, key="govern", text="How?")
    for name, broken in (
        ("keyquestion_state", lambda: KeyQuestion.objects.filter(pk=question.pk).update(state="odd")),
        ("keyquestion_key_once", lambda: KeyQuestion.objects.filter(pk=question.pk).update(key="govern")),
        (
            "answerproposal_horizon",
            lambda: make(AnswerProposal, activity=activity, question=question, horizon="never", text="So"),
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
        assert name in {
            each.name for model in (KeyQuestion, AnswerProposal) for each in model._meta.constraints
        }


def test_the_page_asks_answers_orders_deletes_and_undoes(client_of, account, discovery):
    browser = client_of(account)
    empty = browser.get(url("key_questions", discovery)).content.decode()
    assert "Start with the questions of the method" in empty
    answer = browser.post(url("key_question_shipped", discovery), headers=HTMX)
    assert answer.status_code == 200
    assert "undo" in answer.headers["HX-Trigger"]
    rows = list(KeyQuestion.objects.filter(discovery=discovery))
    answer = browser.post(
        url("key_question_edit", discovery, rows[0].uuid),
        {"text": HOSTILE, "today": HOSTILE, "tomorrow": HOSTILE, "state": "decided", "revision": 1},
        headers=HTMX,
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    assert "{{ 7|add:7 }}" in text
    assert f"1 of {len(rows)} decided" in text
    order = [str(each.uuid) for each in reversed(rows)]
    assert browser.post(url("key_question_order", discovery), {"key_questions": order}).status_code == 204
    assert [str(each.uuid) for each in key_questions_of(discovery)] == order
    browser.post(url("key_question_delete", discovery, rows[1].uuid), headers=HTMX)
    assert not KeyQuestion.objects.filter(pk=rows[1].pk).exists()
    browser.post(f"/operations/{Operation.objects.get(verb='key_question.deleted').uuid}/undo/")
    assert KeyQuestion.objects.filter(pk=rows[1].pk).exists()


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("text", {"text": " "}),
        ("text", {"text": "x" * 301}),
        ("today", {"today": "x" * 4001}),
        ("tomorrow", {"state": "decided"}),
        ("state", {"state": "perhaps"}),
        ("owner", {"owner": "999999"}),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    client_of, account, discovery, field, sent
):
    fields = {"text": "Who leads?", "state": "open", "tomorrow": "", "today": "Nobody at all", **sent}
    answer = client_of(account).post(url("key_question_add", discovery), fields, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text or "errorlist" in text
    assert fields["today"][:13] in text
    assert not KeyQuestion.objects.exists()


def test_page_report_and_exports_say_the_same(client_of, account, editor, discovery, question):
    owner = make(Person, organization=discovery.domain.organization, name="Marta Keller")
    kinds.change(
        actor=editor,
        artifact=question,
        today="Nobody",
        tomorrow="Marta leads",
        owner=owner,
        state="decided",
    )
    section = key_questions_section(discovery)
    assert section is not None
    assert section["headline"] == "The key question is decided"
    sheet = table_of(KEY_QUESTION, discovery)
    assert sheet is not None
    assert sheet.rows == [["Who leads the data?", "Nobody", "Marta leads", "Marta Keller", "Decided"]]
    (slide,) = key_questions_slides(discovery)
    assert slide.title == "The key question is decided"
    page = client_of(account).get(url("key_questions", discovery)).content.decode()
    for words in ("Nobody", "Marta leads", "Marta Keller", "1 of 1 decided"):
        assert words in page
    assert key_questions_standing(discovery).is_complete


def test_nothing_asked_is_no_section_no_sheet_no_slide(discovery):
    assert key_questions_section(discovery) is None
    assert table_of(KEY_QUESTION, discovery) is None
    assert not key_questions_slides(discovery)
    assert "No key question" in str(key_questions_standing(discovery).missing)


def test_the_page_asks_a_fixed_number_of_queries(
    client_of, account, editor, discovery, django_assert_max_num_queries
):
    add_shipped_questions(actor=editor, discovery=discovery)
    browser = client_of(account)
    with django_assert_max_num_queries(16):
        browser.get(url("key_questions", discovery))
