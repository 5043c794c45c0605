"""Who has a name in a domain already. Upper and lower case make no difference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from products.models import Consumer, DataProduct, Source

N = TypeVar("N", bound=Consumer | DataProduct | Source)


def taken_by(
    model: type[N],
    domain_id: int,
    name: str,
    *,
    besides: Consumer | DataProduct | Source | None = None,
) -> N | None:
    """The product, source or consumer of the domain that is called `name`, of any of its discoveries."""
    # Compared here, because SQLite knows the case of A to Z only.
    wanted = name.strip().casefold()
    rows: Iterable[Any] = model.objects.filter(domain_id=domain_id)
    for row in rows:
        if row.name.casefold() == wanted and (besides is None or row.pk != besides.pk):
            found: N = row
            return found
    return None
