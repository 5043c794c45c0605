"""People in the room without a device: a facilitator adds them, and enters for them."""

import live
from core.services import operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.actors import RoomActor
from workshops.joining.participants.services import tell_apart
from workshops.models import Participant, Workshop
from workshops.room.breakouts.services import place_newcomer
from workshops.services.arrival_hooks import welcome


def add_proxy(
    *, actor: Actor, workshop: Workshop, display_name: str, side: str, role_title: str = ""
) -> Participant:
    """A person without a device, for whom those who facilitate the workshop enter from now on.

    Raises NotAllowed, NotFound, and Conflict when the workshop has ended.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "participant.added", summary=display_name, place=workshop):
        live.publish_change(workshop.pk, "people", "progress")
        policies.check_can_join(Workshop.objects.get(pk=workshop.pk))
        participant = Participant.objects.create(
            workshop=workshop,
            display_name=display_name,
            side=side,
            role_title=role_title,
            is_proxy=True,
        )
        tell_apart(participant)
        place_newcomer(participant)
        welcome(workshop.pk)
        return participant


def take_over(*, participant: Participant) -> Participant:
    """The person has opened their personal link: they enter for themselves from now on, and no one for them.

    The holder of the link is the person, so no one else has to agree. One who had a device all the time stays
    as they are.
    """
    if not participant.is_proxy:
        return participant
    workshop = participant.workshop
    actor = RoomActor.of_participant(participant)
    with operation(actor, "participant.took_over", summary=participant.display_name, place=workshop):
        live.publish_change(workshop.pk, "people")
        participant.is_proxy = False
        participant.save(update_fields=["is_proxy"])
        # The pages on which someone entered for them reload, and are told.
        live.close_participant(workshop.pk, str(participant.uuid))
    return participant
