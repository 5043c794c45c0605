"""What people answered. Whether it may be shown is the kind's to say (ActivityKind.phases): ask only then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from organizations.actors import Actor
from workshops.activity_kind import Progress
from workshops.models import Activity, Answer
from workshops.selectors.running import people_in


@dataclass(frozen=True, slots=True)
class Said:
    """Words that somebody wrote, with the number that they gave; `name` is "" where nobody is named."""

    text: str
    number: int | None
    name: str


def answers_of(activity: Activity, slot: str = "") -> QuerySet[Answer]:
    """In random order: primary keys are."""
    return Answer.objects.filter(activity=activity, slot=slot).order_by("pk")


def own_answer(activity: Activity, actor: Actor, slot: str = "") -> Answer | None:
    """What the actor answered, None before."""
    return answers_of(activity, slot).filter(author=actor.author).first() if actor.author else None


def numbers_of(activity: Activity, slot: str = "") -> list[int]:
    """The numbers that were given."""
    numbers = answers_of(activity, slot).exclude(number=None).values_list("number", flat=True)
    return [number for number in numbers if number is not None]


def texts_of(activity: Activity, slot: str = "") -> list[str]:
    """The texts that were written, without names."""
    return list(answers_of(activity, slot).exclude(text="").values_list("text", flat=True))


def said_in(activity: Activity, slot: str = "") -> list[Said]:
    """The texts with numbers and names, by number and then by alphabet, so that the order tells nothing."""
    answers = answers_of(activity, slot).exclude(text="").select_related("participant")
    labels = None if activity.is_anonymous else _labels(activity)
    said_rows = [Said(each.text, each.number, _name(each, labels)) for each in answers]
    return sorted(said_rows, key=lambda said: (said.number or 0, said.text.casefold()))


def _labels(activity: Activity) -> dict[int, str]:
    return {each.participant.pk: each.label for each in people_in(activity.track.workshop_id)}


def _name(answer: Answer, labels: Mapping[int, str] | None) -> str:
    """As lists name people; somebody who was removed since by their own name."""
    if answer.participant is None or labels is None:
        return ""
    return answer.participant.as_author(labels.get(answer.participant.pk, ""))


def answer_progress(activity: Activity, expected: frozenset[str], slot: str = "") -> Progress:
    """Who of the expected people answered; in an anonymous activity only how many."""
    answers = answers_of(activity, slot)
    if activity.is_anonymous:
        return Progress.counted(answers.count(), expected)
    authors = answers.values_list("author", flat=True)
    return Progress(done=frozenset(authors) & expected, of=len(expected))
