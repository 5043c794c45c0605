"""Maps as files that other programs read: Mermaid, JSON and boards. Texts in, text out.

The JSON is complete in itself: the use cases of a product follow from its own nodes and edges.
"""

import json
from collections.abc import Mapping

from discovery.marks import MARKS
from documents import dot
from documents.diagram_formats import Board, BoardBox, mermaid_brackets, mermaid_words
from products.landscape.drawing import HEADINGS, KINDS, texts_of_nodes
from products.landscape.rules import NOTHING, Graph, Service, lanes, services_of


def mermaid_source(graph: Graph, services: Mapping[str, Service] | None = None) -> str:
    """The map as a flowchart of Mermaid, a lane as a subgraph each. `services` as in
    map_drawing.texts_of_nodes."""
    services = services_of(graph) if services is None else services
    texts = texts_of_nodes(graph, services)
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for kind, nodes in lanes(graph):
        lines.append(f"  subgraph lane_{kind.lane}[{mermaid_words(str(HEADINGS[kind]))}]")
        for node in nodes:
            mark = texts[node.id].mark
            opening, closing = mermaid_brackets(MARKS[mark].shape)
            sign = services.get(node.id, NOTHING).count.sign
            label = mermaid_words(f"{dot.clean(node.name)} {sign}", texts[node.id].note)
            lines.append(f"    {names[node.id]}{opening}{label}{closing}:::{mark}")
        lines.append("  end")
    lines += [f"  {names[edge.source]} --> {names[edge.target]}" for edge in graph.edges]
    for key in dict.fromkeys(one.mark for one in texts.values()):
        mark_ = MARKS[key]
        fill = dot.PAPER if mark_.outlined else mark_.color
        lines.append(f"  classDef {key} fill:{fill},stroke:{mark_.color},color:{mark_.ink}")
    return "\n".join(lines) + "\n"


def json_text(graph: Graph) -> str:
    """The contract: nodes with the `use_cases` that count for `shared`, those that a product only `reaches`
    through consumer-oriented ones (both together need it), as ids; and edges with the data. `state` is the
    state of a product, "stopped" for a use case whose hypothesis was stopped, and "" for any other node;
    neither a retired product nor a stopped use case is counted anywhere."""
    services = services_of(graph)
    nodes = [
        {
            "id": node.id,
            "name": node.name,
            "kind": node.kind.value,
            "domain": node.domain,
            "state": node.state,
            "shared": services.get(node.id, NOTHING).is_shared,
            "use_cases": list(services.get(node.id, NOTHING).shared_by),
            "reaches": list(services.get(node.id, NOTHING).reaches),
        }
        for node in graph.nodes
    ]
    edges = [{"source": edge.source, "target": edge.target} for edge in graph.edges]
    return json.dumps({"nodes": nodes, "edges": edges}, indent=2, ensure_ascii=False) + "\n"


def board_of(graph: Graph, title: str, services: Mapping[str, Service] | None = None) -> Board:
    """The map as boxes in lanes, from sources to use cases. `services` as in map_drawing.texts_of_nodes."""
    services = services_of(graph) if services is None else services
    texts = texts_of_nodes(graph, services)
    boxes = []
    for column, (kind, nodes) in enumerate(lanes(graph)):
        for row, node in enumerate(nodes):
            mark = MARKS[texts[node.id].mark]
            boxes.append(
                BoardBox(
                    id=node.id,
                    text=node.name,
                    kind=str(KINDS[kind]),
                    column=column,
                    row=row,
                    note=texts[node.id].note,
                    shape=mark.shape,
                    fill=dot.PAPER if mark.outlined else mark.color,
                    stroke=mark.color,
                    ink=mark.ink,
                )
            )
    return Board(title, tuple(boxes), tuple((edge.source, edge.target) for edge in graph.edges))
