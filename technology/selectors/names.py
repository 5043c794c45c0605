"""Who has a name already. Upper and lower case make no difference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from discovery.models import Discovery
from technology.models import Capability, DataAsset, Platform

N = TypeVar("N", bound=Capability | DataAsset | Platform)


def taken_by(
    model: type[N],
    discovery: Discovery,
    name: str,
    *,
    besides: Capability | DataAsset | Platform | None = None,
    plane: str = "",
) -> N | None:
    """What of the discovery is called `name`; of capabilities, those of the `plane`."""
    # Compared here, because SQLite knows the case of A to Z only.
    wanted = name.strip().casefold()
    rows: Iterable[Any] = model.objects.filter(discovery=discovery, **({"plane": plane} if plane else {}))
    for row in rows:
        if row.name.casefold() == wanted and (besides is None or row.pk != besides.pk):
            found: N = row
            return found
    return None
