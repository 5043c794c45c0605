"""What a room has to build for the use cases above its cut line: as the page of the cut line counts it."""

from __future__ import annotations

import json

import pytest

from discovery.models import Discovery
from lvt.activities.shortlist_in_ranking import deciding
from lvt.models import Hypothesis
from lvt.rounds.selectors import current_results
from products.design.product.models import ProductState
from products.models import DataProduct
from products.planning.cut_line.selectors import cut_line_of
from tests import factories
from tests.products import value_world
from tests.products.value_world import score

pytestmark = pytest.mark.django_db


def test_each_use_case_names_what_is_not_live_with_its_effort(discovery: Discovery) -> None:
    world = value_world.build(discovery)
    score(world, dashboard=3, digital=4)
    DataProduct.objects.filter(pk=world.digital.pk).update(effort="4.5")
    activity = factories.activity(factories.workshop(discovery), "decide", "Decide")
    drawn = deciding(activity, current_results(discovery))
    needs = json.loads(drawn.needs)
    line = cut_line_of(discovery, 99)
    assert {str(each.use_case.uuid) for each in line.use_cases} <= needs.keys()
    assert {key for each in needs.values() for key in each} == {each.key for each in line.build}
    digital = next(each for each in line.build if each.product == world.digital)
    assert {each[digital.key] for each in needs.values() if digital.key in each} == {4.5}

    stopped = world.use_cases["digital"].hypothesis
    Hypothesis.objects.filter(pk=stopped.pk).update(state="stopped")
    pursued = json.loads(deciding(activity, current_results(discovery)).needs)
    assert str(world.use_cases["digital"].uuid) in needs.keys() - pursued.keys()

    DataProduct.objects.update(state=ProductState.LIVE)
    later = deciding(activity, current_results(discovery))
    assert later.needs == ""
    assert later.key != drawn.key, "else a console keeps the old form"
