"""Promises of products in the report of a discovery."""

from collections import defaultdict
from typing import Any

from core.grouping import grouped
from discovery.models import Discovery
from products.models import DataProduct, ProductState, UsagePattern
from products.promises.selectors import standings_of
from products.selectors.promise_groups import headline_of


def promises_section(discovery: Discovery) -> dict[str, Any] | None:
    """The uses and promises of each product, with the budgets, in the order of the products; products without
    promises are named. None without any promise or usage pattern. Retired products are left out."""
    promises = standings_of(discovery)
    by_product = grouped(promises, lambda standing: standing.slo.product_id)
    patterns_by_product: dict[int, list[UsagePattern]] = defaultdict(list)
    patterns = UsagePattern.objects.filter(product__discovery=discovery, product__deleted_at=None)
    for pattern in patterns.select_related("consumer"):
        patterns_by_product[pattern.product_id].append(pattern)
    products = DataProduct.objects.filter(discovery=discovery).exclude(state=ProductState.RETIRED)
    sections = [
        (product, by_product.get(product.pk, []), patterns_by_product.get(product.pk, []))
        for product in products
        if product.pk in by_product or product.pk in patterns_by_product
    ]
    without = [product.name for product in products if product.pk not in by_product]
    if not sections:
        return None
    headline = headline_of(promises)
    return {"headline": headline, "products": sections, "without": without}
