"""Who may change data products, what they are connected with, and what they promise."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.exceptions import NotFound
from discovery.actors import Actor
from discovery.models import Activity, Discovery
from discovery.permissions import allows, check_edit_discovery, check_take_part


def check_edit_products(actor: Actor, discovery: Discovery) -> None:
    """Products, ports, sources, consumers, objectives: for editors and facilitators."""
    check_edit_discovery(actor, discovery)


def may_edit_products(actor: Actor, discovery: Discovery) -> bool:
    """Whether pages offer the actor what check_edit_products would let them do."""
    return allows(check_edit_products, actor, discovery)


def check_write_product(actor: Actor, discovery: Discovery, activity: Activity | None) -> None:
    """Editors write products whenever they like; a guest writes in an activity of the workshop they are in.

    Whether that activity is the current one is a question of state: services/room.py asks it.
    """
    if actor.participant is None:
        check_edit_products(actor, discovery)
        return
    if activity is None or activity.track.workshop.discovery_id != discovery.pk:
        raise NotFound(_("There is no such activity in your workshop."))
    check_take_part(actor, activity.track.workshop)
