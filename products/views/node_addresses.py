"""Addresses of the nodes of a map."""

from collections.abc import Container
from uuid import UUID

from core.url_cache import reverse
from products.landscape.rules import Graph, Node, NodeKind


def addresses(graph: Graph, visible: Container[str]) -> dict[str, str]:
    """The address of each node, by id: none for nodes of a discovery that is not `visible` (slugs)."""
    return {node.id: _address(node) for node in graph.nodes if node.discovery in visible}


def _address(node: Node) -> str:
    if node.kind.is_product:
        return reverse("products:product", [node.discovery, UUID(node.uuid)])
    if node.kind is NodeKind.USE_CASE:
        return reverse("lvt:use_case", [node.discovery, UUID(node.uuid)])
    name = "products:consumer_list" if node.kind is NodeKind.CONSUMER else "products:source_list"
    return reverse(name, [node.discovery])
