"""The template of a data product as DOT source, for report and print: the shapes and colors of the screen.

Pure: texts in, text out. What people wrote becomes inert in documents.dot, and no address is ever
written into DOT.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import graphviz
from django.utils.translation import gettext as _

from discovery.marks import MARKS
from discovery.state_looks import ItemState, in_state
from documents import dot, drawing_positions
from documents.boxes import Box
from documents.marks import Shape
from documents.stage_node import StageNode

# So many shapes are side by side on an upright page.
COLUMNS = 3
# The size of words, and how much larger those of the name are; the width of a shape, and of three of them.
_SIZE, _LARGER, _MOST_LINES = 10.0, 1.25, 10
_WIDE, _BESIDE = 152.0, 14.0
_WHOLE = COLUMNS * (_WIDE + _BESIDE) - _BESIDE
# The room above and below words, the space below a row, and the height of a caption.
_AROUND, _BELOW, _CAPTION = 8.0, 8.0, 20.0


@dataclass(frozen=True, slots=True)
class TemplateCell:
    """A shape of the drawing: `mark` is a key of MARKS, `text` what people wrote, `word` what it is.

    `is_open` draws it as what doesn't exist, because it is open, or because it is gone.
    """

    mark: str
    text: str
    word: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """The texts of a product's template; `name` has the mark of the product."""

    name: TemplateCell
    domain: str
    job: str
    producers: Sequence[TemplateCell]
    consumers: Sequence[TemplateCell]


def template_source(sheet: TemplateSheet) -> str:
    """DOT source: domain, name and job beside each other, producers and consumers in rows below them, all
    around the middle of the name."""
    drawing = drawing_positions.plane("template")
    head = {
        "domain": _node(TemplateCell("domain", sheet.domain, str(MARKS["domain"].word))),
        "name": _node(sheet.name, larger=_LARGER),
        "job": _job(sheet.job or _("Not set yet")),
    }
    down = _put_row(drawing, head, 0.0)
    for caption, key, cells in (
        (_("Sources"), "producer", sheet.producers),
        (_("Consumers"), "consumer", sheet.consumers),
    ):
        middle = _WHOLE / 2, down + _CAPTION / 2
        drawing_positions.put_words(drawing, f"{key}s", [caption], _SIZE, middle)
        down += _CAPTION
        nodes = [_node(each) for each in cells or (TemplateCell(key, _("Not set yet"), "", is_open=True),)]
        pairs = [(f"{key}{number}", node) for number, node in enumerate(nodes)]
        for start in range(0, len(pairs), COLUMNS):
            down = _put_row(drawing, dict(pairs[start : start + COLUMNS]), down)
    return str(drawing.source)


def _job(text: str) -> StageNode:
    """The job of the product, in a sentence: its word is above it, like the names of other shapes."""
    return replace(_node(TemplateCell("job", text, "")), caption=str(MARKS["job"].word), bold=False)


def _node(cell: TemplateCell, *, larger: float = 1.0) -> StageNode:
    """The shape with its text, and the word below it."""
    mark = MARKS[cell.mark]
    is_line = cell.is_open or mark.outlined
    look = {
        "shape": "hexagon" if mark.shape is Shape.HEXAGON else "box",
        "style": "solid" if is_line else "filled",
        "color": dot.INK_3 if cell.is_open else mark.color,
        "fillcolor": dot.PAPER if is_line else mark.color,
        "penwidth": "1.5" if is_line else "0",
    }
    return StageNode(
        cell.text,
        mark.shape,
        in_state(look, ItemState.ABSENT if cell.is_open else ItemState.THERE),
        dot.INK_2 if cell.is_open else mark.ink,
        bold=True,
        larger=larger,
        notes=[cell.word] if cell.word else [],
        most_lines=_MOST_LINES,
    )


def _put_row(drawing: graphviz.Digraph, nodes: Mapping[str, StageNode], down: float) -> float:
    """Draw the nodes beside each other around the middle, all as high as the highest. Returns where the next
    row begins."""
    lines = {key: node.lines(_WIDE, _SIZE) for key, node in nodes.items()}
    high = max(node.high(lines[key], _WIDE, _SIZE) for key, node in nodes.items()) + _AROUND
    begin = (_WHOLE - len(nodes) * (_WIDE + _BESIDE) + _BESIDE) / 2
    for key, node in nodes.items():
        place = drawing_positions.placed_in(Box(begin, down, begin + _WIDE, down + high))
        drawing.node(key, **node.drawn(lines[key], _WIDE, _SIZE), **place)
        begin += _WIDE + _BESIDE
    return down + high + _BELOW
