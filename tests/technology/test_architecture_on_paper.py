"""The logical architecture in a report: on one page, with names only where details leave no room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from discovery.models import Discovery
from documents.diagrams import Missing
from documents.paper import TURNED
from products.landscape.rules import Edge, Graph, Node, NodeKind
from technology import report
from technology.architecture.drawing import Architecture, PlatformCard, architecture_source
from tests.demo import demo_discovery, loaded

# It reads pages: another database shows nothing new.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield demo_discovery()


@pytest.mark.parametrize("language", ["en", "de"])
def test_that_of_the_demo_is_whole_with_its_details(demo: Discovery, language: str) -> None:
    with translation.override(language):
        section = report.architecture_section(demo)
    assert section is not None
    (tile,) = section["drawn"]
    assert tile.words == "", "it isn't a part of several"
    assert section["has_cards"], "details are in the drawing"
    assert tile.picture.width <= TURNED[0] * 4 / 3 + 1
    assert tile.picture.height <= TURNED[1] * 4 / 3 + 1


def test_one_that_is_too_large_is_drawn_with_names_only(demo: Discovery, monkeypatch: Any) -> None:
    architecture = large()
    monkeypatch.setattr(report, "architecture_of", lambda _discovery: (architecture, ["a row"]))
    full = report._architecture_drawn(demo, architecture)
    assert not isinstance(full, Missing)
    assert len(full) > 1, "with details it takes several pages"
    section = report.architecture_section(demo)
    assert section is not None
    assert len(section["drawn"]) == 1
    assert not section["has_cards"], "no numbers are explained that aren't there"


def test_a_frame_that_holds_everything_takes_no_room_on_paper() -> None:
    architecture = large()
    assert architecture_source(architecture, is_low=True).count("subgraph cluster") == 0
    assert architecture_source(architecture).count("subgraph cluster") == 1
    two = [*architecture.graph.nodes, Node("x", NodeKind.SOURCE, "Elsewhere", "Other")]
    graph = Graph(tuple(two), architecture.graph.edges)
    assert architecture_source(Architecture(graph, {}), is_low=True).count("subgraph cluster") == 2


def large() -> Architecture:
    """Two products with many ports, and platforms with many capabilities."""
    product = NodeKind.SOURCE_ORIENTED_PRODUCT
    nodes = (
        Node("source", NodeKind.SOURCE, "CRM", "Commercial"),
        *(Node(f"product-{n}", product, f"Product {n}", "Commercial") for n in (1, 2)),
    )
    graph = Graph(nodes, tuple(Edge("source", node.id) for node in nodes[1:]))
    ports = {node.id: tuple(f"Table: port {number}" for number in range(4)) for node in nodes[1:]}
    lines = tuple(f"{number} Capability · 1 → 3" for number in range(12))
    cards = tuple(PlatformCard(f"card{number}", f"Plane {number}", lines, "Note") for number in range(8))
    return Architecture(graph, {}, ports=ports, cards=cards)
