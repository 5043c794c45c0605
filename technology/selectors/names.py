"""Who has a name already: what looks the same is the same name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from core.naming import looks
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
    """What of the discovery is called `name`; of capabilities, those of the `plane`.

    A name that `besides` keeps is free.
    """
    if besides is not None and besides.name == name:
        return None
    wanted = looks(name)
    rows: Iterable[Any] = model.objects.filter(discovery=discovery, **({"plane": plane} if plane else {}))
    for row in rows:
        if looks(row.name) == wanted and (besides is None or row.pk != besides.pk):
            same: N = row
            return same
    return None
