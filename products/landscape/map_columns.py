"""The columns of a map: its lanes, parted so that the map is wide and not tall. Pure."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from products.landscape.rules import Graph, Node, NodeKind, components, lanes

# Width over height: of a window and of a turned page.
WIDE = 1.8
# No column is parted that is shorter.
_SHORTEST = 5
_SWEEPS = 8
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class MapColumn:
    """Nodes below each other, all of one kind."""

    kind: NodeKind
    nodes: tuple[Node, ...]


def columns(
    graph: Graph,
    *,
    shape: float = WIDE,
    across: float = 176.0,
    down: float = 58.0,
    is_flat: bool = False,
) -> tuple[MapColumn, ...]:
    """The columns from left to right, in the order of the lanes, none of them empty.

    What feeds another node of its lane is left of it, unless they feed each other in a circle. A lane
    that is still too long for a drawing of this `shape`, which is width over height, takes several columns;
    `across` and `down` are what a column and a row take of it. With a shape of 0 each lane is one column; one
    `is_flat` isn't divided by what feeds what.
    """
    if not shape:
        return tuple(MapColumn(kind, nodes) for kind, nodes in lanes(graph))
    by_depth = [
        (kind, nodes)
        for kind, lane in lanes(graph)
        for nodes in ([lane] if is_flat else _by_depth(graph, lane))
    ]
    lengths = [len(nodes) for _kind, nodes in by_depth]
    rows = max(lengths, default=0)
    while rows > _SHORTEST and _count(lengths, rows) * across < shape * rows * down:
        rows -= 1
    return tuple(MapColumn(kind, part) for kind, nodes in by_depth for part in parted(nodes, rows))


def ordered(
    graph: Graph, nodes_by_column: Sequence[Sequence[Node]], last: Collection[str] = ()
) -> list[tuple[Node, ...]]:
    """The columns with their nodes in the order of `in_order`."""
    keys = [[node.id for node in nodes] for nodes in nodes_by_column]
    joined = {key: (*graph.predecessors[key], *graph.successors[key]) for key in graph.by_id}
    return [tuple(graph.by_id[key] for key in column) for column in in_order(keys, joined, last)]


def in_order(
    keys_by_column: Sequence[Sequence[str]],
    joined: Mapping[str, Sequence[str]],
    last: Collection[str] = (),
    fixed: Collection[str] = (),
) -> list[list[str]]:
    """The columns with their nodes, by key, in an order in which edges cross little: each near the middle of
    its neighbors, those that it's `joined` with (Sugiyama, Tagawa, Toda, IEEE SMC 11, 1981). Those in `last`
    are placed below; columns of those in `fixed` keep their order."""
    columns_ = [list(column) for column in keys_by_column]
    at = {key: (number + 0.5) / len(keys) for keys in columns_ for number, key in enumerate(keys)}

    def middle(key: str) -> tuple[bool, float]:
        others = [at[each] for each in joined.get(key, ())]
        return key in last, sum(others) / len(others) if others else at[key]

    movable = [keys for keys in columns_ if not set(keys) & set(fixed)]
    for sweep in range(_SWEEPS):
        for keys in movable if sweep % 2 else reversed(movable):
            keys.sort(key=middle)
            at |= {key: (number + 0.5) / len(keys) for number, key in enumerate(keys)}
    return columns_


def _count(lengths: Sequence[int], rows: int) -> int:
    return sum(math.ceil(length / rows) for length in lengths)


def parted(nodes: Sequence[_Item], rows: int) -> list[tuple[_Item, ...]]:
    """The nodes in as few columns of at most so many rows as it takes, each about as long as the others."""
    count = math.ceil(len(nodes) / rows)
    ends = [round(len(nodes) * number / count) for number in range(count + 1)]
    return [tuple(nodes[start:end]) for start, end in pairwise(ends)]


def _by_depth(graph: Graph, lane: Sequence[Node]) -> list[tuple[Node, ...]]:
    """The nodes of a lane by the number of its nodes in a row before each."""
    within = graph.part({node.id for node in lane})
    depths: dict[str, int] = {}
    # What feeds others comes first; in a circle all are at the same depth.
    for component in reversed(list(components(within.successors))):
        before = [depths[key] + 1 for each in component for key in within.predecessors[each] if key in depths]
        depths |= dict.fromkeys(component, max(before, default=0))
    levels: list[list[Node]] = [[] for _depth in range(max(depths.values(), default=0) + 1)]
    for node in lane:
        levels[depths[node.id]].append(node)
    return [tuple(level) for level in levels]
