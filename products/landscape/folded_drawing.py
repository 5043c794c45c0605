"""Folded maps as DOT source: as wide and as high as there is room, in letters that are read there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import ngettext

from discovery.marks import MARKS
from discovery.state_looks import ItemState, in_state
from documents import dot
from documents.diagrams import Part
from documents.marks import Shape
from products.landscape.drawing import (
    CIRCULAR,
    HEADINGS,
    THICK,
    NodeTexts,
    mark_of,
    node_look,
    parts,
    shown_name,
    texts_of_nodes,
)
from products.landscape.folding import BUNDLE, Bundle, FoldedGraph, folded, lanes_near
from products.landscape.map_layout import in_stacks
from products.landscape.placed_drawing import HEADING, NodeCard, card, drawing_at
from products.landscape.rules import NOTHING, Graph, Node, Service, circular, unserved

# Width and height in points of a drawing whose names have SIZE points.
Room = tuple[float, float]
SIZE = 11
# On a page of 1280 by 800 pixels a map is 958 wide and 650 high: its names have 14 pixels there.
WINDOW: Room = (750.0, 495.0)
# On a slide, which has room for 864 by 348 points above its legend: its names have 12.
ON_SLIDE: Room = (785.0, 333.0)

# In points: the space between lanes, and the least and most space between the nodes of one.
_BESIDE, _BELOW, _MOST_BELOW = 22.0, 14.0, 40.0
_WIDEST = 190.0
_BUNDLE_HIGH = 46.0


@dataclass(frozen=True)
class FoldedMap:
    """A landscape, folded to fit `room` around its `middle`. Of the nodes `near` (ids), as many are drawn
    alone as have room.

    `services` cover the whole landscape; `teams` are names of teams by node.
    """

    graph: Graph
    services: Mapping[str, Service]
    near: frozenset[str]
    middle: frozenset[str] = frozenset()
    teams: Mapping[str, str] = field(default_factory=dict)
    room: Room = WINDOW

    @cached_property
    def folded(self) -> FoldedGraph:
        return folded(
            self.graph,
            near=self.near,
            middle=self.middle,
            groups=self.teams,
            high=lambda node: (_BUNDLE_HIGH if node is BUNDLE else self._card(node).high) + _BELOW,
            height=self.room[1] - HEADING,
        )

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """The texts of the nodes for a page, as in map_drawing.parts."""
        near = self.folded.graph
        texts = parts(self.graph, self.services)
        of_bundles = {
            key: Part(
                f"{HEADINGS[bundle.node.kind]}: {'. '.join(filter(None, _bundle_texts(bundle)))}",
                {"mark": mark_of(bundle.node.kind)},
            )
            for key, bundle in self.folded.bundles.items()
        }
        return {key: texts[key] for key in near.by_id if key in texts} | of_bundles

    @cached_property
    def source(self) -> str:
        """DOT source, which fits into the room."""
        return folded_source(self)

    @cached_property
    def cards(self) -> Mapping[str, NodeCard]:
        """The drawn cards, by the id of their node."""
        bundles = {key: self._bundle(bundle) for key, bundle in self.folded.bundles.items()}
        return {key: bundles.get(key) or self._card(node) for key, node in self.folded.graph.by_id.items()}

    @cached_property
    def bare(self) -> frozenset[str]:
        """The use cases that no data product serves."""
        return unserved(self.graph, self.services)

    @cached_property
    def _texts(self) -> Mapping[str, NodeTexts]:
        return texts_of_nodes(self.graph, self.services)

    @cached_property
    def pitch(self) -> float:
        """The distance between the middles of two lanes."""
        return min(self.room[0] / max(len(lanes_near(self.graph, self.near)), 1), _WIDEST)

    @property
    def width(self) -> float:
        """The width of a node."""
        return self.pitch - _BESIDE

    def _card(self, node: Node) -> NodeCard:
        texts = self._texts[node.id]
        mark = MARKS[texts.mark]
        look = node_look(node, mark, is_strong=node.id in self.middle)
        return card(
            shown_name(node, self.services.get(node.id, NOTHING)),
            texts.note,
            ink=mark.ink,
            shape=mark.shape,
            look=in_state(look, ItemState.LACKING, thick=THICK) if node.id in self.bare else look,
            width=self.width,
            size=SIZE,
        )

    def _bundle(self, bundle: Bundle) -> NodeCard:
        name, note = _bundle_texts(bundle)
        look = {
            "shape": "box",
            "fillcolor": dot.SUNKEN,
            "color": MARKS[mark_of(bundle.node.kind)].color,
            "penwidth": "1.2",
        }
        look = in_state(look, ItemState.ASIDE if bundle.is_apart else ItemState.THERE)
        drawing = card(name, note, ink=dot.INK, shape=Shape.RECTANGLE, look=look, width=self.width, size=SIZE)
        return replace(drawing, high=_BUNDLE_HIGH)


def _bundle_texts(bundle: Bundle) -> tuple[str, str]:
    """The texts of a bundle: the number of its nodes, and what they have in common."""
    count = len(bundle.nodes)
    if bundle.is_apart:
        return ngettext("%(count)d other", "%(count)d others", count) % {"count": count}, ""
    return ngettext("%(count)s more", "%(count)s more", count) % {"count": count}, bundle.name


def folded_source(folded_map: FoldedMap) -> str:
    """DOT source of the map, its lanes from left to right, the headings above them."""
    lanes = folded_map.folded.lanes
    places = in_stacks(
        [[node.id for node in nodes] for _kind, nodes in lanes],
        {key: each.high for key, each in folded_map.cards.items()},
        pitch=folded_map.pitch,
        width=folded_map.width,
        between=_BELOW,
        most_between=_MOST_BELOW,
    )
    circles = circular(folded_map.graph)
    drawing = drawing_at(
        places,
        folded_map.cards,
        [(f"lane-{kind}", str(HEADINGS[kind]), number) for number, (kind, _nodes) in enumerate(lanes)],
        [
            (edge.source, edge.target, CIRCULAR if edge in circles else {})
            for edge in folded_map.folded.graph.edges
        ],
        pitch=folded_map.pitch,
    )
    return str(drawing.source)
