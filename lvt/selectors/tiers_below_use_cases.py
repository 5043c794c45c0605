"""Columns right of the use cases in the value tree, as apps registered them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.labels import Text
from discovery.models import Discovery
from discovery.state_looks import ItemState
from discovery.use_counts import UseCount
from lvt.registries import tree_tiers


@dataclass(frozen=True, slots=True)
class Tier:
    """A column: `cells` by the uuid of a use case, each drawn by `template`, and what is `left_over`, with
    the address that lists it; `names` is that of TreeTier."""

    heading: Text
    template: str
    cells: Mapping[UUID, Any]
    left_over: tuple[str, str] | None
    names: Callable[[Any], Sequence[tuple[str, UseCount, ItemState]]]


def tiers_of(discovery: Discovery) -> list[Tier]:
    """The columns of the discovery's tree, in their order."""
    return [
        Tier(each.heading, each.template, each.cells(discovery), each.left_over(discovery), each.names)
        for each in tree_tiers
    ]
