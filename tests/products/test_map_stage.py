"""The landscape on a stage: letters that are read from the last row, whole names and whole headings."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from documents.diagrams import drawn_by_dot
from documents.svg_node_places import places_in
from products.landscape.rules import Graph
from products.landscape.stage_drawing import source
from tests.products.maps import EXAMPLE, graph

READ = 24
"""The size of letters that the last row reads, in a drawing that is as wide as a stage with 1080 lines."""
NAMES = {"c_360": "HCP 360", "c_eng": "Digital Engagement", "u_eng": "Digital customer engagement dashboard"}


def example() -> Graph:
    nodes = [replace(node, name=NAMES.get(node.id, "Event registrations")) for node in EXAMPLE.nodes]
    return Graph.of(nodes, EXAMPLE.edges)


@pytest.mark.parametrize("shape", [0.35, 0.49])
def test_a_small_landscape_is_read_as_a_whole(shape: float) -> None:
    svg = drawn_by_dot(source(example(), shape=shape), 20)
    places = places_in(svg)
    assert places.whole is not None
    assert places.letters * 1860 / places.whole.width >= READ
    assert "…" not in svg.decode()
    assert "Consumer-oriented" in unescape(svg.decode())


def test_few_edges_within_a_lane_leave_it_one_column() -> None:
    boxes = places_in(drawn_by_dot(source(example(), shape=0.49), 20)).boxes
    assert boxes["c_360"].left == pytest.approx(boxes["c_eng"].left, abs=1)
    chain = graph("p1>c1 c1>c2 c2>c3 c3>c4 c4>c5")
    many = places_in(drawn_by_dot(source(chain, shape=0.49), 20)).boxes
    assert many["c1"].right < many["c2"].left < many["c5"].left


@pytest.mark.parametrize(("state", "words"), [("planned", "Proposed or planned"), ("retired", "Retired")])
def test_the_key_tells_what_no_longer_exists_from_what_does_not_exist_yet(state: str, words: str) -> None:
    nodes = [replace(node, state=state if node.id == "c_eng" else "live") for node in EXAMPLE.nodes]
    labels = source(Graph.of(nodes, EXAMPLE.edges), shape=0.49)
    both = {"Proposed or planned", "Retired"}
    assert {each for each in both if f">{each}<" in labels} == {words}
