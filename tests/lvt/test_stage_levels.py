"""The value tree in levels on a stage: each level below the one before, all words whole, and letters that are
read from the last row as long as there's room."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest

from discovery.state_looks import ItemState
from discovery.use_counts import UseCount
from documents import dot
from documents.diagrams import drawn_by_dot
from documents.svg_node_places import places_in
from lvt.models import BetState, Goal, Hypothesis, UseCase
from lvt.tree.selectors import value_tree
from lvt.tree.stage_layouts import levels
from lvt.tree.stage_levels import (
    LevelNode,
    LevelTree,
    gap_node,
    levels_source,
    plain_node,
)
from tests import factories

SHAPE = 0.51
HEADINGS = ("Goals", "Hypotheses", "Use cases", "Data products")


def tree_of(goals: int, products: int = 2) -> LevelTree:
    """Goals with a hypothesis each, a use case, and the products that it needs."""
    uses = UseCount(2)
    items = tuple((f"Consent of people {number}", uses, ItemState.THERE) for number in range(products))
    roots = []
    for goal in range(goals):
        case = LevelNode(f"u{goal}", 2, plain_node("A dashboard", dot.INK, is_bold=True), items=items)
        bet = plain_node("It saves time", dot.INK_3, state=ItemState.ASIDE)
        hypothesis = LevelNode(f"h{goal}", 1, bet, (case,))
        roots.append(LevelNode(f"g{goal}", 0, plain_node(f"{goal + 1}. Goal", dot.INK), (hypothesis,)))
    return LevelTree("Bring products to patients faster.", HEADINGS, roots)


@pytest.mark.parametrize(("goals", "products"), [(1, 0), (1, 1), (2, 3), (5, 8)])
def test_levels_are_below_each_other_and_fill_the_screen(goals: int, products: int) -> None:
    tree = tree_of(goals, products)
    source = levels_source(tree, shape=SHAPE)
    assert source is not None
    svg = drawn_by_dot(source, 20)
    places = places_in(svg)
    whole = places.whole
    assert whole is not None
    assert whole.height / whole.width == pytest.approx(SHAPE, abs=0.03)
    assert places.letters * 1860 / whole.width >= 24
    assert "…" not in svg.decode()
    parts = [name for root in tree.roots for name in root.names if name in places.boxes]
    boxes = {name: places.boxes[name] for name in parts}
    assert not [pair for pair in combinations(boxes.values(), 2) if pair[0].covers(pair[1])]
    levels = [[box for name, box in boxes.items() if name in {f"{letter}0"}] for letter in "ghu"]
    assert all(above[0].bottom < below[0].top for above, below in pairwise(levels))


def test_more_products_than_fit_are_counted() -> None:
    source = levels_source(tree_of(5, 8), shape=SHAPE)
    assert source is not None
    assert re.search(r"and \d more", source)


def test_a_tree_that_is_too_large_has_no_levels() -> None:
    assert levels_source(tree_of(60), shape=SHAPE) is None


@pytest.mark.django_db
def test_a_hypothesis_about_data_without_a_use_case_has_an_empty_place() -> None:
    discovery = factories.discovery()
    goal = factories.make(Goal, discovery=discovery, title="More visits")
    bets = [
        factories.make(Hypothesis, goal=goal, statement=statement, **fields)
        for statement, fields in (
            ("A view helps", {}),
            ("Consent helps", {}),
            ("Training helps", {"about_data": False}),
            ("A map helps", {"state": BetState.STOPPED}),
        )
    ]
    factories.make(UseCase, discovery=discovery, name="A dashboard", hypothesis=bets[0])
    tree = levels(value_tree(discovery), [])
    (root,) = tree.roots
    assert root.node.larger > max(each.node.larger for each in root.below)
    below = {each.node.text: [child.node.text for child in each.below] for each in root.below}
    assert below == {
        "A view helps": ["A dashboard"],
        "Consent helps": ["No use case yet"],
        "Training helps": [],
        "A map helps": [],
    }


def test_the_key_has_an_empty_place_if_there_is_one() -> None:
    bet = LevelNode("h", 1, plain_node("It saves time", dot.INK_3), (LevelNode("gap", 2, gap_node("None")),))
    source = levels_source(
        LevelTree("", HEADINGS, [LevelNode("g", 0, plain_node("Goal", dot.INK), (bet,))]), shape=SHAPE
    )
    assert source is not None
    assert ">Missing<" in source
    assert "Not about data" not in source


def test_the_key_says_what_dashes_and_colors_mean() -> None:
    source = levels_source(tree_of(1), shape=SHAPE)
    assert source is not None
    assert "Not about data, or stopped" in source
    assert "Shared by ❷ use cases" in source


def test_a_product_with_a_short_name_is_lower_than_one_with_a_long_name() -> None:
    names = ("Consent of all people, and the history of it", "Field visits")
    items = tuple((name, UseCount(), ItemState.THERE) for name in names)
    bet = plain_node("It saves time", dot.INK_3)
    case = LevelNode("u0", 2, plain_node("A dashboard", dot.INK), items=items)
    bets = [LevelNode(f"h{number}", 1, bet, (case,) if not number else ()) for number in range(8)]
    tree = LevelTree("", HEADINGS, [LevelNode("g0", 0, plain_node("Goal", dot.INK), tuple(bets))])
    source = levels_source(tree, shape=SHAPE)
    assert source is not None
    boxes = places_in(drawn_by_dot(source, 20)).boxes
    assert boxes["u0-1"].height < boxes["u0-0"].height


def test_products_stay_below_their_use_case_in_columns_that_are_wider() -> None:
    items = tuple((f"Consent of people {number}", UseCount(), ItemState.THERE) for number in range(7))
    statement = "Knowing each visit will let more people hear from us before it is too late."
    case = LevelNode("u", 2, plain_node("A dashboard", dot.INK), items=items)
    gap = LevelNode("gap", 2, gap_node("No use case yet"))
    bets = (
        LevelNode("h0", 1, plain_node(statement, dot.INK), (case,)),
        LevelNode("h1", 1, plain_node(statement, dot.INK), (gap,)),
    )
    source = levels_source(
        LevelTree("", HEADINGS, [LevelNode("g", 0, plain_node("Goal", dot.INK), bets)]), shape=SHAPE
    )
    assert source is not None
    boxes = places_in(drawn_by_dot(source, 20)).boxes
    products = [boxes[f"u-{number}"] for number in range(7)]
    assert all(boxes["u"].left - 1 <= box.left and box.right <= boxes["u"].right + 1 for box in products)
    assert all(above.bottom <= below.top for above, below in pairwise([boxes["u"], *products]))
    assert boxes["u"].width >= boxes["gap"].width
