"""Asking the worker for answers of the cut line, and what it keeps when several ask or search at once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.exceptions import Conflict
from core.selectors.request_cache import one_reading
from organizations.actors import Actor
from products import cut_line_answers, solver_result
from products.models import AnswerRequest
from products.planning.cut_line.optimal_choice import CutLineQuestion, first_answer, prove
from products.planning.cut_line.selectors import cut_line_of
from products.planning.cut_line_answers import services as kept_answers
from products.planning.cut_line_answers.selectors import SearchProgress
from tests import factories
from tests.factories import SYSTEM
from tests.products import answers_world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def world(discovery: Any) -> SimpleNamespace:
    return answers_world.built(discovery)


def _task_count() -> int:
    return DBTaskResult.objects.filter(task_path=cut_line_answers.work_on.module_path).count()


def _recorded(discovery: Any, **due: int) -> AnswerRequest:
    moment = timezone.now() - timedelta(**due)
    return AnswerRequest.objects.create(discovery=discovery, key="", changes="", due_at=moment)


def test_a_hard_question_leaves_time_to_those_behind_it(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First each of three has its part; what is left then goes to the hard ones."""
    hard = cut_line_of(world.discovery).question
    given = []

    def keep(*, question: CutLineQuestion, seconds: float, **_given: Any) -> bool:
        given.append((question == hard, seconds))
        return question != hard

    monkeypatch.setattr(solver_result.Budget, "left", property(lambda _budget: 30.0))
    monkeypatch.setattr(kept_answers, "keep", keep)
    cut_line_answers.work_out(world.discovery)
    assert given == [(True, 10.0), (False, 15.0), (False, 30.0), (True, 30.0)]


def test_a_request_is_there_until_the_work_ends(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the worker searches, pages say that the proof follows, and nobody asks a second time."""
    discovery = world.discovery
    kept_answers.keep(discovery=discovery, question=cut_line_of(discovery).question, seconds=0.0)
    request = _recorded(discovery, seconds=1)
    seen = []

    def search(*_given: Any) -> None:
        seen.append(cut_line_of(discovery).progress)
        cut_line_answers.ask(actor=SYSTEM, discovery=discovery, changes="")

    monkeypatch.setattr(cut_line_answers, "work_out", search)
    cut_line_answers.work_on.call(request.pk)
    assert seen == [SearchProgress.AWAITED]
    assert _task_count() == 1, "what was asked for meanwhile is worked out after it"
    monkeypatch.setattr(
        cut_line_answers, "work_out", lambda *_given: seen.append(cut_line_of(discovery).progress)
    )
    cut_line_answers.work_on.call(request.pk)
    assert not AnswerRequest.objects.exists()
    assert cut_line_of(discovery).progress is SearchProgress.ENDED


def test_a_request_ends_though_its_work_fails(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = _recorded(world.discovery, seconds=1)
    monkeypatch.setattr(cut_line_answers, "work_out", lambda *_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cut_line_answers.work_on.call(request.pk)
    assert not AnswerRequest.objects.exists()


def test_a_request_whose_task_is_lost_is_asked_for_again(world: SimpleNamespace) -> None:
    discovery = world.discovery
    _recorded(discovery, minutes=14)
    cut_line_answers.ask(actor=SYSTEM, discovery=discovery, changes="")
    assert _task_count() == 0, "a task has it before it"
    AnswerRequest.objects.update(due_at=timezone.now() - timedelta(minutes=16))
    cut_line_answers.ask(actor=SYSTEM, discovery=discovery, changes="")
    assert (_task_count(), AnswerRequest.objects.count()) == (1, 1)


def test_what_waits_already_may_be_asked_for_whatever_else_waits(world: SimpleNamespace) -> None:
    _recorded(world.discovery, seconds=0)
    for number in range(kept_answers.MOST_ASKED):
        AnswerRequest.objects.create(
            discovery=world.discovery, key=str(number), changes="", due_at=timezone.now()
        )
    cut_line_answers.ask(actor=SYSTEM, discovery=world.discovery, changes="")
    with pytest.raises(Conflict):
        cut_line_answers.ask(actor=SYSTEM, discovery=world.discovery, changes="weeks=3")


def test_a_settled_answer_is_never_replaced_by_one_that_ended_early(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two programs search at once, and the one with less time writes last."""
    question = cut_line_of(world.discovery).question
    short = first_answer(question)

    def slower(*_given: Any) -> Any:
        with monkeypatch.context() as patched:
            patched.setattr(kept_answers, "prove", prove)
            kept_answers.keep(discovery=world.discovery, question=question, seconds=60.0)
        return short

    monkeypatch.setattr(kept_answers, "prove", slower)
    assert not kept_answers.keep(discovery=world.discovery, question=question, seconds=0.0)
    assert cut_line_of(world.discovery).progress.is_settled


def test_one_person_has_three_questions_waiting_at_most(world: SimpleNamespace) -> None:
    """The fourth is answered with the best found, and a sentence; what waits already, and others, may ask."""
    discovery = world.discovery
    ann, bo = (Actor.of_account(factories.access(discovery, name=name)) for name in ("Ann", "Bo"))
    for weeks in (3, 4, 5):
        cut_line_answers.ask(actor=ann, discovery=discovery, changes=f"weeks={weeks}")
    with pytest.raises(Conflict, match="still calculating 3 answers for you"):
        cut_line_answers.ask(actor=ann, discovery=discovery, changes="weeks=6")
    line = cut_line_of(discovery, weeks=Decimal(6))
    assert line.reached.exact.value <= line.reached.exact.bound
    cut_line_answers.ask(actor=ann, discovery=discovery, changes="weeks=5")
    cut_line_answers.ask(actor=bo, discovery=discovery, changes="weeks=6")
    kept_answers.finish(request=AnswerRequest.objects.get(changes="weeks=3"))
    cut_line_answers.ask(actor=ann, discovery=discovery, changes="weeks=7")
    assert AnswerRequest.objects.count() == 4


def test_a_report_goes_on_with_what_was_read_for_its_answers(
    world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    """Who serves what, ranking and scenarios are read once; the answer is the one that was just kept."""
    with one_reading():
        assert not cut_line_of(world.discovery).is_proven
        cut_line_answers.work_out(world.discovery)
        with django_assert_max_num_queries(2):
            assert cut_line_of(world.discovery).is_proven
