"""The value tree as DOT source for a page: tiers in columns with headings, and lines that turn once. Pure:
texts in, text out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from discovery.state_looks import ItemState, in_state
from documents import dot, drawing_positions
from documents.boxes import Box
from documents.marks import Shape
from documents.stage_node import StageNode
from lvt.drawing import STYLES, TIERS, Node

_SIZE, _LARGER, _HEADING = 25.0, 1.1, 50.0
"""Of letters, how much larger names are, and the height of the headings."""
_BESIDE, _BELOW = 64.0, 20.0
"""The space between columns, and between nodes of one."""


@dataclass(frozen=True, slots=True)
class _Place:
    node: Node
    look: StageNode
    box: Box
    parent: _Place | None


def tree_page_source(root: Node) -> str:
    """DOT source of the tree, growing from the vision at the left to the use cases at the right."""
    columns = [*_columns([root])]
    width = (drawing_positions.WIDE + _BESIDE) / len(columns) - _BESIDE
    drawing = drawing_positions.plane("value_tree")
    for number, nodes in enumerate(columns):
        kinds = dict.fromkeys(str(TIERS[node.kind]) for node in nodes if node.kind in TIERS)
        middle = (width + _BESIDE) * number + width / 2, _HEADING / 2
        lines = drawing_positions.lines_of(" · ".join(kinds), width, _SIZE, bold=True, most=2)
        drawing_positions.put_words(drawing, f"tier-{number}", lines, _SIZE, middle)
    for each in _places(root, 0, _HEADING, width, None):
        lines = each.look.lines(width, _SIZE)
        drawing.node(
            each.node.key, **each.look.drawn(lines, width, _SIZE), **drawing_positions.placed_in(each.box)
        )
        if each.parent is not None:
            start, end = each.parent.box, each.box
            here, there = (start.top + start.bottom) / 2, (end.top + end.bottom) / 2
            x = end.left - _BESIDE / 2
            way = drawing_positions.way_of([(start.right, here), (x, here), (x, there), (end.left, there)])
            drawing.edge(each.parent.node.key, each.node.key, pos=way, arrowhead="none", color=dot.INK_3)
    return drawing_positions.page_text(drawing, drawing_positions.WIDE, _HEADING + _span(root, width))


def _columns(nodes: list[Node]) -> Iterator[list[Node]]:
    while nodes:
        yield nodes
        nodes = [child for node in nodes for child in node.children]


def _look_of(node: Node) -> StageNode:
    style = STYLES[node.kind]
    look = {
        "shape": "box",
        "style": "filled,rounded" if style.rounded else "filled",
        "fillcolor": dot.SUNKEN if node.muted else style.fill,
        "color": dot.INK_3 if node.state is ItemState.ASIDE else style.border,
        "penwidth": f"{2 * style.thickness:g}",
    }
    return StageNode(
        node.text,
        Shape.ROUNDED,
        in_state(look, node.state),
        face=style.face,
        bold=style.bold,
        larger=_LARGER if style.bold or node.kind == "vision" else 1.0,
        caption=node.caption,
        notes=node.notes,
        is_left=True,
    )


def _high(node: Node, width: float) -> float:
    look = _look_of(node)
    return look.high(look.lines(width, _SIZE), width, _SIZE)


def _span(node: Node, width: float) -> float:
    """The height for the node with all right of it."""
    return max(_high(node, width), _span_of_children(node, width))


def _span_of_children(node: Node, width: float) -> float:
    return sum(_span(child, width) + _BELOW for child in node.children) - _BELOW


def _places(node: Node, number: int, top: float, width: float, parent: _Place | None) -> Iterator[_Place]:
    """The node in the column of this number, and all right of it, from this height down."""
    left, high, span = (width + _BESIDE) * number, _high(node, width), _span(node, width)
    begin = top + (span - high) / 2
    box = Box(left, begin, left + width, begin + high)
    here = _Place(node, _look_of(node), box, parent)
    yield here
    down = top + (span - _span_of_children(node, width)) / 2
    for child in node.children:
        yield from _places(child, number + 1, down, width, here)
        down += _span(child, width) + _BELOW
