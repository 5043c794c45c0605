"""Who may change the operating model."""

from __future__ import annotations

from discovery.actors import Actor
from discovery.models import Discovery
from discovery.permissions import allows, check_edit_discovery


def check_edit_operating_model(actor: Actor, discovery: Discovery) -> None:
    """For editors and facilitators."""
    check_edit_discovery(actor, discovery)


def may_edit_operating_model(actor: Actor, discovery: Discovery) -> bool:
    """Whether pages offer the actor what check_edit_operating_model would let them do."""
    return allows(check_edit_operating_model, actor, discovery)
