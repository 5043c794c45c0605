"""Products, sources and consumers with the same name: they came with a file, or at one
moment."""

from core.grouping import grouped
from core.name_comparison import looks
from discovery.models import Discovery
from products.models import Consumer, Source
from products.selectors.stream_progress import products_now


def same_names(discovery: Discovery) -> list[str]:
    """Each name of which there are several of one kind, as the first of them writes it."""
    twice = []
    products = sorted(products_now(discovery), key=lambda product: product.pk)
    others = (rows.objects.filter(discovery=discovery).order_by("pk") for rows in (Source, Consumer))
    for names in (
        [each.name for each in products],
        *(rows.values_list("name", flat=True) for rows in others),
    ):
        names_by_look = grouped(names, looks)
        twice += [same[0] for same in names_by_look.values() if len(same) > 1]
    return twice
