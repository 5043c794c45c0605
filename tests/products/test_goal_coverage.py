"""Goals and the products that serve them: told by one rule, in a fixed number of queries."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from discovery.use_counts import UseCount
from lvt.models import Goal, Hypothesis, UseCase
from organizations.models import Person
from products.design.product.selectors import product_cards
from products.models import (
    DataProduct,
    InputPort,
    Iteration,
    ProductMeasure,
    ProductState,
    ProductUseCase,
)
from products.planning.cut_line.selectors import cut_line_of
from products.selectors.goal_costs import cost_of
from products.selectors.goal_coverage import coverage_of
from products.selectors.stream_progress import to_design
from tests import factories
from tests.factories import make
from tests.products import value_world
from tests.products.value_world import CONSUMER, SOURCE, product, score
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(discovery):
    return value_world.build(discovery)


def _names(rows):
    return [str(getattr(row, "product", None) or getattr(row, "use_case", None) or row) for row in rows]


def _serving(coverage, name):
    (one,) = (each for each in coverage.products if each.product.name == name)
    return one


def _case(coverage, name):
    (one,) = (each for each in coverage.use_cases if each.use_case.name == f"Case {name}")
    return one


def test_a_use_case_has_its_products_and_those_that_feed_them(world):
    coverage = coverage_of(world.discovery)

    dashboard, digital = _case(coverage, "dashboard"), _case(coverage, "digital")
    assert _names(dashboard.direct) == ["HCP 360"]
    assert _names(dashboard.feeding) == ["Visits", "Consent"]
    assert _names(digital.direct) == ["Digital"]
    # HCP 360 feeds Digital, and Visits feeds HCP 360.
    assert _names(digital.feeding) == ["Visits", "Consent", "HCP 360"]
    assert _case(coverage, "next").products == ()
    assert _names(coverage.loose_ends) == ["Case loose"]


def test_use_cases_that_need_the_same_stand_together(world):
    twin = make(
        UseCase,
        discovery=world.discovery,
        name="Case twin",
        hypothesis=world.use_cases["digital"].hypothesis,
        position=1,
    )
    make(ProductUseCase, product=world.digital, use_case=twin)

    (brand,) = (each for each in coverage_of(world.discovery).goals if each.goal == world.brand)

    assert [(_names(use_cases), _names(products)) for use_cases, products in brand.by_needs] == [
        (["Case digital", "Case twin"], ["Digital", "Visits", "Consent", "HCP 360"]),
        (["Case next"], []),
    ]


def test_what_serves_several_use_cases_is_shared_and_serves_their_goals(world):
    coverage = coverage_of(world.discovery)

    consent = _serving(coverage, "Consent")
    assert consent.uses == UseCount(2)
    assert _names(consent.goals) == ["Goal Success", "Goal Brand"]
    # A consumer-oriented product that feeds another is needed for it, and yet not shared.
    profile = _serving(coverage, "HCP 360")
    assert (profile.uses, _names(profile.use_cases)) == (UseCount(), ["Case dashboard", "Case digital"])
    assert _names(profile.goals) == ["Goal Success", "Goal Brand"]
    assert _serving(coverage, "HCP 360").next.name == "Responses first"


def test_what_serves_no_goal_and_what_no_product_serves_stand_out(world):
    coverage = coverage_of(world.discovery)

    assert _names(coverage.products_without) == ["Lonely"]
    assert [goal.goal.title for goal in coverage.goals_without] == ["Goal Nobody"]


def test_a_product_of_a_loose_end_serves_no_goal(world):
    make(ProductUseCase, product=world.lonely, use_case=world.use_cases["loose"])
    assert _names(coverage_of(world.discovery).products_without) == ["Lonely"]


@pytest.mark.parametrize("tie", ["delivers", "linked", "fed"])
def test_a_measure_of_success_ties_a_product_to_its_goal_too(world, tie):
    measured = world.lonely
    if tie == "delivers":
        DataProduct.objects.filter(pk=measured.pk).update(delivers=world.measure)
    else:
        make(ProductMeasure, product=measured, measure=world.measure)
    if tie == "fed":
        feeder = product(world.discovery, "Behind", SOURCE)
        make(InputPort, product=measured, feeder=feeder, kind="product")

    coverage = coverage_of(world.discovery)

    assert _names(coverage.goals[0].by_measure)[0] == "Lonely"
    assert [each.measure.name for each in _serving(coverage, "Lonely").measures] == ["Engagement rate"]
    assert coverage.products_without == ()
    if tie == "fed":
        assert _names(_serving(coverage, "Behind").goals) == ["Goal Success"]


def test_a_retired_product_serves_nothing(world):
    DataProduct.objects.filter(pk=world.hcp.pk).update(state=ProductState.RETIRED)
    coverage = coverage_of(world.discovery)

    assert _case(coverage, "dashboard").products == ()
    assert [goal.goal.title for goal in coverage.goals_without] == ["Goal Success", "Goal Nobody"]
    assert _names(coverage.products_without) == ["Visits", "Lonely"]


def test_nothing_is_built_for_a_bet_that_was_stopped(world):
    score(world, dashboard=3, digital=4, next=2)
    first, second = world.use_cases["digital"].hypothesis, world.use_cases["next"].hypothesis
    before = cost_of(coverage_of(world.discovery), {str(world.brand.uuid)})
    assert _names(before.products) == ["Digital", "Visits", "Consent", "HCP 360"]
    Hypothesis.objects.filter(pk__in=[first.pk, second.pk]).update(state="stopped")

    coverage = coverage_of(world.discovery)
    line = cut_line_of(world.discovery, 4)
    cost = cost_of(coverage, {str(world.brand.uuid)})

    assert _names(line.use_cases) == ["Case dashboard"]
    assert line.highest == 3
    assert _names(line.stopped) == ["Case digital", "Case next"]
    assert (_names(line.without_products), line.without_scores) == (["Case loose"], ())
    assert (_names(cost.products), _names(cost.use_cases)) == ([], [])
    assert _names(cost.stopped) == ["Case digital", "Case next"]
    assert cost.effort.likely == 0
    assert [goal.goal.title for goal in coverage.goals_without] == ["Goal Brand", "Goal Nobody"]
    assert _names(coverage.products_without) == ["Digital", "Lonely"]
    # What it needs stays on the sheet, and nobody is asked to design anything for it.
    assert _names(_case(coverage, "digital").direct) == ["Digital"]
    assert _names(to_design(world.discovery)) == ["Case loose"]


def test_a_measure_ties_a_product_to_its_goal_whatever_bet_was_stopped(world):
    DataProduct.objects.filter(pk=world.digital.pk).update(delivers=world.measure)
    make(ProductUseCase, product=world.digital, use_case=world.use_cases["dashboard"])
    Hypothesis.objects.filter(goal=world.success).update(state="stopped")

    (success, *_others) = coverage_of(world.discovery).goals

    # All of it for the measure: no use case of the goal asks for it any more.
    assert _names(success.by_measure) == ["Visits", "Consent", "HCP 360", "Digital"]


def test_cycles_of_products_end(world):
    make(InputPort, product=world.visits, feeder=world.consent, kind="product")
    make(InputPort, product=world.consent, feeder=world.visits, kind="product")
    assert _names(_case(coverage_of(world.discovery), "digital").feeding) == ["Visits", "Consent", "HCP 360"]


def test_the_number_of_queries_does_not_grow(world, django_assert_num_queries):
    score(world, dashboard=3, digital=4)
    make(ProductMeasure, product=world.lonely, measure=world.measure)
    DataProduct.objects.filter(pk=world.lonely.pk).update(delivers=world.measure)
    coverage_of(world.discovery)  # the outcome of a round is computed once, and kept
    with django_assert_num_queries(QUERIES):
        coverage_of(world.discovery)
    for number in range(5):
        goal = make(Goal, discovery=world.discovery, title=f"More {number}")
        bet = make(Hypothesis, goal=goal, statement="Bet")
        use_case = make(UseCase, discovery=world.discovery, name=f"More {number}", hypothesis=bet)
        more = product(world.discovery, f"More {number}", CONSUMER, delivers=world.measure)
        make(ProductUseCase, product=more, use_case=use_case)
        make(InputPort, product=more, feeder=world.consent, kind="product")
        make(ProductMeasure, product=more, measure=world.measure)
        make(Iteration, product=more, name="First")
    with django_assert_num_queries(QUERIES):
        coverage_of(world.discovery)


QUERIES = 18


# --- What goals cost ------------------------------------------------------------------------------


def _cost(world, *goals):
    return cost_of(coverage_of(world.discovery), {str(goal.uuid) for goal in goals})


def test_what_is_shared_counts_once(world):
    one, other, both = _cost(world, world.success), _cost(world, world.brand), None
    both = _cost(world, world.success, world.brand)

    assert (one.effort.low, one.effort.likely, one.effort.high) == (11, 14, 20)
    assert other.effort.likely == 14
    assert both.effort.likely == 14
    assert _names(both.needed_by_several) == ["HCP 360", "Visits", "Consent"]
    assert _names(both.direct) == ["HCP 360", "Digital"]
    assert _names(both.feeding) == ["Visits", "Consent"]


def test_products_without_effort_and_use_cases_without_products_are_named(world):
    cost = _cost(world, world.brand)
    assert _names(cost.effort.unknown) == ["Digital"]
    assert _names(cost.bare) == ["Case next"]


def test_a_sum_is_as_certain_as_its_least_certain_part(world):
    DataProduct.objects.filter(pk=world.visits.pk).update(effort_confidence=3)
    effort = _cost(world, world.success).effort

    assert effort.confidence == "Low"
    assert effort.confidence_words == (
        "The total is only as certain as the least certain estimate: Consent. One estimate "
        "has no confidence level: HCP 360."
    )


def test_what_is_live_costs_nothing_more(world):
    DataProduct.objects.filter(pk=world.hcp.pk).update(state=ProductState.LIVE)
    cost = _cost(world, world.success)
    assert cost.effort.likely == Decimal(6)
    assert _names(cost.there) == ["HCP 360"]


def test_nothing_chosen_and_strange_choices_cost_nothing(world):
    cost = cost_of(coverage_of(world.discovery), {"", "no uuid", str(world.measure.uuid)})
    assert not cost.goals
    assert not cost.products
    assert cost.effort.likely == 0
    assert cost.effort.confidence_words == ""


def _elsewhere(world):
    """Stocks of another discovery feeds Visits, and is fed by Orders there; Orders is fed by Tills of a third
    one, and by Lonely from here."""
    organization = world.discovery.domain.organization
    one = factories.discovery(factories.domain(organization, "Stores"), "Stores")
    other = factories.discovery(factories.domain(organization, "Secret lab"), "Secret")
    owner = make(Person, organization=organization, name="Tilda Till")
    stocks = product(one, "Stocks", SOURCE, effort=5)
    orders = product(one, "Orders", SOURCE, effort=7)
    tills = product(other, "Tills", CONSUMER, effort=11, owner=owner)
    make(Iteration, product=tills, name="Tills in Ulm", position=0)
    for feeder, fed in ((stocks, world.visits), (orders, stocks), (tills, orders), (world.lonely, orders)):
        make(InputPort, product=fed, feeder=feeder, kind="product")
    return stocks, orders, tills


def test_feeders_of_other_discoveries_count_all_the_way(world):
    _elsewhere(world)

    coverage = coverage_of(world.discovery)

    cost = cost_of(coverage, {str(world.success.uuid)})
    assert cost.effort.likely == 4 + 2 + 8 + 5 + 7 + 11
    assert sorted(map(str, cost.products)) == [
        "Consent",
        "Data product in Secret lab",
        "Data product in Stores",
        "HCP 360",
        "Lonely",
        "Stocks",
        "Visits",
    ]
    assert [goal.title for goal in _serving(coverage, "Lonely").goals] == ["Goal Success", "Goal Brand"]
    score(world, dashboard=9)
    assert cut_line_of(world.discovery).most == 7
    cards = {card.product.name: card for card in product_cards(world.discovery)}
    assert [node.name for node in cards["Lonely"].uses.needed_by] == ["Case dashboard", "Case digital"]


def test_each_use_case_says_how_many_new_products_it_needs(world):
    score(world, dashboard=9, digital=5, next=4)
    DataProduct.objects.filter(pk=world.consent.pk).update(state=ProductState.LIVE)
    assert cut_line_of(world.discovery).needing == (
        "Case dashboard (9.0) needs 2 new data products",
        "Case digital (5.0) needs 3 new data products",
    )
    DataProduct.objects.filter(pk=world.visits.pk).update(state=ProductState.LIVE)
    first, _second = cut_line_of(world.discovery).needing
    assert first == "Case dashboard (9.0) needs 1 new data product"


def test_what_is_live_or_retired_elsewhere_counts_as_it_does_here(world):
    _stocks, orders, tills = _elsewhere(world)
    DataProduct.objects.filter(pk=tills.pk).update(state=ProductState.LIVE)
    assert cost_of(coverage_of(world.discovery), {str(world.success.uuid)}).effort.likely == 4 + 2 + 8 + 5 + 7

    DataProduct.objects.filter(pk=orders.pk).update(state=ProductState.RETIRED)

    coverage = coverage_of(world.discovery)
    assert cost_of(coverage, {str(world.success.uuid)}).effort.likely == 4 + 2 + 8 + 5
    assert not _serving(coverage, "Lonely").goals


def test_what_lies_further_away_than_one_port_is_named_nowhere(world, client):
    _elsewhere(world)
    score(world, dashboard=9, digital=5)
    client.force_login(factories.access(world.discovery))

    pages = [
        client.get(reverse(f"products:{name}", args=[world.discovery.slug])).content.decode()
        for name in ("value_list", "value", "product_list", "landscape")
    ]

    assert "Data product in Secret lab" in pages[0]
    for text in (*pages, str(workbook(world.discovery))):
        for word in ("Tills", "Tilda", "Orders", "Ulm"):
            assert word not in text
