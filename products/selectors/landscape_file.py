"""The landscape of a discovery as it goes on paper."""

from __future__ import annotations

from discovery.models import Discovery
from products.interaction_map import narrowed, served
from products.map_files import MapFile, map_title
from products.selectors.landscape import graph_of


def landscape_file(discovery: Discovery) -> MapFile | None:
    """The map without what is retired; None while there is no data product. Domains are framed where
    there are several."""
    whole, _part = narrowed(graph_of(discovery))
    if not whole.products:
        return None
    domains = {node.domain for node in whole.nodes}
    return MapFile(whole, served(whole), map_title(discovery.name), discovery.name, len(domains) > 1)
