"""Reuse as a figure: use cases that need each product, across domains and over time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given

from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from organizations.models import Organization
from products.landscape.reuse.rules import reuse
from products.landscape.reuse.selectors import reuse_of
from products.landscape.rules import Graph, needs
from products.models import DataProduct, InputPort, ProductUseCase
from tests import factories
from tests.demo import demo_discovery, loaded
from tests.factories import SYSTEM, make
from tests.products.maps import graphs


@given(graphs())
def test_it_counts_what_use_cases_need(graph: Graph) -> None:
    counted = {each.product.id: {case.id for case in each.use_cases} for each in reuse(graph).products}
    pairs = {(product, case) for case, needed in needs(graph).items() for product in needed}
    assert {(product, case) for product, cases in counted.items() for case in cases} == pairs
    assert reuse(graph).shared == sum(len(cases) > 1 for cases in counted.values())


def test_nothing_is_reused_where_nothing_is_needed() -> None:
    none = reuse(Graph())
    assert (none.needed, none.shared, none.across, none.per_product) == (0, 0, 0, None)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Organization]:
    with loaded(django_db_blocker):
        yield demo_discovery().domain.organization


@pytest.mark.django_db
def test_the_figures_of_the_demo_are_those_counted_by_hand(demo: Organization) -> None:
    """The two dashboards of Commercial are HCP 360 (a) and Digital Engagement (b), which HCP 360 feeds; the
    three use cases of Patient support draw on HCP master data and Consent, too."""
    now = reuse_of(SYSTEM, demo).now
    assert {each.product.name: (len(each.use_cases), each.crosses) for each in now.products} == {
        "HCP master data": (2 + 3, True),
        "Consent": (2 + 3, True),
        "Treatment starts": (3, False),
        "Patient journey": (3, False),
        "Support calls": (2, False),
        "Field visits": (2, False),
        "Campaign responses": (2, False),
        "HCP 360": (2, False),
        "Digital Engagement": (1, False),
        "Content catalog": (1, False),
    }
    assert (now.needed, now.shared, now.across) == (10, 8, 2)
    assert now.per_product == Fraction(5 + 5 + 3 + 3 + 2 + 2 + 2 + 2 + 1 + 1, 10)


@pytest.fixture
def two() -> Any:
    """A product of one discovery that feeds another one's, each with a use case."""
    from lvt.models import UseCase

    first = factories.discovery()
    second = factories.discovery(factories.domain(first.domain.organization, "Supply"), "Hidden discovery")
    products = []
    for discovery, name in ((first, "Stock"), (second, "Hidden product")):
        product = make(
            DataProduct, discovery=discovery, domain=discovery.domain, name=name, kind="aggregate", job="Says"
        )
        case = make(UseCase, discovery=discovery, name=f"Case of {name}")
        make(ProductUseCase, product=product, use_case=case)
        products.append(product)
    make(InputPort, product=products[1], feeder=products[0], kind="product")
    return first


@pytest.mark.django_db
def test_what_one_may_not_look_at_is_neither_named_nor_counted(two: Any, client: Client) -> None:
    organization = two.domain.organization
    everything = reuse_of(SYSTEM, organization).now
    assert [(each.product.name, len(each.use_cases), each.crosses) for each in everything.products] == [
        ("Stock", 2, True),
        ("Hidden product", 1, False),
    ]
    account = factories.access(two, DiscoveryRole.VIEWER)
    seen = reuse_of(Actor.of_account(account), organization)
    assert [(each.product.name, len(each.use_cases)) for each in seen.now.products] == [("Stock", 1)]
    assert seen.discoveries == 1
    client.force_login(account)
    page = client.get(reverse("products:portfolio_reuse", args=[organization.slug])).content.decode()
    assert "Stock" in page
    assert "Hidden" not in page
    client.force_login(factories.member(organization, name="Max Member"))
    page = client.get(reverse("products:portfolio_reuse", args=[organization.slug])).content.decode()
    assert "No use case needs a data product yet" in page


@pytest.mark.django_db
def test_it_is_read_of_earlier_days_too(two: Any) -> None:
    then = timezone.now() - timedelta(days=100)
    for model in (DataProduct, ProductUseCase, InputPort):
        model.history.update(history_date=then)
    two.use_cases.model.history.update(history_date=then)
    days = reuse_of(SYSTEM, two.domain.organization).days
    today = timezone.localdate()
    assert [(day, each.needed, each.across) for day, each in days] == [
        (today - timedelta(days=90), 2, 1),
        (today - timedelta(days=30), 2, 1),
    ]
