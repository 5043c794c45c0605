"""Products and use cases that count for a figure, by the state of a data product and of a hypothesis. Pure.

One table for all figures, which docs/states.md shows and `counts` reads. A new product is to be built. A live
one is needed and costs nothing more, and it waits for nothing. A retired one counts nowhere. The use cases of
a stopped hypothesis count in no figure that looks forward; pages name them.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Stage(StrEnum):
    """The stage that several states of a product belong to."""

    NEW = "new"
    LIVE = "live"
    RETIRED = "retired"


class ComputedFigure(StrEnum):
    """A figure that is computed from products and use cases."""

    WORTH = "worth"
    COST = "cost"
    BLOCKS = "blocks"
    UNLOCKS = "unlocks"
    SHARED = "shared"
    REUSE = "reuse"
    DAY_WITHOUT = "day_without"
    NO_GOAL = "no_goal"
    READINESS = "readiness"
    CHECKLISTS = "checklists"
    TRACKERS = "trackers"
    AGENDAS = "agendas"
    API = "api"


STOPPED: Final = "stopped"
"""The state of a hypothesis that is no longer pursued."""
STAGES: Final[Mapping[str, Stage]] = MappingProxyType(
    {
        "proposed": Stage.NEW,
        "planned": Stage.NEW,
        "building": Stage.NEW,
        "live": Stage.LIVE,
        "retired": Stage.RETIRED,
    }
)
_TO_BUILD = frozenset({Stage.NEW})
_THERE = frozenset({Stage.NEW, Stage.LIVE})
PRODUCTS_THAT_COUNT: Final[Mapping[ComputedFigure, frozenset[Stage]]] = MappingProxyType(
    {
        ComputedFigure.WORTH: _TO_BUILD,
        ComputedFigure.COST: _TO_BUILD,
        ComputedFigure.BLOCKS: _TO_BUILD,
        ComputedFigure.UNLOCKS: _TO_BUILD,
        ComputedFigure.SHARED: _THERE,
        ComputedFigure.REUSE: _THERE,
        ComputedFigure.DAY_WITHOUT: _THERE,
        ComputedFigure.NO_GOAL: _THERE,
        ComputedFigure.READINESS: _THERE,
        ComputedFigure.CHECKLISTS: _THERE,
        ComputedFigure.TRACKERS: _THERE,
        ComputedFigure.AGENDAS: _THERE,
        ComputedFigure.API: _THERE,
    }
)


def counts(figure: ComputedFigure, state: str) -> bool:
    """Return True if a product in this state counts for the figure."""
    return STAGES[state] in PRODUCTS_THAT_COUNT[figure]


def states_for(figure: ComputedFigure) -> tuple[str, ...]:
    """The states of the products that count for the figure."""
    return tuple(state for state in STAGES if counts(figure, state))


def is_pursued(hypothesis: str) -> bool:
    """Return True if the use cases of a hypothesis in this state count for any of the figures; "" means a use
    case without a hypothesis."""
    return hypothesis != STOPPED
