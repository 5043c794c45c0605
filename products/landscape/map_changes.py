"""Differences between two maps. Pure."""

from dataclasses import dataclass

from products.landscape.rules import NOTHING, Edge, Graph, services_of


@dataclass(frozen=True, slots=True)
class MapDifference:
    """The differences in the later of two maps: ids of nodes, and edges. `changed_nodes` have another
    name, kind, state or domain, or are needed or shared by other use cases than before."""

    new_nodes: frozenset[str]
    removed_nodes: frozenset[str]
    changed_nodes: frozenset[str]
    new_edges: frozenset[Edge]
    removed_edges: frozenset[Edge]

    @property
    def is_empty(self) -> bool:
        return not (
            self.new_nodes or self.removed_nodes or self.changed_nodes or self.new_edges or self.removed_edges
        )


def difference(before: Graph, after: Graph) -> MapDifference:
    """The changes that turn `before` into `after`."""
    was, now = set(before.by_id), set(after.by_id)
    old, new = services_of(before), services_of(after)
    return MapDifference(
        new_nodes=frozenset(now - was),
        removed_nodes=frozenset(was - now),
        changed_nodes=frozenset(
            key
            for key in was & now
            if before.by_id[key] != after.by_id[key] or old.get(key, NOTHING) != new.get(key, NOTHING)
        ),
        new_edges=frozenset(after.edges) - frozenset(before.edges),
        removed_edges=frozenset(before.edges) - frozenset(after.edges),
    )


def both_maps(before: Graph, after: Graph) -> Graph:
    """Both maps in one: the nodes of `after`, and the nodes of `before` that are gone."""
    return Graph.of((*after.nodes, *before.nodes), (*after.edges, *before.edges))
