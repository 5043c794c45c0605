"""Proposing answers to key questions in a room, and what the facilitator makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid, NotFound
from discovery import permissions
from discovery.actors import Actor
from discovery.models import Activity, Operation
from discovery.policies import check_takes_contributions
from discovery.services import artifacts
from discovery.services.operations import operation
from operating_model.models import AnswerProposal, Horizon, KeyQuestion
from operating_model.selectors.key_questions import question_at
from operating_model.services.key_questions import put_shipped_questions

BOARD = "board"
"""The one item of the activity: the question that the room is at, with all that is said of it."""
MOST = 1000
"""So many characters has an answer that somebody proposes."""
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
    """What somebody in the room answers for today or tomorrow: a participant, or the holder of an anonymous
    key. Without `question` it is the one that the room is at. `uuid` was made where it was typed: sent twice,
    it is there once.

    Raises NotFound and NotAllowed for people who do not take part, Invalid for a text or a horizon that there
    is not, and Conflict when nothing is taken now, or the question is gone.
    """
    permissions.check_contribute(actor, activity)
    text = text.strip()
    if horizon not in Horizon.values:
        raise Invalid(_("Say whether it is so today, or will be tomorrow."))
    if not 0 < len(text) <= MOST:
        raise Invalid(_("Say it in 1 to %(most)s characters.") % {"most": MOST})
    workshop = activity.track.workshop
    with operation(actor, "answer_proposal.added", summary=activity.title, workshop=workshop):
        live.changed(workshop.pk, "progress", keys={"items": [BOARD]})
        known = AnswerProposal.everything.filter(uuid=uuid).first()
        if known is not None:
            return _own(known, actor, activity)
        held = check_takes_contributions(activity)
        return artifacts.add(
            AnswerProposal,
            uuid=uuid,
            activity=held,
            question=_question(activity, question),
            horizon=horizon,
            text=text,
            author=actor.author,
        )


def drop(*, actor: Actor, activity: Activity, uuid: UUID) -> AnswerProposal:
    """Take back what one proposed oneself; twice is as good as once. Raises as propose, and Conflict for what
    was taken over."""
    permissions.check_contribute(actor, activity)
    workshop = activity.track.workshop
    with operation(actor, "answer_proposal.deleted", summary=activity.title, workshop=workshop):
        live.changed(workshop.pk, "progress", keys={"items": [BOARD]})
        check_takes_contributions(activity)
        proposal = AnswerProposal.everything.filter(uuid=uuid).first()
        if proposal is None:
            raise NotFound(_("This answer does not exist."))
        own = _own(proposal, actor, activity)
        if own.is_taken:
            raise Conflict(_("The facilitator has taken this answer over already."))
        artifacts.trash(own)
    return own


def _own(proposal: AnswerProposal, actor: Actor, activity: Activity) -> AnswerProposal:
    if proposal.activity_id != activity.pk or proposal.author != actor.author:
        raise NotFound(_("This answer is not yours."))
    return proposal


def _question(activity: Activity, uuid: UUID | None) -> KeyQuestion:
    discovery = activity.track.workshop.discovery
    rows = KeyQuestion.objects.filter(discovery=discovery)
    question = question_at(activity) if uuid is None else rows.filter(uuid=uuid).first()
    if question is None:
        raise Conflict(_("This question was deleted meanwhile. Answer the one that the room is at."))
    return question


# --- The facilitator ------------------------------------------------------------------------------


def take(*, actor: Actor, proposal: AnswerProposal) -> Operation:
    """The proposal becomes part of the question's answer; the operation, for undo.

    Raises NotAllowed, NotFound, and Conflict when it was taken already or the answer is full.
    """
    with _facilitating(actor, proposal, "answer_proposal.taken") as done:
        held = artifacts.locked(proposal)
        if held.is_taken:
            raise Conflict(_("This is in the answer already."))
        question = artifacts.locked(proposal.question)
        there = question.today if held.horizon == Horizon.TODAY else question.tomorrow
        answer = f"{there}\n{held.text}" if there else held.text
        if len(answer) > _MOST_ANSWER:
            raise Conflict(_("This answer is full. Shorten it first."))
        if held.horizon == Horizon.TODAY:
            artifacts.change(question, today=answer)
        else:
            artifacts.change(question, tomorrow=answer)
        artifacts.change(held, is_taken=True)
    return done


def decline(*, actor: Actor, proposal: AnswerProposal) -> Operation:
    """Take the proposal off the list; the operation, for undo. Raises NotAllowed, NotFound."""
    with _facilitating(actor, proposal, "answer_proposal.declined") as done:
        artifacts.trash(artifacts.locked(proposal))
    return done


def choose_question(*, actor: Actor, activity: Activity, question: KeyQuestion) -> Activity:
    """Which question the room is at from now on. Raises NotAllowed, and Invalid for one of another
    discovery."""
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    if question.discovery_id != workshop.discovery_id:
        raise Invalid(_("This question belongs to another discovery."))
    with operation(actor, "activity.changed", summary=question.text, workshop=workshop):
        live.changed(workshop.pk, "activity", "items", "progress")
        held = artifacts.locked(activity)
        return artifacts.change(held, settings={**held.settings, "question": str(question.uuid)})


@contextmanager
def _facilitating(actor: Actor, proposal: AnswerProposal, verb: str) -> Iterator[Operation]:
    workshop = proposal.activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, verb, summary=proposal.text, workshop=workshop) as done:
        live.changed(workshop.pk, "progress", keys={"items": [BOARD]})
        yield done
        if not proposal.activity.is_anonymous:
            live.notify(workshop.pk, proposal.author)
