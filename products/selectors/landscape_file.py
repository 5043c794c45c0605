"""Maps of a discovery as they go on paper and into files."""

from __future__ import annotations

from dataclasses import replace

from discovery.models import Discovery
from discovery.reports.glossary import footnotes
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
    file = MapFile(whole, served(whole), map_title(discovery.name), discovery.name, len(domains) > 1)
    return noted(file, discovery)


def noted(file: MapFile, discovery: Discovery) -> MapFile:
    """The map with footnotes: what the words of the discovery mean that stand in it."""
    return replace(file, notes=footnotes(discovery, (node.name for node in file.graph.nodes)))
