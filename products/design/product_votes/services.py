"""Dots for data products: a hot path, written as on a board (workshops.contributions.votes.services)."""

from products.design.product_votes.selectors import rules_of
from workshops.contributions.votes.services import Votable, dots_on

_PRODUCTS = Votable(
    there="""
        EXISTS (SELECT 1 FROM products_dataproduct product
                WHERE product.uuid = %(item)s AND product.discovery_id = workshop.discovery_id
                  AND product.deleted_at IS NULL AND product.state <> 'retired')
    """,
    counts="""
        EXISTS (SELECT 1 FROM products_dataproduct product
                WHERE product.uuid = other.item AND product.deleted_at IS NULL AND product.state <> 'retired')
    """,
)

give_dots = dots_on(_PRODUCTS, rules_of)
