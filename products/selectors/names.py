"""Who has a name in a domain already: what looks the same is the same name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from core.naming import looks
from products.models import Consumer, DataProduct, Source

N = TypeVar("N", bound=Consumer | DataProduct | Source)


def taken_by(
    model: type[N],
    domain_id: int,
    name: str,
    *,
    besides: Consumer | DataProduct | Source | None = None,
) -> N | None:
    """The product, source or consumer of the domain that is called `name`, of any of its discoveries.

    A name that `besides` keeps is free.
    """
    if besides is not None and besides.name == name:
        return None
    wanted = looks(name)
    rows: Iterable[Any] = model.objects.filter(domain_id=domain_id)
    for row in rows:
        if looks(row.name) == wanted and (besides is None or row.pk != besides.pk):
            same: N = row
            return same
    return None
