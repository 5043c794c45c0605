"""The read-only link to a room: for those who watch and take no part."""

import live
from core.services import artifacts, operation
from organizations.actors import Actor
from workshops import permissions
from workshops.models import Workshop
from workshops.workshop.models import new_key


def make_observer_link(*, actor: Actor, workshop: Workshop) -> Workshop:
    """The workshop with a new link; an earlier one ends, for those too who are watching by it.

    Raises NotAllowed or NotFound.
    """
    return _set(actor, workshop, "workshop.opened_to_observers", new_key())


def end_observer_link(*, actor: Actor, workshop: Workshop) -> Workshop:
    """The workshop without a link; its observers are sent away. Raises NotAllowed or NotFound."""
    return _set(actor, workshop, "workshop.closed_to_observers", "")


def _set(actor: Actor, workshop: Workshop, verb: str, key: str) -> Workshop:
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, verb, summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, "cursor")
        live.close_streams(workshop.pk, "observer")
        return artifacts.change(workshop, observer_key=key)
