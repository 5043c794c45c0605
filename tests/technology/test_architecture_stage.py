"""The logical architecture on a stage: layers in bands, domains in frames, and no arrow through a node."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from documents import dot
from documents.boxes import Box
from documents.diagrams import drawn_by_dot
from documents.svg_node_places import places_in
from products.landscape.edge_shades import shades_of
from products.landscape.rules import Graph, Node, NodeKind, services_of
from products.landscape.stage_drawing import source as map_source
from technology.architecture.drawing import Architecture, PlatformCard, layers_of
from technology.architecture.stage_drawing import source
from tests.products.large_maps import landscape
from tests.products.maps import EXAMPLE
from tests.products.test_value_sheet_stage import curves

CARDS = (PlatformCard("card-1", "Data infrastructure", ()), PlatformCard("card-2", "Mesh supervision", ()))
GRAPHS = {"example": EXAMPLE, "thirty": landscape(30)}


def in_domains(graph: Graph) -> Graph:
    """The nodes in two domains, with names that are shorter than their boxes."""
    nodes = (
        replace(node, name=f"N{at}", domain=("Field", "Office")[at % 2])
        for at, node in enumerate(graph.nodes)
    )
    return Graph.of(nodes, graph.edges)


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("has_domains", [False, True])
def test_layers_are_above_each_other_and_no_arrow_crosses_a_node(name: str, *, has_domains: bool) -> None:
    graph = in_domains(GRAPHS[name]) if has_domains else GRAPHS[name]
    architecture = Architecture(graph, services_of(graph), cards=CARDS)
    svg = drawn_by_dot(source(architecture, shape=0.48), 20)
    places = places_in(svg)
    whole = places.whole
    assert whole is not None
    assert whole.height / whole.width == pytest.approx(0.48, abs=0.03)
    tops = []
    for _name, _words, members in layers_of(architecture):
        boxes = [places.boxes[key] for key in members]
        tops.append(min(box.top for box in boxes))
        assert not tops[1:] or max(box.bottom for box in boxes) < tops[-2]
    for start, end, points in curves(svg):
        others = [places.boxes[key] for key in graph.by_id if key not in (start, end)]
        for x, y in points:
            at = Box(x - 1, y - 1, x + 1, y + 1)
            assert not any(at.is_in(box) for box in others), (start, end)


def test_each_domain_has_a_frame_with_its_name() -> None:
    graph = in_domains(EXAMPLE)
    svg = drawn_by_dot(source(Architecture(graph, services_of(graph)), shape=0.48), 20)
    boxes = places_in(svg).boxes
    frames = {"Field": boxes["frame-0"], "Office": boxes["frame-1"]}
    assert not frames["Field"].covers(frames["Office"])
    for node in graph.nodes:
        assert boxes[node.id].is_in(frames[node.domain]), node.id
    assert b"Office" in svg


def test_a_use_case_without_a_product_stands_out() -> None:
    use_cases = [node.id for node in EXAMPLE.nodes if node.kind is NodeKind.USE_CASE]
    graph = Graph.of(EXAMPLE.nodes, [edge for edge in EXAMPLE.edges if edge.target != use_cases[0]])
    alone = Architecture(graph, services_of(graph))
    assert use_cases[0] in alone.bare
    assert "No data product yet" in source(alone, shape=0.48)
    whole_graph = Graph.of(
        [node for node in EXAMPLE.nodes if node.id not in Architecture(EXAMPLE, services_of(EXAMPLE)).bare],
        EXAMPLE.edges,
    )
    everywhere = Architecture(whole_graph, services_of(whole_graph))
    assert not everywhere.bare
    assert "No data product yet" not in source(everywhere, shape=0.48)


def test_names_are_whole_with_a_product_of_each_of_many_domains() -> None:
    kind = NodeKind.SOURCE_ORIENTED_PRODUCT
    graph = Graph.of((Node(f"p{n}", kind, f"Product {n}", domain=f"Domain {n}") for n in range(40)), [])
    svg = drawn_by_dot(source(Architecture(graph, services_of(graph)), shape=0.48), 20)
    assert svg.count(b">Doma") == len(graph.nodes)
    assert all(places_in(svg).boxes[key].width > 80 for key in graph.by_id)


def test_lines_to_nodes_beside_each_other_differ_in_color() -> None:
    graph = landscape(30)
    architecture = Architecture(graph, services_of(graph))
    rows = [members for _name, _words, members in layers_of(architecture)]
    for row in rows:
        colors = [*shades_of(graph.predecessors, [row]).values()]
        assert not [one for one, other in pairwise(colors) if one == other]
    several = {key for row in rows for key in shades_of(graph.predecessors, [row])}
    assert several == {key for key in graph.by_id if len(graph.predecessors[key]) > 1}
    for drawn in (source(architecture, shape=0.48), map_source(graph, shape=0.48)):
        assert f'color="{dot.INK}"' in drawn
        assert "Both shades of line mean the same" in drawn
    assert "Both shades" not in map_source(graph, shape=0.48, is_bare=True)
