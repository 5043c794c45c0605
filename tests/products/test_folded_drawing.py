"""A map around one thing is read at once: measured at thirty and a hundred and twenty products."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from lxml import etree

from documents import diagrams
from documents.paper import SLIDE
from products.landscape.folded_drawing import ON_SLIDE, SIZE, WINDOW, FoldedMap, Room
from products.landscape.rules import Graph, around, services_of
from tests.products.large_maps import landscape, teams, worded
from tests.products.maps import EXAMPLE, graph

SVG = "{http://www.w3.org/2000/svg}"
# What a page of 1280 by 800 pixels has for a map: tests/browser/test_landscape.py holds it to that.
PLACE = (958.0, 650.0)
Box = tuple[float, float, float, float]


def folded_map(of: Graph, *middle: str, room: Room = WINDOW) -> FoldedMap:
    near = around(of, *middle) if middle else frozenset(of.by_id)
    return FoldedMap(of, services_of(of), near, frozenset(middle), teams(of), room)


def drawn(made: FoldedMap) -> etree._Element:
    svg = diagrams.draw_svg(made.source, title="Map", description="What feeds what", parts=made.parts)
    return etree.fromstring(svg)


def scale_in(root: etree._Element, place: tuple[float, float]) -> float:
    """How large a point of the drawing is when it is fitted into the place."""
    _left, _top, width, height = map(float, root.get("viewBox", "").split())
    return min(place[0] / width, place[1] / height)


def boxes(root: etree._Element) -> Iterator[tuple[str, Box]]:
    for group in root.iter(f"{SVG}g"):
        if key := group.get("data-node"):
            outline = next(each for each in group.iter() if each.get("points") or each.get("d"))
            numbers = (outline.get("points") or outline.get("d") or "").replace("M", " ").replace("C", " ")
            pairs = [tuple(map(float, pair.split(","))) for pair in numbers.split()]
            xs, ys = zip(*pairs, strict=True)
            yield key, (min(xs), min(ys), max(xs), max(ys))


def names(root: etree._Element) -> list[float]:
    return [float(text.get("font-size", 14)) for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("products", [30, 120])
def test_names_are_read_around_each_product_use_case_and_goal(products: int) -> None:
    of = landscape(products)
    use_cases = [node.id for node in of.nodes if node.id.startswith("use_case")]
    middles = [(node.id,) for node in (*of.products, *of.nodes)][:: products // 30]
    for middle in (*middles, tuple(use_cases[:4])):
        made = folded_map(of, *middle)
        root = drawn(made)
        scale = scale_in(root, PLACE)
        assert scale * SIZE >= 14, middle
        assert scale * min(names(root)) >= 12, middle
        shown = dict(boxes(root))
        assert set(middle) <= set(shown) or made.folded.bundles, middle
        assert len(middle) > 1 or middle[0] in shown
        for (one, a), (other, b) in combinations(shown.items(), 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (one, other)


@pytest.mark.parametrize("products", [30, 120])
def test_nothing_is_lost_in_the_folds(products: int) -> None:
    """Each node is drawn, or counted in one bundle."""
    of = landscape(products)
    for node in of.products:
        folded = folded_map(of, node.id).folded
        counted = [each.id for bundle in (*folded.bundles.values(), *folded.away) for each in bundle.nodes]
        shown = [each.id for _kind, lane in folded.lanes for each in lane if each.id not in folded.bundles]
        assert sorted(counted + shown) == sorted(of.by_id)
        assert node.id in shown
        near = around(of, node.id)
        for bundle in folded.bundles.values():
            assert all((each.id in near) != bundle.is_apart for each in bundle.nodes)


def test_the_nearest_stay_and_others_are_counted_by_team_or_source_system() -> None:
    of = landscape(120)
    (key,) = [node.id for node in of.products][-1:]
    folded = folded_map(of, key).folded
    shown = {each.id for _kind, lane in folded.lanes for each in lane}
    assert {*of.predecessors[key]} & shown
    named = {bundle.name for bundle in folded.bundles.values()} - {""}
    known = {*teams(of).values(), *(node.name for node in of.nodes if not node.kind.is_product)}
    assert named <= known
    made = folded_map(graph("s1>p1 p1>c1 c1>u1", "p2"), "c1")
    assert "1 other" in "".join(drawn(made).itertext())


@pytest.mark.parametrize("products", [30, 120])
def test_a_slide_shows_the_map_in_letters_that_a_board_reads(products: int) -> None:
    of = landscape(products)
    made = folded_map(of, room=ON_SLIDE)
    root = drawn(made)
    scale = scale_in(root, (SLIDE[0], SLIDE[1] - 34))
    assert scale * SIZE >= 11.5
    assert scale * min(names(root)) >= 10
    assert made.folded.bundles


def test_a_small_map_has_nothing_folded() -> None:
    made = folded_map(EXAMPLE, room=ON_SLIDE)
    assert not made.folded.bundles
    assert {key for key, _box in boxes(drawn(made))} == set(EXAMPLE.by_id)


def test_long_names_and_circles_fit_as_well() -> None:
    long = worded(landscape(30), "Donaudampfschifffahrtsgesellschaftskapitän " * 3)
    for of, key in ((long, long.products[3].id), (graph("c1>c2 c2>c1 c1>u1 p1>p1 p1>c1"), "c1")):
        assert scale_in(drawn(folded_map(of, key)), PLACE) * SIZE >= 14
