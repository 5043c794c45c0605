"""Maps as drawings: lanes hold whatever the data is, and shapes and colors come from the one table."""

from __future__ import annotations

import json
import re
import subprocess
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from discovery.marks import MARKS
from documents import diagrams, dot
from documents.marks import Shape
from products.landscape import drawing as map_drawing
from products.landscape.drawing import map_source, parts, texts_of_nodes
from products.landscape.map_changes import both_maps, difference
from products.landscape.map_filters import restricted
from products.landscape.rules import Edge, Graph, NodeKind, services_of, unserved
from products.models import ProductState
from tests.documents.test_diagrams import HOSTILE
from tests.products.large_maps import landscape
from tests.products.maps import EXAMPLE, graph, graphs, large, node
from tests.sweeps import examples

SVG = "{http://www.w3.org/2000/svg}"


def places(source: str) -> dict[str, tuple[float, float]]:
    """Where `dot` puts the middle of each node, in points from the lower left corner."""
    done = subprocess.run(["dot", "-Tjson"], input=source.encode(), capture_output=True, check=True)
    by_name = {}
    for each in json.loads(done.stdout).get("objects", []):
        if "pos" in each:
            x, y = each["pos"].split(",")
            by_name[each["name"]] = (float(x), float(y))
    return by_name


def drawn(of: Graph, **options: object) -> etree._Element:
    svg = diagrams.draw_svg(
        map_source(of, **options),  # type: ignore[arg-type]  # passed through
        title="Landscape",
        description="What feeds what",
        parts=parts(of),
        links={each.id: f"/d/x/products/{each.id}/" for each in of.products},
    )
    return etree.fromstring(svg)


def group(root: etree._Element, key: str) -> etree._Element:
    element = root.find(f".//{SVG}g[@data-node='{key}']")
    assert element is not None
    return element


def lanes_hold(of: Graph, source: str, *, is_framed: bool = False) -> None:
    drawn_at = places(source)
    columns: dict[int, set[float]] = defaultdict(set)
    for each in of.nodes:
        columns[each.kind.lane].add(round(drawn_at[each.id][0], 1))
    assert not is_framed or all(len(xs) == 1 for xs in columns.values()), "a lane with frames is one column"
    assert all(max(columns[left]) < min(columns[right]) for left, right in pairwise(sorted(columns)))
    headings = {name: place for name, place in drawn_at.items() if name.startswith("lane-")}
    assert len(headings) == sum(map(len, columns.values()))
    highest = max(drawn_at[each.id][1] for each in of.nodes)
    assert min(y for _x, y in headings.values()) > highest, "headings stand above the lanes"


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_no_source_stands_right_of_a_consumer(of: Graph) -> None:
    lanes_hold(of, map_source(of))


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_lanes_hold_across_domains(of: Graph) -> None:
    domains = [replace(each, domain=("", "One", "Two")[place % 3]) for place, each in enumerate(of.nodes)]
    apart = Graph.of(domains, of.edges)

    is_framed = any(each.domain for each in apart.nodes)
    lanes_hold(apart, map_source(apart, by_domain=True), is_framed=is_framed)


def test_lanes_hold_with_five_hundred_products() -> None:
    of = large(900)
    assert len(of.products) > 450
    source = map_source(of)

    lanes_hold(of, source)
    assert "ortho" not in source


@pytest.mark.parametrize("products", [30, 120])
def test_no_edge_of_a_large_map_runs_through_a_node(products: int) -> None:
    """Measured in the middle of each node, at places along each edge."""
    of = landscape(products)
    root = drawn(of)
    middles = {}
    for key in of.by_id:
        points = [float(number) for number in re.findall(r"-?[\d.]+", _outline(group(root, key)))]
        xs, ys = points[::2], points[1::2]
        middles[key] = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, max(ys) - min(ys))
    for each in root.iter(f"{SVG}g"):
        if (source := each.get("data-from")) is None:
            continue
        ends = {source, each.get("data-to")}
        path = next(part.get("d", "") for part in each.iter(f"{SVG}path"))
        points = [float(number) for number in re.findall(r"-?[\d.]+", path)]
        for (x, y), (x_2, y_2) in pairwise(zip(points[::2], points[1::2], strict=True)):
            for key, (middle, level, high) in middles.items():
                if key not in ends and y == y_2 and min(x, x_2) < middle < max(x, x_2):
                    assert abs(y - level) > high / 2, (ends, key)


def _outline(of: etree._Element) -> str:
    return next(part.get("points") or part.get("d") or "" for part in of.iter() if part.get("fill"))


def test_nothing_is_drawn_of_an_empty_map() -> None:
    assert places(map_source(Graph())) == {}


# --- Shapes and colors ----------------------------------------------------------------------------


def test_every_element_is_of_the_one_table() -> None:
    states = [*ProductState.values, ""]
    nodes = [
        replace(each, state=states[place % 6] if each.kind.is_product else "")
        for place, each in enumerate(EXAMPLE.nodes)
    ]
    of = Graph.of(nodes, EXAMPLE.edges)
    root, bare = drawn(of, by_domain=True), unserved(of, services_of(of))

    seen = set()
    for each in root.iter(f"{SVG}g"):
        if (key := each.get("data-mark")) is None:
            continue
        mark = MARKS[key]
        seen.add(key)
        outline = next(part for part in each.iter() if part.tag in {f"{SVG}polygon", f"{SVG}path"})
        fill, stroke = outline.get("fill"), outline.get("stroke")
        if mark.outlined:
            color = dot.WRONG if each.get("data-node") in bare else mark.color
            assert (fill, stroke) == (dot.PAPER, color)
        else:
            assert fill == mark.color
            assert stroke in {mark.color, "none", dot.INK}
        assert {text.get("fill") for text in each.iter(f"{SVG}text")} == {mark.ink}
        corners = len(outline.get("points", "").split())
        assert corners == {Shape.HEXAGON: 7, Shape.RECTANGLE: 5, Shape.ROUNDED: 0}[mark.shape]
    assert seen == {"producer", "integration", "product", "shared", "consumer", "use_case"}
    allowed = {mark.color for mark in MARKS.values()} | {mark.ink for mark in MARKS.values()}
    allowed |= {dot.INK, dot.INK_3, dot.PAPER, dot.EDGE, dot.WRONG, "none"}
    used = {each.get(side) for each in root.iter() for side in ("fill", "stroke")} - {None}
    assert used <= allowed


def test_a_shared_product_is_told_by_color_sign_and_words() -> None:
    root = drawn(EXAMPLE)

    marked = {each.get("data-node") for each in root.iter(f"{SVG}g") if each.get("data-mark") == "shared"}
    assert marked == {"p_hcp", "p_consent", "p_content"}
    assert "❷" in "".join(group(root, "p_hcp").itertext())
    assert "Shared by 2 use cases" in texts_of_nodes(EXAMPLE)["p_hcp"].words


def test_the_number_of_a_shared_product_stands_beside_a_word() -> None:
    shared = ["p_hcp", "p_consent", "p_content"]
    for length in range(14, 26):
        name = "PV and wallbox register of all"[:length].strip()
        named = [replace(each, name=name) if each.id in shared else each for each in EXAMPLE.nodes]
        root = drawn(Graph.of(named, EXAMPLE.edges))

        for key in shared:
            lines = ["".join(text.itertext()).strip() for text in group(root, key).iter(f"{SVG}text")]
            assert "❷" not in lines, name


def test_the_map_of_a_use_case_marks_what_others_need_too() -> None:
    part = restricted(EXAMPLE, use_cases=["u_360"])

    assert texts_of_nodes(part)["p_hcp"].mark == "product"
    assert texts_of_nodes(part, services_of(EXAMPLE))["p_hcp"].mark == "shared"


def test_states_are_the_words_of_the_products() -> None:
    assert {key: str(word) for key, word in map_drawing.STATES.items()} == {
        **{state.value: str(state.label) for state in ProductState},
        "stopped": "Hypothesis stopped",
    }
    of = Graph.of([node("c1", state="planned"), node("c2", state="live")], [])
    root = drawn(of)

    assert "Planned" in "".join(group(root, "c1").itertext())
    outlines = {key: group(root, key).find(f".//{SVG}polygon") for key in ("c1", "c2")}
    dashes = {
        key: outline.get("stroke-dasharray") for key, outline in outlines.items() if outline is not None
    }
    assert dashes["c1"]
    assert not dashes["c2"]


@pytest.mark.parametrize("of", [EXAMPLE, graph("c1>c2 c2>c1 c2>u1 c1>u2 p1>c1")], ids=["example", "circle"])
def test_what_is_told_contains_what_can_be_seen_in_its_order(of: Graph) -> None:
    """A person who speaks the visible words of a node reaches its link (WCAG 2.5.3)."""
    root = drawn(of)
    for key, said in texts_of_nodes(of).items():
        seen = " ".join(text.text or "" for text in group(root, key).iter(f"{{{SVG}}}text"))
        assert _only_words(seen) in _only_words(said.words), key


def _only_words(text: str) -> str:
    return " ".join(re.sub("[.·]", " ", text).split())


def test_a_circle_is_told() -> None:
    root = drawn(graph("c1>c2 c2>c1 c2>u1 c3>c3"))

    assert "In a circle" in "".join(group(root, "c1").itertext())
    assert "In a circle" in texts_of_nodes(graph("c3>c3"))["c3"].words


def test_what_changed_is_told_in_words() -> None:
    before, after = graph("s1>p1 p1>c1", "p2"), graph("s1>p1 p1>c1 p3>c1")
    change = difference(before, after)
    both = both_maps(before, after)

    said = texts_of_nodes(both, change=change)
    source = map_source(both, change=change)

    assert said["p3"].note == "New"
    assert said["p2"].note == "Removed"
    assert said["p1"].note == ""
    assert re.search(r"p3 -> c1 \[.*penwidth=2", source)


# --- What a screen reader hears, and what people may not write ------------------------------------


def test_a_screen_reader_hears_kind_state_and_domain() -> None:
    of = Graph.of(
        [node("c1", name="HCP 360", state="planned", domain="Commercial"), node("u1", name="Dashboard")],
        [Edge("c1", "u1")],
    )
    root = drawn(of)

    assert root.get("role") == "group"
    assert root.findtext(f"{SVG}title") == "Landscape"
    assert root.findtext(f"{SVG}desc") == "What feeds what"
    link = group(root, "c1").find(f"{SVG}a")
    assert link is not None
    words = "Consumer-oriented data product: HCP 360. Planned. Domain: Commercial"
    assert (link.get("aria-label"), link.get("href")) == (words, "/d/x/products/c1/")
    assert (group(root, "u1").get("role"), group(root, "u1").get("aria-label")) == (
        "img",
        "Use case: Dashboard",
    )
    edge = root.find(f".//{SVG}g[@data-from='c1']")
    assert edge is not None
    assert edge.get("data-to") == "u1"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", list(NodeKind))
def test_hostile_names_are_drawn_as_what_they_are(text: str, kind: NodeKind) -> None:
    bad = replace(node("s1"), kind=kind, name=text, domain=text)
    of = Graph.of([bad, node("u9", name="calm")], [Edge("s1", "u9")])

    root = drawn(of, by_domain=True)

    assert {etree.QName(each).localname for each in root.iter()} <= {
        "svg", "g", "a", "title", "desc", "path", "polygon", "polyline", "ellipse", "text"
    }  # fmt: skip
    attributes = {name for each in root.iter() for name in each.attrib}
    assert not {name for name in attributes if name.startswith("on") or name == "style"}
    assert {each.get("href") for each in root.iter(f"{SVG}a")} <= {"/d/x/products/s1/"}
    assert "calm" in "".join(root.itertext())
    assert "/d/x" not in map_source(of)
