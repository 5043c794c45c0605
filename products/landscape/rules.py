"""Maps as graphs: who feeds whom, what each use case needs, and what several share. Pure.

Edges run with the data: from sources through products to consumers and use cases. Graphs may have loose
nodes, cycles and nodes that feed themselves; all of it takes time in proportion to nodes and edges.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from discovery.use_counts import UseCount, use_count
from products.figure_states import STOPPED, ComputedFigure, counts


class NodeKind(StrEnum):
    """The kind of a node, and thereby its lane: in the order of the lanes, from left to right."""

    SOURCE = "source"
    INTEGRATION_SOURCE = "integration_source"
    SOURCE_ORIENTED_PRODUCT = "source_oriented_product"
    AGGREGATE_PRODUCT = "aggregate_product"
    CONSUMER_ORIENTED_PRODUCT = "consumer_oriented_product"
    CONSUMER = "consumer"
    USE_CASE = "use_case"

    @property
    def is_product(self) -> bool:
        return self in _PRODUCTS

    @property
    def lane(self) -> int:
        """0 for the leftmost lane."""
        return _LANES[self]


_PRODUCTS = frozenset(
    {NodeKind.SOURCE_ORIENTED_PRODUCT, NodeKind.AGGREGATE_PRODUCT, NodeKind.CONSUMER_ORIENTED_PRODUCT}
)
_LANES: Mapping[NodeKind, int] = MappingProxyType({kind: number for number, kind in enumerate(NodeKind)})


@dataclass(frozen=True, slots=True)
class Node:
    """`id` is unique in the graph and the same in every map; `uuid` is the uuid of the artifact. `domain` is
    a name, `discovery` a slug. `state` is the state of a product, "stopped" for a use case whose hypothesis
    was stopped, and "" for any other node."""

    id: str
    kind: NodeKind
    name: str
    domain: str = ""
    state: str = ""
    uuid: str = ""
    discovery: str = ""

    @property
    def is_counted(self) -> bool:
        """Return True if figures count it: a product that is not retired, a use case that is pursued, and any
        other node (products/figure_states.py)."""
        return (
            counts(ComputedFigure.SHARED, self.state)
            if self.kind.is_product and self.state
            else self.state != STOPPED
        )


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """Data runs from the node with the id `source` to that with the id `target`."""

    source: str
    target: str


@dataclass(frozen=True)
class Graph:
    """Each edge once, and none whose end is not there: `Graph.of` sees to it."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()

    @classmethod
    def of(cls, nodes: Iterable[Node], edges: Iterable[Edge]) -> Graph:
        """The graph of the first node of each id, with the edges between them, each once."""
        by_id: dict[str, Node] = {}
        for node in nodes:
            by_id.setdefault(node.id, node)
        between = dict.fromkeys(edge for edge in edges if edge.source in by_id and edge.target in by_id)
        return cls(tuple(by_id.values()), tuple(between))

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        return MappingProxyType({node.id: node for node in self.nodes})

    @cached_property
    def successors(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes that each node feeds, itself left out."""
        return self._neighbors(forward=True)

    @cached_property
    def predecessors(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes that feed each node, itself left out."""
        return self._neighbors(forward=False)

    def _neighbors(self, *, forward: bool) -> Mapping[str, tuple[str, ...]]:
        neighbors: dict[str, list[str]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            if edge.source != edge.target:
                here, there = (edge.source, edge.target) if forward else (edge.target, edge.source)
                neighbors[here].append(there)
        return MappingProxyType({key: tuple(values) for key, values in neighbors.items()})

    def of_kind(self, *kinds: NodeKind) -> tuple[Node, ...]:
        """The nodes of any of these kinds, in their order."""
        return tuple(node for node in self.nodes if node.kind in kinds)

    @cached_property
    def products(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind.is_product)

    def part(self, ids: Collection[str]) -> Graph:
        """The nodes with these ids and the edges between them, in the same order."""
        return Graph.of((node for node in self.nodes if node.id in ids), self.edges)


# --- What use cases need, and what they share -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Service:
    """The use cases of a product, as ids in the order of the graph: `needed_by` are the use cases that need
    it (see `needs`), `shared_by` those among them that share it (see `shared`), none for a single use
    case. `stopped` needed it too, but their hypothesis was stopped: they are named and not counted."""

    needed_by: tuple[str, ...] = ()
    shared_by: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()

    @property
    def is_of_several(self) -> bool:
        """True if several use cases need it, shared or not."""
        return len(self.needed_by) > 1

    @property
    def is_shared(self) -> bool:
        """The overlap that a landscape marks."""
        return len(self.shared_by) > 1

    @property
    def is_only_reused(self) -> bool:
        """True if several use cases need it, and all but one of them by reuse of another's product."""
        return self.is_of_several and not self.is_shared

    @property
    def count(self) -> UseCount:
        """The number that a map writes beside it."""
        return use_count(len(self.shared_by))

    @property
    def reaches(self) -> tuple[str, ...]:
        """Those that need it without sharing it: a consumer-oriented product is in between."""
        return tuple(use_case for use_case in self.needed_by if use_case not in self.shared_by)


NOTHING = Service()


def serving(graph: Graph, use_case: str) -> frozenset[str]:
    """The products that serve the use case themselves, or by one of their consumers who has it."""
    before = graph.predecessors.get(use_case, ())
    consumers = [key for key in before if graph.by_id[key].kind is NodeKind.CONSUMER]
    before_it = {*before, *(key for consumer in consumers for key in graph.predecessors[consumer])}
    return frozenset(key for key in before_it if graph.by_id[key].kind.is_product)


def needs(graph: Graph) -> Mapping[str, frozenset[str]]:
    """For each use case, by its id, the products that it needs: what serves it, and all that feeds one of
    these, directly or through others. This is the transitive closure of "feeds" over the ports of products,
    whatever their types; in a circle each needs all others (docs/adr/0030). A product that is live is needed,
    too: it costs nothing more. One that is retired is not, and the use cases of a stopped hypothesis keep
    their needs.
    """
    by_use_case: dict[str, set[str]] = {node.id: set() for node in graph.of_kind(NodeKind.USE_CASE)}
    for product, use_cases in needed_by(graph).items():
        for use_case in use_cases:
            by_use_case[use_case].add(product)
    return MappingProxyType({use_case: frozenset(products) for use_case, products in by_use_case.items()})


def needed_by(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """`needs` turned around: for each product the use cases that need it, in the order of the graph."""
    return _use_cases(graph, passing=lambda kind: True)


def shared_by(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """For each product the use cases that a map counts for it, in the order of the graph.

    They are those that it serves itself or by its consumers, and those that are reached by products of which
    all but the last are source-oriented or aggregates; the last one, which serves the use case, may be
    consumer-oriented (docs/adr/0030). Those of a stopped hypothesis are left out. It is a part of
    `needed_by`.
    """
    return MappingProxyType(
        {
            product: tuple(each for each in use_cases if graph.by_id[each].is_counted)
            for product, use_cases in reaching(graph).items()
        }
    )


def reaching(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """`shared_by`, with the use cases of a stopped hypothesis."""
    return _use_cases(graph, passing=lambda kind: kind is not NodeKind.CONSUMER_ORIENTED_PRODUCT)


def shared(graph: Graph) -> frozenset[str]:
    """The ids of the products that several use cases share: the yellow ones of a map."""
    return frozenset(product for product, use_cases in shared_by(graph).items() if len(use_cases) > 1)


def services_of(graph: Graph) -> Mapping[str, Service]:
    """The use cases of each product, by its id."""
    return services(graph, shared_by(graph))


def services(graph: Graph, sharing: Mapping[str, tuple[str, ...]]) -> Mapping[str, Service]:
    """The use cases of each product of the graph, by its id; `sharing` are those of them that share it."""
    return MappingProxyType(
        {
            product: Service(
                tuple(each for each in use_cases if graph.by_id[each].is_counted),
                sharing.get(product, ()),
                tuple(each for each in use_cases if not graph.by_id[each].is_counted),
            )
            for product, use_cases in needed_by(graph).items()
        }
    )


def _use_cases(graph: Graph, *, passing: Callable[[NodeKind], bool]) -> Mapping[str, tuple[str, ...]]:
    """For each product the use cases that it serves, and those of the products that it feeds, as far as
    products of a kind that is `passing` lead on. Retired ones serve and feed nothing."""
    order = [node.id for node in graph.of_kind(NodeKind.USE_CASE)]
    bits = {use_case: 1 << place for place, use_case in enumerate(order)}
    there = [node for node in graph.products if node.is_counted]
    own = dict.fromkeys((node.id for node in there), 0)
    for use_case, bit in bits.items():
        for product in serving(graph, use_case) & own.keys():
            own[product] |= bit
    feeds = {
        node.id: [target for target in graph.successors[node.id] if target in own]
        if passing(node.kind)
        else []
        for node in there
    }
    gathered = _gathered(own, feeds)
    return MappingProxyType(
        {
            node.id: tuple(use_case for use_case in order if mask & bits[use_case])
            if (mask := gathered.get(node.id, 0))
            else ()
            for node in graph.products
        }
    )


def _gathered(own: Mapping[str, int], feeds: Mapping[str, list[str]]) -> dict[str, int]:
    """The union of `own` over all that can be reached from each key."""
    gathered: dict[str, int] = {}
    # What is in a cycle reaches the same. Components come in an order in which what one feeds is there.
    for component in components(feeds):
        mask = 0
        for key in component:
            mask |= own[key]
            for target in feeds[key]:
                mask |= gathered.get(target, 0)
        for key in component:
            gathered[key] = mask
    return gathered


def components(feeds: Mapping[str, Collection[str]]) -> Iterator[list[str]]:
    """The strongly connected components, each after those that it feeds (Tarjan, SIAM J. Comput. 1, 1972).
    Without recursion, so that a chain of any length can be followed."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    for root in feeds:
        if root in index:
            continue
        work: list[tuple[str, Iterator[str]]] = [(root, iter(feeds[root]))]
        index[root] = low[root] = len(index)
        path.append(root)
        on_path.add(root)
        while work:
            key, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    path.append(target)
                    on_path.add(target)
                    work.append((target, iter(feeds[target])))
                    break
                if target in on_path:
                    low[key] = min(low[key], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[key])
                if low[key] == index[key]:
                    component: list[str] = []
                    while not component or component[-1] != key:
                        component.append(path.pop())
                        on_path.discard(component[-1])
                    yield component


def cycles(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """The groups of nodes that feed each other in a circle, or themselves; ids in the order of the graph."""
    loops = {edge.source for edge in graph.edges if edge.source == edge.target}
    place = {node.id: number for number, node in enumerate(graph.nodes)}
    circles = [
        tuple(sorted(component, key=place.__getitem__))
        for component in components(graph.successors)
        if len(component) > 1 or component[0] in loops
    ]
    return tuple(sorted(circles, key=lambda ids: place[ids[0]]))


def unserved(graph: Graph, services: Mapping[str, Service]) -> frozenset[str]:
    """The use cases that count and that no data product serves."""
    use_cases = {node.id for node in graph.nodes if node.kind is NodeKind.USE_CASE and node.is_counted}
    return frozenset(use_cases.difference(*(service.needed_by for service in services.values())))


def circular(graph: Graph) -> frozenset[Edge]:
    """The edges that lie on a circle: those between two nodes that feed each other, or a node and itself."""
    group = {key: number for number, keys in enumerate(cycles(graph)) for key in keys}
    return frozenset(
        edge for edge in graph.edges if edge.source in group and group[edge.source] == group.get(edge.target)
    )


# --- Ways through the graph -----------------------------------------------------------------------


def upstream(graph: Graph, *ids: str) -> frozenset[str]:
    """All that feeds one of the nodes, directly or through others; they themselves are not in it."""
    return _reached(graph.predecessors, ids) - set(ids)


def downstream(graph: Graph, *ids: str) -> frozenset[str]:
    """All that one of the nodes feeds, directly or through others; they themselves are not in it."""
    return _reached(graph.successors, ids) - set(ids)


def taking(graph: Graph, product: str) -> frozenset[str]:
    """The products that take from it with no other product in between."""
    end_at_products = {
        key: () if key != product and graph.by_id[key].kind.is_product else targets
        for key, targets in graph.successors.items()
    }
    reached = _reached(end_at_products, (product,)) - {product}
    return frozenset(key for key in reached if graph.by_id[key].kind.is_product)


def around(graph: Graph, *ids: str) -> frozenset[str]:
    """The nodes with all that feeds them and all that they feed."""
    return _reached(graph.predecessors, ids) | _reached(graph.successors, ids)


def _reached(neighbors: Mapping[str, tuple[str, ...]], start: Iterable[str]) -> frozenset[str]:
    reached = {key for key in start if key in neighbors}
    open_ends = list(reached)
    while open_ends:
        for target in neighbors[open_ends.pop()]:
            if target not in reached:
                reached.add(target)
                open_ends.append(target)
    return frozenset(reached)


def lanes(graph: Graph) -> tuple[tuple[NodeKind, tuple[Node, ...]], ...]:
    """The lanes that are not empty, from left to right, each with its nodes in the order of the graph."""
    by_kind: dict[NodeKind, list[Node]] = {kind: [] for kind in NodeKind}
    for node in graph.nodes:
        by_kind[node.kind].append(node)
    return tuple((kind, tuple(nodes)) for kind, nodes in by_kind.items() if nodes)


def without_states(graph: Graph, *states: str) -> Graph:
    """The graph without the products in these states; all else stays, connected or not."""
    return graph.part(
        {node.id for node in graph.nodes if not (node.kind.is_product and node.state in states)}
    )
