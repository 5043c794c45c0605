"""Who may change data products, what they are connected with, and what they promise."""

from __future__ import annotations

from discovery.models import Discovery
from discovery.permissions import check_edit_discovery
from organizations.actors import Actor
from organizations.permissions import allows


def check_edit_products(actor: Actor, discovery: Discovery) -> None:
    """Products, ports, sources, consumers, objectives: for editors and facilitators."""
    check_edit_discovery(actor, discovery)


def may_edit_products(actor: Actor, discovery: Discovery) -> bool:
    """Whether pages offer the actor what check_edit_products would let them do."""
    return allows(check_edit_products, actor, discovery)
