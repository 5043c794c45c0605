"""Who may change data products, what they are connected with, and what they promise."""

from __future__ import annotations

from discovery.models import Discovery
from discovery.permissions import check_edit_discovery, check_see_discovery
from organizations.actors import Actor
from organizations.permissions import allows
from products.models import DataProduct


def check_edit_products(actor: Actor, discovery: Discovery) -> None:
    """Products, ports, sources, consumers, objectives: for editors and facilitators."""
    check_edit_discovery(actor, discovery)


def may_edit_products(actor: Actor, discovery: Discovery) -> bool:
    """Whether pages offer the actor what check_edit_products would let them do."""
    return allows(check_edit_products, actor, discovery)


def check_answer_requests(actor: Actor, product: DataProduct) -> None:
    """Requests for access: for the owner of the product where they see its discovery, and for editors and
    facilitators."""
    check_see_discovery(actor, product.discovery)
    owner, account = product.owner, actor.account
    if owner is None or owner.deleted_at is not None or account is None or owner.account_id != account.pk:
        check_edit_discovery(actor, product.discovery)
