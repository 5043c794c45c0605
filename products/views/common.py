"""What the pages of the product stream share: who may see and change them, and the tabs of one product."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.web.access import discovery as of_discovery
from discovery.web.lookups import find
from products.models import DataProduct
from products.registries import product_pages

viewer = of_discovery(DiscoveryRole.VIEWER)
editor = of_discovery(DiscoveryRole.EDITOR)

# The pages of one product, in order: the name of the address, and the word of the tab.
PRODUCT_TABS: tuple[tuple[str, str | Promise], ...] = (
    ("products:product", gettext_lazy("Template")),
    ("products:product_ports", gettext_lazy("Ports")),
    ("products:product_iterations", gettext_lazy("Iterations")),
    ("products:product_promises", gettext_lazy("Promises")),
    ("products:product_usage", gettext_lazy("Usage")),
    ("products:product_checklist", gettext_lazy("Checklist")),
    ("products:product_specification", gettext_lazy("Specification")),
)


def product_of(discovery: Discovery, uuid: UUID) -> DataProduct:
    """A product of the discovery. Raises NotFound for an unknown, foreign or deleted one."""
    rows = DataProduct.objects.select_related("domain__organization", "owner", "team", "delivers")
    product = find(rows, discovery=discovery, uuid=uuid)
    product.discovery = discovery
    return product


def product_tabs(product: DataProduct, current: str) -> list[dict[str, Any]]:
    """The tabs over the pages of a product, those among them that apps registered, for components/tabs.html;
    `current` is the name of the address."""
    registered = sorted(product_pages, key=lambda each: each.order)
    pages = [*PRODUCT_TABS, *((each.url_name, each.label) for each in registered)]
    return [
        {
            "words": words,
            "href": reverse(name, args=[product.discovery.slug, product.uuid]),
            "current": name == current,
        }
        for name, words in pages
    ]
