"""The work of apps above that data products wait for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from core.selectors.request_cache import read_once
from discovery.models import Discovery
from products.registries import Blocker, blockers


@read_once
def blockers_of(discovery: Discovery) -> Mapping[int, Sequence[Blocker]]:
    """The blockers of each product that waits for some, by its primary key."""
    by_product: dict[int, list[Blocker]] = defaultdict(list)
    for each in blockers:
        for product, of_product in each.find(discovery).items():
            by_product[product].extend(of_product)
    return by_product


def blocked_until(of_product: Sequence[Blocker], delivers_on: date | None) -> date | None:
    """The last day of the blockers that are due after the product delivers; None if none are."""
    if delivers_on is None:
        return None
    return max((each.until for each in of_product if each.until and each.until > delivers_on), default=None)
