"""A map as a table: the same facts as the drawing, for people who cannot or would rather not look at it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from discovery.use_count_words import with_reused
from products.landscape.drawing import KINDS, STATES
from products.landscape.reused_products import reused
from products.landscape.rules import NOTHING, Graph, Node, NodeKind, Service


@dataclass(frozen=True, slots=True)
class NodeCell:
    """A node in a cell: `url` is where it leads, "" for none."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """One node with its neighbors. The use cases of a product: `needed_by` are the use cases that need it,
    with what they reuse for it; `shared_by` are those among them that share it, none for a single use case;
    `stopped` needed it until their hypothesis was stopped."""

    node: NodeCell
    kind: str
    state: str
    domain: str
    fed_by: tuple[NodeCell, ...]
    feeds: tuple[NodeCell, ...]
    needed_by: tuple[NodeCell, ...]
    shared_by: tuple[NodeCell, ...]
    stopped: tuple[NodeCell, ...]
    is_product: bool

    @property
    def is_shared(self) -> bool:
        return len(self.shared_by) > 1


def table_of(
    graph: Graph, services: Mapping[str, Service], names: Graph, addresses: Mapping[str, str]
) -> list[MapRow]:
    """A row for each node of the graph, products first. `services` are of the whole landscape `names`, of
    which the graph may be a part."""

    use_cases = frozenset(node.id for node in graph.of_kind(NodeKind.USE_CASE))

    def named(key: str, by_reuse_of: Iterable[str] = ()) -> NodeCell:
        name = with_reused(names.by_id[key].name, [names.by_id[each].name for each in by_reuse_of])
        return NodeCell(name, addresses.get(key, ""))

    def row(node: Node) -> MapRow:
        service = services.get(node.id, NOTHING)
        ways = reused(names, services, node.id) if service.reaches else {}
        return MapRow(
            node=named(node.id),
            kind=str(KINDS[node.kind]),
            state=str(STATES.get(node.state, "")),
            domain=node.domain,
            fed_by=tuple(named(key) for key in graph.predecessors[node.id]),
            feeds=tuple(named(key) for key in graph.successors[node.id] if key not in use_cases),
            needed_by=tuple(named(key, ways.get(key, ())) for key in service.needed_by),
            shared_by=tuple(named(key) for key in service.shared_by),
            stopped=tuple(named(key) for key in service.stopped),
            is_product=node.kind.is_product,
        )

    others = [node for node in graph.nodes if not node.kind.is_product]
    return [row(node) for node in (*graph.products, *others)]


def products_of(
    discovery: str, graph: Graph, services: Mapping[str, Service], addresses: Mapping[str, str]
) -> list[MapRow]:
    """The rows of `table_of` of the graph's products that belong to the discovery with this slug."""
    rows = table_of(graph, services, graph, addresses)[: len(graph.products)]
    return [row for node, row in zip(graph.products, rows, strict=True) if node.discovery == discovery]
