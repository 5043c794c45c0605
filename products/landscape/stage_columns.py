"""Nodes in bands beside each other as DOT, for a stage: they fill its width and height, in letters as large
as fit. Pure: texts in, text out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate

import graphviz

from documents import dot, drawing_key, plane
from documents.boxes import Box
from documents.drawing_key import KeyEntry
from documents.marks import Shape
from documents.stage_node import HIGHEST, StageNode
from products.landscape.places import MapPlaces, in_stacks

# The sizes of letters, from the largest; of headings, too; and of the words above all bands. The largest
# headings are for nodes whose letters are larger still.
_SIZES = (*range(46, 9, -1),)
_HEADINGS, _BANNER = (37.0, 34.0, 31.0, 28.0, 25.0), 34.0
_LARGE, _OF_NODES = 31.0, 0.85
_HEADING_LINES = 4
# The most that a node is wide and high, the least space between columns and between nodes, and the space
# around a band.
_MOST_WIDE, _MOST_HIGH = 520.0, 200.0
_BESIDE, _BELOW, _AROUND = 36.0, 8.0, 12.0
# The space between nodes with large letters, in parts of the size of these.
_BELOW_LARGE = 0.3
# Of the room of a row in the longest column, the part of a node at least.
_OF_ROW = 0.55
ARROW, APART = 13.0, 13.0
EDGE: Mapping[str, str] = {"color": dot.INK_3}


@dataclass(frozen=True, slots=True)
class Band:
    """Columns of nodes, by key, under a heading."""

    key: str
    heading: str
    columns: tuple[Sequence[str], ...]


@dataclass(frozen=True, slots=True)
class BandPicture:
    """Bands to draw with their nodes: `edges` with their looks, `banner` (its name, heading and text) above
    all bands, and the key below."""

    nodes: Mapping[str, StageNode]
    bands: Sequence[Band]
    edges: Sequence[tuple[str, str, Mapping[str, str]]]
    banner: tuple[str, str, str] | None = None
    key: Sequence[KeyEntry] = ()
    has_arrows: bool = True


def banded_source(*choices: BandPicture, shape: float) -> str:
    """DOT source of the drawing whose letters are the largest, with whole headings if any has them. Its
    height over width is `shape`."""
    layouts = [plane.widened(_SIZES, shape, partial(_Layout, what)) for what in choices]
    return max(layouts, key=lambda layout: (layout.has_whole_headings, layout.size / layout.wide)).drawn()


@dataclass(slots=True)
class _Layout:
    what: BandPicture
    wide: float
    high: float
    size: float
    lines: dict[str, list[str]] = field(default_factory=dict)
    highs: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        nodes = self.what.nodes
        row = self.room / max(map(len, self.columns), default=1)
        lowest = min(row * _OF_ROW, _MOST_HIGH)
        for key in (key for keys in self.columns for key in keys):
            size = self.size * nodes[key].larger
            self.lines[key] = lines = nodes[key].lines(self.width, size)
            self.highs[key] = max(nodes[key].high(lines, self.width, size), lowest)

    @property
    def columns(self) -> list[Sequence[str]]:
        return [keys for band in self.what.bands for keys in band.columns]

    @property
    def pitch(self) -> float:
        return self.wide / max(len(self.columns), 1)

    @property
    def width(self) -> float:
        return min(self.pitch - _BESIDE, _MOST_WIDE)

    @property
    def above(self) -> float:
        """The height of the words above all bands."""
        if self.what.banner is None:
            return 0.0
        return len(self._banner_lines(*self.what.banner)) * _BANNER * plane.LINE + 3 * _AROUND

    def _banner_lines(self, _name: str, heading: str, text: str) -> list[str]:
        aside = plane.width_of(heading, _HEADINGS[-1], bold=True) + 4 * _AROUND
        return plane.lines_of(text, self.wide - 2 * aside, _BANNER, face=dot.SERIF, most=3)

    def _heading_lines(self, band: Band, size: float) -> list[str]:
        width = self.pitch * len(band.columns) - 2 * _AROUND
        return plane.lines_of(band.heading, width, size, bold=True, most=_HEADING_LINES)

    @property
    def heading_size(self) -> float:
        """The largest in which no word of a heading is broken."""
        most = max(_LARGE, self.size * _OF_NODES)

        sizes = (size for size in _HEADINGS if size <= most and self._are_headings_whole(size))
        return next(sizes, _HEADINGS[-1])

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
        return lines * size * plane.LINE + 2 * _AROUND

    @property
    def below(self) -> float:
        return drawing_key.high_of(self.what.key, self.wide)

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
        stacks = (sum(self.highs[key] + self.between for key in keys) for keys in self.columns)
        if max(stacks, default=0.0) > self.room:
            return False
        nodes = self.what.nodes
        is_flat = all(
            high <= self.width * HIGHEST
            for key, high in self.highs.items()
            if nodes[key].shape is Shape.HEXAGON
        )
        is_whole = all(nodes[key].is_whole(lines) for key, lines in self.lines.items())
        return (is_whole and is_flat) or (self.size == _SIZES[-1] and self.width >= plane.NARROWEST)

    def drawn(self) -> str:
        """DOT source."""
        drawing = plane.plane("bands")
        places = in_stacks(
            self.columns,
            self.highs,
            pitch=self.pitch,
            width=self.width,
            between=self.between,
            most_between=float("inf"),
            whole=self.room,
        )
        places.apart, places.arrow = APART, ARROW
        top = self.above
        bottom = self.high - self.below
        if self.what.banner is not None:
            name, heading, _text = self.what.banner
            box = Box(_AROUND / 2, 0, self.wide - _AROUND / 2, top - _AROUND)
            plane.put_ground(drawing, f"ground-{name}", box)
            begin = box.left + _AROUND + plane.width_of(heading, _HEADINGS[-1], bold=True) / 2
            middle = begin, box.bottom / 2
            plane.put_words(drawing, f"{name}-heading", [heading], _HEADINGS[-1], middle)
            label = plane.label_of(self._banner_lines(*self.what.banner), _BANNER, face=dot.SERIF)
            drawing.node(name, label=label, shape="plain", pos=plane.at(self.wide / 2, box.bottom / 2))
        ends = [0, *accumulate(len(band.columns) for band in self.what.bands)]
        for band, first, end in zip(self.what.bands, ends[:-1], ends[1:], strict=True):
            box = Box(self.pitch * first + _AROUND / 2, top, self.pitch * end - _AROUND / 2, bottom)
            plane.put_ground(drawing, f"ground-{band.key}", box)
            middle = (box.left + box.right) / 2, top + self.heading / 2
            size = self.heading_size
            plane.put_words(drawing, band.key, self._heading_lines(band, size), size, middle)
        self._draw_nodes(drawing, places, bottom - _AROUND)
        drawing_key.put_key(drawing, self.what.key, Box(_AROUND / 2, bottom, self.wide, self.high))
        return str(drawing.source)

    def _draw_nodes(self, drawing: graphviz.Digraph, places: MapPlaces, bottom: float) -> None:
        for key, place in places.by_id.items():
            node = self.what.nodes[key]
            box = Box(
                place.x - place.width / 2,
                bottom - place.y - place.high / 2,
                place.x + place.width / 2,
                bottom - place.y + place.high / 2,
            )
            drawing.node(
                key,
                **node.drawn(plane.even(self.lines[key]), self.size * node.larger),
                **plane.placed_in(box),
            )
            places.by_id[key] = replace(place, y=place.y - bottom, is_slanted=node.shape is Shape.HEXAGON)
        ends = [(start, end) for start, end, _look in self.what.edges]
        ways = places.ways(ends, has_arrows=self.what.has_arrows)
        for (start, end, look), way in zip(self.what.edges, ways, strict=True):
            drawing.edge(start, end, pos=way, **{**EDGE, **look})
