"""The template of a data product as DOT source, for report and print: the shapes and colors of the screen.

Pure: texts in, text out. What people wrote becomes inert in documents.dot, and no address is ever
written into DOT.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import graphviz
from django.utils.translation import gettext as _

from discovery.marks import MARKS
from discovery.state_looks import ItemState, in_state
from documents import dot
from documents.marks import Shape

# So many shapes are side by side on an upright page.
COLUMNS = 3
_NAME_WIDTH = 22
_MARGIN = "0.12,0.06"
_WORDS = 11


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
    """DOT source: domain, name and job side by side, producers in a grid under them, consumers in rows."""
    graph = graphviz.Digraph("template")
    graph.attr(rankdir="TB", bgcolor="transparent", pad="0.05", nodesep="0.2", ranksep="0.05", splines="line")
    graph.attr("node", shape="box", style="filled", fontname=dot.SANS, fontsize=str(_WORDS), margin=_MARGIN)
    graph.attr("edge", style="invis")
    head = ["domain", "name", "job"]
    _shape(graph, "domain", TemplateCell("domain", sheet.domain, str(MARKS["domain"].word)))
    _shape(graph, "name", sheet.name, is_large=True)
    _shape(graph, "job", TemplateCell("job", sheet.job or _("Not set yet"), str(MARKS["job"].word)), width=30)
    rows = [head]
    for caption, key, cells in (
        (_("Sources"), "producer", sheet.producers),
        (_("Consumers"), "consumer", sheet.consumers),
    ):
        title = f"{key}s"
        graph.node(
            title,
            dot.label(caption),
            shape="plaintext",
            style="",
            fontcolor=dot.INK_2,
            fontsize=str(_WORDS),
            height="0.2",
        )
        rows.append([title])
        drawn_cells = cells or (TemplateCell(key, _("Not set yet"), "", is_open=True),)
        for start in range(0, len(drawn_cells), COLUMNS):
            row = []
            for number, cell in enumerate(drawn_cells[start : start + COLUMNS], start=start):
                node = f"{key}{number}"
                _shape(graph, node, cell)
                row.append(node)
            rows.append(row)
    _stack(graph, rows)
    return str(graph.source)


def _shape(
    graph: graphviz.Digraph, node: str, cell: TemplateCell, *, width: int = 24, is_large: bool = False
) -> None:
    mark = MARKS[cell.mark]
    is_line = cell.is_open or mark.outlined
    hexagon = mark.shape == Shape.HEXAGON
    words = dot.label(cell.text, _NAME_WIDTH if is_large else width, 8)
    # A long word beside a long name would make the hexagon wider than the page.
    word = dot.label(cell.word, _NAME_WIDTH, 2) if is_large else dot.label(cell.word, 40, 1)
    text = f"{word}\\n{words}" if cell.word else words
    look = {
        "style": "solid" if is_line else "filled",
        "color": dot.INK_3 if cell.is_open else mark.color,
        "fillcolor": dot.PAPER if is_line else mark.color,
    }
    graph.node(
        node,
        text,
        shape="hexagon" if hexagon else "box",
        **in_state(look, ItemState.ABSENT if cell.is_open else ItemState.THERE),
        fontcolor=dot.INK_2 if cell.is_open else mark.ink,
        penwidth="1.5" if is_line else "0",
        margin="0.02,0.02" if hexagon else _MARGIN,
        fontsize="13" if is_large else str(_WORDS),
    )


def _stack(graph: graphviz.Digraph, rows: Sequence[Sequence[str]]) -> None:
    """The rows under each other, each in its order from left to right."""
    for row in rows:
        with graph.subgraph() as same:
            same.attr(rank="same")
            for node in row:
                same.node(node)
        for left, right in pairwise(row):
            graph.edge(left, right)
    for above, below in pairwise(rows):
        for node in below:
            graph.edge(above[len(above) // 2], node)
