"""The value tree goes on to what each use case needs, with its place in the ranking."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from products.models import DataProduct, InputPort, ProductKind, ProductUseCase
from tests import factories
from tests.products import value_world

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
CELL = re.compile(r'<div class="case-needs">(.*?)</div>', re.DOTALL)


@pytest.fixture
def cells(client_of: ClientOf, discovery: Discovery) -> Callable[..., list[str]]:
    """The cells right of the use cases, as words, seen by a person with that role."""

    def read(role: DiscoveryRole = DiscoveryRole.EDITOR) -> list[str]:
        viewer = client_of(factories.access(discovery, role))
        page = viewer.get(reverse("lvt:tree", args=[discovery.slug])).content.decode()
        return [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in CELL.findall(page)]

    return read


def test_each_use_case_shows_what_it_needs(discovery: Discovery, cells: Callable[..., list[str]]) -> None:
    value_world.build(discovery)
    dashboard, digital, neither = cells()
    assert dashboard == "HCP 360 Visits As input 2 Consent Shared by 2 use cases"
    assert digital.startswith("Digital"), "what serves it comes first"
    assert neither == "No data product yet. Work back from the use case"


def test_the_tree_says_how_many_products_serve_no_goal(discovery: Discovery, client_of: ClientOf) -> None:
    world = value_world.build(discovery)
    tree = reverse("lvt:tree", args=[discovery.slug])
    viewer = client_of(factories.access(discovery))
    chip = f'href="{reverse("products:value", args=[discovery.slug])}">1 product serves no goal</a>'
    assert chip in viewer.get(tree).content.decode()
    assert chip not in viewer.get(tree, {"present": ""}).content.decode()

    factories.make(ProductUseCase, product=world.lonely, use_case=world.use_cases["dashboard"])
    assert "serves no goal" not in viewer.get(tree).content.decode()


def test_a_long_list_is_fetched_as_it_is_opened(discovery: Discovery, client_of: ClientOf) -> None:
    world = value_world.build(discovery)
    use_case = world.use_cases["dashboard"]
    for number in range(5):  # with the three of before: more than seven
        product = factories.make(
            DataProduct,
            discovery=discovery,
            domain=discovery.domain,
            name=f"Further {number}",
            kind=ProductKind.CONSUMER_ORIENTED,
        )
        factories.make(ProductUseCase, product=product, use_case=use_case)
    viewer, tree = client_of(factories.access(discovery)), reverse("lvt:tree", args=[discovery.slug])
    names = ["HCP 360", "Visits", "Consent", *(f"Further {number}" for number in range(5))]

    def shown(text: str) -> set[str]:
        return {name for name in names if f">{name}</a>" in text}

    whole = viewer.get(tree).content.decode()
    address = reverse("products:needed_for", args=[discovery.slug, use_case.uuid])
    assert f'<p data-coming><a href="{address}">' in whole
    assert ">4 more<" in whole
    first = shown(CELL.search(whole)[1])  # type: ignore[index]  # it is there
    rest = shown(viewer.get(address, headers={"hx-request": "true"}).content.decode())
    assert (len(first), len(rest)) == (4, 4)
    assert first | rest == set(names)
    # A projector shows all, and so does the page for browsers without scripts.
    presented = viewer.get(tree, {"present": ""}).content.decode()
    assert shown(CELL.search(presented)[1]) == set(names)  # type: ignore[index]  # it is there
    assert shown(viewer.get(address).content.decode()) == set(names)
    assert viewer.get(address.replace(str(use_case.uuid), str(discovery.domain.uuid))).status_code == 404


def test_who_only_reads_is_offered_no_step(discovery: Discovery, cells: Callable[..., list[str]]) -> None:
    value_world.build(discovery)
    assert cells(DiscoveryRole.VIEWER)[2] == "No data product yet."


def test_more_use_cases_and_products_cost_no_more_queries(discovery: Discovery, client_of: ClientOf) -> None:
    world = value_world.build(discovery)
    value_world.score(world, dashboard=4, digital=2)
    viewer, tree = client_of(factories.access(discovery)), reverse("lvt:tree", args=[discovery.slug])

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            viewer.get(tree)
        return len(captured)

    statements()
    before = statements()
    for number in range(5):
        product = factories.make(
            DataProduct,
            discovery=discovery,
            domain=discovery.domain,
            name=f"P{number}",
            kind=ProductKind.CONSUMER_ORIENTED,
        )
        factories.make(InputPort, product=product, feeder=world.consent, kind="product")
        factories.make(ProductUseCase, product=product, use_case=world.use_cases["next"])
    statements()
    assert statements() == before
