"""Every surface tells a product that use cases share from one that several only need: in color, number and
words, and its title counts both (docs/adr/0030)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given, settings

from discovery.marks import MARKS
from discovery.models import Discovery
from discovery.plan_headlines import landscape as landscape_title
from discovery.use_counts import UseCount, use_count
from documents.dot import clean
from lvt.selectors.tiers_below_use_cases import tiers_of
from lvt.tree import stage_layouts
from lvt.tree.selectors import value_tree
from lvt.tree.stage_levels import levels_source
from products.design.product.selectors import product_cards
from products.exports import landscape_slides
from products.landscape import stage_drawing
from products.landscape.drawing import map_source, texts_of_nodes
from products.landscape.map_text_formats import mermaid_source
from products.landscape.rules import Graph, needs, services_of, shared
from products.landscape.selectors import graph_of
from products.landscape.value_sheet import stage_drawing as sheet_stage
from products.landscape.value_sheet.selectors import sheet
from products.report import landscape_section
from products.report_for_board import landscape as board_landscape
from products.report_summary import summary
from products.selectors.goal_coverage import coverage_of
from technology.architecture import stage_drawing as architecture_stage
from technology.architecture.drawing import Architecture
from tests.demo import demo_discovery, loaded
from tests.products.maps import EXAMPLE, graphs

FILLED, OPEN = "❷❸❹❺❻❼❽❾❿", "②③④⑤⑥⑦⑧⑨⑩"


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield demo_discovery()


def counts_of(graph: Graph) -> Mapping[str, UseCount]:
    """The number of each product that has one, by the words of the rules: from `shared` and `needs`."""
    needed = needs(graph).values()
    by_name = {}
    for node in graph.products:
        many = sum(node.id in products for products in needed)
        if node.id in shared(graph):
            by_name[node.name] = UseCount(len(services_of(graph)[node.id].shared_by), is_shared=True)
        elif many > 1:
            by_name[node.name] = UseCount(many)
    return by_name


def signs_of(text: str, names: Collection[str]) -> dict[str, str]:
    """The numbers in circles beside these names, which may be in several lines."""
    text = clean(re.sub(r"<[^>]*>", " ", text)).replace("\u00a0", " ").replace("#95;", "_")
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return dict(re.findall(rf"({either}) ([{FILLED}{OPEN}])", text))


def assert_told_apart(source: str, graph: Graph) -> None:
    """The drawing has each number once in the right circle, the yellow products, and a key of both."""
    counts = counts_of(graph)
    names = {node.name for node in graph.products}
    assert signs_of(source, names) == {name: each.sign for name, each in counts.items()}
    assert ("Shared by ❷" in source) == any(each.is_shared for each in counts.values())
    assert ("Needed by ②" in source) == any(each.is_only_needed for each in counts.values())
    yellow = {
        name
        for line in source.splitlines()
        if "shape=hexagon" in line and MARKS["shared"].color in line and "key-" not in line
        for name in signs_of(line, names)
    }
    assert yellow == {name for name, each in counts.items() if each.is_shared}


def test_a_number_is_in_a_filled_circle_where_it_is_shared() -> None:
    assert [UseCount(count).sign for count in (0, 2, 20, 21)] == ["", "②", "⑳", "(21)"]
    assert [UseCount(count, is_shared=True).sign for count in (2, 10, 11, 20, 21)] == [
        "❷",
        "❿",
        "⓫",
        "⓴",
        "(21)",
    ]
    assert [use_count(need=need, share=share) for need, share in ((1, 1), (3, 1), (3, 2))] == [
        UseCount(),
        UseCount(3),
        UseCount(2, is_shared=True),
    ]


def test_titles_count_both() -> None:
    one, needed, shared_ = UseCount(), UseCount(2), UseCount(2, is_shared=True)
    titles = {
        (): "",
        (one,): "The data product isn’t shared by several use cases yet",
        (one, one): "None of the 2 data products is shared by several use cases yet",
        (one, needed): "1 of 2 data products is needed by several use cases, but not shared",
        (needed, needed): "2 of 2 data products are needed by several use cases, 0 of them shared",
        (one, needed, shared_): "2 of 3 data products are needed by several use cases, 1 of them shared",
        (one, shared_): "1 of 2 data products is shared by several use cases",
        (shared_, shared_): "All 2 data products are shared by several use cases",
    }
    assert {uses: landscape_title(uses) for uses in titles} == titles


@given(graphs(most=9))
@example(EXAMPLE)
@settings(max_examples=40, deadline=None)
def test_every_drawing_of_any_landscape_tells_them_apart(graph: Graph) -> None:
    if not graph.products:
        return
    services = services_of(graph)
    assert_told_apart(stage_drawing.source(graph, shape=0.5), graph)
    assert_told_apart(architecture_stage.source(Architecture(graph, services), shape=0.5), graph)
    counts = counts_of(graph)
    names = {node.name for node in graph.products}
    signs = {name: each.sign for name, each in counts.items()}
    assert signs_of(map_source(graph), names) == signs_of(mermaid_source(graph), names) == signs
    for key, texts in texts_of_nodes(graph).items():
        uses = counts.get(key, UseCount())
        assert texts.words.count("Shared by") == uses.is_shared
        assert texts.words.count("not shared") == uses.is_only_needed
    numbers = [int(each) for each in re.findall(r"\d+", landscape_title(s.count for s in services.values()))]
    only_needed = sum(each.is_only_needed for each in counts.values())
    if only_needed > 1:
        assert numbers == [len(counts), len(services), len(counts) - only_needed]


@pytest.mark.django_db
def test_every_surface_of_the_demo_says_the_same(demo: Discovery) -> None:
    graph = graph_of(demo)
    counts = counts_of(graph)
    signs = {name: each.sign for name, each in counts.items()}
    shared_names = {name for name, each in counts.items() if each.is_shared}
    assert signs == {
        "HCP master data": "❷",
        "Consent": "❷",
        "Campaign responses": "❷",
        "HCP 360": "②",
        "Field visits": "②",
    }
    title = "5 of 7 data products are needed by several use cases, 3 of them shared"
    coverage = coverage_of(demo)

    assert_told_apart(stage_drawing.source(graph, shape=0.5), graph)
    assert_told_apart(sheet(coverage, demo, source_of=partial(sheet_stage.source, shape=0.5)).source, graph)
    tree = levels_source(stage_layouts.levels(value_tree(demo), tiers_of(demo)), shape=0.5)
    assert tree is not None
    assert signs_of(tree, counts).items() <= signs.items()
    assert ("Needed by ②" in tree) == ("②" in signs_of(tree, counts).values())
    listed = {card.product.name: card.uses.count for card in product_cards(demo)}
    assert {name: uses for name, uses in listed.items() if uses.count} == counts
    section, figures, board = landscape_section(demo), summary(demo), board_landscape(demo)
    assert section is not None
    assert figures is not None
    assert board is not None
    assert {name for name, _needed, _shared in section["overlaps"]} == counts.keys()
    assert {name for name, _needed, shared_by in section["overlaps"] if shared_by} == shared_names
    assert {*figures["shared"]} == shared_names
    assert {*figures["shared"], *figures["only_needed"]} == counts.keys()
    assert board["headline"] == title == landscape_slides(demo)[-1].title
