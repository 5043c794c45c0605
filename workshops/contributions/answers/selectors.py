"""Answers of people. The kind decides if they may be shown (ActivityKind.phases): ask only then."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from core.labels import by_name
from organizations.actors import Actor
from workshops.activity_progress import Progress
from workshops.models import Activity, Answer
from workshops.room.running.selectors import told_apart
from workshops.selectors.activity_prefetch import AtOnce


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """Words of one person, with the number that they gave; `name` is "" where no one is named."""

    text: str
    number: int | None
    name: str


def _with_people() -> QuerySet[Answer]:
    return Answer.objects.select_related("participant").order_by("pk")


ANSWERS: Final = AtOnce("answers", _with_people)
"""All answers of an activity, with who gave them."""


def answers_of(activity: Activity, slot: str = "") -> QuerySet[Answer]:
    """In random order: primary keys are."""
    return Answer.objects.filter(activity=activity, slot=slot).order_by("pk")


def own_answer(activity: Activity, actor: Actor, slot: str = "") -> Answer | None:
    """Return the actor's answer, None before."""
    return answers_of(activity, slot).filter(author=actor.author).first() if actor.author else None


def answers_in(activity: Activity, slot: str = "") -> list[Answer]:
    """As answers_of, of an activity whose answers may have been read already."""
    return sorted((each for each in activity.answers.all() if each.slot == slot), key=lambda each: each.pk)


def numbers_of(activity: Activity, slot: str = "") -> list[int]:
    """The numbers that were given."""
    return [each.number for each in answers_in(activity, slot) if each.number is not None]


def texts_of(activity: Activity, slot: str = "") -> list[str]:
    """The texts that were written, without names."""
    return [each.text for each in answers_in(activity, slot) if each.text]


def answer_rows(
    activity: Activity, slot: str = "", condition: Callable[[Answer], object] = lambda each: each.text
) -> list[AnswerRow]:
    """Answers that meet the `condition`, by default those with a text, with numbers and names, by number and
    then by alphabet, so that the order tells nothing."""
    answers = [each for each in answers_in(activity, slot) if condition(each)]
    names = names_in(activity) if answers else {}
    said_rows = [AnswerRow(each.text, each.number, names.get(each.participant_id, "")) for each in answers]
    return sorted(said_rows, key=lambda row: (row.number or 0, by_name(row.text)))


def names_in(activity: Activity) -> dict[int | None, str]:
    """As lists name people, by their keys; those who were removed since by their own name. No one of an
    anonymous activity."""
    if activity.is_anonymous:
        return {}
    people = activity.track.workshop.participants.all()
    here = told_apart(each for each in people if each.removed_at is None)
    labels = {each.participant.pk: each.label for each in here}
    return {each.pk: each.as_author(labels.get(each.pk, "")) for each in people}


def answer_progress(activity: Activity, expected: frozenset[str], slot: str = "") -> Progress:
    """Return the expected people who answered; in an anonymous activity only their number."""
    answers = answers_of(activity, slot)
    if activity.is_anonymous:
        return Progress.counted(answers.count(), expected)
    authors = answers.values_list("author", flat=True)
    return Progress(done=frozenset(authors) & expected, of=len(expected))
