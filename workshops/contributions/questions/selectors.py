"""The question list of an activity."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from organizations.actors import Actor
from workshops.models import Activity, Question, Vote

LIST = "list"
"""The one item of the stage, which shows the list in its order."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with how many people support it; `name` is "" where no one is named."""

    question: Question
    votes: int
    name: str

    @property
    def is_answered(self) -> bool:
        return bool(self.question.answer)


def questions_of(activity: Activity) -> list[QuestionRow]:
    """Open ones first, then those with the most support; among equals the older one, and among anonymous
    ones, which tell no time, any."""
    counts = Counter(vote.item for vote in activity.votes.all() if vote.dots)
    rows = [
        QuestionRow(each, counts[each.uuid], "" if activity.is_anonymous else each.captured_by)
        for each in activity.questions.all()
    ]
    return sorted(
        rows,
        key=lambda each: (
            each.is_answered,
            -each.votes,
            each.question.created_at,
            str(each.question.uuid),
        ),
    )


def asked_by(activity: Activity, actor: Actor) -> list[Question]:
    """The actor's own questions, the newest first."""
    if not actor.author:
        return []
    return list(
        Question.objects.filter(activity=activity, author=actor.author).order_by("-created_at", "uuid")
    )


def askers_of(activity: Activity) -> set[str]:
    """People who asked something: uuids of participants, or anonymous keys."""
    return set(Question.objects.filter(activity=activity).exclude(author="").values_list("author", flat=True))


def supported_by(activity: Activity, actor: Actor) -> list[UUID]:
    """The questions that the actor supports."""
    votes = Vote.objects.filter(activity=activity, author=actor.author, dots__gt=0)
    return sorted(votes.values_list("item", flat=True)) if actor.author else []
