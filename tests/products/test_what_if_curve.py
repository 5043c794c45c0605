"""A what-if as a picture: both plans on the curve of the cut line; and the changes that its page offers."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from itertools import product as product_of

import pytest
from django.urls import reverse

from discovery.discoveries.models import DiscoveryRole
from lvt.models import Criterion
from products.planning.what_if.curve import capacity_curve
from products.planning.what_if.examples import examples
from products.planning.what_if.selectors import what_if
from products.selectors.what_if_coverage import WhatIfChanges
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(ranked):
    return ranked


def _asked(world, **changes):
    asked = what_if(world.discovery, WhatIfChanges(**changes))
    assert asked is not None
    return asked


def _url(discovery):
    return reverse("products:what_if", args=[discovery.slug])


def test_both_plans_are_points_of_one_curve(world):
    curve = capacity_curve(_asked(world, now=3, then=4))
    assert curve is not None
    assert curve.then is not None
    assert (curve.now.total, curve.then.total) == ("3.0", "7.0")
    assert curve.then.x > curve.now.x
    assert curve.then.y < curve.now.y
    assert curve.now_words == "Current plan: 3.0 with 3 new data products"
    assert curve.then_words == "Changed: 7.0 with 4 new data products"
    assert [point.number for point in curve.chart.points if point.is_current] == [3]


def test_a_changed_plan_may_be_off_the_curve_or_at_the_same_point(world):
    dropped = capacity_curve(_asked(world, now=4, dropped=frozenset({str(world.digital.uuid)})))
    assert dropped is not None
    assert dropped.then is not None
    assert dropped.then.y > dropped.chart.points[-1].y
    same = capacity_curve(_asked(world, now=4, efforts={str(world.hcp.uuid): Decimal(16)}))
    assert same is not None
    assert same.is_same
    none = capacity_curve(_asked(world, now=4))
    assert none is not None
    assert (none.then, none.then_words, none.is_same) == (None, "", False)


def test_totals_on_another_scale_are_no_point(world):
    curve = capacity_curve(_asked(world, now=4, weights={Criterion.objects.get().pk: Decimal(2)}))
    assert curve is not None
    assert curve.then is None
    assert curve.is_rescaled


def test_the_totals_of_both_points_stay_within_the_chart(world):
    for now, then in product_of(range(5), repeat=2):
        curve = capacity_curve(_asked(world, now=now, then=then))
        assert curve is not None
        for point in filter(None, (curve.now, curve.then)):
            assert curve.chart.left < point.x < curve.chart.right
            assert 0 < point.y + point.dy <= curve.chart.base
        if curve.then and not curve.is_same:
            apart = abs(curve.now.y + curve.now.dy - curve.then.y - curve.then.dy)
            assert apart >= 20, "one label would be on the other"


def test_without_changes_the_page_offers_some_that_change_something(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    offered = examples(_asked(world, now=3))
    assert [words for words, _part in offered] == [
        "Build 1 more data product",
        "Leave out Visits",
        "Double the effort of HCP 360",
    ]
    text = viewer.get(_url(world.discovery), {"now": 3}).content.decode()
    for words, part in offered:
        assert words in text
        address = f"{part}&now=3"
        assert f'href="?{escape(address)}"' in text
        assert "data-undoes" in viewer.get(f"{_url(world.discovery)}?{address}").content.decode()
    assert examples(_asked(world, now=3, then=4)) == []
    assert "Build" not in " ".join(words for words, _part in examples(_asked(world, now=4)))
