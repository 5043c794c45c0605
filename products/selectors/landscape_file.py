"""Maps of a discovery as they go on paper and into files."""

from dataclasses import replace

from discovery.glossary.reports import footnotes
from discovery.models import Discovery
from products.landscape.files import MapFile, map_title
from products.landscape.folded_drawing import ON_SLIDE, FoldedMap
from products.landscape.map_filters import narrowed
from products.landscape.rules import services_of
from products.landscape.selectors import current_graph, graph_of
from products.selectors.map_focus_choices import teams_of


def has_landscape(discovery: Discovery) -> bool:
    """Return True if a data product is on the map that goes on paper."""
    return bool(current_graph(discovery).products)


def landscape_file(discovery: Discovery) -> MapFile | None:
    """The map without what is retired; None while there is no data product. Domains are framed where
    there are several."""
    whole, _part = narrowed(graph_of(discovery))
    if not whole.products:
        return None
    domains = {node.domain for node in whole.nodes}
    file = MapFile(whole, services_of(whole), map_title(discovery.name), discovery.name, len(domains) > 1)
    return with_footnotes(file, discovery)


def folded_landscape(discovery: Discovery) -> FoldedMap | None:
    """The same for a slide: what has no room there is folded into bundles."""
    file = landscape_file(discovery)
    if file is None:
        return None
    teams = teams_of(file.graph, [discovery.slug])
    return FoldedMap(file.graph, file.services, frozenset(file.graph.by_id), teams=teams, room=ON_SLIDE)


def with_footnotes(file: MapFile, discovery: Discovery) -> MapFile:
    """The map with footnotes: the meanings of the discovery's terms that occur in it."""
    return replace(file, notes=footnotes(discovery, (node.name for node in file.graph.nodes)))
