"""The parts of the tabs of a product, for tests of the links to them."""

from __future__ import annotations

from django.urls import get_resolver

from products.views.common import product_parts

# The views register their parts when the addresses are read.
ADDRESSES = get_resolver().url_patterns
_FIRST = {part.tab: part.key for part in sorted(product_parts, key=lambda part: -part.order)}
# The addresses of parts below another part of their tab, which only an anchor brings into view.
BELOW = {part.url_name for part in product_parts if _FIRST[part.tab] != part.key}
