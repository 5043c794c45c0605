"""A map that can be read at once: the things in the middle with what feeds them and what they feed, the
nearest first, and the rest folded into bundles that show how many there are. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.grouping import grouped
from products.landscape.map_columns import ordered
from products.landscape.rules import Edge, Graph, Node, NodeKind, lanes, shared_by

# A lane has at most this many bundles: the largest groups, and a last one with all others.
_BUNDLES = 2


# What `folded` asks the height of a bundle of.
BUNDLE = Node("bundle", NodeKind.SOURCE, "")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Nodes of a lane that are drawn as one. `name` is the team or source system that they have in common,
    "" for several; `is_apart` when nothing leads from them to the middle, or from it to them."""

    node: Node
    name: str
    nodes: tuple[Node, ...]
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class FoldedGraph:
    """The graph as it is drawn, its lanes from the left with nodes from the top, and the bundles by the id of
    the node that represents each; `away` are lanes that are not drawn, because nothing in them is near."""

    graph: Graph
    lanes: tuple[tuple[NodeKind, tuple[Node, ...]], ...]
    bundles: Mapping[str, Bundle]
    away: tuple[Bundle, ...]


def lanes_near(graph: Graph, near: Collection[str]) -> tuple[tuple[NodeKind, tuple[Node, ...]], ...]:
    """The lanes in which something is near, each with all of its nodes."""
    return tuple((kind, nodes) for kind, nodes in lanes(graph) if any(node.id in near for node in nodes))


def folded(
    graph: Graph,
    *,
    near: Collection[str],
    middle: Collection[str],
    groups: Mapping[str, str],
    high: Callable[[Node], float],
    height: float,
) -> FoldedGraph:
    """The graph for lanes of this `height`: of what is `near` as much as has room, what is nearest to the
    `middle` first, the rest of it in bundles, and all else in one bundle for each lane.

    `groups` are the names of teams by node; a product without one belongs to the source system that it draws
    on. `high` returns how much of the height a node takes; `BUNDLE` represents all bundles.
    Without a `middle` those nodes come first that the most use cases share, and that have most neighbors.
    """
    place = _places(graph, middle)
    groups = _groups(graph, groups)
    lanes_ = lanes_near(graph, near)
    visible: set[str] = set()
    bundles: dict[str, Bundle] = {}
    for kind, nodes in lanes_:
        inside = sorted((node for node in nodes if node.id in near), key=lambda node: place[node.id])
        apart = tuple(node for node in nodes if node.id not in near)
        some = _as_bundle(f"{kind.value}-apart", apart, "", is_apart=True) if apart else None
        room = height - (high(BUNDLE) if some else 0.0)
        stay, rest = _fitting(inside, high, room)
        visible |= {node.id for node in stay}
        own = [*_bundled(kind, rest, groups), *([some] if some else [])]
        bundles |= {bundle.node.id: bundle for bundle in own}
    away = [
        _as_bundle(f"{kind.value}-apart", nodes, "", is_apart=True)
        for kind, nodes in lanes(graph)
        if not any(node.id in near for node in nodes)
    ]
    return _folded_graph(graph, lanes_, visible, bundles, tuple(away))


def _fitting(
    nodes: Sequence[Node], high: Callable[[Node], float], height: float
) -> tuple[Sequence[Node], Sequence[Node]]:
    """The first nodes that have room, and the others, for whose bundles room is left."""
    if sum(map(high, nodes)) <= height:
        return nodes, ()
    room = height - _BUNDLES * high(BUNDLE)
    for number, node in enumerate(nodes):
        room -= high(node)
        if room < 0:
            return nodes[:number], nodes[number:]
    return nodes, ()


def _bundled(kind: NodeKind, nodes: Sequence[Node], groups: Mapping[str, str]) -> Iterable[Bundle]:
    """The nodes in bundles by their groups, the largest first."""
    by_group = grouped(nodes, lambda node: groups.get(node.id, ""))
    names = sorted((name for name in by_group if name), key=lambda name: -len(by_group[name]))
    own = names if len(by_group) <= _BUNDLES else names[: _BUNDLES - 1]
    # One alone is no group.
    own = [name for name in own if len(by_group[name]) > 1]
    for number, name in enumerate(own):
        yield _as_bundle(f"{kind.value}-{number}", tuple(by_group[name]), name)
    if others := tuple(node for node in nodes if groups.get(node.id, "") not in own):
        yield _as_bundle(f"{kind.value}-others", others, "")


def _as_bundle(key: str, nodes: tuple[Node, ...], name: str, *, is_apart: bool = False) -> Bundle:
    node = Node(id=f"bundle-{key}", kind=nodes[0].kind, name=name)
    return Bundle(node, name, nodes, is_apart)


def _folded_graph(
    graph: Graph,
    lanes_: Sequence[tuple[NodeKind, tuple[Node, ...]]],
    visible: Collection[str],
    bundles: Mapping[str, Bundle],
    away: tuple[Bundle, ...],
) -> FoldedGraph:
    stands_for = {key: key for key in visible}
    for bundle in bundles.values():
        if not bundle.is_apart:
            stands_for |= {node.id: bundle.node.id for node in bundle.nodes}
    ends = [(stands_for.get(edge.source, ""), stands_for.get(edge.target, "")) for edge in graph.edges]
    edges = [Edge(start, end) for start, end in ends if start and end and start != end]
    nodes = [
        [node for node in lane if node.id in visible]
        + [bundle.node for bundle in bundles.values() if bundle.node.kind is kind]
        for kind, lane in lanes_
    ]
    part = Graph.of((node for lane in nodes for node in lane), edges)
    in_order = ordered(part, nodes, {key for key, bundle in bundles.items() if bundle.is_apart})
    ordered_lanes = tuple((kind, lane) for (kind, _nodes), lane in zip(lanes_, in_order, strict=True))
    return FoldedGraph(part, ordered_lanes, bundles, away)


def _places(graph: Graph, middle: Collection[str]) -> Mapping[str, tuple[int, int, int]]:
    """The sort key of each node: steps to the middle, use cases that share it, and neighbors."""
    away = dict.fromkeys((key for key in middle if key in graph.by_id), 0)
    for neighbors in (graph.predecessors, graph.successors):
        reached = [key for key in middle if key in graph.by_id]
        steps = dict.fromkeys(reached, 0)
        for key in reached:
            for other in neighbors[key]:
                if other not in steps:
                    steps[other] = steps[key] + 1
                    reached.append(other)
        away |= {key: min(count, away.get(key, count)) for key, count in steps.items()}
    sharing = shared_by(graph)
    return {
        key: (
            away.get(key, 0),
            -len(sharing.get(key, ())),
            -len(graph.predecessors[key]) - len(graph.successors[key]),
        )
        for key in graph.by_id
    }


def _groups(graph: Graph, teams: Mapping[str, str]) -> Mapping[str, str]:
    """The team of each product, or the first source system that it draws on, nearest first."""
    groups = dict(teams)
    for product in graph.products:
        if groups.get(product.id):
            continue
        reached = [product.id]
        for key in reached:
            if (node := graph.by_id[key]).kind in (NodeKind.SOURCE, NodeKind.INTEGRATION_SOURCE):
                groups[product.id] = node.name
                break
            reached += [other for other in graph.predecessors[key] if other not in reached]
    return groups
