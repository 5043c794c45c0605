"""The value tree on a slide: read from the seats, and nothing is left out without being counted."""

from __future__ import annotations

import base64
import re

import pytest
from lxml import etree

from documents.diagrams import Picture
from documents.drawing_page_colors import SVG
from documents.paper import READ_BY_A_BOARD, SLIDE
from lvt.drawing import MORE, Node
from lvt.models import Goal, Hypothesis, UseCase
from lvt.report_for_board import tree
from lvt.tree.folding import folded
from tests import factories
from tests.products import large_world

PIXELS_PER_POINT = 4 / 3


def whole() -> Node:
    """Two goals with three hypotheses each, each with two use cases."""

    def bet(goal: int, place: int) -> Node:
        key = f"{goal}{place}"
        cases = [Node("use_case", f"case-{key}{each}", "Case") for each in range(2)]
        return Node("hypothesis", f"bet-{key}", "Bet", children=tuple(cases))

    goals = [
        Node("goal", f"goal-{goal}", "Goal", children=tuple(bet(goal, place) for place in range(3)))
        for goal in range(2)
    ]
    return Node("vision", "vision", "Faster", children=tuple(goals))


def counted(said: str) -> int:
    return sum(map(int, re.findall(r"\d+", said)))


def test_what_is_left_out_is_counted_where_it_hangs() -> None:
    root = whole()
    order = [each.key for each in reversed([*root.and_below]) if each.key != "vision"]
    for most in range(len(order) + 1):
        part, left_out = folded(root, order, most)
        shown = [each for each in part.and_below if each.kind != MORE]
        bundles = [each for each in part.and_below if each.kind == MORE]

        assert {*order[:most], "vision"} <= {each.key for each in shown}
        assert len(shown) + counted(left_out) == len([*root.and_below])
        assert sum(counted(each.text) for each in bundles) == counted(left_out)
        assert len({each.key for each in part.and_below}) == len(shown) + len(bundles)
    assert folded(root, order, len(order)) == (root, "")


def test_what_is_left_out_is_said_by_its_kind() -> None:
    part, left_out = folded(whole(), ["case-000"], 1)

    assert left_out == "1 goal, 5 hypotheses, 11 use cases"
    (goal, more) = part.children
    assert more.text == "+ 1 goal, 3 hypotheses, 6 use cases"
    assert [each.text for each in goal.children] == ["Bet", "+ 2 hypotheses, 4 use cases"]
    assert [each.text for each in goal.children[0].children] == ["Case", "+ 1 use case"]


@pytest.mark.django_db
@pytest.mark.sqlite
def test_thirty_use_cases_are_read_on_a_slide() -> None:
    discovery = factories.three_streams()
    world = large_world.build(discovery)
    for number in range(10):
        factories.make(
            UseCase,
            discovery=discovery,
            name=f"Know before the wholesalers do which of them run out {number}",
            hypothesis=world.use_cases["case0"].hypothesis,
            position=20 + number,
        )
    shown = tree(discovery)
    assert shown is not None
    picture, under = shown["picture"], shown["under"]

    assert isinstance(picture, Picture)
    root = etree.fromstring(base64.b64decode(picture.uri.partition(",")[2]))
    _left, _top, width, _height = map(float, root.get("viewBox", "").split())
    scale = picture.width / PIXELS_PER_POINT / width
    sizes = [float(text.get("font-size", 0)) * scale for text in root.iter(f"{{{SVG}}}text")]
    assert min(sizes) >= READ_BY_A_BOARD - 0.1, min(sizes)
    assert picture.width / PIXELS_PER_POINT <= SLIDE[0] + 0.1
    assert picture.height / PIXELS_PER_POINT < SLIDE[1]
    words = " ".join("".join(text.itertext()) for text in root.iter(f"{{{SVG}}}text"))
    (left,) = map(int, re.findall(r"(\d+) use cases?", under))
    assert 0 < left < 30
    names = UseCase.objects.filter(discovery=discovery).values_list("name", flat=True)
    assert sum(name in words for name in names) == 30 - left


@pytest.mark.django_db
@pytest.mark.sqlite
def test_a_tree_that_has_room_is_shown_whole() -> None:
    discovery = factories.discovery()
    goal = factories.make(Goal, discovery=discovery, title="Fewer late parcels")
    bet = factories.make(Hypothesis, goal=goal, statement="What drivers see early, they mend early.")
    factories.make(UseCase, discovery=discovery, name="Delay alerts", hypothesis=bet)

    shown = tree(discovery)

    assert shown is not None
    assert isinstance(shown["picture"], Picture)
    assert shown["under"] == ""
