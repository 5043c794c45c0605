"""Maps as graphs: who feeds whom, and which use cases each product serves. Pure.

Edges run with the data: from sources through products to consumers and use cases. Graphs may have loose
nodes, cycles and nodes that feed themselves; all of it takes time in proportion to nodes and edges.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType


class Kind(StrEnum):
    """What a node is, and thereby its lane: in the order of the lanes, from left to right."""

    SOURCE = "source"
    INTEGRATION_SOURCE = "integration_source"
    SOURCE_ORIENTED_PRODUCT = "source_oriented_product"
    CONSUMER_ORIENTED_PRODUCT = "consumer_oriented_product"
    CONSUMER = "consumer"
    USE_CASE = "use_case"

    @property
    def is_product(self) -> bool:
        return self in {Kind.SOURCE_ORIENTED_PRODUCT, Kind.CONSUMER_ORIENTED_PRODUCT}

    @property
    def lane(self) -> int:
        """0 for the leftmost lane."""
        return _LANES[self]


_LANES: Mapping[Kind, int] = MappingProxyType({kind: number for number, kind in enumerate(Kind)})


@dataclass(frozen=True, slots=True)
class Node:
    """`id` is unique in the graph and the same in every map; `uuid` is that of the artefact. `domain` is its
    name, `discovery` the slug of its discovery, `state` that of a product, "" for whatever has none."""

    id: str
    kind: Kind
    name: str
    domain: str = ""
    state: str = ""
    uuid: str = ""
    discovery: str = ""


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
        kept: dict[str, Node] = {}
        for node in nodes:
            kept.setdefault(node.id, node)
        between = dict.fromkeys(edge for edge in edges if edge.source in kept and edge.target in kept)
        return cls(tuple(kept.values()), tuple(between))

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        return MappingProxyType({node.id: node for node in self.nodes})

    @cached_property
    def successors(self) -> Mapping[str, tuple[str, ...]]:
        """What each node feeds, itself left out."""
        return self._neighbors(forward=True)

    @cached_property
    def predecessors(self) -> Mapping[str, tuple[str, ...]]:
        """What feeds each node, itself left out."""
        return self._neighbors(forward=False)

    def _neighbors(self, *, forward: bool) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            if edge.source != edge.target:
                here, there = (edge.source, edge.target) if forward else (edge.target, edge.source)
                found[here].append(there)
        return MappingProxyType({key: tuple(values) for key, values in found.items()})

    def of_kind(self, *kinds: Kind) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind in kinds)

    @cached_property
    def products(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind.is_product)

    def part(self, kept: Collection[str]) -> Graph:
        """The nodes with these ids and the edges between them, in the same order."""
        return Graph.of((node for node in self.nodes if node.id in kept), self.edges)


# --- What a product serves ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Service:
    """What a product serves, as ids of use cases in the order of the graph. `reaches` are those that it
    reaches only through consumer-oriented products, which pass nothing on."""

    use_cases: tuple[str, ...] = ()
    reaches: tuple[str, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Whether several use cases need it: the overlap that a landscape marks."""
        return len(self.use_cases) > 1


NOTHING = Service()


def served(graph: Graph) -> Mapping[str, Service]:
    """For each product, by its id, what it serves. Anything else serves nothing by itself, and is left out.

    A consumer-oriented product serves the use cases that it, or a consumer of it, leads to. A source-oriented
    one also serves those of the consumer-oriented products that it feeds, directly or through source-oriented
    ones. (Issue: "Overlaps".)
    """
    order = [node.id for node in graph.of_kind(Kind.USE_CASE)]
    bits = {use_case: 1 << place for place, use_case in enumerate(order)}
    kinds = {node.id: node.kind for node in graph.nodes}
    products = [node.id for node in graph.products]
    direct = {product: _direct(graph, product, kinds, bits) for product in products}
    feeds = {
        product: [target for target in graph.successors[product] if kinds[target].is_product]
        for product in products
    }
    # What comes in from a consumer-oriented product stays with it, unless everything is followed.
    passing = {
        product: feeds[product] if kinds[product] is Kind.SOURCE_ORIENTED_PRODUCT else []
        for product in products
    }
    own, reached = _gathered(direct, passing), _gathered(direct, feeds)

    def use_cases(mask: int) -> tuple[str, ...]:
        return tuple(use_case for use_case in order if mask & bits[use_case]) if mask else ()

    return MappingProxyType(
        {
            product: Service(use_cases(own[product]), use_cases(reached[product] & ~own[product]))
            for product in products
        }
    )


def _direct(graph: Graph, product: str, kinds: Mapping[str, Kind], bits: Mapping[str, int]) -> int:
    found = 0
    for target in graph.successors[product]:
        found |= bits.get(target, 0)
        if kinds[target] is Kind.CONSUMER:
            for further in graph.successors[target]:
                found |= bits.get(further, 0)
    return found


def _gathered(own: Mapping[str, int], feeds: Mapping[str, list[str]]) -> dict[str, int]:
    """The union of `own` over all that can be reached from each key."""
    gathered: dict[str, int] = {}
    # What is in a cycle reaches the same. Components come in an order in which what one feeds is there.
    for component in _components(feeds):
        mask = 0
        for key in component:
            mask |= own[key]
            for target in feeds[key]:
                mask |= gathered.get(target, 0)
        for key in component:
            gathered[key] = mask
    return gathered


def _components(feeds: Mapping[str, Collection[str]]) -> Iterator[list[str]]:
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


def shared(graph: Graph) -> frozenset[str]:
    """The ids of the products that serve several use cases."""
    return frozenset(product for product, service in served(graph).items() if service.is_shared)


def cycles(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """The groups of nodes that feed each other in a circle, or themselves; ids in the order of the graph."""
    loops = {edge.source for edge in graph.edges if edge.source == edge.target}
    place = {node.id: number for number, node in enumerate(graph.nodes)}
    found = [
        tuple(sorted(component, key=place.__getitem__))
        for component in _components(graph.successors)
        if len(component) > 1 or component[0] in loops
    ]
    return tuple(sorted(found, key=lambda ids: place[ids[0]]))


# --- Ways through the graph -----------------------------------------------------------------------


def upstream(graph: Graph, *ids: str) -> frozenset[str]:
    """All that feeds one of the nodes, directly or through others; they themselves are not in it."""
    return _reached(graph.predecessors, ids) - set(ids)


def downstream(graph: Graph, *ids: str) -> frozenset[str]:
    """All that one of the nodes feeds, directly or through others; they themselves are not in it."""
    return _reached(graph.successors, ids) - set(ids)


def _reached(neighbors: Mapping[str, tuple[str, ...]], start: Iterable[str]) -> frozenset[str]:
    found = {key for key in start if key in neighbors}
    open_ends = list(found)
    while open_ends:
        for target in neighbors[open_ends.pop()]:
            if target not in found:
                found.add(target)
                open_ends.append(target)
    return frozenset(found)


def lanes(graph: Graph) -> tuple[tuple[Kind, tuple[Node, ...]], ...]:
    """The lanes that are not empty, from left to right, each with its nodes in the order of the graph."""
    found: dict[Kind, list[Node]] = {kind: [] for kind in Kind}
    for node in graph.nodes:
        found[node.kind].append(node)
    return tuple((kind, tuple(nodes)) for kind, nodes in found.items() if nodes)


# --- Parts of a map -------------------------------------------------------------------------------


def restricted(
    graph: Graph,
    *,
    use_cases: Collection[str] = (),
    states: Collection[str] = (),
    domains: Collection[str] = (),
) -> Graph:
    """What is left with these use cases (ids), states of products and domains (names); empty means all.

    By use case: what leads to it, and the consumers of what serves it. By state: the products in these
    states, and whatever else is connected with them. By domain: what is in it, and what is directly connected
    with that.
    """
    if use_cases:
        graph = _for_use_cases(graph, use_cases)
    if states:
        graph = _around(graph, {node.id for node in graph.products if node.state in states})
    if domains:
        inside = {node.id for node in graph.nodes if node.domain in domains}
        around = {
            end
            for edge in graph.edges
            if edge.source in inside or edge.target in inside
            for end in (edge.source, edge.target)
        }
        graph = graph.part(inside | around)
    return graph


def narrowed(
    everything: Graph, *, use_case: str = "", state: str = "", domain: str = ""
) -> tuple[Graph, Graph]:
    """The landscape, and the part of it that somebody asked for: by the uuid of a use case, a state and the
    name of a domain, each "" for all. Retired products are in it only when it is asked for them."""
    whole = everything if state == "retired" else without_states(everything, "retired")
    part = restricted(
        whole,
        use_cases=[node.id for node in whole.of_kind(Kind.USE_CASE) if node.uuid == use_case]
        or ([use_case] if use_case else []),
        states=[state] if state else (),
        domains=[domain] if domain else (),
    )
    return whole, part


def without_states(graph: Graph, *states: str) -> Graph:
    """The graph without the products in these states; all else stays, connected or not."""
    return graph.part(
        {node.id for node in graph.nodes if not (node.kind.is_product and node.state in states)}
    )


def _for_use_cases(graph: Graph, use_cases: Collection[str]) -> Graph:
    wanted = {node.id for node in graph.of_kind(Kind.USE_CASE) if node.id in use_cases}
    kept = wanted | upstream(graph, *wanted)
    for product, service in served(graph).items():
        if wanted.intersection(service.use_cases):
            kept |= {
                target for target in graph.successors[product] if graph.by_id[target].kind is Kind.CONSUMER
            }
    return graph.part(kept)


def _around(graph: Graph, products: Collection[str]) -> Graph:
    """These products, with all else that is connected with them without another product in between."""
    others = graph.part({node.id for node in graph.nodes if not node.kind.is_product or node.id in products})
    return others.part({*products, *upstream(others, *products), *downstream(others, *products)})
