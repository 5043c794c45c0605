"""Registries by which other apps continue the value tree: they register from AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.labels import Text
from core.registry import Registry
from organizations.registries import AddedPage

if TYPE_CHECKING:
    from core.models import Artifact
    from discovery.models import Discovery
    from discovery.state_looks import ItemState
    from discovery.use_counts import UseCount


@dataclass(frozen=True, slots=True)
class TreeTier:
    """A column of the value tree, right of the use cases, below `heading`. `cells` gives by the uuid of a use
    case what `template` shows as `cell`; a use case that is left out has an empty cell. `left_over` has the
    items of the column without a goal, and where they are listed; None if all have one. `names` gives the
    items of a cell for a drawing, each with the number of its use cases and its state."""

    key: str
    order: int
    heading: Text
    template: str
    cells: Callable[[Discovery], Mapping[UUID, Any]]
    left_over: Callable[[Discovery], tuple[str, str] | None]
    names: Callable[[Any], Sequence[tuple[str, UseCount, ItemState]]]


@dataclass(frozen=True, slots=True)
class BuildItem:
    """An item to build for a use case: `key` is the same for all that need it, `weeks` are its person-weeks,
    None if unknown."""

    key: str
    weeks: Decimal | None


@dataclass(frozen=True, slots=True)
class LineCosts:
    """The costs of the choice of use cases, in the room that draws the cut line: `needs` gives by the uuid of
    a use case the items that are still missing, which follow from `models`; `unknown` has the use cases whose
    costs aren't known yet. Sorted by `order`."""

    key: str
    order: int
    models: frozenset[type[Artifact]]
    needs: Callable[[Discovery], Mapping[UUID, Sequence[BuildItem]]]
    unknown: Callable[[Discovery], Collection[UUID]]


line_costs: Registry[LineCosts] = Registry("costs of a cut line")
portfolio_pages: Registry[AddedPage] = Registry("pages of a portfolio")
"""By the slug of an organization."""
tree_tiers: Registry[TreeTier] = Registry("columns of the value tree")
weights_pages: Registry[AddedPage] = Registry("what weights are kept as")
"""Pages for editors: by the slug of a discovery, and in the query the weights by the uuids of criteria."""
