"""The logical architecture as DOT source, in layers: platform, sources, data products with their output
ports, consumers, use cases, and the actions that create value. Texts in, text out.

The rules are those of the maps (products.landscape.drawing): shapes and colors of discovery.marks, shared
products marked, a broken outline around products that don't exist. Data runs upwards, from the platform.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType

import graphviz
from django.utils.translation import gettext as _, ngettext

from discovery.marks import MARKS
from discovery.state_looks import ItemState, in_state, mark_look
from documents import dot
from documents.diagrams import Part
from documents.marks import Shape
from products.landscape.drawing import (
    CIRCULAR,
    HEADINGS,
    NodeTexts,
    frame_domains,
    item_state,
    shown_name,
    texts_of_nodes,
)
from products.landscape.rules import NOTHING, Edge, Graph, NodeKind, Service, circular, lanes, unserved
from workshops.room.drawing_camera.rules import StopGroup

_WIDTH, _LINES, _THICK = 22, 3, 3.0
# Ports and capabilities that are named in a node; of more, how many there are.
_PORTS = 4
_CAPABILITIES = 12
# The height of a card without its lines, and of one of them, in points.
_CARD, _LINE_OF_CARD = 30.0, 15.5
# The space between layers in inches: on a screen, on a turned page, and as close as they may be there.
APART, CLOSE, CLOSEST = "0.4", "0.16", "0.1"
_SHAPES: Mapping[Shape, dict[str, str]] = MappingProxyType(
    {
        Shape.HEXAGON: {"shape": "hexagon", "margin": "0.02,0.02"},
        Shape.RECTANGLE: {"shape": "box"},
        Shape.ROUNDED: {"shape": "box"},
    }
)


@dataclass(frozen=True, slots=True)
class PlatformCard:
    """A platform or a plane of it: its capabilities, each with its number."""

    id: str
    title: str
    lines: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Architecture:
    """A logical architecture to draw: `graph` is the landscape. By node: `ports` are the output ports of a
    product, `needs` the numbers of the capabilities that it needs, `actions` the steps that people take with
    a use case. `through` names the port of an edge."""

    graph: Graph
    services: Mapping[str, Service]
    ports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    actions: Mapping[str, str] = field(default_factory=dict)
    through: Mapping[Edge, str] = field(default_factory=dict)
    cards: tuple[PlatformCard, ...] = ()

    @property
    def use_cases(self) -> frozenset[str]:
        """The use cases that count."""
        return frozenset(
            node.id for node in self.graph.nodes if node.kind is NodeKind.USE_CASE and node.is_counted
        )

    @property
    def bare(self) -> frozenset[str]:
        """Those that no data product serves."""
        return unserved(self.graph, self.services)


def architecture_source(architecture: Architecture, *, layers: str = APART) -> str:
    """DOT source, with a frame around each domain; `layers` is the space between its layers, in inches."""
    graph = architecture.graph
    drawing = dot.drawing("architecture", direction="BT", between="0.3", between_ranks=layers)
    drawing.attr(outputorder="edgesfirst")  # edges that follow each other share their attributes
    # First, so that they are at the left.
    _name_layers(drawing, architecture)
    for key, texts in texts_of_nodes(graph, architecture.services).items():
        _draw(drawing, architecture, key, texts)
    for use_case, action in architecture.actions.items():
        if use_case in graph.by_id:
            users = [
                key
                for key in graph.predecessors.get(use_case, ())
                if graph.by_id[key].kind is NodeKind.CONSUMER
            ]
            _draw_action(drawing, use_case, action, users)
    most = max((len(card_lines(card)) for card in architecture.cards), default=0)
    for card in architecture.cards:
        _draw_card(drawing, card, most)
    frame_domains(
        drawing,
        architecture.graph.nodes,
        lambda node: [action_id(node.id)] if node.id in architecture.actions else [],
    )
    circles = circular(architecture.graph)
    for edge in graph.edges:
        look = {**_edge_look(architecture, edge), **(CIRCULAR if edge in circles else {})}
        drawing.edge(edge.source, edge.target, **look)
    return str(drawing.source)


def architecture_parts(architecture: Architecture) -> Mapping[str, Part]:
    """Texts of the nodes on a page, for diagrams.draw_svg."""
    parts: dict[str, Part] = {}
    for key, texts in texts_of_nodes(architecture.graph, architecture.services).items():
        # The visible words come first, in the order shown, so that a person who speaks them reaches the node
        # (WCAG 2.5.3).
        name = shown_name(architecture.graph.by_id[key], architecture.services.get(key, NOTHING))
        visible, note, rest = texts.words.partition(texts.note.rpartition(" · ")[2] or f": {name}")
        words = [visible + note, *details_of(architecture, key), *ports_read(architecture, key)]
        words += [rest.removeprefix(". ")] if rest else []
        parts[key] = Part(". ".join(words), {"mark": texts.mark})
    for use_case, action in architecture.actions.items():
        parts[action_id(use_case)] = Part(_("Value-creating action: %(action)s") % {"action": action})
    for card in architecture.cards:
        card_texts = (card.title, card.note, *card_lines(card))
        parts[card.id] = Part(". ".join(filter(None, card_texts)))
    return parts


def without_read_ports(architecture: Architecture) -> Architecture:
    """The same without the names of ports at the edges, whose layers may be closer. Products keep theirs."""
    return replace(architecture, through={})


def action_id(use_case: str) -> str:
    """The name of the node of the action of a use case."""
    return f"action-{use_case}"


def details_of(architecture: Architecture, key: str) -> list[str]:
    """The first output ports of a product, how many more there are, and the capabilities that it needs."""
    ports = _first([f"▸ {port}" for port in architecture.ports.get(key, ())], _PORTS)
    needs = architecture.needs.get(key)
    return [*ports, *([_needs_words(needs)] if needs else [])]


def ports_read(architecture: Architecture, key: str) -> list[str]:
    """The ports that a consumer reads."""
    return [*dict.fromkeys(words for edge, words in architecture.through.items() if edge.target == key)]


def card_lines(card: PlatformCard) -> list[str]:
    """Its first capabilities, and how many more there are."""
    return _first(card.lines, _CAPABILITIES)


def _first(lines: Sequence[str], most: int) -> list[str]:
    count = len(lines) - most
    words = ngettext("and %(count)s more", "and %(count)s more", count) % {"count": count}
    return [*lines[:most], words] if count > 0 else [*lines]


def _needs_words(numbers: Sequence[int]) -> str:
    return _("Needs %(numbers)s") % {"numbers": ", ".join(map(str, numbers))}


def _draw(
    drawing: graphviz.Digraph,
    architecture: Architecture,
    key: str,
    texts: NodeTexts,
) -> None:
    node = architecture.graph.by_id[key]
    mark = MARKS[texts.mark]
    name = shown_name(node, architecture.services.get(key, NOTHING))
    words = [
        dot.Words(name, size=11, color=mark.ink, width=_WIDTH, lines=_LINES, bold=node.kind.is_product),
        dot.Words(texts.note, size=dot.SMALL, color=mark.ink, width=_WIDTH + 2, lines=1),
    ]
    words += [
        dot.Words(each, size=dot.SMALL, color=mark.ink, width=28, lines=2)
        for each in details_of(architecture, key)
    ]
    look = mark_look(mark, item_state(node.state))
    if key in architecture.bare:
        look = in_state(look, ItemState.LACKING, thick=_THICK)
    drawing.node(key, label=dot.middle(words), **_SHAPES[mark.shape], **look)


def _draw_action(drawing: graphviz.Digraph, use_case: str, action: str, users: Iterable[str]) -> None:
    """The action below its use case, and who takes it."""
    words = [dot.Words(action, size=dot.SMALL, face=dot.SERIF, color=dot.INK, width=34, lines=4)]
    drawing.node(action_id(use_case), label=dot.card(words, border=dot.LINE), shape="plain")
    drawing.edge(use_case, action_id(use_case))
    for user in users:
        drawing.edge(user, action_id(use_case), constraint="false")


def _draw_card(drawing: graphviz.Digraph, card: PlatformCard, most: int) -> None:
    """Draw the card as high as one with the `most` lines."""
    words = [
        dot.Words(card.title, size=11, bold=True, width=40, lines=2),
        dot.Words(card.note, size=dot.SMALL, color=dot.INK_2, width=40, lines=2),
        *(dot.Words(line, size=dot.SMALL, width=64, lines=1) for line in card_lines(card)),
    ]
    size = (0, _CARD + most * _LINE_OF_CARD) if most else None
    drawing.node(card.id, label=dot.card(words, border=dot.INK_3, thickness=1.5, size=size), shape="plain")


def _edge_look(architecture: Architecture, edge: Edge) -> dict[str, str]:
    look: dict[str, str] = {}
    by_id = architecture.graph.by_id
    # An edge within a layer, or against the data, must not move a node out of its layer.
    if by_id[edge.source].kind.lane >= by_id[edge.target].kind.lane:
        look["constraint"] = "false"
    if port := architecture.through.get(edge):
        look["label"] = dot.label(port, width=18, lines=1)
    return look


def short(architecture: Architecture) -> Architecture:
    """The same with the names of its nodes only: for a screen that shows it whole."""
    cards = tuple(replace(card, lines=(), note="") for card in architecture.cards)
    return replace(architecture, ports={}, needs={}, through={}, actions={}, cards=cards)


def without_sources(architecture: Architecture) -> Architecture:
    """The same from the data products on."""
    graph = architecture.graph
    sources = {NodeKind.SOURCE, NodeKind.INTEGRATION_SOURCE}
    return replace(
        architecture, graph=graph.part({node.id for node in graph.nodes if node.kind not in sources})
    )


def layer_groups(architecture: Architecture) -> Iterator[StopGroup]:
    """The layers with their names, for the camera of a stage."""
    return (StopGroup(name, words, tuple(members)) for name, words, members in layers_of(architecture))


def layers_of(architecture: Architecture) -> list[tuple[str, str, list[str]]]:
    """The layers from below: the node of its name, its words, and its members."""
    layers: list[tuple[str, str, list[str]]] = []
    if architecture.cards:
        cards = [card.id for card in architecture.cards]
        layers.append(("layer-platform", _("Platform capabilities"), cards))
    for kind, nodes in lanes(architecture.graph):
        layers.append((f"layer-{kind.value}", _layer_words(kind), [node.id for node in nodes]))
    if actions := [action_id(key) for key in architecture.actions if key in architecture.graph.by_id]:
        layers.append(("layer-action", _("Value-creating actions"), actions))
    return layers


def _name_layers(drawing: graphviz.Digraph, architecture: Architecture) -> None:
    """The words of the layers at the left, one above the other."""
    layers = layers_of(architecture)
    for name, words, members in layers:
        with drawing.subgraph() as layer:
            layer.attr(rank="same")
            width = max(16, *map(len, words.split()))  # no word is broken
            layer.node(name, label=dot.label(words, width=width), shape="plain", fontcolor=dot.INK_3)
            for member in members:
                layer.node(member)
    for (lower, _words, _members), (upper, _other, _rest) in pairwise(layers):
        drawing.edge(lower, upper, style="invis", weight="50")


def _layer_words(kind: NodeKind) -> str:
    if kind is NodeKind.SOURCE:
        return _("Operational source systems")
    return str(HEADINGS[kind])
