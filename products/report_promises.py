"""Promises of products in the report of a discovery."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from discovery.models import Discovery
from products.models import DataProduct, ProductState, UsagePattern
from products.selectors.slos import SloStanding, standings_of


def promises_section(discovery: Discovery) -> dict[str, Any] | None:
    """The uses and promises of each product, with the budgets, in the order of the products; products without
    promises are named. None without any promise or usage pattern. Retired products are left out."""
    by_product: dict[int, list[SloStanding]] = defaultdict(list)
    for standing in standings_of(discovery):
        by_product[standing.slo.product_id].append(standing)
    used: dict[int, list[UsagePattern]] = defaultdict(list)
    patterns = UsagePattern.objects.filter(product__discovery=discovery, product__deleted_at=None)
    for pattern in patterns.select_related("consumer"):
        used[pattern.product_id].append(pattern)
    products = DataProduct.objects.filter(discovery=discovery).exclude(state=ProductState.RETIRED)
    shown = [
        (product, by_product.get(product.pk, []), used.get(product.pk, []))
        for product in products
        if product.pk in by_product or product.pk in used
    ]
    without = [product.name for product in products if product.pk not in by_product]
    return {"products": shown, "without": without} if shown else None
