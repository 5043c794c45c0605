"""The value tree as DOT source, drawn alike for the screen and the report, and as a board. Pure: texts in,
text out.

What people wrote becomes inert in documents.dot, and no address is ever written into DOT.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import graphviz
from django.utils.translation import gettext_lazy as _

from discovery.marks import MARKS
from discovery.state_looks import ItemState
from documents import dot
from documents.diagram_formats import Board, BoardBox
from documents.word_widths import ems


@dataclass(frozen=True, slots=True)
class Node:
    """`kind` is a key of STYLES; `caption` is above the text and `notes` are below it, both small; `muted`
    marks a hypothesis without any update. `key` names the node, so that a link can be added to it."""

    kind: str
    key: str
    text: str
    caption: str = ""
    notes: tuple[str, ...] = ()
    children: tuple[Node, ...] = ()
    state: ItemState = ItemState.THERE
    muted: bool = False

    @property
    def and_below(self) -> Iterator[Node]:
        """The node, then all below it."""
        yield self
        for child in self.children:
            yield from child.and_below

    @property
    def texts(self) -> tuple[str, ...]:
        """Its texts and those below it."""
        return tuple(text for each in self.and_below for text in (each.text, *each.notes))


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a tier of the tree: `width` is in letters, `thickness` in points."""

    border: str
    fill: str = dot.PAPER
    thickness: float = 1
    face: str = dot.SANS
    size: float = dot.SMALL
    bold: bool = False
    rounded: bool = True
    width: int = 28


# Left and right of the words of a card, in points.
_BESIDE_WORDS = 20
# Tiers are told apart by their place, shape and weight; only the use case is an artifact with a mark of its
# own.
MORE = "more"
STYLES: dict[str, Style] = {
    "vision": Style(dot.PAPER, thickness=0, face=dot.SERIF, size=13, width=22),
    "goal": Style(dot.INK, thickness=1.5, size=11, bold=True, width=24),
    "hypothesis": Style(dot.LINE, face=dot.SERIF, width=30),
    "initiative": Style(dot.LINE, fill=dot.SUNKEN, rounded=False),
    # A goal of a domain, which contributes to one of the organization.
    "contribution": Style(MARKS["domain"].color, thickness=1.5, bold=True, width=24),
    "use_case": Style(MARKS["use_case"].color, thickness=1.5, bold=True),
    # What is left out, counted (tree_folding).
    MORE: Style(dot.SUNKEN, fill=dot.SUNKEN, rounded=False),
}

TIERS = {
    "vision": _("Vision"),
    "goal": _("Goal"),
    "hypothesis": _("Hypothesis"),
    "initiative": _("Initiative"),
    "contribution": _("Goal of a domain"),
    "use_case": _("Use case"),
}


def tree_source(root: Node, notes: Sequence[str] = ()) -> str:
    """DOT source of the tree, growing from the vision at the left to the use cases at the right, with the
    `notes` below it."""
    graph = dot.tree("value_tree")
    dot.put_notes(graph, notes)
    # Curves of `dot` between close columns swing back, and cross the next edge.
    graph.attr(splines="line")
    _draw(graph, [root])
    return str(graph.source)


def _words(node: Node) -> list[dot.Words]:
    style = STYLES[node.kind]
    small = [
        dot.Words(note, size=dot.SMALL, color=dot.INK_2, width=style.width, lines=6) for note in node.notes
    ]
    return [
        dot.Words(node.caption, size=dot.SMALL, color=dot.INK_3, bold=True, width=style.width, lines=1),
        dot.Words(node.text, size=style.size, face=style.face, bold=style.bold, width=style.width, lines=8),
        *small,
    ]


def _width(node: Node) -> float:
    """The approximate width of the node's card, in points."""
    lines = (
        ems(line) * each.size
        for each in _words(node)
        for line in dot.wrapped(each.text, each.width, each.lines)
    )
    return max(lines) + _BESIDE_WORDS


def _draw(graph: graphviz.Digraph, column: Sequence[Node]) -> None:
    """The nodes of a column, which are equally wide, then those right of them."""
    width = max(map(_width, column), default=0)
    for node in column:
        _draw_card(graph, node, width)
    if beside := [child for node in column for child in node.children]:
        _draw(graph, beside)


def _draw_card(graph: graphviz.Digraph, node: Node, width: float) -> None:
    style = STYLES[node.kind]
    graph.node(
        node.key,
        label=dot.card(
            _words(node),
            border=dot.INK_3 if node.state is ItemState.ASIDE else style.border,
            fill=dot.SUNKEN if node.muted else style.fill,
            thickness=style.thickness,
            line=node.state.value.line,
            rounded=style.rounded,
            size=(width, 0),
        ),
    )
    for child in node.children:
        graph.edge(node.key, child.key, tailport="e", headport="w")


def tree_board(root: Node, title: str) -> Board:
    """The tree as boxes, a tier in each column; each parent is beside its first child."""
    nodes = [*_places_below(root, 0, 0)]
    boxes = tuple(_box(node, column, row) for node, column, row, _parent in nodes)
    arrows = tuple((parent.key, node.key) for node, _column, _row, parent in nodes if parent is not None)
    return Board(title, boxes, arrows)


def _places_below(
    node: Node, column: int, row: int, parent: Node | None = None
) -> Iterator[tuple[Node, int, int, Node | None]]:
    """The node and all below it, each with its column, its row and its parent."""
    yield node, column, row, parent
    for child in node.children:
        yield from _places_below(child, column + 1, row, node)
        row += _leaves(child)


def _leaves(node: Node) -> int:
    return sum(map(_leaves, node.children)) or 1


def _box(node: Node, column: int, row: int) -> BoardBox:
    style = STYLES[node.kind]
    return BoardBox(
        id=node.key,
        text=node.text,
        kind=str(TIERS[node.kind]),
        column=column,
        row=row,
        note="; ".join(node.notes),
        shape="rounded" if style.rounded else "rectangle",
        fill=dot.SUNKEN if node.muted else style.fill,
        stroke=dot.INK_3 if node.state is ItemState.ASIDE else style.border,
    )
