"""The logical architecture as DOT source for a screen that is wider than high, and for a page: a band for
each layer, from the platform at the bottom to the use cases and their actions. Texts in, text out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby

import graphviz

from discovery.marks import MARKS
from documents import dot, drawing_key, drawing_positions
from documents.boxes import Box
from documents.marks import Shape
from documents.stage_node import StageNode
from products.landscape.drawing import CIRCULAR
from products.landscape.edge_shades import shade_entry, shades_of
from products.landscape.edge_trunk_lanes import APART
from products.landscape.edge_trunks import ASIDE, Trunks
from products.landscape.map_columns import in_order, parted
from products.landscape.map_layout import MapPlace, MapPlaces
from products.landscape.rules import circular
from products.landscape.stage_columns import ARROW, EDGE
from products.landscape.stage_drawing import map_nodes, states_key
from technology.architecture.drawing import (
    Architecture,
    action_id,
    card_lines,
    details_of,
    layers_of,
    ports_read,
)

_AROUND, _BETWEEN, _BESIDE = 8.0, 8.0, 24.0
_ASIDE, _INSET = 5.0, 24.0
"""From the borders of the place of a domain to its frame, and to the place of its nodes. An arrow beside the
last of them is within the frame."""
_MOST_HIGH, _MOST_TRUNKS = 130.0, 0.24
_NAMED = 120.0
"""The width of a node from which the name of a domain may be cut."""
_CARD = {
    "shape": "box",
    "style": "filled,rounded",
    "fillcolor": dot.PAPER,
    "color": dot.INK_3,
    "penwidth": "2.5",
}
_ACTION = {**_CARD, "color": dot.LINE}
_FEWEST, _SMALLER = 2, 0.9
_POINT = re.compile(r"(-?[\d.]+),(-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class LayerSizes:
    """The sizes of letters, from the largest; the size of the words of a layer, and the width for them; the
    size of the name of a domain, and the height for it; how wide a node is at most; how many there may be in
    a row; and by how many lines a node is lower than on the landscape."""

    letters: Sequence[float]
    heading: float
    headings: float
    domain: float
    frame: float
    most_wide: float
    in_row: Sequence[int]
    flatter: float


_ON_STAGE = LayerSizes((*range(34, 9, -1),), 31.0, 316.0, 28.0, 46.0, 380.0, (9,), 0.3)
_ON_PAGE = LayerSizes((*range(28, 9, -1),), 24.0, 250.0, 24.0, 40.0, 520.0, (8, 6, 4), -0.3)
# Its smallest words are read on an upright page.
_ON_PAPER = replace(_ON_PAGE, letters=(28, 27), heading=30.0, headings=285.0, domain=27.0)


@dataclass(frozen=True, slots=True)
class _Row:
    """Nodes beside each other by key, in the layer of this number from below."""

    layer: int
    keys: Sequence[str]


def source(architecture: Architecture, *, shape: float) -> str:
    """DOT source of the architecture, whose height over width is `shape`: names alone."""
    nodes, key = _nodes(architecture, has_states=False), states_key(architecture.graph, architecture.services)
    return str(_layout(architecture, dict(nodes), key, _ON_STAGE, shape).drawn().source)


def architecture_page_source(architecture: Architecture) -> str:
    """The same for a page, with states and all details that it has; the key is below the drawing."""
    layout = _page_layout(architecture, _ON_PAGE)
    return drawing_positions.page_text(layout.drawn(), layout.wide, layout.high)


def architecture_paper_source(architecture: Architecture) -> str:
    """The same for an upright page of a report, in units of a stage."""
    return str(_page_layout(architecture, _ON_PAPER).drawn().source)


def _page_layout(architecture: Architecture, sizes: LayerSizes) -> _Layout:
    nodes = _nodes(architecture, has_states=True)
    return drawing_positions.for_page(partial(_layout, architecture, dict(nodes), (), sizes))


def _layout(
    architecture: Architecture,
    nodes: Mapping[str, StageNode],
    key: Sequence[drawing_key.KeyEntry],
    sizes: LayerSizes,
    shape: float,
) -> _Layout:
    high = drawing_positions.high_of(drawing_positions.WIDE, shape)
    sizes, layouts = _headed(architecture, sizes), []
    for in_row in sizes.in_row:
        layout_of = partial(_Layout, architecture, nodes, key, sizes, in_row)
        trunks = layout_of((), drawing_positions.WIDE, high, sizes.letters[-1]).trunks
        lanes = [trunks.lanes(number) for number in sorted(trunks.columns)]
        layouts.append(drawing_positions.widened(sizes.letters, shape, partial(layout_of, lanes)))
    return max(layouts, key=lambda layout: layout.size / layout.wide)


def _headed(architecture: Architecture, sizes: LayerSizes) -> LayerSizes:
    """The sizes with which no word of a layer is broken: where one is too wide, letters are smaller, and
    their place is wider if it must be."""
    words = [word for _name, text, _members in layers_of(architecture) for word in text.split()]

    def room(size: float) -> float:
        return max((drawing_positions.width_of(word, size) for word in words), default=0) + 3.1 * _AROUND

    if room(sizes.heading) <= sizes.headings:
        return sizes
    smaller = sizes.heading * _SMALLER
    return replace(sizes, heading=smaller, headings=max(sizes.headings, room(smaller)))


@dataclass(slots=True)
class _Layout:
    architecture: Architecture
    nodes: Mapping[str, StageNode]
    key: Sequence[drawing_key.KeyEntry]
    sizes: LayerSizes
    in_row: int
    lanes: Sequence[int]
    """The trunks beside each other above each row; none before they are known."""
    wide: float
    high: float
    size: float
    homes: dict[str, int] = field(default_factory=dict)
    """The numbers of the domains of nodes and actions, by key."""
    lines: dict[str, list[str]] = field(default_factory=dict)
    rows: list[_Row] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    shades: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        zones = {name: number for number, name in enumerate(self.domains)}
        self.homes = {node.id: zones[node.domain] for node in self.architecture.graph.nodes}
        self.homes |= {end: self.homes[start] for start, end in _to_actions(self.architecture)}
        layers = self._ordered()
        most = self._most(layers)
        for number, keys in enumerate(layers):
            self.rows += (_Row(number, part) for part in self._parted(keys, most))
        self.shades = shades_of(self.architecture.graph.predecessors, [row.keys for row in self.rows])
        self.key = [*self.key, *shade_entry(self.shades)] if self.key else ()
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
        joined = {key: [*graph.predecessors[key], *graph.successors[key]] for key in graph.by_id}
        for start, end in _to_actions(self.architecture):
            joined[start].append(end)
            joined[end] = [start]
        keys = [members for _name, _words, members in layers_of(self.architecture)]
        return [sorted(row, key=lambda key: self.homes.get(key, 0)) for row in in_order(keys, joined)]

    def _parted(self, keys: Sequence[str], most: int) -> list[list[str]]:
        """The nodes of a layer in rows, of each domain no more than so many in one."""
        rows: list[list[str]] = []
        for _home, of_home in groupby(keys, key=self.homes.get):
            for number, part in enumerate(parted([*of_home], most)):
                rows += [[]] if number == len(rows) else []
                rows[number] += part
        return rows

    def _most(self, layers: Sequence[Sequence[str]]) -> int:
        """The highest number of nodes of a domain in a row."""
        counts = [Counter(self.homes.get(key) for key in keys) for keys in layers]
        longest = [max(of[zone] for of in counts) for zone, _name in enumerate(self.domains)]
        fitting = (
            most
            for most in range(self.in_row, _FEWEST, -1)
            if sum(min(most, each) for each in longest) <= self.in_row
        )
        return next(fitting, _FEWEST)

    @property
    def domains(self) -> list[str]:
        """The names of the domains; "" is for nodes without one, if there are any."""
        names = dict.fromkeys(node.domain for node in self.architecture.graph.nodes)
        return [*(name for name in names if name), *([""] if "" in names else [])]

    @property
    def shares(self) -> list[int]:
        """The most nodes of each domain in a row."""
        rows = [[self.homes[key] for key in row.keys if key in self.homes] for row in self.rows]
        return [max((row.count(zone) for row in rows), default=1) for zone, _name in enumerate(self.domains)]

    def _width_of(self, row: _Row) -> float:
        """The width of the nodes of a row: fewer are wider."""
        inside = Counter(self.homes[key] for key in row.keys if key in self.homes)
        shares = [
            (right - left - 2 * _INSET) / inside[zone]
            for zone, (left, right) in enumerate(self._zones())
            if inside[zone]
        ]
        if others := sum(key not in self.homes for key in row.keys):
            shares.append((self.wide - self.sizes.headings) / others)
        return min(min(shares) - _BESIDE, self.sizes.most_wide)

    def _zones(self) -> list[tuple[float, float]]:
        """The left and right edge of each domain."""
        shares, left = self.shares, self.sizes.headings
        zones = []
        for share in shares:
            right = left + (self.wide - self.sizes.headings) * share / max(sum(shares), 1)
            zones.append((left, right))
            left = right
        return zones

    def _high_of(self, row: _Row) -> float:
        width = self.widths[self.rows.index(row)]
        highs = (self.nodes[key].high(self.lines[key], width, self.size) for key in row.keys)
        return max(max(highs) - self.sizes.flatter * drawing_positions.LINE * self.size, self.size * 2)

    @property
    def above(self) -> float:
        return self.sizes.frame if any(self.domains) else 0.0

    @property
    def below(self) -> float:
        return drawing_key.high_of(self.key, self.wide, drawing_key.scale_beside(self.size))

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
        narrowest = min(self.widths, default=drawing_positions.NARROWEST)
        is_wide = narrowest >= drawing_positions.NARROWEST
        may_cut = self.size == self.sizes.letters[-1] and is_wide
        is_named = narrowest >= _NAMED or all(
            [name] == self._name_lines(name, right - left)
            for name, (left, right) in zip(self.domains, self._zones(), strict=True)
            if name
        )
        return self.spare >= 0 and (is_whole or may_cut) and is_named

    def _name_lines(self, name: str, width: float) -> list[str]:
        """The name of a domain whose frame has this width, in one line."""
        return drawing_positions.lines_of(name, width - 4 * _AROUND - 2 * _ASIDE, self.sizes.domain, most=1)

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
                places.by_id[key] = MapPlace(number, -(top + end) / 2, x, high, width)
        return places

    @property
    def trunks(self) -> Trunks:
        """All edges."""
        graph = self.architecture.graph
        circles = circular(graph)
        ends = [(edge.source, edge.target, "circle" if edge in circles else "") for edge in graph.edges]
        ends += ((start, end, "") for start, end in _to_actions(self.architecture))
        return Trunks(self.places, ends, (self.sizes.headings, self.wide))

    def drawn(self) -> graphviz.Digraph:
        """The drawing as DOT."""
        drawing = drawing_positions.plane("architecture")
        layers = layers_of(self.architecture)
        bands = {number: (top, end) for number, top, end in self._bands()}
        lowest = self.above
        for layer, (name, words, members) in reversed([*enumerate(layers)]):
            rows = [bands[number] for number, row in enumerate(self.rows) if row.layer == layer]
            box = Box(0, rows[-1][0], self.wide - _ASIDE, rows[0][1])
            drawing_positions.put_ground(drawing, f"ground-{name}", box)
            sizes = self.sizes
            lines = drawing_positions.lines_of(words, sizes.headings - 3 * _AROUND, sizes.heading)
            place = Box(2 * _AROUND, box.top, sizes.headings, box.bottom)
            drawing_positions.put_left(drawing, name, lines, sizes.heading, place)
            if not self.homes.keys().isdisjoint(members):
                lowest = box.bottom
        self._frame(drawing, self._zones(), lowest)
        self._draw_nodes(drawing)
        end = max((end for _top, end in bands.values()), default=self.above)
        key_box = Box(0, end, self.wide, self.high)
        drawing_key.put_key(drawing, self.key, key_box, drawing_key.scale_beside(self.size))
        return drawing

    def _across(self, row: _Row, zones: Sequence[tuple[float, float]]) -> Iterator[tuple[str, float]]:
        """The middles of the nodes of a row: evenly in their domains, those of no domain in all of them."""
        for zone, (left, right) in enumerate(zones):
            inside = [key for key in row.keys if self.homes.get(key) == zone]
            for number, key in enumerate(inside):
                width = (right - left - 2 * _INSET) / len(inside)
                yield key, left + _INSET + width * (number + 0.5)
        others = [key for key in row.keys if key not in self.homes]
        for number, key in enumerate(others):
            yield key, self.sizes.headings + (self.wide - self.sizes.headings) * (number + 0.5) / len(others)

    def _frame(self, drawing: graphviz.Digraph, zones: Sequence[tuple[float, float]], bottom: float) -> None:
        """A frame around the nodes of each domain, with its name above."""
        color = MARKS["domain"].color
        for number, (name, (left, right)) in enumerate(zip(self.domains, zones, strict=True)):
            if not name:
                continue
            box = Box(left + _ASIDE, 2, right - _ASIDE, bottom + _BETWEEN / 2)
            look = {"style": "rounded", "color": color, "penwidth": "2.5", "fillcolor": dot.PAPER}
            drawing.node(f"frame-{number}", label="", shape="box", **look, **drawing_positions.placed_in(box))
            place = Box(box.left + 2 * _AROUND, box.top + 4, box.right, self.sizes.frame)
            lines = self._name_lines(name, right - left)
            drawing_positions.put_left(
                drawing, f"domain-{number}", lines, self.sizes.domain, place, color=color
            )

    def _draw_nodes(self, drawing: graphviz.Digraph) -> None:
        trunks = self.trunks
        for key, place in trunks.places.by_id.items():
            box = Box(
                place.y - place.high / 2,
                -place.x - place.width / 2,
                place.y + place.high / 2,
                -place.x + place.width / 2,
            )
            look = self.nodes[key].drawn(self.lines[key], place.high, self.size)
            drawing.node(key, **look, **drawing_positions.placed_in(box))
        for (start, end, kind), way in zip(trunks.edges, trunks.ways(), strict=True):
            look = {"color": self.shades.get(end, EDGE["color"]), **(CIRCULAR if kind else {})}
            # Rows are columns that are turned.
            drawing.edge(start, end, pos=_POINT.sub(r"\2,\1", way), **look)


def _nodes(architecture: Architecture, *, has_states: bool) -> Iterator[tuple[str, StageNode]]:
    graph = architecture.graph
    for key, node in map_nodes(graph, architecture.services, has_notes=has_states):
        details = (*details_of(architecture, key), *ports_read(architecture, key))
        yield key, replace(node, notes=(*node.notes, *details))
    for use_case, key in _to_actions(architecture):
        yield (
            key,
            StageNode(architecture.actions[use_case], Shape.ROUNDED, _ACTION, face=dot.SERIF, is_left=True),
        )
    for card in architecture.cards:
        notes = [*filter(None, (card.note, *card_lines(card)))]
        yield (
            card.id,
            StageNode(card.title, Shape.ROUNDED, _CARD, bold=True, notes=notes, is_left=bool(notes)),
        )


def _to_actions(architecture: Architecture) -> list[tuple[str, str]]:
    """The use cases with the keys of their actions."""
    return [(key, action_id(key)) for key in architecture.actions if key in architecture.graph.by_id]
