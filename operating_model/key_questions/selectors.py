"""Reads of the key questions, and of the answers that a room proposes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from core.grouping import grouped
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from operating_model.models import AnswerProposal, Horizon, KeyQuestion, KeyQuestionState
from operating_model.shipped import SHIPPED_QUESTIONS
from workshops.models import Activity, Workshop
from workshops.selectors.activity_prefetch import AtOnce

KEY_QUESTIONS = "key_questions"
"""The kind of activity that answers them."""
PROPOSE, LOOK = "propose", "look"
"""Its phases: people propose answers, and then the activity is closed."""


@dataclass(frozen=True, slots=True)
class Standings:
    """The number of key questions, of those that are decided, and of those without an owner."""

    total: int
    decided: int
    unowned: int

    @property
    def open(self) -> int:
        return self.total - self.decided


@dataclass(frozen=True, slots=True)
class ProposedAnswer:
    """A proposed answer; `by` is its author's name, "" if it isn't shown."""

    proposal: AnswerProposal
    by: str


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """The answer for today or for tomorrow, and the room's proposals beside it."""

    horizon: Horizon
    answer: str
    proposals: tuple[ProposedAnswer, ...]

    @property
    def waiting(self) -> tuple[ProposedAnswer, ...]:
        """The proposals that aren't part of the answer (yet)."""
        return tuple(each for each in self.proposals if not each.proposal.is_taken)


@dataclass(frozen=True, slots=True)
class QuestionBoard:
    """The question that a room is at, today's column and tomorrow's; `number` counts from 1, of `of`."""

    question: KeyQuestion
    number: int
    of: int
    columns: tuple[AnswerColumn, ...]


def key_questions_of(discovery: Discovery) -> QuerySet[KeyQuestion]:
    """In their order, with their owners."""
    return KeyQuestion.objects.filter(discovery=discovery).select_related("owner")


def standings_of(discovery: Discovery) -> Standings:
    """The counts for overview, list and report."""
    rows = list(key_questions_of(discovery))
    return Standings(
        len(rows),
        sum(each.state == KeyQuestionState.DECIDED for each in rows),
        sum(each.owner is None for each in rows),
    )


def lacks_shipped(questions: list[KeyQuestion]) -> bool:
    """Return True if a question that ships with Headwaters isn't among these."""
    return bool({each.key for each in SHIPPED_QUESTIONS} - {each.key for each in questions})


def question_at(activity: Activity) -> KeyQuestion | None:
    """The room's current question: the chosen one, else the first open one, else the first."""
    rows = list(key_questions_of(activity.track.workshop.discovery))
    return _at(activity, rows)


def open_questions(activity: Activity) -> int:
    """The number of questions that are open for the room; those of the method, where there are none yet."""
    questions = list(key_questions_of(activity.track.workshop.discovery))
    if not questions:
        return len(SHIPPED_QUESTIONS)
    return sum(each.state == KeyQuestionState.OPEN for each in questions)


def _at(activity: Activity, rows: list[KeyQuestion]) -> KeyQuestion | None:
    uuid = activity.settings.get("question")
    matches = (each for each in rows if str(each.uuid) == uuid)
    still_open = (each for each in rows if each.state == KeyQuestionState.OPEN)
    return next(matches, None) or next(still_open, None) or (rows[0] if rows else None)


def proposals_of(activity: Activity) -> QuerySet[AnswerProposal]:
    """Proposals in the activity for questions that aren't deleted, the oldest first."""
    return _of_questions().filter(activity=activity)


def _of_questions() -> QuerySet[AnswerProposal]:
    return AnswerProposal.objects.filter(question__deleted_at=None).order_by("pk")


ANSWERS: Final = AtOnce("answer_proposals", _of_questions)
"""Proposals in an activity, as in proposals_of."""


def proposals_in(workshop: Workshop) -> QuerySet[AnswerProposal]:
    """Proposals in the workshop, each with the rows that are needed to adopt it."""
    return AnswerProposal.objects.filter(activity__track__workshop=workshop).select_related(
        "activity__track__workshop__discovery__domain__organization", "question"
    )


def board_of(activity: Activity) -> QuestionBoard | None:
    """The room's current question with all its proposals; None when there is no question."""
    rows = list(key_questions_of(activity.track.workshop.discovery))
    question = _at(activity, rows)
    if question is None:
        return None
    return _board(question, proposals_of(activity).filter(question=question), rows, names_of(activity))


def boards_of(activity: Activity) -> list[QuestionBoard]:
    """The questions for which the room proposed something, in their order."""
    by_question = grouped(ANSWERS.of(activity), lambda each: each.question_id)
    rows = _questions(activity.track.workshop.discovery)
    names = names_of(activity) if by_question else {}
    return [_board(each, by_question[each.pk], rows, names) for each in rows if each.pk in by_question]


@cached_per_request
def _questions(discovery: Discovery) -> list[KeyQuestion]:
    return list(key_questions_of(discovery))


def _board(
    question: KeyQuestion, proposals: Iterable[AnswerProposal], rows: list[KeyQuestion], names: dict[str, str]
) -> QuestionBoard:
    by_horizon: dict[str, list[ProposedAnswer]] = defaultdict(list)
    for each in proposals:
        by_horizon[each.horizon].append(ProposedAnswer(each, names.get(each.author, "")))
    answers = {Horizon.TODAY: question.today, Horizon.TOMORROW: question.tomorrow}
    columns = tuple(
        AnswerColumn(horizon, answers[horizon], tuple(by_horizon[horizon])) for horizon in Horizon
    )
    return QuestionBoard(question, rows.index(question) + 1, len(rows), columns)


def names_of(activity: Activity) -> dict[str, str]:
    """The names of participants, by author; empty in an anonymous activity."""
    if activity.is_anonymous:
        return {}
    people = activity.track.workshop.participants.all()
    return {str(each.uuid): each.as_author() for each in people}
