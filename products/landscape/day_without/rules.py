"""The day without a data product: the things that are affected when it is gone. Pure: a graph in, ids out."""

from dataclasses import dataclass

from products.landscape.rules import NOTHING, Graph, NodeKind, downstream, services_of


@dataclass(frozen=True, slots=True)
class Outage:
    """The nodes that are affected, as ids in the order of the graph: `use_cases` that need the product,
    `products` that take from it, directly or through others, and `consumers` of these. `stopped` are use
    cases that needed it until their hypothesis was stopped."""

    use_cases: tuple[str, ...]
    products: tuple[str, ...]
    consumers: tuple[str, ...]
    stopped: tuple[str, ...] = ()


def without(graph: Graph, product: str) -> Outage:
    """The nodes that are affected on the day that the product with this id is gone: by
    landscape.rules.needs, as in maps and costs."""
    service = services_of(graph).get(product, NOTHING)
    reached = downstream(graph, product)
    return Outage(
        service.needed_by,
        tuple(node.id for node in graph.products if node.id in reached),
        tuple(node.id for node in graph.of_kind(NodeKind.CONSUMER) if node.id in reached),
        service.stopped,
    )
