"""Maps as DOT source, in lanes from sources to use cases. Texts in, text out.

Shapes and colors come from discovery.marks alone. What people wrote becomes inert in documents.dot,
and no address is ever written into DOT: the ids of nodes are their names in the drawing, to link them by.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import graphviz
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from discovery.marks import MARKS
from discovery.state_looks import ItemState, in_state, mark_look
from discovery.use_count_words import count_words
from discovery.use_counts import NO_COUNT, counted_name
from documents import dot
from documents.diagrams import Part
from documents.marks import Mark, Shape
from products.figure_states import STOPPED
from products.landscape.map_changes import MapDifference
from products.landscape.map_columns import columns, ordered
from products.landscape.map_layout import in_rows
from products.landscape.placed_drawing import ROOMY, MapSetting, NodeCard, card, drawing_at
from products.landscape.rules import (
    NOTHING,
    Edge,
    Graph,
    Node,
    NodeKind,
    Service,
    circular,
    cycles,
    lanes,
    services_of,
    unserved,
)

HEADINGS: Mapping[NodeKind, str | Promise] = MappingProxyType(
    {
        NodeKind.SOURCE: _("Sources"),
        NodeKind.INTEGRATION_SOURCE: _("Integration sources"),
        NodeKind.SOURCE_ORIENTED_PRODUCT: _("Source-oriented products"),
        NodeKind.AGGREGATE_PRODUCT: _("Aggregates"),
        NodeKind.CONSUMER_ORIENTED_PRODUCT: _("Consumer-oriented products"),
        NodeKind.CONSUMER: _("Consumers"),
        NodeKind.USE_CASE: _("Use cases"),
    }
)
KINDS: Mapping[NodeKind, str | Promise] = MappingProxyType(
    {
        NodeKind.SOURCE: _("Source"),
        NodeKind.INTEGRATION_SOURCE: _("Integration source"),
        NodeKind.SOURCE_ORIENTED_PRODUCT: _("Source-oriented data product"),
        NodeKind.AGGREGATE_PRODUCT: _("Aggregate data product"),
        NodeKind.CONSUMER_ORIENTED_PRODUCT: _("Consumer-oriented data product"),
        NodeKind.CONSUMER: _("Consumer"),
        NodeKind.USE_CASE: _("Use case"),
    }
)
# The words of products.models.ProductState, which drawings do not import, and of a use case that no figure
# counts.
STATES: Mapping[str, str | Promise] = MappingProxyType(
    {
        "proposed": pgettext_lazy("data product", "Proposed"),
        "planned": _("Planned"),
        "building": _("Building"),
        "live": pgettext_lazy("data product", "Live"),
        "retired": _("Retired"),
        STOPPED: _("Hypothesis stopped"),
    }
)
# What does not exist, or no more.
NOT_THERE = frozenset({"proposed", "planned", "retired"})

_MARKS: Mapping[NodeKind, str] = MappingProxyType(
    {
        NodeKind.SOURCE: "producer",
        NodeKind.INTEGRATION_SOURCE: "integration",
        NodeKind.SOURCE_ORIENTED_PRODUCT: "product",
        NodeKind.AGGREGATE_PRODUCT: "product",
        NodeKind.CONSUMER_ORIENTED_PRODUCT: "product",
        NodeKind.CONSUMER: "consumer",
        NodeKind.USE_CASE: "use_case",
    }
)
_SHAPES: Mapping[Shape, dict[str, str]] = MappingProxyType(
    {
        Shape.HEXAGON: {"shape": "hexagon", "margin": ".02,.06"},
        Shape.RECTANGLE: {"shape": "box", "margin": ".16,.08"},
        Shape.ROUNDED: {"shape": "box", "margin": ".2,.1"},
    }
)
# The edges of a circle.
CIRCULAR: Mapping[str, str] = MappingProxyType(
    {"color": f"{dot.WRONG}:{dot.PAPER}:{dot.WRONG}", "penwidth": "1.8"}
)
# The width of a red outline.
THICK = 3.0
# Lanes with frames are further apart the longer they are, so that edges do not run upright; in inches.
_PER_NODE = 0.02
_MOST_BETWEEN = 2.5

# Edges with their looks, as attributes of DOT.
_Edges = Sequence[tuple[Edge, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class NodeTexts:
    """The texts of a node: `mark` is its key in discovery.marks.MARKS, `note` is under its name, and
    `words` are all of it for a screen reader."""

    mark: str
    note: str
    words: str


def texts_of_nodes(
    graph: Graph, services: Mapping[str, Service] | None = None, change: MapDifference | None = None
) -> Mapping[str, NodeTexts]:
    """The texts of each node, by id. `services` cover the whole landscape, of which `graph` may be a part;
    `change` is the difference from an earlier map."""
    services = services_of(graph) if services is None else services
    circular = frozenset(key for cycle in cycles(graph) for key in cycle)
    return {
        node.id: _texts_of(node, services.get(node.id, NOTHING), node.id in circular, change)
        for node in graph.nodes
    }


def parts(
    graph: Graph, services: Mapping[str, Service] | None = None, change: MapDifference | None = None
) -> Mapping[str, Part]:
    """The texts of the nodes for a page, for diagrams.draw_svg: their words, `data-mark` and `data-name`."""
    texts = texts_of_nodes(graph, services, change)
    return {
        node.id: Part(
            texts[node.id].words,
            {"mark": texts[node.id].mark, "name": node.name},
        )
        for node in graph.nodes
    }


def heading_parts(graph: Graph) -> Mapping[str, Part]:
    """The same of the headings of the lanes, which have `data-heading`."""
    return {
        _heading(kind, number): Part(str(HEADINGS[kind]), {"heading": kind})
        for kind, nodes in lanes(graph)
        for number in range(len(nodes))
    }


def _heading(kind: NodeKind, number: int) -> str:
    """The key of the heading above a column of the lane, counted from 0."""
    return f"lane-{kind}-{number}" if number else f"lane-{kind}"


def _texts_of(node: Node, service: Service, is_circular: bool, change: MapDifference | None) -> NodeTexts:
    uses = service.count if node.kind.is_product else NO_COUNT
    note = [str(STATES[node.state])] if node.state in STATES else []
    if is_circular:
        note.append("↻ " + gettext("In a circle"))
    if change is not None and (change_word := _change(node.id, change)):
        note.insert(0, change_word)
    # The visible words come first, in the order shown, so that a person who speaks them reaches the node
    # (WCAG 2.5.3).
    words = [f"{KINDS[node.kind]}: {shown_name(node, service)}", *note]
    if uses.count:
        words.append(count_words(uses))
    if node.domain:
        words.append(gettext("Domain: %(name)s") % {"name": node.domain})
    return NodeTexts("shared" if uses.is_shared else _MARKS[node.kind], " · ".join(note), ". ".join(words))


def shown_name(node: Node, service: Service) -> str:
    """The name as in the drawing, beside it the number of the use cases of a product."""
    return counted_name(node.name, service.count) if node.kind.is_product else node.name


def _change(key: str, change: MapDifference) -> str:
    if key in change.new_nodes:
        return gettext("New")
    if key in change.removed_nodes:
        return gettext("Removed")
    return gettext("Changed") if key in change.changed_nodes else ""


def map_source(
    graph: Graph,
    *,
    services: Mapping[str, Service] | None = None,
    change: MapDifference | None = None,
    by_domain: bool = False,
    setting: MapSetting = ROOMY,
    notes: Sequence[str] = (),
) -> str:
    """DOT source of the map, its lanes from left to right in their columns, the headings above them.

    `services` and `change` are those of `texts_of_nodes`. `by_domain` puts a frame around the nodes of each
    domain, and `notes` are printed below the map.
    """
    services = services_of(graph) if services is None else services
    edges = edges_with_looks(graph, change)
    texts = texts_of_nodes(graph, services, change)
    bare = unserved(graph, services)
    cards = {
        key: _card(graph.by_id[key], text, services.get(key, NOTHING), change, setting, is_bare=key in bare)
        for key, text in texts.items()
    }
    if by_domain and any(node.domain for node in graph.nodes):
        drawing = _framed(graph, cards, edges, setting)
    else:
        drawing = _in_columns(graph, cards, edges, setting)
    dot.put_notes(drawing, notes)
    return str(drawing.source)


def _in_columns(
    graph: Graph, cards: Mapping[str, NodeCard], edges: _Edges, setting: MapSetting
) -> graphviz.Digraph:
    stacks = columns(graph, shape=setting.shape, across=setting.pitch, down=setting.row)
    rows = [[node.id for node in nodes] for nodes in ordered(graph, [column.nodes for column in stacks])]
    high = {key: each.high for key, each in cards.items()}
    places = in_rows(rows, high, pitch=setting.pitch, width=setting.width, between=setting.below)
    kinds = [column.kind for column in stacks]
    return drawing_at(
        places,
        cards,
        [
            (_heading(kind, kinds[:number].count(kind)), str(HEADINGS[kind]), number)
            for number, kind in enumerate(kinds)
        ],
        [(edge.source, edge.target, look) for edge, look in edges],
        pitch=setting.pitch,
    )


def _framed(
    graph: Graph, cards: Mapping[str, NodeCard], edges: _Edges, setting: MapSetting
) -> graphviz.Digraph:
    """A frame around the nodes of each domain, which `dot` lays out, a lane in one column."""
    longest = max(len(nodes) for _kind, nodes in lanes(graph))
    between = min(setting.between_lanes + (_PER_NODE * longest if setting is ROOMY else 0), _MOST_BETWEEN)
    nodes = f"{setting.between_nodes:g}"
    drawing = dot.drawing("map", direction="LR", between=nodes, between_ranks=f"{between:g}")
    drawing.attr("node", fontsize=f"{setting.size:g}")
    for key, each in cards.items():
        drawing.node(key, label=each.label, **each.look)
    frame_domains(drawing, graph.nodes)
    for edge, look in edges:
        # An edge within a lane, or against the data, must not move a node out of its lane.
        is_back = graph.by_id[edge.source].kind.lane >= graph.by_id[edge.target].kind.lane
        drawing.edge(edge.source, edge.target, **look, **({"constraint": "false"} if is_back else {}))
    # Headings come last: so they are above the lanes, whatever is in them.
    _head_lanes(drawing, graph, width=setting.letters)
    return drawing


def _card(
    node: Node,
    texts: NodeTexts,
    service: Service,
    change: MapDifference | None,
    setting: MapSetting,
    *,
    is_bare: bool,
) -> NodeCard:
    mark = MARKS[texts.mark]
    look = changed_look(node, mark, change)
    return card(
        shown_name(node, service),
        texts.note,
        ink=mark.ink,
        shape=mark.shape,
        look=in_state(look, ItemState.LACKING, thick=THICK) if is_bare else look,
        width=setting.width,
        size=setting.size,
    )


def changed_look(node: Node, mark: Mark, change: MapDifference | None) -> dict[str, str]:
    """The look of a node that may be new, or no more."""
    is_gone = change is not None and node.id in change.removed_nodes
    is_new = change is not None and node.id in change.new_nodes
    return node_look(node, mark, is_gone=is_gone, is_strong=is_new)


def node_look(node: Node, mark: Mark, *, is_gone: bool = False, is_strong: bool = False) -> dict[str, str]:
    """Shape, outline and colors of a node, as attributes of DOT; one `is_strong` that stands out."""
    state = ItemState.ABSENT if is_gone else item_state(node.state)
    return {
        **_SHAPES[mark.shape],
        **mark_look(mark, state, thick=3.0 if is_strong else 1.5, is_strong=is_strong),
    }


def item_state(state: str) -> ItemState:
    """Return the state of the outline of a product whose own state is `state`, such as "planned"."""
    return ItemState.ABSENT if state in NOT_THERE else ItemState.THERE


def mark_of(kind: NodeKind) -> str:
    """The key of the mark of a kind, in discovery.marks.MARKS."""
    return _MARKS[kind]


def edges_with_looks(graph: Graph, change: MapDifference | None) -> _Edges:
    """All edges, with those that the graph has no more."""
    circles = circular(graph)
    all_edges = (*graph.edges, *_removed_edges(graph, change))
    return [(edge, _edge_look(edge, change, edge in circles)) for edge in all_edges]


def _edge_look(edge: Edge, change: MapDifference | None, is_circular: bool) -> dict[str, str]:
    # What lies on a circle is thick and doubled, so that it is seen without its color, too.
    look = dict(CIRCULAR) if is_circular else {}
    if change is not None and edge in change.new_edges:
        look |= {"color": dot.INK, "penwidth": "2"}
    if change is not None and edge in change.removed_edges:
        look |= {"style": "dashed"}
    return look


def _removed_edges(graph: Graph, change: MapDifference | None) -> Sequence[Edge]:
    """Edges of the earlier map that the graph does not have, between nodes that it has."""
    if change is None:
        return ()
    missing = change.removed_edges - set(graph.edges)
    return sorted(edge for edge in missing if edge.source in graph.by_id and edge.target in graph.by_id)


def frame_domains(
    drawing: graphviz.Digraph,
    nodes: Sequence[Node],
    beside: Callable[[Node], Sequence[str]] = lambda node: (),
) -> None:
    """A frame around the nodes of each domain, with its name; `beside` are the other nodes that a node takes
    in."""
    color = MARKS["domain"].color
    for number, domain in enumerate(dict.fromkeys(node.domain for node in nodes if node.domain)):
        with drawing.subgraph(name=f"cluster_{number}") as frame:
            frame.attr(
                label=dot.middle([dot.Words(domain, size=11, color=color, bold=True, width=60, lines=1)]),
                labeljust="l",
                color=color,
                style="rounded",
                penwidth="1.2",
                margin="14",
            )
            for node in nodes:
                if node.domain == domain:
                    for each in (node.id, *beside(node)):
                        frame.node(each)


def _head_lanes(drawing: graphviz.Digraph, graph: Graph, *, width: int) -> None:
    headings = []
    for kind, nodes in lanes(graph):
        heading = f"lane-{kind.value}"
        words = str(HEADINGS[kind])
        # No word of a heading is broken in two.
        letters = max(width, *map(len, words.split()))
        with drawing.subgraph() as lane:
            lane.attr(rank="same")
            lane.node(heading, label=dot.label(words, width=letters), shape="plain", fontcolor=dot.INK_3)
            for node in nodes:
                lane.node(node.id)
        headings.append(heading)
    # One invisible chain keeps the lanes in their order, also where nothing leads from one to the next.
    for left, right in pairwise(headings):
        drawing.edge(left, right, style="invis", weight="50")
