"""The key of a drawing, below it at its left: what its outlines, colors and lines mean. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import graphviz

from documents import dot, drawing_positions
from documents.boxes import Box
from documents.marks import Mark, Shape

# Sizes of its words, from the largest: smaller ones if it has one row then.
_SIZES = (34.0, 32.0, 30.0, 28.0)
_SIGN, _BESIDE, _BETWEEN = (48.0, 28.0), 12.0, 32.0
_ROW, _ABOVE = 40.0, 10.0
# The least size of its words, if those of the drawing are still smaller.
_LEAST = 18.0
# Words may be so much wider than they seem.
_SLACK = 1.2


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A sign and its meaning: `look` has attributes of DOT, of a node, or of an edge if it `is_line`. One
    that `is_square` is as wide as it is high."""

    words: str
    look: Mapping[str, str]
    is_line: bool = False
    is_square: bool = False

    @property
    def width(self) -> float:
        """The width of the sign."""
        return _SIGN[1] if self.is_square else _SIGN[0]


def outline(words: str, *, color: str = dot.INK_3, style: str = "rounded", width: float = 2) -> KeyEntry:
    """The entry of a box with this outline."""
    look = {"shape": "box", "style": f"filled,{style}", "fillcolor": dot.PAPER, "color": color}
    return KeyEntry(words, {**look, "penwidth": f"{width:g}"})


def entry_with_mark(mark: Mark, words: str = "") -> KeyEntry:
    """The entry of an artifact with its mark."""
    is_round = mark.shape is Shape.ROUNDED
    look = {
        "shape": "hexagon" if mark.shape is Shape.HEXAGON else "box",
        "style": "filled,rounded" if is_round else "filled",
        "fillcolor": dot.PAPER if mark.outlined else mark.color,
        "color": mark.color,
        "penwidth": "2" if mark.outlined else "0",
    }
    return KeyEntry(words or str(mark.word), look)


def scale_beside(size: float) -> float:
    """The scale of a key whose words are not larger than those of a drawing, which have this size."""
    return min(1.0, max(size, _LEAST) / _SIZES[0])


def high_of(entries: Sequence[KeyEntry], wide: float, scale: float = 1.0) -> float:
    """The height of the key in this width, with what is above it. `scale` is that of the drawing, to one of
    plane.WIDE."""
    rows = len({top for _entry, _left, top in _places(entries, wide / scale, _size(entries, wide / scale))})
    return (_ABOVE + _ROW * rows) * scale if entries else 0.0


def put_key(drawing: graphviz.Digraph, entries: Sequence[KeyEntry], place: Box, scale: float = 1.0) -> None:
    """Draw the key from the left and the top of its place, in as many rows as it takes."""
    size = _size(entries, place.width / scale)
    for number, (entry, left, top) in enumerate(_places(entries, place.width / scale, size)):
        wide, high = entry.width * scale, _SIGN[1] * scale
        row = _ROW * scale
        x, y = place.left + left * scale, place.top + (_ABOVE + top) * scale + row / 2
        name = f"key-{number}"
        if entry.is_line:
            for end, across in (("from", x), ("to", x + wide)):
                drawing.node(
                    f"{name}-{end}",
                    label="",
                    shape="point",
                    style="invis",
                    pos=drawing_positions.at(across, y),
                )
            way = drawing_positions.way_of([(x, y), (x + wide, y)])
            drawing.edge(f"{name}-from", f"{name}-to", pos=way, arrowhead="none", **entry.look)
        else:
            sign = Box(x, y - high / 2, x + wide, y + high / 2)
            drawing.node(f"{name}-sign", label="", **entry.look, **drawing_positions.placed_in(sign))
        begin = x + wide + _BESIDE * scale
        width = drawing_positions.width_of(entry.words, size * scale)
        ends_at = min(begin + width * _SLACK, max(begin + width, place.right))
        words = Box(begin, y - row / 2, ends_at, y + row / 2)
        drawing_positions.put_left(drawing, name, [entry.words], size * scale, words)


def _size(entries: Sequence[KeyEntry], wide: float) -> float:
    """The largest size of words with which it has one row, else the largest of all."""
    sizes = (size for size in _SIZES if all(not top for _entry, _left, top in _places(entries, wide, size)))
    return next(sizes, _SIZES[0])


def _places(entries: Sequence[KeyEntry], wide: float, size: float) -> Iterator[tuple[KeyEntry, float, float]]:
    """The entries with their places from the left and from above, for words of this size."""
    left = top = 0.0
    for entry in entries:
        width = entry.width + _BESIDE + drawing_positions.width_of(entry.words, size)
        if left and left + width > wide:
            left, top = 0.0, top + _ROW
        yield entry, left, top
        left += width + _BETWEEN
