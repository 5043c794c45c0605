"""Today's architecture as DOT source: sources, data assets, and their readers. Texts in, text out.

Shapes and colors come from discovery.marks; a data asset, which is not a data product, is a plain box with
its kind written in it. Texts that people wrote become inert in documents.dot, and no address is written into
DOT.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import graphviz
from django.utils.translation import gettext as _

from discovery.marks import MARKS
from documents import dot
from documents.diagrams import Part

_WIDTH, _LINES = 22, 3


@dataclass(frozen=True, slots=True)
class TodayNode:
    """`kind` is "source", "integration", "asset", "existing" (an existing data product) or "product" (one
    that is live); `note` is below the name. The use cases of a product aren't on this map, so that none is
    marked as shared."""

    id: str
    kind: str
    name: str
    note: str = ""

    @property
    def notes(self) -> list[str]:
        """The words below its name: its kind, where no shape or color of its own tells it, and its note."""
        kind = word_of(self.kind) if self.kind in ("asset", "existing") else ""
        return [*filter(None, (kind, self.note))]


@dataclass(frozen=True, slots=True)
class TodayEdge:
    """The node `target` reads the node `source`, `how`."""

    source: str
    target: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class TodayPicture:
    """Today's architecture as nodes and edges."""

    nodes: tuple[TodayNode, ...] = ()
    edges: tuple[TodayEdge, ...] = ()

    @property
    def sources(self) -> list[TodayNode]:
        return _of_kinds(self.nodes, "source", "integration")

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its nodes."""
        return frozenset(node.kind for node in self.nodes)

    @property
    def unread(self) -> list[TodayNode]:
        """The sources that nothing reads. People and systems that read an asset or a product aren't here, so
        that none of these is among them."""
        read_ids = {edge.source for edge in self.edges}
        return [node for node in self.sources if node.id not in read_ids]


def word_of(kind: str) -> str:
    """The word for a node of this kind."""
    return {
        "source": _("Source"),
        "integration": _("Integration source"),
        "asset": _("Data asset"),
        "existing": _("Existing data product"),
        "product": _("Data product"),
    }[kind]


def today_source(picture: TodayPicture) -> str:
    """DOT source, data running from left to right."""
    drawing = dot.drawing("today", direction="LR", between="0.25", between_ranks="0.9")
    there = set()
    for node in picture.nodes:
        there.add(node.id)
        _draw(drawing, node)
    with drawing.subgraph() as first:
        first.attr(rank="same")
        for node in _of_kinds(picture.nodes, "source"):
            first.node(node.id)
    for edge in picture.edges:
        if {edge.source, edge.target} <= there:
            label = dot.label(edge.how, width=20, lines=2) if dot.clean(edge.how) else ""
            drawing.edge(edge.source, edge.target, **({"label": label} if label else {}))
    return str(drawing.source)


def kinds() -> Mapping[str, Collection[str]]:
    """Headings of nodes, and the kinds of each."""
    return {
        _("Sources"): ("source",),
        _("Data assets"): ("asset",),
        _("Data products"): ("existing", "product"),
        _("Integration sources"): ("integration",),
    }


def today_parts(picture: TodayPicture) -> Mapping[str, Part]:
    """Texts of the nodes on a page, for diagrams.draw_svg."""
    return {
        node.id: Part(". ".join(filter(None, (*_kind_and_name(node), node.note)))) for node in picture.nodes
    }


def _kind_and_name(node: TodayNode) -> tuple[str, ...]:
    """The kind of a node, and its name: in the order of the drawing, where both are written in it."""
    word = word_of(node.kind)
    return (node.name, word) if node.kind in ("asset", "existing") else (f"{word}: {node.name}",)


def _of_kinds(nodes: Iterable[TodayNode], *kinds: str) -> list[TodayNode]:
    return [node for node in nodes if node.kind in kinds]


def _draw(drawing: graphviz.Digraph, node: TodayNode) -> None:
    look, ink = look_of(node)
    drawing.node(
        node.id,
        label=dot.middle(
            [
                dot.Words(node.name, size=11, color=ink, width=_WIDTH, lines=_LINES),
                *(
                    dot.Words(each, size=dot.SMALL, color=ink, width=_WIDTH + 2, lines=2)
                    for each in node.notes
                ),
            ]
        ),
        **look,
    )


def look_of(node: TodayNode) -> tuple[dict[str, str], str]:
    """The attributes of the shape, and the color of the words in it."""
    kind = node.kind
    if kind in ("product", "existing"):
        mark = MARKS["product"]
        if kind == "existing":  # outlined: it exists, and isn't designed here
            return (
                {
                    "shape": "hexagon",
                    "style": "filled",
                    "fillcolor": dot.PAPER,
                    "color": mark.color,
                    "penwidth": "1.6",
                    "margin": "0.02,0.02",
                },
                mark.color,
            )
        return (
            {
                "shape": "hexagon",
                "style": "filled",
                "fillcolor": mark.color,
                "penwidth": "0",
                "margin": "0.02,0.02",
            },
            mark.ink,
        )
    if kind == "asset":
        return (
            {
                "shape": "cylinder",
                "style": "filled",
                "fillcolor": dot.PAPER,
                "color": dot.INK_3,
                "penwidth": "1.2",
                "margin": "0.14,0.13",  # the rim of the cylinder stays above the words
            },
            dot.INK,
        )
    mark = MARKS["integration" if kind == "integration" else "producer"]
    fill = dot.PAPER if mark.outlined else mark.color
    return (
        {"shape": "box", "style": "filled", "fillcolor": fill, "color": mark.color, "penwidth": "1.5"},
        mark.ink,
    )
