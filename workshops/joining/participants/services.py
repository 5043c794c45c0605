"""People in a workshop: joining, changing one's details, removing someone.

A participant is a person in one room, not an artifact of the discovery: the row itself says who and when.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import live
from core.exceptions import NotAllowed
from core.services import operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.joining.namesakes import numbered_name
from workshops.joining.participants.selectors import (
    counting_as,
    participant_of_account,
    participant_with_key,
    removed_account,
)
from workshops.models import Participant, Workshop
from workshops.room.breakouts.services import place_newcomer
from workshops.services.arrival_hooks import welcome
from workshops.workshop.models import LONGEST_NAME, new_key
from workshops.workshop.selectors import workshop_as_it_is


def join(
    *,
    actor: Actor,
    workshop: Workshop,
    display_name: str,
    side: str,
    role_title: str = "",
    join_key: str = "",
) -> Participant:
    """The participant that this form makes; the same form twice, or the same account, is the same person.

    Raises Conflict when the workshop has ended or its door is locked, NotAllowed when the person behind
    `join_key` was removed.
    """
    key = join_key or new_key()
    try:
        with transaction.atomic():
            current = workshop_as_it_is(workshop.pk)
            policies.check_can_join(current)
            existing = _returning_participant(workshop, key, actor)
            if existing is not None:
                return existing
            policies.check_lets_new_people_in(current)
            participant = Participant.objects.create(
                workshop=workshop,
                account=actor.account,
                display_name=display_name,
                side=side,
                role_title=role_title,
                join_key=key,
            )
            # This locks the room's row, for which two hundred people wait, so it comes late; where someone
            # is placed depends on what others write, so that comes after it.
            live.publish_change(workshop.pk, "people", "progress")
            tell_apart(participant)
            place_newcomer(participant)
            welcome(workshop.pk)
            return participant
    except IntegrityError:  # the same form arrived twice at the same moment
        existing = _returning_participant(workshop, key, actor)
        if existing is None:
            raise
        return existing


def tell_apart(participant: Participant) -> None:
    """Give the participant a number where someone of the workshop has their name. Call it behind the room's
    lock: two who come in at once have one name otherwise."""
    others = Participant.objects.filter(workshop=participant.workshop_id).exclude(pk=participant.pk)
    names = others.order_by().values_list("display_name", flat=True)
    name = numbered_name(participant.display_name, names, LONGEST_NAME)
    if name != participant.display_name:
        participant.display_name = name
        participant.save(update_fields=["display_name"])


def _returning_participant(workshop: Workshop, join_key: str, actor: Actor) -> Participant | None:
    participant = participant_with_key(workshop, join_key)
    if participant is None and actor.account is not None:
        participant = participant_of_account(workshop, actor.account) or removed_account(
            workshop, actor.account
        )
    if participant is not None:
        if participant.removed_at is not None:
            participant = counting_as(participant)
        if participant.removed_at is not None:
            raise NotAllowed(
                _("The facilitator removed this device from the workshop. Ask them to let you in.")
            )
        participant.workshop = workshop
    return participant


def change_details(
    *, actor: Actor, workshop: Workshop, display_name: str, side: str, role_title: str
) -> Participant:
    """The participant that the actor is, under another name, side or role. Raises NotFound for others."""
    participant = permissions.check_take_part(actor, workshop)
    with transaction.atomic():
        live.publish_change(workshop.pk, "people", "progress")
        names = dict.fromkeys((*participant.former_names, participant.display_name))
        participant.former_names = [name for name in names if name != display_name]
        participant.display_name = display_name
        participant.side = side
        participant.role_title = role_title
        participant.save(update_fields=["display_name", "former_names", "side", "role_title"])
        tell_apart(participant)
    return participant


def remove_participant(*, actor: Actor, participant: Participant) -> None:
    """Take someone out of the room: their devices are sent away; what they wrote and scored stays.

    Raises NotAllowed or NotFound.
    """
    workshop = participant.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "participant.removed", summary=participant.display_name, place=workshop):
        live.publish_change(workshop.pk, "people", "progress", "hands")
        Participant.objects.filter(pk=participant.pk, removed_at=None).update(
            removed_at=timezone.now(), hand_raised_at=None
        )
        live.close_participant(workshop.pk, str(participant.uuid))


def let_in_again(*, actor: Actor, participant: Participant) -> None:
    """Undo that someone was removed: their devices come back as the same person, with all they wrote.

    Raises NotAllowed or NotFound, and Conflict for someone who was merged into another person
    (workshops.joining.participant_merges.services separates them).
    """
    workshop = participant.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "participant.let_in", summary=participant.display_name, place=workshop):
        live.publish_change(workshop.pk, "people", "progress")
        policies.check_is_not_merged(participant)
        Participant.objects.filter(pk=participant.pk).update(removed_at=None)
        welcome(workshop.pk)
