"""Writing the key questions of an operating model: asked, answered for today and tomorrow, decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from discovery.actors import Actor
from discovery.models import Discovery, Operation, Person
from discovery.services import artifacts
from discovery.services.operations import operation
from operating_model.models import AnswerProposal, KeyQuestion, KeyQuestionState
from operating_model.permissions import check_edit_operating_model
from operating_model.shipped_questions import SHIPPED_QUESTIONS


def add_key_question(
    *,
    actor: Actor,
    discovery: Discovery,
    text: str,
    today: str = "",
    tomorrow: str = "",
    owner: Person | None = None,
    state: str = KeyQuestionState.OPEN,
    uuid: UUID | None = None,
) -> KeyQuestion:
    """A question of one's own, last in the list. `uuid` is the one that the form chose: sent again, it is the
    same question. Raises Invalid for a decided one without tomorrow's answer, and for an owner of another
    organization."""
    check_edit_operating_model(actor, discovery)
    _check_answered(state, tomorrow)
    _check_owner(discovery, owner)
    with operation(actor, "key_question.added", summary=text, discovery=discovery):
        held = artifacts.added_already(KeyQuestion, uuid, discovery_id=discovery.pk)
        if held is not None:
            return held
        return artifacts.add(
            KeyQuestion,
            uuid=uuid or uuid4(),
            discovery=discovery,
            text=text,
            today=today,
            tomorrow=tomorrow,
            owner=owner,
            state=state,
            position=_last(discovery),
        )


def add_shipped_questions(*, actor: Actor, discovery: Discovery) -> Operation:
    """The questions that ship with Headwaters, those that the discovery has not got yet; the operation, for
    undo. Raises Conflict when it has all of them."""
    check_edit_operating_model(actor, discovery)
    summary = _("Key questions of the method")
    with operation(actor, "key_question.added", summary=summary, discovery=discovery) as done:
        if not put_shipped_questions(discovery):
            raise Conflict(_("All questions of the method are in the list."))
    return done


def put_shipped_questions(discovery: Discovery) -> int:
    """What add_shipped_questions and the start of the activity write, inside their operation; how many were
    new."""
    artifacts.locked(discovery)
    there = set(KeyQuestion.objects.filter(discovery=discovery).values_list("key", flat=True))
    missing = [each for each in SHIPPED_QUESTIONS if each.key not in there]
    first = _last(discovery)
    for number, each in enumerate(missing):
        artifacts.add(
            KeyQuestion, discovery=discovery, key=each.key, text=str(each.text), position=first + number
        )
    return len(missing)


def change_key_question(
    *, actor: Actor, question: KeyQuestion, revision: int | None = None, **fields: Any
) -> KeyQuestion:
    """`fields` are those of add_key_question. Raises as that, and Stale."""
    discovery = question.discovery
    check_edit_operating_model(actor, discovery)
    _check_answered(fields.get("state", question.state), fields.get("tomorrow", question.tomorrow))
    _check_owner(discovery, fields.get("owner"))
    summary = fields.get("text", question.text)
    with operation(actor, "key_question.changed", summary=summary, discovery=discovery):
        return artifacts.change(question, revision=revision, **fields)


def delete_key_question(*, actor: Actor, question: KeyQuestion) -> Operation:
    """The question goes to the trash with what rooms proposed for it; the operation, for undo."""
    discovery = question.discovery
    check_edit_operating_model(actor, discovery)
    with operation(actor, "key_question.deleted", summary=question.text, discovery=discovery) as done:
        artifacts.trash(*AnswerProposal.objects.filter(question=question), question)
    return done


def reorder_key_questions(*, actor: Actor, discovery: Discovery, order: Sequence[UUID]) -> Operation:
    """Put the questions into the order of their uuids; the operation, for undo."""
    check_edit_operating_model(actor, discovery)
    summary = _("Key questions")
    with operation(actor, "key_question.ordered", summary=summary, discovery=discovery) as done:
        artifacts.reorder(KeyQuestion.objects.filter(discovery=discovery), order)
    return done


def _last(discovery: Discovery) -> int:
    return artifacts.next_position(KeyQuestion.objects.filter(discovery=discovery))


def _check_answered(state: str, tomorrow: str) -> None:
    if state not in KeyQuestionState.values:
        raise Invalid(_("A question is open or decided."))
    if state == KeyQuestionState.DECIDED and not tomorrow.strip():
        raise Invalid(_("A question is decided with tomorrow’s answer: write it first."))


def _check_owner(discovery: Discovery, owner: Person | None) -> None:
    if owner is not None and owner.organization_id != discovery.domain.organization_id:
        raise Invalid(_("The owner belongs to another organization."))
