"""A drawing in fewer bytes looks the same (documents.smaller_svg)."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from hypothesis import given, strategies as st
from lxml import etree

from documents.diagrams import Part, drawn_by_dot, dressed
from documents.drawing_page_colors import Theme
from documents.smaller_svg import lighten, number, path

SVG = "{http://www.w3.org/2000/svg}"
TENTHS = st.integers(-20_000, 20_000).map(lambda tenths: tenths / 10)
POINT = st.tuples(TENTHS, TENTHS)


def _ends(d: str) -> list[tuple[float, float]]:
    """Where each part of a path ends, in absolute places."""
    at = (0.0, 0.0)
    ends = []
    for letter, said in re.findall(r"([A-Za-z])([^A-Za-z]*)", d):
        numbers = [float(each) for each in re.findall(r"-?[\d.]+", said)]
        if letter == "M":
            at = numbers[0], numbers[1]
        elif letter == "h":
            at = at[0] + numbers[0], at[1]
        elif letter == "v":
            at = at[0], at[1] + numbers[0]
        else:
            at = at[0] + numbers[-2], at[1] + numbers[-1]
        ends.append(at)
    return ends


@given(st.lists(st.tuples(POINT, POINT, POINT), min_size=1, max_size=12), POINT)
def test_a_path_ends_where_it_did(
    curves: list[tuple[tuple[float, float], ...]], start: tuple[float, float]
) -> None:
    d = f"M{start[0]},{start[1]}C" + " ".join(f"{x},{y}" for curve in curves for x, y in curve)
    assert _ends(path(d))[-1] == pytest.approx(curves[-1][-1], abs=0.11)


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("M0,0C0,0 10,0 10,0", "M0,0h10"),
        ("M0,0C5,0 8,0 10,0 12,0 15,0 20.04,0", "M0,0h20"),
        ("M0,0C0,-4 0,-8 0,-10", "M0,0v-10"),
        ("M1,1C2,2 3,3 4,4", "M1,1l3,3"),
        # It goes too far, and back: no line.
        ("M0,0C20,0 20,0 10,0", "M0,0c20,0,20,0,10,0"),
        # The sign of a number tells it apart from the one before.
        ("M10,-1C9,-5 8,-5 7,-1", "M10-1c-1-4-2-4-3,0"),
        # How a long curve runs is told in whole points, and where it ends to a tenth.
        ("M0,0C9.4,9.6 20.2,9.4 30.3,0.2", "M0,0c9,10,20,9,30.3,0.2"),
        # Forth and back again: two lines.
        ("M0,0C5,0 8,0 10,0 8,0 6,0 4,0", "M0,0h10h-6"),
        ("M0,0C5,9 8,9 10,0", "M0,0c5,9,8,9,10,0"),
        ("M0,0C0,0 0,0 0,0", "M0,0"),
        ("M0,0L10,0", "M0,0L10,0"),
        ("m-1 2z", "m-1 2z"),
    ],
)
def test_straight_parts_become_lines(written: str, short: str) -> None:
    assert path(written) == short


@pytest.mark.parametrize(
    ("value", "said"), [(1.0, "1"), (-0.04, "0"), (-12.25, "-12.2"), (100.0, "100"), (0.5, "0.5")]
)
def test_numbers_are_short(value: float, said: str) -> None:
    assert number(value) == said


def _look(element: etree._Element, name: str, otherwise: str) -> str:
    """What the element has of an attribute that it may take from what is around it."""
    if (said := element.get(name)) is not None:
        return said
    around = element.getparent()
    return otherwise if around is None else _look(around, name, otherwise)


def _looks(root: etree._Element) -> list[tuple[str, ...]]:
    return [
        (
            etree.QName(shape).localname.replace("polygon", "path").replace("polyline", "path"),
            _look(shape, "fill", "black"),
            _look(shape, "stroke", "none"),
            _look(shape, "stroke-width", "1"),
            _look(shape, "text-anchor", "start"),
            *((_look(shape, "font-family", ""), _look(shape, "font-size", "")) if shape.text else ()),
            shape.text or "",
        )
        for shape in root.iter(f"{SVG}path", f"{SVG}polygon", f"{SVG}polyline", f"{SVG}ellipse", f"{SVG}text")
    ]


SOURCE = """digraph {
  node [fontname=Inter fontsize=11]
  a [shape=hexagon style=filled fillcolor="#f5c518" label="A\\nsecond"]
  b [shape=box style=rounded fontsize=9 fontcolor="#445566"] c [shape=plain label="plain"]
  subgraph cluster_x { label="Frame" b c }
  a -> b [color="#9aa3ab" penwidth=1.1] a -> c [color="#9aa3ab" penwidth=1.1] b -> c [color=red style=dashed]
  c -> d [label="said"] d -> a [dir=both color="#9aa3ab"]
}"""


def test_each_part_looks_as_it_did() -> None:
    parts = {name: Part(name) for name in "abcd"}
    drawn = dressed(drawn_by_dot(SOURCE, 5), SOURCE, title="Map", description="", parts=parts)
    heavy = etree.fromstring(drawn.encode())
    before = _looks(heavy)
    lighten(heavy)
    after = _looks(heavy)
    assert [row[:5] for row in after] == [row[:5] for row in before]
    assert [row[-1] for row in after] == [row[-1] for row in before]
    assert len(heavy.findall(".//*[@data-from]")) == 5


@given(st.lists(POINT, min_size=3, max_size=8))
def test_corners_stay_where_they_were(corners: list[tuple[float, float]]) -> None:
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in [*corners, corners[0]])
    group = etree.fromstring(f'<g xmlns="{SVG[1:-1]}"><polygon points="{points}"/></g>')
    lighten(group)
    written = re.fullmatch(r"M(.*)l(.*)z", group[0].get("d", ""))
    assert written is not None
    start, steps = ([float(each) for each in re.findall(r"-?[\d.]+", said)] for said in written.groups())
    x, y = start
    places = [(x, y)]
    for across, down in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + across, y + down
        places.append((x, y))
    assert [*chain(*places)] == pytest.approx([*chain(*corners)], abs=0.11)


def test_nodes_in_a_row_say_once_how_their_lines_are_drawn() -> None:
    shape = '<path fill="red" stroke="{}" stroke-width="1.5" stroke-dasharray="5,2" d="M0,0h9"/>'
    serif = '<text font-family="serif">a</text>' * 2
    nodes = [f'<g data-node="{ink}">{shape.format(ink)}{serif}</g>' for ink in ("blue", "green")]
    plain = '<g data-node="c"><path fill="red" stroke="blue" stroke-width="0" d="M0,0h9"/><text>c</text></g>'
    root = etree.fromstring(f'<svg xmlns="{SVG[1:-1]}"><g>{"".join(nodes)}{plain}</g></svg>')
    before = _looks(root)[::3][:2]
    lighten(root)
    assert _looks(root)[::3][:2] == before
    gathered, other = root[0]
    said = gathered.get("font-family"), gathered.get("stroke-width"), gathered.get("stroke-dasharray")
    assert said == ("serif", "1.5", "5,2")
    assert [shape.get("stroke") for shape in gathered.iter(f"{SVG}path")] == ["blue", "green"]
    # A line without a width is none.
    assert other[0].get("stroke") == "none"


def test_a_ground_and_the_line_around_it_become_one_shape() -> None:
    group = etree.fromstring(
        f'<g xmlns="{SVG[1:-1]}"><path fill="red" stroke="none" d="M0,0h9"/><text>a</text>'
        '<path fill="none" stroke="blue" stroke-width="2" d="M0,0h9"/>'
        '<path fill="none" stroke="blue" d="M0,0h8"/><path fill="pink" stroke="blue" d="M0,0h8"/></g>'
    )
    lighten(group)
    shapes = [dict(shape.attrib) for shape in group.iter(f"{SVG}path")]
    assert shapes[0] == {"fill": "red", "stroke": "blue", "stroke-width": "2", "d": "M0,0h9"}
    assert len(shapes) == 3


def test_what_all_lines_of_a_node_have_is_written_once() -> None:
    serif = 'font-family="serif" font-weight="bold" fill="red"'
    group = etree.fromstring(
        f'<g xmlns="{SVG[1:-1]}"><g><text {serif}>a</text><text {serif}>b</text></g><text>c</text></g>'
    )
    lighten(group)
    node, other = group
    assert (node.get("font-family"), node.get("font-weight"), node.get("fill")) == ("serif", "bold", "red")
    assert all(not line.attrib for line in node)
    assert not other.attrib


def test_a_page_gets_the_light_one() -> None:
    drawn = drawn_by_dot(SOURCE, 5)
    heavy = dressed(drawn, SOURCE, title="Map", description="Who feeds whom")
    light = dressed(drawn, SOURCE, title="Map", description="Who feeds whom", theme=Theme({}))
    assert len(light) < 0.8 * len(heavy)
