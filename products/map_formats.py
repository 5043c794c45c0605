"""Maps as files that other programs read: Mermaid and JSON. Texts in, text out.

The JSON is complete in itself: what it says a product serves follows from its own nodes and edges.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from discovery.marks import MARKS
from documents import dot
from documents.marks import Shape
from products.interaction_map import NOTHING, Graph, Service, lanes, served
from products.map_drawing import HEADINGS, count_sign, told

# The brackets that make Mermaid draw a shape.
_BRACKETS: Mapping[Shape, tuple[str, str]] = {
    Shape.HEXAGON: ("{{", "}}"),
    Shape.RECTANGLE: ("[", "]"),
    Shape.ROUNDED: ("(", ")"),
}
# All but letters with their accents, digits, spaces, the middle dot, and a hyphen after a letter or digit.
_MARKUP = re.compile(r"(?<!\w)-|[^\w ·-]|_")


def mermaid_source(graph: Graph, services: Mapping[str, Service] | None = None) -> str:
    """The map as a flowchart of Mermaid, a lane as a subgraph each. `services` as in map_drawing.told."""
    services = served(graph) if services is None else services
    said = told(graph, services)
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for kind, nodes in lanes(graph):
        lines.append(f"  subgraph lane_{kind.lane}[{_quoted(str(HEADINGS[kind]))}]")
        for node in nodes:
            mark = said[node.id].mark
            opening, closing = _BRACKETS[MARKS[mark].shape]
            sign = f" {count_sign(len(services.get(node.id, NOTHING).shared_by))}" if mark == "shared" else ""
            label = _quoted(dot.clean(node.name) + sign, said[node.id].note)
            lines.append(f"    {names[node.id]}{opening}{label}{closing}:::{mark}")
        lines.append("  end")
    lines += [f"  {names[edge.source]} --> {names[edge.target]}" for edge in graph.edges]
    for key in dict.fromkeys(one.mark for one in said.values()):
        mark_ = MARKS[key]
        fill = dot.PAPER if mark_.outlined else mark_.color
        lines.append(f"  classDef {key} fill:{fill},stroke:{mark_.color},color:{mark_.ink}")
    return "\n".join(lines) + "\n"


def _quoted(*rows: str) -> str:
    return '"' + "<br/>".join(_inert(row) for row in rows if row) + '"'


def _inert(text: str) -> str:
    """Letters, digits, spaces and hyphens within words as they are, all else as entities of Mermaid: nothing
    can be markup, not even that of Markdown.

    https://mermaid.js.org/syntax/flowchart.html, "Entity codes to escape characters".
    """
    return _MARKUP.sub(lambda match: f"#{ord(match[0])};", dot.clean(text))


def json_text(graph: Graph) -> str:
    """The contract: nodes with the `use_cases` that count for `shared`, those that a product only `reaches`
    through consumer-oriented ones (both together need it), as ids; and edges with the data."""
    services = served(graph)
    nodes = [
        {
            "id": node.id,
            "name": node.name,
            "kind": node.kind.value,
            "domain": node.domain,
            "shared": services.get(node.id, NOTHING).is_shared,
            "use_cases": list(services.get(node.id, NOTHING).shared_by),
            "reaches": list(services.get(node.id, NOTHING).reaches),
        }
        for node in graph.nodes
    ]
    edges = [{"source": edge.source, "target": edge.target} for edge in graph.edges]
    return json.dumps({"nodes": nodes, "edges": edges}, indent=2, ensure_ascii=False) + "\n"
