"""Dots for data products: a hot path, written as on a board (workshops.services.votes)."""

from __future__ import annotations

from uuid import UUID

from organizations.actors import Actor
from products.selectors.product_votes import rules_of
from workshops.models import Activity
from workshops.services.votes import Votable, cast_dots

_PRODUCTS = Votable(
    there="""
        EXISTS (SELECT 1 FROM products_dataproduct product
                WHERE product.uuid = %(item)s AND product.discovery_id = workshop.discovery_id
                  AND product.deleted_at IS NULL AND product.state <> 'retired')
    """,
    counted="""
        EXISTS (SELECT 1 FROM products_dataproduct product
                WHERE product.uuid = other.item AND product.deleted_at IS NULL AND product.state <> 'retired')
    """,
)


def give_dots(
    *, actor: Actor, activity: Activity, product: UUID, dots: int, device: str = "", tap: int = 0
) -> int:
    """Set how many dots the actor gives a product, 0 to take them back; the room's revision.

    Of what one `device` sent, the highest `tap` counts, in whatever order it arrives. Raises NotFound and
    NotAllowed for people who do not take part, Invalid for more dots than a product takes, and Conflict when
    no dots are left, the product is gone, or the vote is over.
    """
    rules = rules_of(activity)
    return cast_dots(
        _PRODUCTS,
        actor=actor,
        activity=activity,
        item=product,
        dots=dots,
        limit=rules.dots,
        most=rules.most,
        device=device,
        tap=tap,
    )
