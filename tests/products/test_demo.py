"""The demo's products: what is shared is marked, one use case still waits, and what they promise was
measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from discovery.models import Discovery
from lvt.models import Measure
from products.design.product.selectors import use_cases_without
from products.landscape import rules as interaction_map
from products.landscape.selectors import graph_of
from products.models import DataProduct, Measurement, ProductState, Slo, TemplateQuestion
from products.planning.cut_line.selectors import cut_line_of
from products.selectors.goal_costs import cost_of
from products.selectors.goal_coverage import coverage_of
from tests.demo import demo_discovery, loaded
from workshops.models import ActionItem

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="class")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield demo_discovery()


class TestLoaded:
    def test_the_landscape_marks_exactly_the_products_that_serve_both_use_cases(self, demo):
        graph = graph_of(demo)
        names = {node.id: node.name for node in graph.nodes}
        ids = {node.name: node.id for node in graph.nodes}

        shared = {names[each] for each in interaction_map.shared(graph)}
        profile = interaction_map.services_of(graph)[ids["HCP 360"]]

        assert shared == {"HCP master data", "Consent", "Campaign responses"}
        assert interaction_map.cycles(graph) == ()
        # HCP 360 feeds Digital Engagement, whose use case needs it, too, without sharing it.
        assert interaction_map.Edge(ids["HCP 360"], ids["Digital Engagement"]) in graph.edges
        assert profile.shared_by == (ids["HCP 360 dashboard"],)
        assert profile.reaches == (ids["Digital customer engagement dashboard"],)
        # Nothing lies about unconnected, but the use case that waits for a product.
        connected = {end for edge in graph.edges for end in (edge.source, edge.target)}
        assert {node.name for node in graph.nodes if node.id not in connected} == {"Next best action"}

    def test_the_second_dashboard_needs_all_that_feeds_the_first(self, demo):
        coverage = coverage_of(demo)
        cases = {str(each): each for each in coverage.use_cases}
        first, second = (
            {str(each) for each in cases[name].products if not each.is_live}
            for name in ("HCP 360 dashboard", "Digital customer engagement dashboard")
        )
        assert (len(first), len(second)) == (4, 6)
        assert second == first | {"Digital Engagement", "Content catalog"}
        # Four new products make the first dashboard possible, and not the second, though it scores higher.
        line = cut_line_of(demo, 4)
        assert [str(each) for each in line.use_cases] == ["HCP 360 dashboard"]
        goals = {each.goal.title: cost_of(coverage, {str(each.goal.uuid)}) for each in coverage.goals}
        assert goals["Better brand and customer interaction"].effort.likely == 27

    def test_products_have_owners_teams_and_answers_and_a_second_run_adds_nothing(self, demo):
        products = list(DataProduct.objects.filter(discovery=demo).select_related("owner", "team"))

        assert len(products) == 7
        assert all(each.owner and each.team and each.effort for each in products)
        profile = next(each for each in products if each.name == "HCP 360")
        assert {answer.question for answer in profile.answers.all()} == set(TemplateQuestion.values)
        assert demo.domain.organization.is_regulated
        assert [use_case.name for use_case in use_cases_without(demo)] == ["Next best action"]

        call_command("demo", verbosity=0)

        assert DataProduct.objects.filter(discovery=demo).count() == 7


@pytest.mark.sweep(sample=1)
@pytest.mark.parametrize(
    "now", [datetime(2028, 3, 1, 0, 0, tzinfo=UTC), datetime(2026, 12, 31, 23, 59, tzinfo=UTC)]
)
def test_a_month_was_measured_whenever_the_demo_is_loaded_and_one_budget_is_spent(now, time_machine):
    time_machine.move_to(now, tick=False)
    call_command("demo", verbosity=0)

    assert [slo.measurements.count() for slo in Slo.objects.all()] == [30, 30, 30, 30]
    latest = Measurement.objects.order_by("-ends_at").first()
    assert latest is not None
    assert latest.ends_at == datetime(now.year, now.month, now.day, tzinfo=UTC)
    # 0.5 % of 28 days is 12 096 seconds. The product is live: a promise of one under construction is early.
    violated = Measurement.objects.filter(slo__product__name="HCP master data").order_by("-starts_at")[:28]
    assert sum((each.bad for each in violated), Decimal(0)) > Decimal(12_096)
    assert DataProduct.objects.get(name="HCP master data").state == ProductState.LIVE
    # 0.1 % of 28 days of 200 changes each is 5.6.
    kept = Measurement.objects.filter(slo__product__name="Consent").order_by("-starts_at")[:28]
    assert sum((each.bad for each in kept), Decimal(0)) < Decimal("5.6")
    assert Measure.objects.get(name="Engagement rate").due_on == timezone.localdate() + timedelta(days=150)
    opened = ActionItem.objects.exclude(slo_windows=None)
    assert [action.owner.name for action in opened if action.owner] == ["Amara Osei"]
