"""Missing parts of data products that other apps find, for the pages that list or show them."""

from collections import defaultdict
from collections.abc import Mapping

from discovery.models import Discovery
from products.models import DataProduct
from products.registries import Notice, product_notices


def notices_of(discovery: Discovery) -> Mapping[int, tuple[Notice, ...]]:
    """By the primary key of the product; one of which nothing is missing is not in it. As many queries
    whatever the number of products."""
    by_product: dict[int, list[Notice]] = defaultdict(list)
    for source in sorted(product_notices, key=lambda each: each.order):
        for notice in source.find(discovery):
            by_product[notice.product].append(notice)
    return {key: tuple(notices) for key, notices in by_product.items()}


def noticed_products(discovery: Discovery) -> list[tuple[DataProduct, tuple[Notice, ...]]]:
    """The products of which something is missing, in their order, with what it is."""
    notices = notices_of(discovery)
    products = DataProduct.objects.filter(discovery=discovery, pk__in=notices)
    return [(product, notices[product.pk]) for product in products]
