"""Marks of products, and their states from the one table of transitions."""

from collections.abc import Collection, Mapping
from datetime import datetime, time
from typing import Any, cast

from django import template
from django.template.context import Context
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from core.transitions import Move
from discovery.models import Discovery
from discovery.templatetags.components import mark
from discovery.use_count_words import count_words, key_words
from discovery.use_counts import UseCount
from products.design.product.policies import PRODUCT_TRANSITIONS
from products.design.product.selectors import NO_USES, Uses, uses_of
from products.landscape.selectors import node_id
from products.models import DataProduct, ProductState

register = template.Library()

_TONES = {
    ProductState.BUILDING: "accent",
    ProductState.LIVE: "good",
}


@register.simple_tag(takes_context=True)
def product_mark(context: Context, product: DataProduct, *, alone: bool = True) -> SafeString:
    """The mark of the data product, in yellow and with the number of its use cases where several share it, as
    on the map (docs/adr/0030). `alone` as for `mark`."""
    return node_mark(_uses(context, product), node_id(product), alone=alone)


@register.simple_tag
def node_mark(uses: Mapping[str, Uses], node: str, *, alone: bool = True) -> SafeString:
    """The mark of the data product that is this node of the map, by the `uses` of all nodes."""
    return counted_mark(uses.get(node, NO_USES).count, alone=alone)


@register.simple_tag
def counted_mark(uses: UseCount, *, alone: bool = True) -> SafeString:
    """The mark of a data product with its number."""
    return mark(uses.mark, uses.count or None, alone=alone)


@register.filter
def in_words(uses: UseCount | None) -> str:
    """The number beside a data product in words."""
    return count_words(uses) if isinstance(uses, UseCount) else ""


@register.inclusion_tag("products/map/counts.html")
def count_legend() -> dict[str, str]:
    """The meaning of the numbers beside data products."""
    return {"shared": key_words()}


def _uses(context: Context, product: DataProduct) -> Mapping[str, Uses]:
    """The uses of the products of its discovery: read with the first mark of a page, and stored on its
    request, or for the drawing of a part that has none, since an answer to a write caches nothing
    (selectors.once)."""
    request = context.get("request")
    holder: dict[Any, Any] = context.render_context.dicts[0] if request is None else request.__dict__
    uses_by_discovery: dict[int, Mapping[str, Uses]] = holder.setdefault("uses_of_products", {})
    if product.discovery_id not in uses_by_discovery:
        page = context.get("discovery")
        same = isinstance(page, Discovery) and page.pk == product.discovery_id
        uses_by_discovery[product.discovery_id] = uses_of(
            cast(Discovery, page) if same else product.discovery
        )
    return uses_by_discovery[product.discovery_id]


@register.filter
def product_tone(product: object) -> str:
    """The class of the chip that names the state; "" without a product."""
    return _TONES.get(ProductState(product.state), "") if isinstance(product, DataProduct) else ""


@register.filter
def product_moves(product: object) -> Collection[tuple[ProductState, Move]]:
    """The states that the product may change to; none without a product."""
    if not isinstance(product, DataProduct):
        return ()
    return PRODUCT_TRANSITIONS[ProductState(product.state)].items()


@register.filter(expects_localtime=True)
def day_or_moment(moment: datetime | None) -> str:
    """The day that begins at the moment; with the time if none does; "" without one."""
    if not isinstance(moment, datetime):
        return ""
    if moment.time() == time():
        return date_format(moment, "SHORT_DATE_FORMAT")
    return date_format(moment, "SHORT_DATETIME_FORMAT")
