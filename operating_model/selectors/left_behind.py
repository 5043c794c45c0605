"""What belongs to somebody who is not here any more: apart from data products, whose ownership says more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from discovery.models import ActionItem, Discovery
from discovery.models.outcomes import ActionState
from discovery.selectors.once import read_once
from lvt.models import Goal, Hypothesis, UseCase
from operating_model.models import KeyQuestion


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """`kind` says in a word what it is; `url` leads to where somebody else takes it."""

    kind: str
    name: str
    person: str
    url: str


@read_once
def left_behind(discovery: Discovery) -> tuple[LeftBehind, ...]:
    """Goals, hypotheses, use cases, open actions and key questions whose owner was deleted, by kind. Five
    queries."""
    return tuple(_found(discovery))


def _found(discovery: Discovery) -> Iterator[LeftBehind]:
    slug = discovery.slug
    gone = {"owner__deleted_at__isnull": False}
    tree = reverse("lvt:tree", args=[slug])
    for goal in Goal.objects.filter(discovery=discovery, **gone).select_related("owner"):
        yield LeftBehind(_("Goal"), goal.title, _name(goal), f"{tree}#goal-{goal.uuid}")
    bets = Hypothesis.objects.filter(goal__discovery=discovery, goal__deleted_at=None, **gone)
    for bet in bets.select_related("owner"):
        yield LeftBehind(_("Hypothesis"), bet.statement, _name(bet), f"{tree}#hypothesis-{bet.uuid}")
    for case in UseCase.objects.filter(discovery=discovery, **gone).select_related("owner"):
        url = reverse("lvt:use_case", args=[slug, case.uuid])
        yield LeftBehind(_("Use case"), case.name, _name(case), url)
    actions = ActionItem.objects.filter(discovery=discovery, state=ActionState.OPEN, **gone)
    page = reverse("discovery:discovery_actions", args=[slug])
    for action in actions.select_related("owner"):
        yield LeftBehind(_("Action"), action.title, _name(action), f"{page}#action-{action.uuid}")
    questions = KeyQuestion.objects.filter(discovery=discovery, **gone).select_related("owner")
    page = reverse("operating_model:key_questions", args=[slug])
    for question in questions:
        yield LeftBehind(_("Key question"), question.text, _name(question), f"{page}#slot-{question.uuid}")


def _name(row: Goal | Hypothesis | UseCase | ActionItem | KeyQuestion) -> str:
    return row.owner.name if row.owner else ""
