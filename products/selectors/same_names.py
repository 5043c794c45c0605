"""Products, sources and consumers whose names nobody can tell apart: they came with a file, or at one
moment."""

from __future__ import annotations

from collections import defaultdict

from core.naming import looks
from discovery.models import Discovery
from products.models import Consumer, DataProduct, ProductState, Source


def same_names(discovery: Discovery) -> list[str]:
    """Each name of which there are several of one kind, as the first of them writes it."""
    twice = []
    for rows in (
        DataProduct.objects.filter(discovery=discovery).exclude(state=ProductState.RETIRED),
        Source.objects.filter(discovery=discovery),
        Consumer.objects.filter(discovery=discovery),
    ):
        named: dict[str, list[str]] = defaultdict(list)
        for name in rows.order_by("pk").values_list("name", flat=True):
            named[looks(name)].append(name)
        twice += [names[0] for names in named.values() if len(names) > 1]
    return twice
