"""Owners of names in a domain: names that look the same are the same name."""

from typing import Any, TypeVar

from core.name_comparison import looks
from products.models import Consumer, DataProduct, Source

N = TypeVar("N", bound=Consumer | DataProduct | Source)


def taken_by(
    model: type[N],
    domain_id: int,
    name: str,
    *,
    exclude: Consumer | DataProduct | Source | None = None,
) -> N | None:
    """The product, source or consumer of the domain that is called `name`, of any of its discoveries.

    A name that `exclude` has is free.
    """
    if exclude is not None and exclude.name == name:
        return None
    spelling = looks(name)
    # Names alone: a list that comes in asks for each of its lines.
    for pk, other in model.objects.filter(domain_id=domain_id).values_list("pk", "name"):
        if looks(other) == spelling and (exclude is None or pk != exclude.pk):
            row: Any = model.objects.get(pk=pk)
            same: N = row
            return same
    return None
