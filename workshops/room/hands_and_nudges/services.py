"""Between one person and the facilitator: a raised hand, and the nudge for people who are not done.

A participant is not an artifact: their row says that a hand is up, and no history is kept of it.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict
from core.services import operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.models import Participant, Workshop
from workshops.room.hands_and_nudges.selectors import waiting_for


def set_hand(*, actor: Actor, workshop: Workshop, up: bool) -> Participant:
    """Raise one's hand, or lower it; a second time changes nothing, and the place in the queue is kept.

    Raises NotFound for a person who is not in the room, and Conflict unless it is live.
    """
    participant = permissions.check_take_part(actor, workshop)
    with transaction.atomic():
        live.publish_change(workshop.pk, "hands")
        policies.check_is_live(Workshop.objects.get(pk=workshop.pk))
        own = Participant.objects.filter(pk=participant.pk)
        if up:
            own.filter(hand_raised_at=None).update(hand_raised_at=timezone.now())
        else:
            own.update(hand_raised_at=None)
        notify_devices(workshop, [participant])
    participant.refresh_from_db(fields=["hand_raised_at", "nudged_at"])
    return participant


def lower_hands(*, actor: Actor, workshop: Workshop, participant: Participant | None = None) -> int:
    """Lower one hand, after the person has spoken, or all; returns how many were up.

    Raises NotAllowed or NotFound.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    with transaction.atomic():
        live.publish_change(workshop.pk, "hands")
        raised = Participant.objects.filter(workshop=workshop, hand_raised_at__isnull=False)
        if participant is not None:
            raised = raised.filter(pk=participant.pk)
        people = list(raised)
        Participant.objects.filter(pk__in=[each.pk for each in people]).update(hand_raised_at=None)
        notify_devices(workshop, people)
    return len(people)


def nudge(*, actor: Actor, workshop: Workshop, participant: Participant | None = None) -> int:
    """Ask a person who is not done yet, or all of them, to come to an end, on their own devices alone;
    returns how many.

    In an anonymous activity no one knows who is not done, so everyone is asked and no one can be singled
    out. Raises NotAllowed, NotFound, and Conflict when everyone is done, or no one can be.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "participant.nudged", summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, "hands")
        current = Workshop.objects.get(pk=workshop.pk)
        policies.check_is_live(current)
        waiting = waiting_for(current)
        people = [person.participant for person in (*waiting.people, *waiting.candidates)]
        if participant is not None:
            people = [person.participant for person in waiting.people if person.participant == participant]
        if not people:
            raise Conflict(_("They’re already done."))
        Participant.objects.filter(pk__in=[each.pk for each in people]).update(nudged_at=timezone.now())
        notify_devices(workshop, people)
    return len(people)


def dismiss_nudge(*, actor: Actor, workshop: Workshop) -> Participant:
    """The person has seen it: it goes from all of their devices. Raises NotFound."""
    participant = permissions.check_take_part(actor, workshop)
    with transaction.atomic():
        live.publish_change(workshop.pk, "hands")
        Participant.objects.filter(pk=participant.pk).update(nudged_at=None)
        notify_devices(workshop, [participant])
    participant.refresh_from_db(fields=["hand_raised_at", "nudged_at"])
    return participant


def notify_devices(workshop: Workshop, people: Iterable[Participant]) -> None:
    """After the commit, let the devices of these people ask for their own part of the room again."""
    for participant in people:
        live.notify(workshop.pk, str(participant.uuid), region="you")
