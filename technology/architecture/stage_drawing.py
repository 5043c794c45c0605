"""The logical architecture as DOT source for a screen that is wider than high: a band for each layer, from
the platform at the bottom to the use cases. Texts in, text out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import graphviz

from discovery.marks import MARKS
from discovery.state_looks import ItemState, in_state
from documents import dot, drawing_key, placed_drawing
from documents.boxes import Box
from documents.marks import Shape
from documents.stage_node import StageNode
from products.landscape.drawing import CIRCULAR, node_look, shown_name, texts_of_nodes
from products.landscape.edge_trunk_lanes import APART
from products.landscape.edge_trunks import ASIDE, Trunks
from products.landscape.map_columns import in_order, parted
from products.landscape.node_places import MapPlace, MapPlaces
from products.landscape.rules import NOTHING, circular
from products.landscape.stage_columns import ARROW, EDGE
from products.landscape.stage_drawing import stage_look, states_key
from technology.architecture.drawing import Architecture, layers_of

_SIZES = (*range(34, 9, -1),)
_HEADING, _HEADINGS, _DOMAIN = 31.0, 316.0, 28.0
"""The size of the words of a layer, the width for them, and the size of the name of a domain."""
_FRAME = 46.0
"""The height for the name of a domain."""
_AROUND, _ASIDE, _BETWEEN, _BESIDE = 8.0, 4.0, 8.0, 24.0
_FLATTER = 0.3
"""By so many lines a node is lower than on the landscape."""
_MOST_WIDE, _MOST_HIGH, _MOST_TRUNKS = 380.0, 130.0, 0.24
_IN_ROW = 9
_NAMED = 120.0
"""The width of a node from which the name of a domain may be cut."""
_CARD = {
    "shape": "box",
    "style": "filled,rounded",
    "fillcolor": dot.PAPER,
    "color": dot.INK_3,
    "penwidth": "2.5",
}
_POINT = re.compile(r"(-?[\d.]+),(-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class _Row:
    """Nodes beside each other by key, in the layer of this number from below."""

    layer: int
    keys: Sequence[str]


def source(architecture: Architecture, *, shape: float) -> str:
    """DOT source of the architecture, whose height over width is `shape`: names alone."""
    high = placed_drawing.high_of(placed_drawing.WIDE, shape)
    trunks = _Layout(architecture, (), placed_drawing.WIDE, high, _SIZES[-1]).trunks
    lanes = [trunks.lanes(number) for number in sorted(trunks.columns)]
    return placed_drawing.widened(_SIZES, shape, partial(_Layout, architecture, lanes)).drawn()


@dataclass(slots=True)
class _Layout:
    architecture: Architecture
    lanes: Sequence[int]
    """The trunks beside each other above each row; none before they are known."""
    wide: float
    high: float
    size: float
    nodes: dict[str, StageNode] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict)
    rows: list[_Row] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.nodes = dict(_nodes(self.architecture))
        for number, keys in enumerate(self._ordered()):
            self.rows += (_Row(number, part) for part in parted(keys, _IN_ROW))
        self.widths = [self._width_of(row) for row in self.rows]
        # Where layers have several rows, arrows run between the nodes of these.
        if len(self.rows) > len({row.layer for row in self.rows}):
            self.widths = [min(self.widths)] * len(self.rows)
        self.lines = {
            key: self.nodes[key].lines(width, self.size)
            for row, width in zip(self.rows, self.widths, strict=True)
            for key in row.keys
        }

    def _ordered(self) -> list[list[str]]:
        """The nodes of each layer, those of a domain beside each other."""
        graph = self.architecture.graph
        joined = {key: (*graph.predecessors[key], *graph.successors[key]) for key in graph.by_id}
        keys = [members for _name, _words, members in layers_of(self.architecture)]
        return [sorted(row, key=self._zone_of) for row in in_order(keys, joined)]

    @property
    def domains(self) -> list[str]:
        """The names of the domains; "" is for nodes without one, if there are any."""
        names = dict.fromkeys(node.domain for node in self.architecture.graph.nodes)
        return [*(name for name in names if name), *([""] if "" in names else [])]

    def _zone_of(self, key: str) -> int:
        node = self.architecture.graph.by_id.get(key)
        return self.domains.index(node.domain) if node else 0

    @property
    def shares(self) -> list[int]:
        """The most nodes of each domain in a row."""
        rows = [
            [self._zone_of(key) for key in row.keys if key in self.architecture.graph.by_id]
            for row in self.rows
        ]
        return [max((row.count(zone) for row in rows), default=1) for zone, _name in enumerate(self.domains)]

    def _width_of(self, row: _Row) -> float:
        """The width of the nodes of a row: fewer are wider."""
        by_id = self.architecture.graph.by_id
        inside = Counter(self._zone_of(key) for key in row.keys if key in by_id)
        shares = [
            (right - left) / inside[zone] for zone, (left, right) in enumerate(self._zones()) if inside[zone]
        ]
        if others := sum(key not in by_id for key in row.keys):
            shares.append((self.wide - _HEADINGS) / others)
        return min(min(shares) - _BESIDE, _MOST_WIDE)

    def _zones(self) -> list[tuple[float, float]]:
        """Where each domain begins and ends."""
        shares, left = self.shares, _HEADINGS
        zones = []
        for share in shares:
            right = left + (self.wide - _HEADINGS) * share / max(sum(shares), 1)
            zones.append((left, right))
            left = right
        return zones

    def _high_of(self, row: _Row) -> float:
        width = self.widths[self.rows.index(row)]
        highs = (self.nodes[key].high(self.lines[key], width, self.size) for key in row.keys)
        return max(max(highs) - _FLATTER * placed_drawing.LINE * self.size, self.size * 2)

    @property
    def above(self) -> float:
        return _FRAME if any(self.domains) else 0.0

    @property
    def below(self) -> float:
        return drawing_key.high_of(self._key(), self.wide)

    def _strip(self, number: int) -> float:
        """The space above the ground of this row, in which its trunks are."""
        needs = [2 * (ASIDE - _AROUND) + (lanes - 1) * APART if lanes else 0.0 for lanes in self.lanes]
        share = min(1.0, self.high * _MOST_TRUNKS / max(sum(needs), 1.0))
        return max(needs[number] * share if 0 <= number < len(needs) else 0.0, _BETWEEN)

    @property
    def spare(self) -> float:
        """The height that is left above and below each row."""
        highs = sum(self._high_of(row) + 2 * _AROUND for row in self.rows)
        between = sum(self._strip(number) for number in range(len(self.rows)))
        return (self.high - self.above - self.below - highs - between) / max(2 * len(self.rows), 1)

    @property
    def fits(self) -> bool:
        is_whole = all(self.nodes[key].is_whole(lines) for key, lines in self.lines.items())
        is_wide = min(self.widths) >= placed_drawing.NARROWEST
        may_cut = self.size == _SIZES[-1] and is_wide
        is_named = min(self.widths) >= _NAMED or all(
            [name] == self._name_lines(name, right - left)
            for name, (left, right) in zip(self.domains, self._zones(), strict=True)
            if name
        )
        return self.spare >= 0 and (is_whole or may_cut) and is_named

    def _name_lines(self, name: str, width: float) -> list[str]:
        """The name of a domain whose frame has this width, in one line."""
        return placed_drawing.lines_of(name, width - 4 * _AROUND - 2 * _ASIDE, _DOMAIN, most=1)

    def _key(self) -> list[drawing_key.KeyEntry]:
        return states_key(self.architecture.graph, self.architecture.services)

    def _bands(self) -> Iterator[tuple[int, float, float]]:
        """The rows by number, from above, with the places where each begins and ends."""
        down, spare = self.above, min(self.spare, _MOST_HIGH)
        for number in range(len(self.rows) - 1, -1, -1):
            end = down + self._high_of(self.rows[number]) + 2 * (_AROUND + spare)
            yield number, down, end
            down = end + self._strip(number - 1)

    @property
    def places(self) -> MapPlaces:
        """The nodes in columns that are turned: rows."""
        places, zones = MapPlaces(apart=APART, arrow=ARROW), self._zones()
        for number, top, end in self._bands():
            row = self.rows[number]
            high, width = self._high_of(row), self.widths[number]
            for key, x in self._across(row, zones):
                is_slanted = self.nodes[key].shape is Shape.HEXAGON
                places.by_id[key] = MapPlace(number, -(top + end) / 2, x, high, width, is_slanted)
        return places

    @property
    def trunks(self) -> Trunks:
        """All edges."""
        graph = self.architecture.graph
        circles = circular(graph)
        ends = [(edge.source, edge.target, "circle" if edge in circles else "") for edge in graph.edges]
        return Trunks(self.places, ends, (_HEADINGS, self.wide))

    def drawn(self) -> str:
        """DOT source."""
        drawing = placed_drawing.plane("architecture")
        layers = layers_of(self.architecture)
        bands = {number: (top, end) for number, top, end in self._bands()}
        lowest = self.above
        for layer, (name, words, members) in reversed([*enumerate(layers)]):
            rows = [bands[number] for number, row in enumerate(self.rows) if row.layer == layer]
            box = Box(0, rows[-1][0], self.wide, rows[0][1])
            placed_drawing.put_ground(drawing, f"ground-{name}", box)
            lines = placed_drawing.lines_of(words, _HEADINGS - 3 * _AROUND, _HEADING)
            place = Box(2 * _AROUND, box.top, _HEADINGS, box.bottom)
            placed_drawing.put_left(drawing, name, lines, _HEADING, place)
            if set(members) & set(self.architecture.graph.by_id):
                lowest = box.bottom
        self._frame(drawing, self._zones(), lowest)
        self._draw_nodes(drawing)
        end = max((end for _top, end in bands.values()), default=self.above)
        drawing_key.put_key(drawing, self._key(), Box(0, end, self.wide, self.high))
        return str(drawing.source)

    def _across(self, row: _Row, zones: Sequence[tuple[float, float]]) -> Iterator[tuple[str, float]]:
        """The middles of the nodes of a row: evenly in their domains, those of no domain in all of them."""
        by_id = self.architecture.graph.by_id
        for zone, (left, right) in enumerate(zones):
            inside = [key for key in row.keys if key in by_id and self._zone_of(key) == zone]
            for number, key in enumerate(inside):
                yield key, left + (right - left) * (number + 0.5) / len(inside)
        others = [key for key in row.keys if key not in by_id]
        for number, key in enumerate(others):
            yield key, _HEADINGS + (self.wide - _HEADINGS) * (number + 0.5) / len(others)

    def _frame(self, drawing: graphviz.Digraph, zones: Sequence[tuple[float, float]], bottom: float) -> None:
        """A frame around the nodes of each domain, with its name above."""
        color = MARKS["domain"].color
        for number, (name, (left, right)) in enumerate(zip(self.domains, zones, strict=True)):
            if not name:
                continue
            box = Box(left + _ASIDE, 2, right - _ASIDE, bottom + _BETWEEN / 2)
            look = {"style": "rounded", "color": color, "penwidth": "2.5", "fillcolor": dot.PAPER}
            drawing.node(f"frame-{number}", label="", shape="box", **look, **placed_drawing.placed_in(box))
            place = Box(box.left + 2 * _AROUND, box.top + 4, box.right, _FRAME)
            lines = self._name_lines(name, right - left)
            placed_drawing.put_left(drawing, f"domain-{number}", lines, _DOMAIN, place, color=color)

    def _draw_nodes(self, drawing: graphviz.Digraph) -> None:
        trunks = self.trunks
        for key, place in trunks.places.by_id.items():
            box = Box(
                place.y - place.high / 2,
                -place.x - place.width / 2,
                place.y + place.high / 2,
                -place.x + place.width / 2,
            )
            lines = placed_drawing.even(self.lines[key])
            drawing.node(key, **self.nodes[key].drawn(lines, self.size), **placed_drawing.placed_in(box))
        for (start, end, kind), way in zip(trunks.edges, trunks.ways(), strict=True):
            look = {**EDGE, **(CIRCULAR if kind else {})}
            # Rows are columns that are turned.
            drawing.edge(start, end, pos=_POINT.sub(r"\2,\1", way), **look)


def _nodes(architecture: Architecture) -> Iterator[tuple[str, StageNode]]:
    for key, texts in texts_of_nodes(architecture.graph, architecture.services).items():
        node, mark = architecture.graph.by_id[key], MARKS[texts.mark]
        name = shown_name(node, architecture.services.get(key, NOTHING))
        look = stage_look(node_look(node, mark))
        if key in architecture.bare:
            look = in_state(look, ItemState.LACKING)
        yield key, StageNode(name, mark.shape, look, mark.ink, bold=node.kind.is_product)
    for card in architecture.cards:
        yield card.id, StageNode(card.title, Shape.ROUNDED, _CARD, bold=True)
