"""The question list of a room: people ask and support what others ask, the facilitator answers or parks."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.exceptions import Conflict, NotFound
from discovery import permissions, policies
from discovery.actors import Actor
from discovery.kinds.outcomes import tell_list
from discovery.models import Activity, Operation, ParkingLotItem, Question
from discovery.selectors.questions import questions_of
from discovery.services import artifacts, captures
from discovery.services.operations import operation

MOST_OF_ONE = 30
"""So many questions one person may ask in an activity: more would bury those of the others."""


def ask(*, actor: Actor, activity: Activity, uuid: UUID, text: str) -> int:
    """Put a question on the list; the room's revision. `uuid` was made where it was typed: sent twice, the
    question is there once.

    Raises NotAllowed and NotFound for people who do not take part, and Conflict when the activity takes none
    now, or when the actor has asked as many as one person may.
    """
    permissions.check_contribute(actor, activity)
    workshop = activity.track.workshop
    with transaction.atomic():
        revision = tell_list(activity, uuid)
        held = policies.check_takes_contributions(activity)
        if Question.everything.filter(uuid=uuid).exists():
            return revision
        if Question.objects.filter(activity=held, author=actor.author).count() >= MOST_OF_ONE:
            raise Conflict(
                ngettext(
                    "You have asked %(most)s question here. Support those of others.",
                    "You have asked %(most)s questions here. Support those of others.",
                    MOST_OF_ONE,
                )
                % {"most": MOST_OF_ONE}
            )
        with operation(actor, "question.asked", summary=text, workshop=workshop):
            artifacts.add(
                Question,
                uuid=uuid,
                discovery=workshop.discovery,
                workshop=workshop,
                activity=held,
                title=text,
                author=actor.author,
                captured_by=actor.label if actor.participant else "",
            )
    return revision


def answer_question(
    *, actor: Actor, question: Question, answer: str, revision: int | None = None
) -> Operation:
    """Note the answer, or with "" that it is open again; the operation, for undo. Raises NotAllowed,
    NotFound, and Stale when somebody changed the question since `revision`."""
    activity = _activity_of(question)
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "question.answered", summary=question.title, workshop=workshop) as done:
        tell_list(activity, question.uuid)
        artifacts.change(question, revision=revision, answer=answer)
    return done


def park_question(*, actor: Actor, question: Question) -> Operation:
    """Move it to the parking lot, which says how many support it; the operation, which undo takes back as a
    whole. Raises NotAllowed, NotFound, and Conflict when it has an answer."""
    activity = _activity_of(question)
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "question.parked", summary=question.title, workshop=workshop) as done:
        tell_list(activity, question.uuid)
        held = artifacts.locked(question)
        if held.answer:
            raise Conflict(_("This question has an answer already."))
        votes = next(each.votes for each in questions_of(activity) if each.question.pk == held.pk)
        parked = ParkingLotItem(
            discovery=workshop.discovery,
            workshop=workshop,
            activity=activity,
            title=held.title,
            detail=ngettext(
                "A question that %(count)s person supports.",
                "A question that %(count)s people support.",
                votes,
            )
            % {"count": votes},
        )
        captures.add(actor=actor, draft=parked, captured_by=held.captured_by)
        artifacts.change(held, answer=_("In the parking lot, for later."))
    return done


def _activity_of(question: Question) -> Activity:
    if question.activity is None:
        raise NotFound(_("This question is on no list."))
    return question.activity
