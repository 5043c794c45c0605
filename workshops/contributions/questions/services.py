"""The question list of a room: people ask and support what others ask, the facilitator answers or parks."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _, ngettext

from core.exceptions import Conflict, NotFound
from core.models import Operation
from core.services import artifacts
from organizations.actors import Actor
from workshops.actors import participant_behind
from workshops.contributions.questions.selectors import LIST, questions_of
from workshops.contributions.services import Offer, accept, deciding, take
from workshops.models import Activity, ParkingLotItem, Question
from workshops.results.quick_captures import services as captures

MOST_OF_ONE = 30
"""So many questions one person may ask in an activity: more would bury those of the others."""


class Questions(Offer[Question]):
    """Questions of people in a room; taken up, they go to the parking lot."""

    model = Question
    noun = "question"
    action = "parked"

    def check_limit(self, activity: Activity, count: int) -> None:
        if count >= MOST_OF_ONE:
            raise Conflict(
                ngettext(
                    "You’ve asked %(most)s question here, the limit for one person. Support other "
                    "people’s questions.",
                    "You’ve asked %(most)s questions here, the limit for one person. Support other "
                    "people’s questions.",
                    MOST_OF_ONE,
                )
                % {"most": MOST_OF_ONE}
            )

    def items(self, activity: Activity, uuid: UUID) -> list[str]:
        return [str(uuid), LIST]

    def add(self, actor: Actor, activity: Activity, uuid: UUID, **fields: Any) -> Question:
        workshop = activity.track.workshop
        captured_by = actor.label if participant_behind(actor) else ""
        came_up = {"discovery": workshop.discovery, "workshop": workshop, "captured_by": captured_by}
        return super().add(actor, activity, uuid, **came_up, **fields)

    def check_open(self, row: Question) -> None:
        if row.answer:
            raise Conflict(_("This question already has an answer."))

    def take_up(self, actor: Actor, row: Question) -> Question:
        """Into the parking lot, which says how many support it."""
        votes = next(each.votes for each in questions_of(_activity_of(row)) if each.question.pk == row.pk)
        parked = ParkingLotItem(
            discovery=row.discovery,
            workshop=row.workshop,
            activity=row.activity,
            title=row.title,
            detail=ngettext(
                "Question supported by %(count)s person.",
                "Question supported by %(count)s people.",
                votes,
            )
            % {"count": votes},
        )
        captures.add(actor=actor, draft=parked, captured_by=row.captured_by)
        return artifacts.change(row, answer=_("In the parking lot, for later."))


QUESTIONS = Questions()


def ask(*, actor: Actor, activity: Activity, uuid: UUID, text: str) -> int:
    """Put a question on the list; the room's revision. Raises as `contributions.take`."""
    return take(QUESTIONS, actor=actor, activity=activity, uuid=uuid, summary=text, title=text).revision


def answer_question(
    *, actor: Actor, question: Question, answer: str, revision: int | None = None
) -> Operation:
    """Note the answer, or with "" that it is open again. Raises NotAllowed, NotFound, and Stale when someone
    changed the question since `revision`."""
    with deciding(QUESTIONS, "answered", actor=actor, row=question) as (locked, change):
        artifacts.change(locked, revision=revision, answer=answer)
    return change


def park_question(*, actor: Actor, question: Question) -> Operation:
    """Move it to the parking lot, which says how many support it; the operation, which undo reverts as a
    whole. Raises NotAllowed, NotFound, and Conflict when it has an answer."""
    return accept(QUESTIONS, actor=actor, row=question)


def _activity_of(question: Question) -> Activity:
    if question.activity is None:
        raise NotFound(_("This question isn’t on a list."))
    return question.activity
