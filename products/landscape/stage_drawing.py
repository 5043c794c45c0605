"""The landscape as DOT source for a screen that is wider than high: a band for each kind of node, from
sources to use cases. Texts in, text out."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from django.utils.translation import gettext as _

from discovery.drawing_key_entries import key_of, product_entry, shared_entry
from discovery.marks import MARKS
from discovery.state_looks import ItemState, absent_entry, in_state, state_entry
from documents import drawing_key
from documents.drawing_key import KeyEntry
from documents.stage_node import StageNode
from products.landscape.drawing import (
    CIRCULAR,
    HEADINGS,
    NOT_THERE,
    STATES,
    changed_look,
    edges_with_looks,
    shown_name,
    texts_of_nodes,
)
from products.landscape.edge_shades import shade_entry, shades_of
from products.landscape.map_changes import MapDifference
from products.landscape.map_columns import columns, ordered
from products.landscape.rules import NOTHING, Graph, Service, circular, services_of, unserved
from products.landscape.stage_columns import Band, BandPicture, banded_source, page_source

# What a column and a row take of the width and of the height: with wider columns there are fewer of them.
_ACROSS, _DOWN = (2.5, 5.0), 1.0
# So few edges within lanes are read in a single column, too, whose letters may be larger.
_MOST_WITHIN = 3
# Height over width, from which on a page a lane has several columns.
_ON_PAGE = 0.8


def source(graph: Graph, *, shape: float, is_bare: bool = False) -> str:
    """DOT source of the landscape, whose height over width is `shape`: names without notes. One that
    `is_bare`, beside other content, has no numbers of use cases and one shade of lines."""
    services = services_of(graph)
    circles = circular(graph)
    edges = [(edge.source, edge.target, CIRCULAR if edge in circles else {}) for edge in graph.edges]
    choices = [_bands(graph, shape, across) for across in _ACROSS]
    within = [edge for edge in graph.edges if graph.by_id[edge.source].kind is graph.by_id[edge.target].kind]
    if 0 < len(within) <= _MOST_WITHIN:
        choices.append(_bands(graph, shape, _ACROSS[0], is_flat=True))
    choices = [bands for number, bands in enumerate(choices) if bands not in choices[:number]]
    nodes = dict(map_nodes(graph, services, is_bare=is_bare))
    key = states_key(graph, services, is_bare=is_bare)
    pictures = []
    for bands in choices:
        rows = [] if is_bare else [row for band in bands for row in band.columns]
        shades = shades_of(graph.predecessors, rows)
        pictures.append(BandPicture(nodes, bands, edges, key=[*key, *shade_entry(shades)], shades=shades))
    return banded_source(*pictures, shape=shape)


def map_page_source(
    graph: Graph, services: Mapping[str, Service] | None = None, change: MapDifference | None = None
) -> str:
    """The same for a page, with the states of products. `services` and `change` are those of
    drawing.texts_of_nodes."""
    services = services_of(graph) if services is None else services
    within = [edge for edge in graph.edges if graph.by_id[edge.source].kind is graph.by_id[edge.target].kind]
    bands = _bands(graph, _ON_PAGE, _ACROSS[0], is_flat=len(within) <= _MOST_WITHIN)
    nodes = dict(map_nodes(graph, services, change, has_notes=True))
    edges = [(edge.source, edge.target, look) for edge, look in edges_with_looks(graph, change)]
    return page_source(BandPicture(nodes, bands, edges))


def map_nodes(
    graph: Graph,
    services: Mapping[str, Service],
    change: MapDifference | None = None,
    *,
    has_notes: bool = False,
    is_bare: bool = False,
) -> Iterator[tuple[str, StageNode]]:
    """The nodes by key."""
    bare = unserved(graph, services)
    for key, texts in texts_of_nodes(graph, services, change).items():
        node, mark = graph.by_id[key], MARKS[texts.mark]
        name = node.name if is_bare else shown_name(node, services.get(key, NOTHING))
        look = stage_look(changed_look(node, mark, change))
        if key in bare:
            look = in_state(look, ItemState.LACKING)
        note = [texts.note] if has_notes and texts.note else []
        yield key, StageNode(name, mark.shape, look, mark.ink, bold=node.kind.is_product, notes=note)


def _bands(graph: Graph, shape: float, across: float, *, is_flat: bool = False) -> list[Band]:
    stacks = columns(graph, shape=1 / shape, across=across, down=_DOWN, is_flat=is_flat)
    rows = ordered(graph, [column.nodes for column in stacks])
    keys = zip((column.kind for column in stacks), rows, strict=True)
    return [
        Band(
            f"lane-{kind}",
            str(HEADINGS[kind]),
            tuple([node.id for node in row] for _kind, row in of_kind),
        )
        for kind, of_kind in groupby(keys, key=lambda each: each[0])
    ]


def stage_look(look: dict[str, str]) -> dict[str, str]:
    """The look of a node with its line as thick as a stage needs it."""
    width = float(look.get("penwidth", "0"))
    return {**look, "penwidth": f"{1.6 * width:g}"}


def states_key(graph: Graph, services: Mapping[str, Service], *, is_bare: bool = False) -> list[KeyEntry]:
    """The entries for products: shared ones, with their number unless the map `is_bare`, those that don't
    exist, use cases without any, and circles."""
    products = graph.products
    uses = [services.get(node.id, NOTHING).count for node in products]
    absent = NOT_THERE & {node.state for node in products}
    is_past = absent == {"retired"}
    is_any_shared, numbered = shared_entry(uses)
    shared = drawing_key.entry_with_mark(MARKS["shared"]) if is_bare else numbered
    not_there = state_entry(str(STATES["retired"]), ItemState.ABSENT) if is_past else absent_entry()
    return key_of(
        (
            (bool(products), product_entry(has_states=True)),
            (is_any_shared, shared),
            (bool(absent), not_there),
            (
                bool(unserved(graph, services)),
                state_entry(_("No data product yet"), ItemState.LACKING),
            ),
            (bool(circular(graph)), KeyEntry(_("In a circle"), dict(CIRCULAR), is_line=True)),
        )
    )
