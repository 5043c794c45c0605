"""How the state of a product is shown, from the one table of its transitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.functional import Promise

from products.models import DataProduct, OutputPort, ProductState
from products.policies.products import PRODUCT_TRANSITIONS

register = template.Library()

_TONES = {
    ProductState.PLANNED: "accent",
    ProductState.BUILDING: "warn",
    ProductState.LIVE: "good",
}


@dataclass(frozen=True, slots=True)
class Move:
    state: ProductState
    action: str | Promise
    reason: str | Promise


@register.filter
def product_tone(product: DataProduct) -> str:
    """The class of the chip that names the state."""
    return _TONES.get(ProductState(product.state), "")


@register.filter
def product_moves(product: DataProduct) -> list[Move]:
    """Where the product may go from its state."""
    allowed = PRODUCT_TRANSITIONS[ProductState(product.state)]
    return [Move(state, move.action, move.reason) for state, move in allowed.items()]


@register.filter
def of_port(about: Mapping[int, Any], port: OutputPort) -> Any:
    """What an app says of the port (registries.PortPart); None for nothing."""
    return about.get(port.pk)
