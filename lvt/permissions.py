"""Permission to change a use-case card, in a room too. policies.py checks if the state allows it."""

from django.utils.translation import gettext as _

from core.exceptions import NotAllowed
from lvt.models import UseCase
from lvt.room_cards.selectors import is_own_card
from organizations.actors import Actor
from workshops.actors import participant_behind
from workshops.permissions import check_write


def check_change_use_case(actor: Actor, use_case: UseCase) -> None:
    """Editors change every card, a guest the ones they wrote, alone or in a group, and their group's. Raises
    NotAllowed or NotFound."""
    check_write(actor, use_case.discovery, use_case.activity)
    participant = participant_behind(actor)
    if participant is not None and not is_own_card(use_case, participant):
        raise NotAllowed(_("Only the author can edit this card here."))
