"""The tree continued down to data products as DOT source. Texts in, text out.

Columns from the vision at the left to the source-oriented products at the right. A product is drawn once,
however many use cases need it; shared ones are yellow and show how many share them. Parts that lack something
have a red outline and a word: a goal or use case that no product serves, and a product that serves no goal.
"""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import graphviz
from django.utils.translation import gettext as _

from discovery.marks import MARKS
from discovery.state_looks import ItemState, mark_look
from discovery.use_counts import NO_COUNT, UseCount, counted_name
from documents import dot

# Columns, in order, by the kinds of their parts.
COLUMNS = ("vision", "goal", "hypothesis", "use_case", "consumer_oriented", "aggregate", "source_oriented")
PRODUCTS = COLUMNS[-3:]
# The room between columns, in inches, and by how many letters a line is shorter than usual: on a screen, and
# closer and closer to each other on paper.
WAYS = ((0.55, 0), (0.3, 0), (0.24, 4))


@dataclass(frozen=True, slots=True)
class SheetPart:
    """Something on the sheet. `kind` is one of COLUMNS. `key` names the node, so that a link can be added to
    the drawing.

    `caption` is above the text, `notes` under it. `uses` is the number beside a product,
    `state` that of its outline.
    """

    kind: str
    key: str
    text: str
    caption: str = ""
    notes: tuple[str, ...] = ()
    uses: UseCount = NO_COUNT
    state: ItemState = ItemState.THERE


@dataclass(frozen=True, slots=True)
class SheetLine:
    """From `start` to `end`, both keys of parts. `words` are the reason, where it is not the usual one."""

    start: str
    end: str
    words: str = ""


def sheet_source(
    parts: Iterable[SheetPart],
    lines: Iterable[SheetLine],
    *,
    way: tuple[float, int] = WAYS[0],
) -> str:
    """DOT source of the sheet, in one of the WAYS. A line whose end is no part is left out."""
    between, less = way
    graph = dot.tree("value_sheet")
    graph.attr(ranksep=f"{between}", nodesep="0.1", outputorder="edgesfirst")
    all_parts = list(parts)
    names = headings()
    columns_ = [column for column in COLUMNS if any(part.kind == column for part in all_parts)]
    for column in columns_:
        with graph.subgraph() as rank:
            rank.attr(rank="same")
            rank.node(
                f"column-{column}",
                label=dot.label(names[column], 40, 1),
                fontcolor=dot.INK_3,
                fontsize=f"{dot.SMALL}",
            )
            inside = [part for part in all_parts if part.kind == column]
            for part in inside:
                _draw(rank, part, less=less)
                # The heading stays on top.
                rank.edge(f"column-{column}", part.key, style="invis", weight="1")
            # Goals keep the order that people gave them, and hypotheses that of their goals.
            if column in ("goal", "hypothesis"):
                for above, below in pairwise(inside):
                    rank.edge(above.key, below.key, style="invis")
    for left, right in pairwise(columns_):
        graph.edge(f"column-{left}", f"column-{right}", style="invis", weight="100")
    columns = {part.key: part.kind for part in all_parts}
    for line in lines:
        if line.start in columns and line.end in columns:
            _join(graph, line, is_beside=columns[line.start] == columns[line.end])
    return str(graph.source)


def headings() -> dict[str, str]:
    """The headings of the columns by name."""
    return {
        "vision": _("Vision"),
        "goal": _("Goals"),
        "hypothesis": _("Hypotheses"),
        "use_case": _("Use cases"),
        "consumer_oriented": _("Consumer-oriented products"),
        "aggregate": _("Aggregates"),
        "source_oriented": _("Source-oriented products"),
    }


def _draw(graph: graphviz.Digraph, part: SheetPart, *, less: int) -> None:
    """Draw the part with its lines `less` letters shorter than usual."""
    if part.kind in PRODUCTS:
        _draw_product(graph, part, less=less)
        return
    width = {"vision": 15, "goal": 20, "hypothesis": 26}.get(part.kind, 24) - less
    face = dot.SERIF if part.kind in ("vision", "hypothesis") else dot.SANS
    color = part.state.value.color(dot.INK_3)
    words = [
        dot.Words(part.caption, size=dot.SMALL, color=color, bold=True, width=width, lines=2),
        dot.Words(
            part.text,
            size=11 if part.kind == "goal" else dot.SMALL,
            face=face,
            bold=part.kind in ("goal", "use_case"),
            width=width,
            lines=12 if part.kind == "vision" else 6,
        ),
        *(dot.Words(note, size=dot.SMALL, color=dot.INK_2, width=width, lines=3) for note in part.notes),
    ]
    border = {"goal": dot.INK, "use_case": MARKS["use_case"].color}.get(part.kind, dot.LINE)
    graph.node(
        part.key,
        label=dot.card(
            words,
            border=part.state.value.color(border),
            thickness=_thickness(part),
            line=part.state.value.line,
        ),
    )


def _draw_product(graph: graphviz.Digraph, part: SheetPart, *, less: int) -> None:
    mark = MARKS[part.uses.mark]
    rows = [
        dot.Words(part.caption, size=dot.SMALL, color=mark.ink, width=22 - less, lines=2),
        dot.Words(shown_name(part), size=11, color=mark.ink, bold=True, width=20 - less, lines=4),
        *(dot.Words(note, size=dot.SMALL, color=mark.ink, width=22 - less, lines=3) for note in part.notes),
    ]
    graph.node(
        part.key,
        shape="hexagon",
        **mark_look(mark, part.state),
        margin="0,0.02",
        label=_centered(rows),
    )


def shown_name(part: SheetPart) -> str:
    """The name as in the drawing, beside it the number of the use cases of a product."""
    return counted_name(part.text, part.uses)


def _thickness(part: SheetPart) -> float:
    if part.state.value.is_missing:
        return 3.0
    return 1.5 if part.kind in ("goal", "use_case") else 1.0


def _centered(rows: Iterable[dot.Words]) -> str:
    cells = []
    for row in rows:
        if not dot.clean(row.text[:400]):
            continue
        inert = (
            html.escape(line).replace("\\", "\\\\") for line in dot.wrapped(row.text, row.width, row.lines)
        )
        text = "<BR/>".join(inert)
        text = f"<B>{text}</B>" if row.bold else text
        font = f'FACE="{row.face}" POINT-SIZE="{row.size:g}" COLOR="{row.color}"'
        cells.append(f"<TR><TD><FONT {font}>{text}</FONT></TD></TR>")
    inner = "".join(cells) or "<TR><TD> </TD></TR>"
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">{inner}</TABLE>>'


def _join(graph: graphviz.Digraph, line: SheetLine, *, is_beside: bool) -> None:
    # Within a column the way is short, from top to bottom; elsewhere it runs from left to right.
    ports = {"constraint": "false"} if is_beside else {"tailport": "e", "headport": "w"}
    words = {"label": dot.label(line.words, 18, 2), "fontcolor": dot.INK_3} if line.words else {}
    graph.edge(line.start, line.end, **ports, **words)
