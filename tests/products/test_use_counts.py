"""Every surface marks a product that use cases share in color, number and words, and no other
(docs/adr/0030)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given, settings

from discovery import plan_headlines
from discovery.marks import MARKS
from discovery.models import Discovery
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
from products.landscape.files import map_headline, needed_by_names
from products.landscape.map_text_formats import mermaid_source
from products.landscape.reused_products import reused
from products.landscape.rules import Graph, needs, services_of, shared
from products.landscape.selectors import graph_of
from products.landscape.value_sheet import stage_drawing as sheet_stage
from products.landscape.value_sheet.selectors import sheet
from products.report import landscape_section
from products.report_for_board import landscape as board_landscape
from products.report_summary import summary
from products.selectors.goal_coverage import coverage_of
from products.selectors.value_tree_products import names_of, needed_products
from technology.architecture import stage_drawing as architecture_stage
from technology.architecture.drawing import Architecture
from tests.demo import demo_discovery, loaded
from tests.products.maps import EXAMPLE, graphs

SIGNS = "❷❸❹❺❻❼❽❾❿"


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield demo_discovery()


def counts_of(graph: Graph) -> Mapping[str, UseCount]:
    """The number of each product that has one, by the words of the rules."""
    services = services_of(graph)
    return {
        node.name: UseCount(len(services[node.id].shared_by))
        for node in graph.products
        if node.id in shared(graph)
    }


def of_several(graph: Graph) -> set[str]:
    """The products that several use cases need."""
    needed = needs(graph).values()
    return {node.name for node in graph.products if sum(node.id in products for products in needed) > 1}


def signs_of(text: str, names: Collection[str]) -> dict[str, str]:
    """The numbers in circles beside these names, which may be in several lines."""
    text = clean(re.sub(r"<[^>]*>", " ", text)).replace("\u00a0", " ").replace("#95;", "_")
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return dict(re.findall(rf"({either}) ([{SIGNS}])", text))


def assert_marks_shared(source: str, graph: Graph) -> None:
    """The drawing has each number once, and no others, the yellow products, and a key of them."""
    counts = counts_of(graph)
    names = {node.name for node in graph.products}
    assert signs_of(source, names) == {name: each.sign for name, each in counts.items()}
    assert not re.search("[①-⑳]", source)
    assert ("Shared by ❷" in source) == bool(counts)
    yellow = {
        name
        for line in source.splitlines()
        if "shape=hexagon" in line and MARKS["shared"].color in line and "key-" not in line
        for name in signs_of(line, names)
    }
    assert yellow == counts.keys()


def test_the_number_of_a_shared_product_is_in_a_filled_circle() -> None:
    signs = {0: "", 2: "❷", 10: "❿", 11: "⓫", 20: "⓴", 21: "(21)"}
    assert {count: UseCount(count).sign for count in signs} == signs
    assert [use_count(share) for share in (0, 1, 2)] == [UseCount(), UseCount(), UseCount(2)]


def test_titles_count_what_is_shared_and_what_is_only_reused() -> None:
    titles = {
        (0, 0, 0, ""): "",
        (1, 0, 0, ""): "The data product isn’t shared by several use cases yet",
        (2, 0, 0, ""): "None of the 2 data products is shared by several use cases yet",
        (2, 0, 1, "Visits"): "1 of 2 data products is needed by several use cases, but only through reuse",
        (
            3,
            1,
            1,
            "Visits",
        ): "Several use cases share 1 of 3 data products, and need 1 more because Visits is reused",
        (7, 3, 2, ""): "Several use cases share 3 of 7 data products, and need 2 more through reuse",
        (
            7,
            3,
            2,
            "V" * 33,
        ): "Several use cases share 3 of 7 data products, and need 2 more through reuse",
        (2, 1, 0, ""): "1 of 2 data products is shared by several use cases",
        (2, 2, 0, ""): "All 2 data products are shared by several use cases",
    }
    assert {
        (products, shared_, reused_, name): plan_headlines.landscape(
            products=products, shared=shared_, reused=reused_, reused_name=name
        )
        for products, shared_, reused_, name in titles
    } == titles


def test_a_use_case_names_the_product_that_it_reuses() -> None:
    services = services_of(EXAMPLE)
    assert needed_by_names(EXAMPLE, services, "p_visits") == ["u_360", "u_eng (reuses c_360)"]
    assert needed_by_names(EXAMPLE, services, "c_360") == ["u_360", "u_eng (reuses c_360)"]
    assert needed_by_names(EXAMPLE, services, "p_hcp") == ["u_360", "u_eng"]


@given(graphs(most=9))
@settings(max_examples=60, deadline=None)
def test_each_use_case_that_needs_without_sharing_reuses_something(graph: Graph) -> None:
    services = services_of(graph)
    for node in graph.products:
        ways = reused(graph, services, node.id)
        assert ways.keys() == {*services[node.id].reaches}
        assert all(ways.values())


@given(graphs(most=9))
@example(EXAMPLE)
@settings(max_examples=40, deadline=None)
def test_every_drawing_of_any_landscape_marks_what_is_shared(graph: Graph) -> None:
    if not graph.products:
        return
    services = services_of(graph)
    assert_marks_shared(stage_drawing.source(graph, shape=0.5), graph)
    assert_marks_shared(architecture_stage.source(Architecture(graph, services), shape=0.5), graph)
    counts = counts_of(graph)
    names = {node.name for node in graph.products}
    signs = {name: each.sign for name, each in counts.items()}
    assert signs_of(map_source(graph), names) == signs_of(mermaid_source(graph), names) == signs
    for key, texts in texts_of_nodes(graph).items():
        uses = counts.get(key, UseCount())
        assert texts.words.count("Shared by") == uses.is_shared
        assert "Needed by" not in texts.words
    more = len(of_several(graph) - counts.keys())
    title = map_headline(graph, services).split(" because ")[0]
    numbers = [int(each) for each in re.findall(r"\d+", title)]
    if 0 < len(counts) < len(services):
        assert numbers == [len(counts), len(services), *([more] if more else [])]


@pytest.mark.django_db
def test_every_surface_of_the_demo_says_the_same(demo: Discovery) -> None:
    graph = graph_of(demo)
    counts = counts_of(graph)
    signs = {name: each.sign for name, each in counts.items()}
    needed = of_several(graph)
    assert signs == {"HCP master data": "❷", "Consent": "❷", "Campaign responses": "❷"}
    assert needed == counts.keys() | {"HCP 360", "Field visits"}
    title = "Several use cases share 3 of 7 data products, and need 2 more because HCP 360 is reused"
    coverage = coverage_of(demo)

    assert_marks_shared(stage_drawing.source(graph, shape=0.5), graph)
    assert_marks_shared(sheet(coverage, demo, source_of=partial(sheet_stage.source, shape=0.5)).source, graph)
    tree = levels_source(stage_layouts.levels(value_tree(demo), tiers_of(demo)), shape=0.5)
    assert tree is not None
    assert signs_of(tree, counts).items() <= signs.items()
    drawn = [name for cell in needed_products(demo).values() for name, _uses, _state in names_of(cell)]
    assert "Reuses HCP 360" in drawn
    assert {name for name in drawn if drawn.count(name) > 1} == counts.keys()
    listed = {card.product.name: card.uses.count for card in product_cards(demo)}
    assert {name: uses for name, uses in listed.items() if uses.count} == counts
    section, figures, board = landscape_section(demo), summary(demo), board_landscape(demo)
    assert section is not None
    assert figures is not None
    assert board is not None
    assert {name for name, _needed, _shared in section["overlaps"]} == needed
    assert {name for name, _needed, is_shared in section["overlaps"] if is_shared} == counts.keys()
    reusing = {name for name, names, _is_shared in section["overlaps"] if "(reuses HCP 360)" in names[1]}
    assert reusing == needed - counts.keys()
    assert {*figures["shared"]} == counts.keys()
    assert "only through another one it reuses" in section["note"]
    assert board["headline"] == title
    slide = landscape_slides(demo)[-1]
    assert slide.title == "5 of 7 data products are needed by several use cases"
    assert slide.table is not None
    assert {name for name, needed_by in slide.table.rows if "reuses HCP 360" in str(needed_by)} == reusing
    assert "Not listed: 2 data products that one use case needs at most" in slide.lines
