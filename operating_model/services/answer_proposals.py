"""Proposing answers to key questions in a room, and adopting them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _, gettext_lazy

import live
from core.exceptions import Conflict, Invalid
from core.services import artifacts, operation
from operating_model.key_questions.selectors import question_at
from operating_model.key_questions.services import put_shipped_questions
from operating_model.models import AnswerProposal, Horizon, KeyQuestion
from organizations.actors import Actor
from workshops import permissions
from workshops.contributions.services import Offer, take
from workshops.models import Activity
from workshops.policies import check_says

BOARD = "board"
"""The one item of the activity: the room's current question, with its answers and proposals."""
MOST = 1000
NO_HORIZON = gettext_lazy("Choose today or tomorrow.")
"""The longest proposed answer, in characters."""
_MOST_ANSWER = 4000


def begin(*, activity: Activity) -> None:
    """The questions of the method, where the discovery has none at all, and the first open one before the
    room: it stays there when it is decided, until another is chosen. Called inside the operation that moves
    the room here."""
    discovery = activity.track.workshop.discovery
    if not KeyQuestion.objects.filter(discovery=discovery).exists():
        put_shipped_questions(discovery)
    question = question_at(activity)
    if question is not None and activity.settings.get("question") != str(question.uuid):
        artifacts.change(activity, settings={**activity.settings, "question": str(question.uuid)})


class Answers(Offer[AnswerProposal]):
    """Proposed answers to a key question."""

    model = AnswerProposal
    noun = "answer_proposal"
    action = "taken"

    def items(self, activity: Activity, uuid: UUID) -> list[str]:
        return [BOARD]

    def summary(self, row: AnswerProposal) -> str:
        return row.text

    def add(self, actor: Actor, activity: Activity, uuid: UUID, **values: Any) -> AnswerProposal:
        values["question"] = _question(activity, values["question"])
        return super().add(actor, activity, uuid, **values)

    def check_same(self, row: AnswerProposal, **values: Any) -> None:
        if values["question"] is None:  # the room's current one at that time
            del values["question"]
        super().check_same(row, **values)

    def check_open(self, row: AnswerProposal) -> None:
        if row.is_taken:
            raise Conflict(_("This is already in the answer."))

    def take_up(self, actor: Actor, row: AnswerProposal) -> AnswerProposal:
        """It becomes part of the question's answer. Raises Conflict when that is full."""
        question = artifacts.locked(row.question)
        horizon = "today" if row.horizon == Horizon.TODAY else "tomorrow"
        there = getattr(question, horizon)
        answer = f"{there}\n{row.text}" if there else row.text
        if len(answer) > _MOST_ANSWER:
            raise Conflict(_("This answer is full. Shorten it first."))
        longer: dict[str, Any] = {horizon: answer}
        artifacts.change(question, **longer)
        return artifacts.change(row, is_taken=True)

    def author_of(self, row: AnswerProposal) -> str:
        return "" if row.activity.is_anonymous else row.author


ANSWERS = Answers()


# --- People in the room ---------------------------------------------------------------------------


def propose(
    *,
    actor: Actor,
    activity: Activity,
    horizon: str,
    text: str,
    question: UUID | None = None,
    uuid: UUID,
) -> AnswerProposal:
    """A proposed answer for today or tomorrow. Without `question` it belongs to the room's current one.

    Raises as `contributions.take`, Invalid for an unknown horizon or a text that isn't allowed, and Conflict
    when the question was deleted.
    """
    text = text.strip()
    if horizon not in Horizon.values:
        raise Invalid(NO_HORIZON, "horizon")
    check_says(text, MOST)
    values: dict[str, Any] = {"text": text, "horizon": horizon, "question": question}
    return take(ANSWERS, actor=actor, activity=activity, uuid=uuid, **values).row


def _question(activity: Activity, uuid: UUID | None) -> KeyQuestion:
    discovery = activity.track.workshop.discovery
    rows = KeyQuestion.objects.filter(discovery=discovery)
    question = question_at(activity) if uuid is None else rows.filter(uuid=uuid).first()
    if question is None:
        raise Conflict(_("This question was deleted. Answer the current one."))
    return question


# --- The facilitator ------------------------------------------------------------------------------


def choose_question(*, actor: Actor, activity: Activity, question: KeyQuestion) -> Activity:
    """Move the room to the question. Raises NotAllowed, and Invalid for one of another discovery."""
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    if question.discovery_id != workshop.discovery_id:
        raise Invalid(_("This question belongs to another discovery."))
    with operation(actor, "activity.changed", summary=question.text, place=workshop):
        live.publish_change(workshop.pk, "activity", "items", "progress")
        current = artifacts.locked(activity)
        return artifacts.change(current, settings={**current.settings, "question": str(question.uuid)})
