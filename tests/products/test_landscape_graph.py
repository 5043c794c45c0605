"""The graph that maps are drawn from: of a discovery, a domain, an organization, now and then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from lvt.models import UseCase
from products.landscape.rules import Graph, NodeKind, services_of, shared
from products.landscape.selectors import graph_of, node_id
from products.models import (
    Consumer,
    DataProduct,
    InputPort,
    ProductConsumer,
    ProductUseCase,
    Source,
    SourceFeed,
    SourceKind,
)
from tests import factories

pytestmark = pytest.mark.django_db


def product(discovery: Discovery, name: str, kind: str = "source_oriented", **fields: Any) -> DataProduct:
    return factories.make(
        DataProduct, discovery=discovery, domain=discovery.domain, name=name, kind=kind, **fields
    )


def source(discovery: Discovery, name: str, kind: str = SourceKind.SOURCE) -> Source:
    return factories.make(Source, discovery=discovery, domain=discovery.domain, name=name, kind=kind)


@dataclass
class Landscape:
    discovery: Discovery
    hub: Source
    master: DataProduct
    one: DataProduct
    two: DataProduct


@pytest.fixture
def landscape() -> Landscape:
    """Two use cases that share a source-oriented product, fed by a hub."""
    discovery = factories.discovery()
    mail, hub = source(discovery, "Email"), source(discovery, "Hub", SourceKind.INTEGRATION)
    factories.make(SourceFeed, source=mail, integration=hub)
    master = product(discovery, "Master data")
    factories.make(InputPort, product=master, source=hub)
    sinks = []
    for number in (1, 2):
        sink = product(discovery, f"Sink {number}", "consumer_oriented", position=number)
        factories.make(InputPort, product=sink, feeder=master, kind="product")
        use_case = factories.make(UseCase, discovery=discovery, name=f"Use case {number}")
        factories.make(ProductUseCase, product=sink, use_case=use_case)
        sinks.append(sink)
    reps = factories.make(Consumer, discovery=discovery, domain=discovery.domain, name="Reps")
    factories.make(ProductConsumer, product=sinks[0], consumer=reps)
    return Landscape(discovery, hub, master, *sinks)


def names(graph: Graph) -> list[str]:
    return [node.name for node in graph.nodes]


def links(graph: Graph) -> set[tuple[str, str]]:
    return {(graph.by_id[edge.source].name, graph.by_id[edge.target].name) for edge in graph.edges}


EDGES = {
    ("Email", "Hub"),
    ("Hub", "Master data"),
    ("Master data", "Sink 1"),
    ("Master data", "Sink 2"),
    ("Sink 1", "Use case 1"),
    ("Sink 2", "Use case 2"),
    ("Sink 1", "Reps"),
}


def test_the_graph_of_a_discovery(landscape: Landscape) -> None:
    graph = graph_of(landscape.discovery)

    assert names(graph) == [
        "Email", "Hub", "Master data", "Sink 1", "Sink 2", "Reps", "Use case 1", "Use case 2"
    ]  # fmt: skip
    assert links(graph) == EDGES
    assert shared(graph) == {node_id(landscape.master)}
    node = graph.by_id[node_id(landscape.master)]
    assert (node.kind, node.domain, node.state) == (
        NodeKind.SOURCE_ORIENTED_PRODUCT,
        "Commercial",
        "proposed",
    )
    assert (node.uuid, node.discovery) == (str(landscape.master.uuid), landscape.discovery.slug)
    assert graph.by_id[node_id(landscape.hub)].kind is NodeKind.INTEGRATION_SOURCE


@pytest.mark.parametrize("is_past", [False, True])
def test_queries_do_not_grow(
    is_past: bool, landscape: Landscape, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        more = product(landscape.discovery, f"More {number}")
        factories.make(InputPort, product=more, source=source(landscape.discovery, f"Source {number}"))
        factories.make(InputPort, product=landscape.one, feeder=more, kind="product")

    with django_assert_num_queries(11 if is_past else 2):
        graph = graph_of(landscape.discovery, as_of=timezone.now() if is_past else None)

    assert len(graph.nodes) == 18


def test_what_is_in_the_trash_is_not_drawn(landscape: Landscape) -> None:
    with operation(factories.SYSTEM, "test.deleted"):
        artifacts.trash(landscape.master)
        artifacts.trash(landscape.hub)

    graph = graph_of(landscape.discovery)

    # The ports of both sinks still point to it.
    assert InputPort.objects.filter(feeder=landscape.master).count() == 2
    assert links(graph) == {edge for edge in EDGES if not {"Master data", "Hub"} & set(edge)}
    assert "Master data" not in names(graph)


def test_a_link_in_the_trash_is_no_edge(landscape: Landscape) -> None:
    with operation(factories.SYSTEM, "test.deleted"):
        artifacts.trash(InputPort.objects.get(product=landscape.two))

    assert links(graph_of(landscape.discovery)) == EDGES - {("Master data", "Sink 2")}


def test_a_landscape_goes_beyond_one_discovery(landscape: Landscape) -> None:
    organization = landscape.discovery.domain.organization
    elsewhere = factories.discovery(factories.domain(organization, "Medical"), name="Medical discovery")
    beside = factories.discovery(landscape.discovery.domain, name="Second discovery")
    foreign = product(elsewhere, "Trials", "consumer_oriented")
    factories.make(InputPort, product=foreign, feeder=landscape.master, kind="product")
    third = factories.make(UseCase, discovery=elsewhere, name="Use case 3")
    factories.make(ProductUseCase, product=foreign, use_case=third)
    product(beside, "Lonely")
    product(factories.discovery(), "Of another organization")

    assert len(names(graph_of(landscape.discovery))) == 8
    assert names(graph_of(landscape.discovery.domain)).count("Lonely") == 1
    assert "Trials" not in names(graph_of(landscape.discovery.domain))
    whole = graph_of(organization)
    assert ("Master data", "Trials") in links(whole)
    assert {node.domain for node in whole.nodes} == {"Commercial", "Medical"}
    assert len(services_of(whole)[node_id(landscape.master)].shared_by) == 3
    assert "Of another organization" not in names(whole)
    # What feeds a discovery from elsewhere is drawn, and nothing else of there.
    assert names(graph_of(elsewhere)) == ["Master data", "Trials", "Use case 3"]
    some = graph_of(organization, among=Discovery.objects.filter(pk__in=[beside.pk, elsewhere.pk]))
    assert sorted(names(some)) == ["Lonely", "Master data", "Trials", "Use case 3"]


def test_the_past_is_as_it_was(landscape: Landscape) -> None:
    then = timezone.now()
    with operation(factories.SYSTEM, "test.changed"):
        artifacts.change(landscape.one, name="Renamed", state="live")
        artifacts.trash(InputPort.objects.get(product=landscape.two))
        artifacts.trash(landscape.hub)
    product(landscape.discovery, "New")
    now = timezone.now()

    assert links(graph_of(landscape.discovery, as_of=then)) == EDGES
    past = graph_of(landscape.discovery, as_of=then).by_id[node_id(landscape.one)]
    assert (past.name, past.state) == ("Sink 1", "proposed")
    assert graph_of(landscape.discovery, as_of=now) == graph_of(landscape.discovery)
    assert graph_of(landscape.discovery, as_of=landscape.discovery.created_at) == Graph()
