"""How the state of a product is shown, from the one table of its transitions."""

from __future__ import annotations

from collections.abc import ItemsView, Mapping
from typing import Any

from django import template

from core.moves import Move
from products.models import DataProduct, OutputPort, ProductState
from products.policies.products import PRODUCT_TRANSITIONS

register = template.Library()

_TONES = {
    ProductState.PLANNED: "accent",
    ProductState.BUILDING: "warn",
    ProductState.LIVE: "good",
}


@register.filter
def product_tone(product: DataProduct) -> str:
    """The class of the chip that names the state."""
    return _TONES.get(ProductState(product.state), "")


@register.filter
def product_moves(product: DataProduct) -> ItemsView[ProductState, Move]:
    """Where the product may go from its state."""
    return PRODUCT_TRANSITIONS[ProductState(product.state)].items()


@register.filter
def of_port(about: Mapping[int, Any], port: OutputPort) -> Any:
    """What an app says of the port (registries.PortPart); None for nothing."""
    return about.get(port.pk)
