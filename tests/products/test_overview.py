"""How far the product stream is, as the overview of a discovery says it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.services import kinds
from discovery.discoveries.selectors import overview
from discovery.marks import MARKS
from discovery.models import Phase, Stream
from lvt.models import Goal, Hypothesis, ShortlistedUseCase, UseCase
from products import overview as standings
from products.design.checklist.selectors import checklists
from products.design.product.services import change_product, move_product
from products.models import InputPort, ProductState, Slo, Source
from products.promises.measurements.services import record
from products.promises.selectors import standings as product_standings, standings_of
from products.report_value import checklist_section, mvp_checklist_section
from products.selectors.stream_progress import findings
from tests import factories
from tests.factories import make
from tests.products.promising import day, freshness
from workshops.models import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(discovery, editor, use_case) -> Goal:
    goal = make(Goal, discovery=discovery, title="Higher success in engaging HCPs")
    bet = make(Hypothesis, goal=goal, statement="A view of all will help")
    kinds.change(actor=editor, artifact=use_case, hypothesis=bet)
    return goal


def test_a_discovery_without_products_is_told_where_to_begin(discovery, use_case):
    designed = standings.data_products_standing(discovery)

    assert designed.summary == ""
    assert designed.missing == "No data product serves HCP 360 dashboard yet."
    assert designed.url.endswith(f"/products/for/{use_case.uuid}/")
    for standing in (
        standings.landscape_standing,
        standings.promises_standing,
        standings.checklists_standing,
        standings.serving_goals_standing,
    ):
        assert standing(discovery).missing, standing
        assert not standing(discovery).summary, standing
    assert findings(discovery) is None


def test_without_use_cases_the_step_is_to_add_a_product():
    designed = standings.data_products_standing(factories.discovery())

    assert designed.missing == "No data products yet."


def test_each_use_case_gets_its_product(discovery, product):
    assert standings.data_products_standing(discovery).summary == "1 data product"
    assert standings.data_products_standing(discovery).is_complete

    for name in ("Next best action", "Two", "Three", "Four"):
        make(UseCase, discovery=discovery, name=name)

    assert standings.data_products_standing(discovery).missing == (
        "No data products serve Next best action, Two, Three… yet."
    )


def test_a_use_case_beyond_the_shortlist_waits_too_after_those_on_it(discovery, editor, use_case, product):
    later, chosen = (make(UseCase, discovery=discovery, name=name) for name in ("Later", "Chosen"))
    decision = make(Decision, discovery=discovery, title="Shortlist", reason="It pays off.")
    for position, each in enumerate((use_case, chosen)):
        make(ShortlistedUseCase, decision=decision, use_case=each, position=position)

    assert standings.data_products_standing(discovery).missing == "No data product serves Chosen yet."
    assert standings.data_products_standing(discovery).is_due
    assert standings.data_products_standing(discovery).url.endswith(f"/products/for/{chosen.uuid}/")

    change_product(actor=editor, product=product, use_cases=[use_case, chosen])

    assert standings.data_products_standing(discovery).missing == "No data product serves Later yet."
    assert not standings.data_products_standing(discovery).is_due
    assert standings.data_products_standing(discovery).url.endswith(f"/products/for/{later.uuid}/")


def test_a_retired_product_counts_nowhere(discovery, editor, product):
    move_product(actor=editor, product=product, state=ProductState.RETIRED)

    assert standings.data_products_standing(discovery).summary == ""
    assert "HCP 360 dashboard" in str(standings.data_products_standing(discovery).missing)
    for standing in (
        standings.landscape_standing,
        standings.promises_standing,
        standings.checklists_standing,
        standings.serving_goals_standing,
    ):
        assert not standing(discovery).summary


def test_what_a_retired_product_says_and_promises_counts_nowhere(discovery, editor, product, feeder):
    record(actor=editor, slo=freshness(editor, product), measurements=[day(0, 100)])
    assert [each.slo.product for each in standings_of(discovery)] == [product]
    before = findings(discovery)
    assert before is not None
    assert len(before.violated) == 1

    move_product(actor=editor, product=product, state=ProductState.RETIRED)

    assert standings_of(discovery) == []
    after = findings(discovery)
    assert after is not None
    assert (after.slos, after.violated) == (0, ())
    assert [each.product for each in checklists(discovery)] == [feeder]
    for section in (checklist_section(discovery), mvp_checklist_section(discovery)):
        assert section is not None
        assert [each.product for each in section["checklists"]] == [feeder]
    # Its record stays, and its own page judges it by that.
    assert [each.is_violated for each in product_standings(product)] == [True]


def test_the_landscape_is_complete_when_every_product_lies_between_two_others(
    discovery, editor, product, feeder
):
    assert str(standings.landscape_standing(discovery).missing).startswith("2 data products have no input")

    kinds.add(actor=editor, draft=InputPort(product=product, feeder=feeder))
    source = make(Source, discovery=discovery, domain=discovery.domain, name="CRM")
    kinds.add(actor=editor, draft=InputPort(product=feeder, source=source))

    assert standings.landscape_standing(discovery).is_complete
    assert standings.landscape_standing(discovery).summary == ""
    second = make(UseCase, discovery=discovery, name="Next best action")
    change_product(actor=editor, product=product, use_cases=[*_served(product), second])
    assert standings.landscape_standing(discovery).summary == "2 products are shared by several use cases"


def _served(product):
    return [link.use_case for link in product.use_case_links.all()]


def test_promises_are_complete_when_every_product_has_one(discovery, product, feeder):
    assert standings.promises_standing(discovery).missing == "2 data products have no promise."
    make(Slo, product=product, kind="other", indicator="x", sentence="x")

    assert standings.promises_standing(discovery).missing == "1 data product has no promise."
    assert standings.promises_standing(discovery).summary == "1 of 2 with a promise (SLO)"


def test_a_product_that_serves_no_goal_stands_out_and_so_does_a_goal_without_product(
    discovery, editor, goal, product, feeder
):
    make(Goal, discovery=discovery, title="Another goal")

    serving = standings.serving_goals_standing(discovery)

    assert serving.summary == "1 goal served"
    assert serving.missing == "1 data product serves no goal. 1 goal has no data product."
    kinds.add(actor=editor, draft=InputPort(product=product, feeder=feeder))
    assert standings.serving_goals_standing(discovery).missing == "1 goal has no data product."


def test_checklists_have_gaps_until_what_is_mandatory_is_said(discovery, product):
    assert standings.checklists_standing(discovery).missing == "1 data product has gaps in its checklist."


def test_the_overview_shows_them_in_the_product_stream(discovery, product):
    make(Stream, phase=make(Phase, discovery=discovery, kind="discovery"), kind="product")

    [phase] = overview(discovery).phases
    [stream] = phase.streams

    assert [step.checkpoint.key for step in stream.steps] == [
        "data_products",
        "landscape",
        "promises",
        "checklists",
        "serving_goals",
    ]


def test_the_small_map_has_the_colors_of_the_page_around_it(client_of, editor, discovery, product):
    """It is part of the page, not a file in the colors of paper."""
    client = client_of(editor.account)
    overview_page = client.get(reverse("discovery:discovery_overview", args=[discovery.slug]))
    small = reverse("products:landscape_small", args=[discovery.slug])
    assert f'hx-get="{small}"' in overview_page.content.decode()
    drawn = client.get(small).content.decode()
    assert product.name in drawn
    assert MARKS["product"].token == "product"
    assert "var(--product)" in drawn
    assert f'href="{reverse("products:landscape", args=[discovery.slug])}"' in drawn
    assert "Integration source" in drawn
    assert "Shared by ❷ use cases" in drawn


def test_the_small_map_lists_the_products_of_the_discovery_for_phones(
    client_of, editor, discovery, product, use_case
):
    small = reverse("products:landscape_small", args=[discovery.slug])
    client = client_of(editor.account)
    change_product(actor=editor, product=product, use_cases=[])
    page = client.get(small).content.decode()
    assert "No use case needs it yet" in page
    change_product(actor=editor, product=product, use_cases=[use_case])
    page = client.get(small).content.decode().partition('class="rows map-list"')[2].partition("</ul>")[0]
    assert f'href="{reverse("products:product", args=[discovery.slug, product.uuid])}"' in page
    assert f"Needed by {use_case.name}" in page
    assert "No use case needs it yet" not in page
