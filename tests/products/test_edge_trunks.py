"""The lines of a drawing for a stage: few trunks that are apart, and ends at the outlines of nodes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import combinations, pairwise

import pytest
from hypothesis import given

from documents.bevels import BEVEL
from products.landscape import stage_drawing
from products.landscape.drawing import map_source
from products.landscape.edge_trunk_lanes import APART
from products.landscape.edge_trunks import CLEAR, Trunks
from products.landscape.map_layout import MapPlace, MapPlaces
from products.landscape.placed_drawing import ROOMY
from products.landscape.rules import Graph
from tests.products.maps import EXAMPLE, graphs
from tests.products.test_map_columns import Outline, drawn

LANE = 9.0
"""6 pixels of a stage with 720 lines, in the units of a drawing."""
SOURCES: dict[str, Callable[[Graph], str]] = {
    "roomy": partial(map_source, setting=ROOMY),
    "on stage": partial(stage_drawing.source, shape=0.48),
    "on a page": stage_drawing.map_page_source,
}
TIP = re.compile(r'"?([\w.:-]+)"? -> "?([\w.:-]+)"? \[.*?pos="e,(-?[\d.]+),(-?[\d.]+)')

Line = tuple[float, float, float]
"""Its place, and where it begins and ends."""


def places_of(*columns: str, width: float = 200.0, high: float = 50.0, slanted: str = "") -> MapPlaces:
    """Nodes by their letters, below each other in each column."""
    places = MapPlaces(apart=APART, arrow=13.0)
    for number, keys in enumerate(columns):
        for row, key in enumerate(keys):
            if key != " ":
                slant = BEVEL if key in slanted else 0.0
                place = MapPlace(number, 300.0 * number, -150.0 * row, width, high, slant)
                places.by_id[key] = place
    return places


def trunks(places: MapPlaces, edges: str) -> Trunks:
    return Trunks(places, [(edge[0], edge[1], "") for edge in edges.split()], (-600.0, 100.0))


def points_of(way: str) -> list[tuple[float, float]]:
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", way.split(" ", 1)[1])]
    return [*zip(numbers[::2], numbers[1::2], strict=True)]


def uprights(points: list[tuple[float, float]]) -> list[Line]:
    corners = points[::3]
    return [(x, min(y, end), max(y, end)) for (x, y), (at, end) in pairwise(corners) if x == at and y != end]


def distance(outline: Outline, x: float, y: float) -> float:
    """How far left or right of the outline the point is, or above or below its middle; less than 0 within
    it."""
    half, high = outline.box.width / 2, outline.box.height / 2
    if abs(x - outline.box.left - half) < 1:
        return abs(y - outline.box.top - high) - high
    up = abs(y - outline.box.top - high)
    return abs(x - outline.box.left - half) - (half - outline.slant * up / high)


@pytest.mark.parametrize("name", SOURCES)
def test_lines_begin_at_an_outline_and_heads_end_before_one(name: str) -> None:
    source = SOURCES[name](EXAMPLE)
    nodes, ways = drawn(source)
    tips = {(way[1], way[2]): (float(way[3]), float(way[4])) for way in TIP.finditer(source)}
    for start, end, points in ways:
        assert abs(distance(nodes[start], *points[0])) <= 1, (start, end)
        assert 1 <= distance(nodes[end], *tips[start, end]) <= 4.5, (start, end)


def test_trunks_are_apart() -> None:
    source = stage_drawing.source(EXAMPLE, shape=0.49)
    lines = {line for way in re.findall(r' -> .*pos="([^"]+)"', source) for line in uprights(points_of(way))}
    close = [
        (one, other)
        for one, other in combinations(sorted(lines), 2)
        if 0.5 < other[0] - one[0] < LANE and one[1] < other[2] - 1 and other[1] < one[2] - 1
    ]
    assert not close


def test_edges_of_the_same_nodes_share_a_trunk() -> None:
    made = trunks(places_of("abc", "de"), "ad bd cd ae be ce")
    assert made.lanes(0) == 1
    assert trunks(places_of("abc", "de"), "ad bd ae").lanes(0) == 2
    assert trunks(places_of("ab", "cd"), "ac bd").lanes(0) == 0


def test_a_line_that_passes_a_node_keeps_clear_of_it() -> None:
    places = places_of("a", "b", "c")
    (way,) = trunks(places, "ac").ways()
    beside = [y for x, y in points_of(way) if 200 <= x <= 400]
    assert beside
    assert min(abs(y) for y in beside) >= 25 + CLEAR - 1


def test_no_line_seems_to_lead_where_none_does() -> None:
    # Both columns have the same heights: the line from a to d would be that of b to c.
    made = trunks(places_of("ab", "cd"), "ad bc")
    heights = [{y for _x, y in points_of(way)} for way in made.ways()]
    one, other = (points_of(way) for way in made.ways())
    assert heights[0] != heights[1]
    (first,), (second,) = uprights(one), uprights(other)
    assert abs(first[0] - second[0]) >= LANE
    assert abs(one[0][1] - other[-1][1]) >= APART - 1 or abs(one[-1][1] - other[0][1]) >= APART - 1


def test_a_head_at_a_hexagon_is_at_its_corner() -> None:
    (way, _other) = trunks(places_of("ab", "c", slanted="c"), "ac bc").ways()
    assert way.startswith("e,196.")
    assert ",0.0 " in way.split(" ", 1)[0] + " "


def test_an_edge_between_neighbors_in_a_column_is_straight() -> None:
    one, _other = trunks(places_of("ab", "c"), "ab bc").ways()
    assert {x for x, _y in points_of(one)} == {0.0}
    assert one.startswith("e,0.0,-121.")
    # Another node is between them: around it.
    (way,) = trunks(places_of("abc"), "ac").ways()
    assert max(x for x, _y in points_of(way)) > 100


def test_edges_of_another_kind_share_nothing() -> None:
    places = places_of("ab", "c")
    made = Trunks(places, [("a", "c", ""), ("b", "c", "red")], (-600.0, 100.0))
    ends = {points_of(way)[-1] for way in made.ways()}
    assert len(ends) == 2


@given(graphs())
def test_every_edge_has_a_way(of: Graph) -> None:
    source = stage_drawing.source(of, shape=0.49)
    assert len(re.findall(r"pos=\"e,", source)) == len(of.edges)
    assert "nan" not in source
