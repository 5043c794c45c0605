"""The columns of a map: what feeds stands left, and a large map is wide and not tall."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from lxml import etree

from documents import diagrams
from documents.bevels import BEVEL
from documents.boxes import Box
from products.landscape import stage_drawing
from products.landscape.drawing import map_source
from products.landscape.map_columns import WIDE, columns
from products.landscape.map_layout import in_rows
from products.landscape.placed_drawing import NARROW, ROOMY
from products.landscape.rules import Graph, cycles
from tests.products.large_maps import landscape
from tests.products.maps import EXAMPLE, graph, graphs


def names(of: Graph, *, shape: float = WIDE) -> list[list[str]]:
    return [[node.id for node in column.nodes] for column in columns(of, shape=shape)]


def test_what_feeds_another_of_its_kind_stands_left_of_it() -> None:
    assert names(graph("s1>p1 p1>a1 a1>a2 p1>a3 a2>c1")) == [["s1"], ["p1"], ["a1", "a3"], ["a2"], ["c1"]]
    assert names(graph("c1>c2 c2>c1 c2>c3")) == [["c1", "c2"], ["c3"]]
    assert names(Graph()) == []


@given(graphs())
def test_every_node_stands_in_one_column_of_its_kind(of: Graph) -> None:
    made = columns(of)
    assert sorted(node.id for column in made for node in column.nodes) == sorted(of.by_id)
    assert all(column.nodes and {node.kind for node in column.nodes} == {column.kind} for column in made)
    lanes = [column.kind.lane for column in made]
    assert lanes == sorted(lanes)
    place = {node.id: number for number, column in enumerate(made) for node in column.nodes}
    circles = [set(circle) for circle in cycles(of)]
    for edge in of.edges:
        if of.by_id[edge.source].kind is of.by_id[edge.target].kind and edge.source != edge.target:
            is_circle = any({edge.source, edge.target} <= circle for circle in circles)
            assert is_circle or place[edge.source] < place[edge.target]


def test_a_small_map_has_a_column_for_each_lane() -> None:
    assert len(columns(EXAMPLE)) == len({node.kind for node in EXAMPLE.nodes}) + 1  # one feeds another


def test_a_long_lane_takes_several_columns_of_about_the_same_length() -> None:
    of = graph(" ".join(f"s{number}>p1" for number in range(40)))
    lengths = [len(column) for column in names(of)]
    assert sum(lengths) == 41
    assert len(lengths) > 3
    assert max(lengths[:-1]) - min(lengths[:-1]) <= 1
    assert names(of, shape=0)[0] == [f"s{number}" for number in range(40)]


def test_where_a_map_begins_there_is_some_of_each_column() -> None:
    rows = [
        [f"{letter}{number}" for number in range(count)]
        for letter, count in zip("abc", (20, 1, 2), strict=True)
    ]
    high = {key: 30.0 for column in rows for key in column}
    made = in_rows(rows, high, pitch=100, width=60, between=10)

    assert made.by_id["b0"].y == made.by_id["c0"].y == made.by_id["a2"].y
    # Past its end there is nothing to avoid: an edge goes straight.
    level = made.by_id["a15"].y
    made.by_id["d0"] = replace(made.by_id["a15"], column=2, x=250.0)
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", made.ways([("a15", "d0")])[0])]
    assert set(numbers[1::2]) == {level}


POSITION = re.compile(r'"?([\w.:-]+)"? \[.*?pos="(-?[\d.]+),(-?[\d.]+)".*? width=([\d.]+)')
HIGH = re.compile(r"height=([\d.]+)")
WAY = re.compile(r'"?([\w.:-]+)"? -> "?([\w.:-]+)"? \[.*?pos="e,(-?[\d.]+),(-?[\d.]+) ([^"]+)"')


@dataclass(frozen=True)
class Outline:
    """A box, or a hexagon in it."""

    box: Box
    slant: float

    def has(self, x: float, y: float) -> bool:
        half, high = self.box.width / 2, self.box.height / 2
        across, up = abs(x - self.box.left - half), abs(y - self.box.top - high)
        return up < high and across < half - self.slant * up / high


def drawn(source: str) -> tuple[dict[str, Outline], list[tuple[str, str, list[tuple[float, float]]]]]:
    """The nodes in the DOT source, and its edges with points on their ways."""
    nodes, ways = {}, []
    for line in source.splitlines():
        if (way := WAY.search(line)) is not None:
            numbers = [float(each) for each in re.findall(r"-?[\d.]+", way[5])]
            ways.append((way[1], way[2], [*along([*zip(numbers[::2], numbers[1::2], strict=True)])]))
        elif (node := POSITION.search(line)) is not None and (high := HIGH.search(line)) is not None:
            x, y, half, up = float(node[2]), float(node[3]), float(node[4]) * 36, float(high[1]) * 36
            slant = BEVEL if "class=bevelled" in line else half / 2
            outline = Box(x - half, y - up, x + half, y + up)
            nodes[node[1]] = Outline(outline, slant if "shape=hexagon" in line else 0.0)
    return nodes, ways


def along(points: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Points on the curves that these points control."""
    for start in range(0, len(points) - 1, 3):
        for step in range(11):
            here = [tuple(each) for each in points[start : start + 4]]
            while len(here) > 1:
                here = [
                    tuple(a + (b - a) * step / 10 for a, b in zip(one, other, strict=True))
                    for one, other in pairwise(here)
                ]
            yield here[0][0], here[0][1]


SOURCES: dict[str, Callable[[Graph], str]] = {
    "roomy": partial(map_source, setting=ROOMY),
    "narrow": partial(map_source, setting=NARROW),
    "on stage": partial(stage_drawing.source, shape=0.48),
    "on a page": stage_drawing.map_page_source,
}


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("of", [EXAMPLE, landscape(30), landscape(60)], ids=["example", "30", "60"])
def test_no_edge_runs_through_a_node_and_on_paper_none_begins_or_ends_where_another_does(
    of: Graph, name: str
) -> None:
    nodes, ways = drawn(SOURCES[name](of))
    assert len(ways) == len(of.edges)
    assert set(of.by_id) <= set(nodes)
    for source, target, points in ways:
        for x, y in points:
            others = [key for key in of.by_id if key not in (source, target) and nodes[key].has(x, y)]
            assert not others, (source, target, x, y)
    ends = Counter(
        (end, points[place]) for *names, points in ways for end, place in zip(names, (0, -1), strict=True)
    )
    assert name.startswith("on ") or set(ends.values()) == {1}


@pytest.mark.parametrize("products", [30, 120])
def test_a_large_map_is_wide_and_not_tall(products: int) -> None:
    of = landscape(products)
    assert len(of.products) == products
    root = etree.fromstring(diagrams.drawn_by_dot(map_source(of), 60))
    _left, _top, width, height = map(float, root.get("viewBox", "").split())
    assert 1.2 <= width / height <= 3


def test_names_of_a_long_chain_are_whole_on_a_stage() -> None:
    chain = graph(" ".join(f"p{number}>p{number + 1}" for number in range(40)))
    named = Graph.of((replace(node, name=f"Product {node.id}") for node in chain.nodes), chain.edges)
    source = stage_drawing.source(named, shape=0.48)
    assert "…" not in source
    nodes, _ways = drawn(source)
    assert all(nodes[key].box.width > 80 for key in named.by_id)
