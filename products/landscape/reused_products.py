"""Products of a use case that another use case reuses (docs/adr/0030). Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from products.landscape.rules import NOTHING, Graph, NodeKind, Service


def reused(graph: Graph, services: Mapping[str, Service], product: str) -> Mapping[str, tuple[str, ...]]:
    """For each use case that needs the product without sharing it: the consumer-oriented products that it
    reuses, as ids. They are the product itself, or the first ones that it leads to."""
    itself_or_first = _first_consumer_oriented(graph, product)
    return MappingProxyType(
        {
            use_case: tuple(
                key for key in itself_or_first if use_case in services.get(key, NOTHING).needed_by
            )
            for use_case in services[product].reaches
        }
    )


def reused_at_all(graph: Graph, services: Mapping[str, Service]) -> tuple[str, ...]:
    """The ids of the products by whose reuse several use cases need a product that isn't shared."""
    several = (node.id for node in graph.products if services[node.id].is_only_reused)
    keys = {key for each in several for ways in reused(graph, services, each).values() for key in ways}
    return tuple(node.id for node in graph.products if node.id in keys)


def _first_consumer_oriented(graph: Graph, product: str) -> list[str]:
    reached = [product]
    for key in reached:
        if graph.by_id[key].kind is not NodeKind.CONSUMER_ORIENTED_PRODUCT:
            following = (each for each in graph.successors[key] if each not in reached)
            reached += [each for each in following if graph.by_id[each].kind.is_product]
    kinds = ((key, graph.by_id[key]) for key in reached)
    return [key for key, node in kinds if node.kind is NodeKind.CONSUMER_ORIENTED_PRODUCT and node.is_counted]
