"""Data products without dates that a delivery waits for. Pure."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from products.landscape.rules import Graph


def undated_inputs(
    graph: Graph, undated: Collection[str], live: Collection[str]
) -> Mapping[str, tuple[str, ...]]:
    """For each product of the graph, the `undated` ones that feed it, directly or through others, as ids in
    the order of the graph. A `live` product is there already: nothing that feeds it counts."""
    inputs = {}
    for node in graph.products:
        reached = [node.id]
        for key in reached:
            feeders = (each for each in graph.predecessors[key] if graph.by_id[each].kind.is_product)
            reached += [each for each in feeders if each not in reached and each not in live]
        open_ = {key for key in reached[1:] if key in undated}
        inputs[node.id] = tuple(each.id for each in graph.products if each.id in open_)
    return MappingProxyType(inputs)
