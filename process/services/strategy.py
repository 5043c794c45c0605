"""The questions of an organization's data strategy, and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery import permissions
from discovery.actors import Actor
from discovery.models import Operation, Organization, Person
from discovery.services import artifacts
from discovery.services.operations import operation
from process.models import StrategyQuestion
from process.models.strategy import StrategyState
from process.strategy_catalog import QUESTIONS


def take_shipped_questions(*, actor: Actor, organization: Organization) -> Operation:
    """Add the shipped questions that the organization does not have; the operation, for undo."""
    permissions.check_start_discovery(actor, organization)
    with operation(actor, "strategy.begun", summary=str(organization), organization=organization) as begun:
        artifacts.locked(organization)
        rows = StrategyQuestion.objects.filter(organization=organization)
        held = set(rows.values_list("key", flat=True))
        place = artifacts.next_position(rows)
        missing = [each for each in QUESTIONS if each.key not in held]
        for number, each in enumerate(missing, place):
            artifacts.add(
                StrategyQuestion,
                organization=organization,
                key=each.key,
                text=str(each.text),
                position=number,
            )
    return begun


def add_question(
    *,
    actor: Actor,
    organization: Organization,
    text: str,
    answer: str = "",
    owner: Person | None = None,
    state: str = StrategyState.OPEN,
) -> StrategyQuestion:
    """An own question, last in order. Raises Invalid for an owner of another organization, for a state that
    there is not, and for an agreed question without answer."""
    permissions.check_start_discovery(actor, organization)
    _check(organization, owner, state, answer)
    with operation(actor, "strategy.question_added", summary=text, organization=organization):
        rows = StrategyQuestion.objects.filter(organization=organization)
        return artifacts.add(
            StrategyQuestion,
            organization=organization,
            text=text,
            answer=answer,
            owner=owner,
            state=state,
            position=artifacts.next_position(rows),
        )


def change_question(
    *, actor: Actor, question: StrategyQuestion, revision: int | None = None, **fields: Any
) -> StrategyQuestion:
    """`fields`: text, answer, owner, state. Raises as add_question, and Stale."""
    permissions.check_start_discovery(actor, question.organization)
    _check(
        question.organization,
        fields.get("owner"),
        fields.get("state", question.state),
        fields.get("answer", question.answer),
    )
    summary = fields.get("text", question.text)
    with operation(actor, "strategy.question_changed", summary=summary, organization=question.organization):
        return artifacts.change(question, revision=revision, **fields)


def delete_question(*, actor: Actor, question: StrategyQuestion) -> Operation:
    permissions.check_start_discovery(actor, question.organization)
    with operation(
        actor, "strategy.question_deleted", summary=question.text, organization=question.organization
    ) as deleted:
        artifacts.trash(question)
    return deleted


def reorder_questions(*, actor: Actor, organization: Organization, order: Sequence[UUID]) -> None:
    permissions.check_start_discovery(actor, organization)
    with operation(actor, "strategy.ordered", summary=str(organization), organization=organization):
        artifacts.reorder(StrategyQuestion.objects.filter(organization=organization), order)


def _check(organization: Organization, owner: Person | None, state: str, answer: str) -> None:
    if owner is not None and owner.organization_id != organization.pk:
        raise Invalid(_("This person belongs to another organization."))
    if state not in StrategyState.values:
        raise Invalid(_("There is no such state."))
    if state != StrategyState.OPEN and not answer.strip():
        raise Invalid(_("Write the answer before it is called drafted or agreed."))
