"""The demo's products as the fitness functions see them."""

from __future__ import annotations

import pytest

from technology.models import FitnessReading, SharingPattern
from technology.port_sharing_pattern.selectors import sharing_in
from technology.selectors.fitness import fitness_of, fitness_of_organization
from technology.selectors.fitness_trend import trends
from tests.demo import demo_discovery, put_demo
from tests.factories import SYSTEM

pytestmark = pytest.mark.django_db


def test_the_demo_has_green_and_red_products_that_became_fitter() -> None:
    put_demo()
    discovery = demo_discovery()
    fitness = fitness_of(discovery)
    green = {each.product.name for each in fitness if each.is_green}
    assert "Field visits" in green
    # It is live, and violates its promise.
    assert "HCP master data" in {each.product.name for each in fitness} - green
    for trend in trends([discovery], fitness):
        assert trend.line is not None
        assert trend.days[-1][1] > trend.days[0][1]
    ports = sharing_in(discovery)
    assert {each.choice.pattern for each in ports if each.choice} == set(SharingPattern.values)
    assert [each.port.product.name for each in ports if each.is_unguarded] == ["Content catalog"]
    assert not any(each.departs for each in ports)


def test_the_trend_of_the_organization_is_over_the_same_products_from_its_first_day() -> None:
    put_demo()
    organization = demo_discovery().domain.organization
    groups = fitness_of_organization(SYSTEM, organization)
    products = {each.product.pk for _discovery, fitness in groups for each in fitness}
    first = min(FitnessReading.objects.values_list("taken_on", flat=True))
    readings = FitnessReading.objects.filter(taken_on=first)
    assert {*readings.values_list("product_id", flat=True)} == products
