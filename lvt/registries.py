"""Where other apps continue the value tree: they register from AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.labels import Text
from core.registry import Registry

if TYPE_CHECKING:
    from discovery.models import Discovery


@dataclass(frozen=True, slots=True)
class TreeTier:
    """A column of the value tree, right of the use cases, below `heading`. `cells` gives by the uuid of a use
    case what `template` shows as `cell`; a use case that is left out has an empty cell."""

    key: str
    order: int
    heading: Text
    template: str
    cells: Callable[[Discovery], Mapping[UUID, Any]]


tree_tiers: Registry[TreeTier] = Registry("columns of the value tree")
