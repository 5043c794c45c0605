"""Maps whose nodes have their places, as DOT: the drawing program only writes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import graphviz

from documents import dot
from documents.marks import Shape
from products.landscape.map_columns import WIDE
from products.landscape.map_layout import MapPlaces

# In parts of its size: how wide a letter is on average, and how high a line.
_LETTER, _LINE = 0.555, 1.23
# Of the width of a node, and of its height, what words may take.
_ACROSS = {Shape.HEXAGON: 0.76, Shape.RECTANGLE: 0.92, Shape.ROUNDED: 0.9}
_DOWN = {Shape.HEXAGON: 0.76, Shape.RECTANGLE: 0.8, Shape.ROUNDED: 0.78}
_MOST_ACROSS = 0.86
# The slanted sides of a hexagon, in parts of its width.
_SLANT = 0.25
_LINES = 4
# How high a node is on average, in parts of the size of its name.
_ROW = 4.0
_LOWEST = 32.0
# How high the headings are, above all columns.
HEADING = 34.0
_POINTS = 72


@dataclass(frozen=True, slots=True)
class MapSetting:
    """The sizes of a map, in points: width of nodes, space beside and below them, size of names,
    and the shape of the place that it is for (map_columns.columns).

    What frames need, which `dot` lays out: letters on a line, and inches between nodes and lanes.
    """

    width: float = 150.0
    beside: float = 40.0
    below: float = 14.0
    size: float = 11
    shape: float = WIDE
    letters: int = 24
    between_nodes: float = 0.28
    between_lanes: float = 0.9

    @property
    def pitch(self) -> float:
        """The distance between the middles of two columns."""
        return self.width + self.beside

    @property
    def row(self) -> float:
        """About how high a row of nodes is with the space below it."""
        return self.size * _ROW + self.below


ROOMY = MapSetting()
# As close as edges can be told apart: names are broken earlier, and all words have the size of the smallest.
CLOSE = MapSetting(98, 20, 12, dot.SMALL, letters=14, between_nodes=0.14, between_lanes=0.15)
# The same for an upright page, on which six lanes fit, and twelve nodes in one of them.
NARROW = replace(CLOSE, shape=0.0)


@dataclass(frozen=True, slots=True)
class NodeCard:
    """The content of a node as a label of DOT, the height of the node, and its look."""

    label: str
    high: float
    look: Mapping[str, str]


def card(
    name: str,
    note: str,
    *,
    ink: str,
    shape: Shape,
    look: Mapping[str, str],
    width: float,
    size: float,
) -> NodeCard:
    """The card of a node that is so many points wide, with its name in letters of this size, in at most so
    many lines."""
    letters = int(width * _ACROSS[shape] / (size * _LETTER))
    # A long word may reach nearer to the outline, before it is broken in two.
    longest = max(map(len, name.split()), default=0)
    letters = max(letters, min(longest, int(width * _MOST_ACROSS / (size * _LETTER))))
    words = [
        dot.Words(name, size=size, color=ink, width=letters, lines=_LINES),
        dot.Words(note, size=dot.SMALL, color=ink, width=letters + 1, lines=2),
    ]
    sizes = [
        each.size for each in words if each.text for _line in dot.wrapped(each.text, each.width, each.lines)
    ]
    return NodeCard(dot.middle(words), max(sum(sizes) * _LINE / _DOWN[shape], _LOWEST), look)


def drawing_at(
    places: MapPlaces,
    cards: Mapping[str, NodeCard],
    headings: Iterable[tuple[str, str, int]],
    edges: Iterable[tuple[str, str, Mapping[str, str]]],
    *,
    pitch: float,
) -> graphviz.Digraph:
    """The drawing: the cards at their places, which are `pitch` apart, above them the headings (the name of
    the node, its words, and its column), and the edges (from, to, look)
    between them."""
    drawing = dot.drawing("map", direction="LR", between="0", between_ranks="0")
    # Nodes stay at their places. Edges are drawn below them.
    drawing.attr(layout="nop2", outputorder="edgesfirst")
    for key, each in cards.items():
        place = places.by_id[key]
        drawing.node(
            key,
            label=each.label,
            pos=f"{place.x:.1f},{place.y:.1f}",
            width=f"{place.width / _POINTS:.4f}",
            height=f"{place.high / _POINTS:.4f}",
            fixedsize="true",
            **each.look,
        )
    for key, words, column in headings:
        letters = max(int(pitch / (dot.SMALL * _LETTER)), *map(len, words.split()))
        drawing.node(
            key,
            label=dot.label(words, width=letters),
            shape="plain",
            fontcolor=dot.INK_3,
            fontsize=f"{dot.SMALL}",
            pos=f"{pitch * (column + 0.5):.1f},{places.top + HEADING / 2:.1f}",
        )
    for key, each in cards.items():
        if each.look.get("shape") == "hexagon":
            place = places.by_id[key]
            places.by_id[key] = replace(place, slant=place.width * _SLANT)
    between = list(edges)
    ways = places.ways([(source, target) for source, target, _look in between])
    for (source, target, look), way in zip(between, ways, strict=True):
        drawing.edge(source, target, pos=way, **look)
    return drawing
