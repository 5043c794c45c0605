"""Nodes in bands beside each other as DOT, for a stage: they fill its width and height, in letters as large
as fit. Pure: texts in, text out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import graphviz

from documents import dot, drawing_key, drawing_positions
from documents.bevels import BEVEL
from documents.boxes import Box
from documents.drawing_key import KeyEntry
from documents.marks import Shape
from documents.stage_node import StageNode
from products.landscape.edge_trunk_lanes import APART
from products.landscape.edge_trunks import Ends, Trunks
from products.landscape.map_layout import MapPlaces, in_stacks
from products.landscape.stage_widths import AROUND as _AROUND, BESIDE, ColumnNeed, ColumnPlace, placed_columns

_HEADING_LINES = 4
# Larger headings than the usual ones are for nodes whose letters are larger still.
_OF_NODES = 0.85
# The least space between nodes.
_BELOW = 8.0
# The space between nodes with large letters, in parts of the size of these.
_BELOW_LARGE = 0.3
# Of the room of a row in the longest column, the part of a node at least.
_OF_ROW = 0.55
ARROW = 13.0
EDGE: Mapping[str, str] = {"color": dot.INK_3}
# The parts of the width that go to columns with many words, and how much wider words make a hexagon.
_BY_WORDS, _HEXAGON = (0.0, 0.15, 0.3, 0.5), 1.3
# The most of the width for trunks; less of it, where letters are so much larger with that.
_TRUNKS, _FEW, _LARGER = 0.18, 0.14, 1.05
# About the height of the nodes of a stage.
_ROWS = 800.0


@dataclass(frozen=True, slots=True)
class BandSizes:
    """The sizes of letters, from the largest, of headings, too; the usual size of these, and that of the
    words above all bands. A node whose words leave room is `most_high`."""

    letters: Sequence[float]
    headings: Sequence[float]
    heading: float
    banner: float
    most_high: float


_ON_STAGE = BandSizes((*range(40, 9, -1),), (34.0, 31.0, 28.0, 25.0), 31.0, 34.0, 200.0)
_ON_PAGE = BandSizes((*range(28, 9, -1),), (25.0, 24.0, 23.0), 25.0, 28.0, 90.0)


@dataclass(frozen=True, slots=True)
class Band:
    """Columns of nodes, by key, under a heading."""

    key: str
    heading: str
    columns: tuple[Sequence[str], ...]


@dataclass(frozen=True, slots=True)
class BandPicture:
    """Bands to draw with their nodes: `edges` with their looks, `banner` (its name, heading and text) above
    all bands, the key below, and the `shades` of edges by the nodes that they lead to."""

    nodes: Mapping[str, StageNode]
    bands: Sequence[Band]
    edges: Sequence[tuple[str, str, Mapping[str, str]]]
    banner: tuple[str, str, str] | None = None
    key: Sequence[KeyEntry] = ()
    has_arrows: bool = True
    shades: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[Sequence[str]]:
        """The nodes of all columns."""
        return [keys for band in self.bands for keys in band.columns]

    @property
    def ends(self) -> list[Ends]:
        """The ends of the edges; those of different looks are apart."""
        return [(start, end, " ".join(look.values())) for start, end, look in self.edges]


def banded_source(*choices: BandPicture, shape: float) -> str:
    """DOT source of the drawing whose letters are the largest, with whole headings if any has them. Its
    height over width is `shape`."""
    return str(_best(choices, _ON_STAGE, shape).drawn().source)


def page_source(*choices: BandPicture) -> str:
    """The same for a page: high enough to be read there."""
    layout = drawing_positions.for_page(partial(_best, choices, _ON_PAGE))
    return drawing_positions.page_text(layout.drawn(), layout.wide, layout.high)


def _best(choices: Sequence[BandPicture], sizes: BandSizes, shape: float) -> _Layout:
    tries = [(by_words, _TRUNKS) for by_words in _BY_WORDS] + [(0.0, _FEW)]
    layouts = [
        drawing_positions.widened(sizes.letters, shape, partial(_Layout, what, sizes, needs, *tried))
        for what in choices
        for needs in (_needs(what, sizes),)
        for tried in tries
    ]
    return max(layouts, key=lambda layout: (layout.has_whole_headings, layout.worth))


def _needs(what: BandPicture, sizes: BandSizes) -> list[ColumnNeed]:
    """The needs of each column, before the places of nodes are known."""
    longest = max(map(len, what.columns), default=1)
    row = _ROWS / max(longest, 1)
    places = _stacked(what, dict.fromkeys(what.nodes, row * _OF_ROW), row * (1 - _OF_ROW) / 2, _ROWS)
    trunks = Trunks(places, what.ends, (0.0, _ROWS))
    needs = list[ColumnNeed]()
    for band in what.bands:
        words = dot.clean(band.heading).split(" ")
        least = max(drawing_positions.width_of(word, sizes.headings[-2], bold=True) for word in words) + 1
        for keys in band.columns:
            widths = (_words_of(what.nodes[key]) for key in keys)
            needs.append(
                ColumnNeed(least if len(band.columns) == 1 else 0.0, sum(widths), trunks.lanes(len(needs)))
            )
    return needs


def _words_of(node: StageNode) -> float:
    """About how wide its words are in one line, of one size for all nodes; a hexagon has less room."""
    wide = drawing_positions.width_of(node.text, node.larger, bold=node.bold, face=node.face)
    wide += sum(drawing_positions.width_of(note, 1) for note in node.notes)
    return wide * (_HEXAGON if node.shape is Shape.HEXAGON else 1.0)


def _stacked(what: BandPicture, highs: Mapping[str, float], between: float, whole: float) -> MapPlaces:
    """The nodes of each column over the whole height, in columns of one width."""
    pitch = drawing_positions.WIDE / max(len(what.columns), 1)
    places = in_stacks(
        what.columns,
        highs,
        pitch=pitch,
        width=pitch - BESIDE,
        between=between,
        most_between=float("inf"),
        whole=whole,
    )
    places.apart, places.arrow = APART, ARROW
    for key, place in places.by_id.items():
        slant = BEVEL if what.nodes[key].shape is Shape.HEXAGON else 0.0
        places.by_id[key] = replace(place, slant=slant)
    return places


@dataclass(slots=True)
class _Layout:
    what: BandPicture
    sizes: BandSizes
    needs: Sequence[ColumnNeed]
    by_words: float
    for_trunks: float
    wide: float
    high: float
    size: float
    across: Sequence[ColumnPlace] = ()
    lines: dict[str, list[str]] = field(default_factory=dict)
    highs: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        nodes = self.what.nodes
        self.across = placed_columns(self.needs, self.wide, self.by_words, self.for_trunks)
        row = self.room / max(map(len, self.what.columns), default=1)
        lowest = min(row * _OF_ROW, self.sizes.most_high)
        for keys, place in zip(self.what.columns, self.across, strict=True):
            for key in keys:
                self.lines[key] = lines = nodes[key].lines(place.width, self.size)
                self.highs[key] = max(nodes[key].high(lines, place.width, self.size), lowest)

    def _ground(self, band: Band) -> tuple[float, float]:
        """From where to where the ground of a band goes."""
        first = sum(len(each.columns) for each in self.what.bands[: self.what.bands.index(band)])
        return self.across[first].left, self.across[first + len(band.columns) - 1].right

    @property
    def worth(self) -> float:
        """The size of its letters; close trunks make them worth less."""
        return self.size / self.wide / (_LARGER if self.for_trunks < _TRUNKS else 1)

    @property
    def above(self) -> float:
        """The height of the words above all bands."""
        if self.what.banner is None:
            return 0.0
        return (
            len(self._banner_lines(*self.what.banner)) * self.sizes.banner * drawing_positions.LINE
            + 3 * _AROUND
        )

    def _banner_lines(self, _name: str, heading: str, text: str) -> list[str]:
        aside = drawing_positions.width_of(heading, self.sizes.headings[-1], bold=True) + 4 * _AROUND
        return drawing_positions.lines_of(
            text, self.wide - 2 * aside, self.sizes.banner, face=dot.SERIF, most=3
        )

    def _heading_lines(self, band: Band, size: float) -> list[str]:
        left, right = self._ground(band)
        return drawing_positions.lines_of(
            band.heading, right - left - 2 * _AROUND, size, bold=True, most=_HEADING_LINES
        )

    @property
    def heading_size(self) -> float:
        """The largest in which no word of a heading is broken."""
        most = max(self.sizes.heading, self.size * _OF_NODES)

        sizes = (size for size in self.sizes.headings if size <= most and self._are_headings_whole(size))
        return next(sizes, self.sizes.headings[-1])

    @property
    def has_whole_headings(self) -> bool:
        return self._are_headings_whole(self.heading_size)

    def _are_headings_whole(self, size: float) -> bool:
        bands = self.what.bands
        return all(" ".join(self._heading_lines(band, size)) == dot.clean(band.heading) for band in bands)

    @property
    def heading(self) -> float:
        size = self.heading_size
        lines = max((len(self._heading_lines(band, size)) for band in self.what.bands), default=1)
        return lines * size * drawing_positions.LINE + 2 * _AROUND

    @property
    def below(self) -> float:
        return drawing_key.high_of(self.what.key, self.wide, drawing_key.scale_beside(self.size))

    @property
    def room(self) -> float:
        """The height for the nodes."""
        return self.high - self.above - self.heading - self.below - _AROUND

    @property
    def between(self) -> float:
        """The least space between nodes of a column."""
        return max(_BELOW, self.size * _BELOW_LARGE)

    @property
    def fits(self) -> bool:
        stacks = (sum(self.highs[key] + self.between for key in keys) for keys in self.what.columns)
        if max(stacks, default=0.0) > self.room:
            return False
        is_whole = all(self.what.nodes[key].is_whole(lines) for key, lines in self.lines.items())
        is_wide = (
            min((place.width for place in self.across), default=drawing_positions.NARROWEST)
            >= drawing_positions.NARROWEST
        )
        return is_wide and (is_whole or self.size == self.sizes.letters[-1])

    def drawn(self) -> graphviz.Digraph:
        """The drawing as DOT."""
        drawing = drawing_positions.plane("bands")
        top = self.above
        bottom = self.high - self.below
        if self.what.banner is not None:
            name, heading, _text = self.what.banner
            box = Box(_AROUND / 2, 0, self.wide - _AROUND / 2, top - _AROUND)
            drawing_positions.put_ground(drawing, f"ground-{name}", box)
            begin = (
                box.left
                + _AROUND
                + drawing_positions.width_of(heading, self.sizes.headings[-1], bold=True) / 2
            )
            middle = begin, box.bottom / 2
            drawing_positions.put_words(
                drawing, f"{name}-heading", [heading], self.sizes.headings[-1], middle
            )
            label = drawing_positions.label_of(
                self._banner_lines(*self.what.banner), self.sizes.banner, face=dot.SERIF
            )
            aside = begin * 2
            place = Box(aside, box.top, self.wide - aside, box.bottom)
            drawing_positions.put_ground(drawing, name, place, label=label)
        for band in self.what.bands:
            left, right = self._ground(band)
            box = Box(left, top, right, bottom)
            drawing_positions.put_ground(drawing, f"ground-{band.key}", box)
            middle = (box.left + box.right) / 2, top + self.heading / 2
            size = self.heading_size
            drawing_positions.put_words(drawing, band.key, self._heading_lines(band, size), size, middle)
        self._draw_nodes(drawing)
        key_box = Box(_AROUND / 2, bottom, self.wide, self.high)
        drawing_key.put_key(drawing, self.what.key, key_box, drawing_key.scale_beside(self.size))
        return drawing

    def _places(self) -> MapPlaces:
        places = _stacked(self.what, self.highs, self.between, self.room)
        for key, place in places.by_id.items():
            column = self.across[place.column]
            places.by_id[key] = replace(place, x=column.x, width=column.width, y=place.y - self.lowest)
        return places

    @property
    def lowest(self) -> float:
        """The end of the room for nodes."""
        return self.high - self.below - _AROUND

    def _draw_nodes(self, drawing: graphviz.Digraph) -> None:
        places = self._places()
        for key, place in places.by_id.items():
            node = self.what.nodes[key]
            box = Box(
                place.x - place.width / 2,
                -place.y - place.high / 2,
                place.x + place.width / 2,
                -place.y + place.high / 2,
            )
            drawing.node(
                key,
                **node.drawn(self.lines[key], place.width, self.size),
                **drawing_positions.placed_in(box),
            )
        trunks = Trunks(places, self.what.ends, (-self.lowest, self.room - self.lowest))
        ways = trunks.ways(has_arrows=self.what.has_arrows)
        for (start, end, look), way in zip(self.what.edges, ways, strict=True):
            color = self.what.shades.get(end, EDGE["color"])
            drawing.edge(start, end, pos=way, **{**EDGE, "color": color, **look})
