"""Drawings in which each thing has its place, such as those of a stage, as DOT: the drawing program only
writes them. Pure.

Places grow to the right and downwards. A drawing of a stage is WIDE, so that its units are about those of a
screen with 1080 lines, and so are the sizes of its letters.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Protocol, TypeVar

import graphviz

from documents import dot
from documents.boxes import Box
from documents.word_widths import break_lines, ems

WIDE = 1840.0
"""The width of a drawing of a stage."""
NARROWEST = 100.0
"""The least width of a node whose name may be cut: there is room for a word."""
LINE = 1.22
"""The height of a line, in parts of the size of its letters."""
PAD = 7.2
ON_PAGE = 0.4
"""The scale of a drawing on a page, to one of a stage."""
_READ_ON_PAGE = 25.0
"""Letters of this size are read on a page, in units of a stage; flatter drawings come first."""
_SHAPES_ON_PAGE = (0.38, 0.46, 0.56, 0.68, 0.82, 1.0, 1.2)
_POINTS = 72
_WIDER = 1.12
# How wide letters are to those of Inter in its regular weight.
_HALVINGS = 6
_BOLD, _SERIF = 1.07, 0.98


def plane(name: str) -> graphviz.Digraph:
    """An empty drawing, in which edges are drawn over nodes."""
    drawing = dot.drawing(name, direction="LR", between="0", between_ranks="0")
    drawing.attr(layout="nop2", outputorder="nodesfirst")
    drawing.attr("edge", penwidth="2", arrowsize="1.2")
    return drawing


def high_of(wide: float, shape: float) -> float:
    """The height inside a drawing of this width; `shape` is height over width."""
    return (wide + 2 * PAD) * shape - 2 * PAD


class DrawingLayout(Protocol):
    """The places of a drawing's parts for one size of letters."""

    @property
    def fits(self) -> bool:
        """True if all of it has room."""


L = TypeVar("L", bound=DrawingLayout)


def largest(sizes: Sequence[float], layout_of: Callable[[float], L]) -> L | None:
    """The layout with the largest letters that fits; None if none does. Sizes begin with the largest."""
    if not layout_of(sizes[-1]).fits:
        return None
    return layout_of(sizes[bisect_left(sizes, True, key=lambda size: layout_of(size).fits)])


def widened(sizes: Sequence[float], shape: float, layout_of: Callable[[float, float, float], L]) -> L:
    """The layout with the largest letters, by width, height and size: as wide as a stage, or wider if none
    fits."""
    wide = WIDE
    while (layout := largest(sizes, partial(layout_of, wide, high_of(wide, shape)))) is None:
        wide *= _WIDER
    return layout


class PageLayout(Protocol):
    """A layout with letters of this size, for a drawing of this width."""

    @property
    def size(self) -> float: ...
    @property
    def wide(self) -> float: ...


S = TypeVar("S", bound=PageLayout)


def for_page(layout_of: Callable[[float], S]) -> S:
    """The layout for a page, by height over width: the flattest one with letters that are read there, or
    the highest."""
    for shape in _SHAPES_ON_PAGE[:-1]:
        layout = layout_of(shape)
        if layout.size * WIDE / layout.wide >= _READ_ON_PAGE:
            return layout
    return layout_of(_SHAPES_ON_PAGE[-1])


def page_text(drawing: graphviz.Digraph, wide: float, high: float) -> str:
    """The source of a drawing of this size, in the scale of a page."""
    width, height = ((each + 2 * PAD) * ON_PAGE / _POINTS for each in (wide, high))
    drawing.attr(size=f"{width:.4f},{height:.4f}")
    return str(drawing.source)


def lines_of(
    text: str, width: float, size: float, *, bold: bool = False, face: str = dot.SANS, most: int = 4
) -> list[str]:
    """The text in lines of this width; the last of `most` lines ends with "…" if more is left out."""
    return break_lines(dot.clean(text), width / (size * _wideness(bold, face)), most)


def even(lines: Sequence[str]) -> list[str]:
    """The same number of lines, all about as wide."""
    words, room, least = " ".join(lines), max(map(ems, lines)), 0.0
    best = [*lines]
    for _halving in range(_HALVINGS if len(lines) > 1 else 0):
        narrower = (least + room) / 2
        tried = break_lines(words, narrower, len(lines))
        if " ".join(tried) == words:
            best, room = tried, narrower
        else:
            least = narrower
    return best


def width_of(text: str, size: float, *, bold: bool = False, face: str = dot.SANS) -> float:
    """About how wide the text is in one line."""
    return ems(text) * size * _wideness(bold, face)


def _wideness(bold: bool, face: str) -> float:
    return (_BOLD if bold else 1.0) * (_SERIF if face == dot.SERIF else 1.0)


def label_of(
    lines: Sequence[str],
    size: float,
    *,
    color: str = dot.INK,
    bold: bool = False,
    face: str = dot.SANS,
) -> str:
    """The label with these lines centered below each other."""
    words = (dot.Words(line, size=size, color=color, bold=bold, face=face) for line in lines)
    return dot.rows((each, size * LINE) for each in words)


def at(x: float, y: float) -> str:
    """The place, as DOT has it."""
    return f"{x:.1f},{-y:.1f}"


def way_of(points: Sequence[tuple[float, float]]) -> str:
    """Straight lines through the points, as DOT has them in `pos`."""
    ways = [at(*points[0])]
    for (x, y), (right, down) in pairwise(points):
        ways += (at(x + (right - x) * share, y + (down - y) * share) for share in (1 / 3, 2 / 3, 1))
    return " ".join(ways)


def placed_in(box: Box) -> dict[str, str]:
    """The attributes of a node that is this box."""
    return {
        "pos": at((box.left + box.right) / 2, (box.top + box.bottom) / 2),
        "width": f"{box.width / _POINTS:.4f}",
        "height": f"{box.height / _POINTS:.4f}",
        "fixedsize": "true",
    }


def put_ground(drawing: graphviz.Digraph, name: str, box: Box, *, label: str = "") -> None:
    """Draw the ground of a band or of a level, or of its label: where a finger may hit it."""
    look = {"style": "filled,rounded", "fillcolor": dot.SUNKEN, "penwidth": "0"}
    drawing.node(name, label=label, shape="box", **look, **placed_in(box))


def put_words(
    drawing: graphviz.Digraph, name: str, lines: Sequence[str], size: float, middle: tuple[float, float]
) -> None:
    """Write the lines of a heading around this point."""
    label = label_of(lines, size, color=dot.INK_2, bold=True)
    drawing.node(name, label=label, shape="plain", pos=at(*middle))


def put_left(
    drawing: graphviz.Digraph,
    name: str,
    lines: Sequence[str],
    size: float,
    box: Box,
    *,
    color: str = dot.INK_2,
) -> None:
    """Write the lines from the left of the box, in the middle of its height."""
    rows = ((dot.Words(line, size=size, color=color), size * LINE) for line in lines)
    label = dot.rows(rows, width=box.width)
    drawing.node(name, label=label, shape="plaintext", margin="0", **placed_in(box))
