"""A changed world beside the recorded one, worked out by hand on a small case; nothing is written until it
is kept."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from lvt.models import Criterion
from products import cut_line_answers
from products.models import DataProduct, InputPort, Iteration, ProductMeasure, ProductUseCase
from products.planning.what_if.selectors import TotalDifference, what_if
from products.selectors.what_if_coverage import WhatIfChanges
from technology.models import Capability, ProductNeed
from tests import factories
from tests.factories import make
from tests.products.value_world import CONSUMER, SOURCE, product
from workshops.models import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(ranked):
    return ranked


def _asked(world, **changes):
    asked = what_if(world.discovery, WhatIfChanges(**changes))
    assert asked is not None
    return asked


def _names(rows):
    return [str(row) for row in rows]


def _uuid(row):
    return str(row.uuid)


def _places(asked):
    return [
        (str(row.use_case), row.after and row.after.rank, row.is_served, row.is_dark) for row in asked.rows
    ]


def test_nothing_changed_is_the_same_world(world):
    asked = _asked(world, now=4)
    assert asked.before.line == asked.after.line
    assert not any(row.is_changed for row in asked.rows)
    assert asked.words == ()
    assert asked.is_proven


def test_what_needs_a_dropped_product_goes_dark_and_is_not_served(world):
    asked = _asked(world, now=4, dropped=frozenset({_uuid(world.digital)}))
    assert _names(asked.before.line.use_cases) == ["Case digital", "Case dashboard"]
    assert _names(asked.after.line.use_cases) == ["Case dashboard"]
    assert (asked.before.line.reached.exact.value, asked.after.line.reached.exact.value) == (7, 3)
    assert _names(asked.dark) == ["Case digital"]
    assert _names(asked.built_no_more) == ["Digital"]
    # What it is worth does not change with what it needs.
    assert _places(asked) == [("Case digital", 1, False, True), ("Case dashboard", 2, True, False)]
    # By the same rule as the day without it: what feeds both takes both along.
    consent = _asked(world, now=4, dropped=frozenset({_uuid(world.consent)}))
    assert _names(consent.dark) == ["Case dashboard", "Case digital"]
    assert consent.after.line.reached.exact.value == 0
    assert consent.after.line.effort.likely == 0


def test_another_effort_costs_what_it_says(world):
    asked = _asked(world, now=3, efforts={_uuid(world.hcp): Decimal(16)})
    recorded, changed = asked.before.line.effort, asked.after.line.effort
    assert (recorded.low, recorded.likely, recorded.high) == (11, 14, 20)
    assert (changed.low, changed.likely, changed.high) == (21, 22, 24)
    assert asked.words[0][0] == "HCP 360 takes 16 person-weeks instead of 8"
    world.hcp.refresh_from_db()
    assert world.hcp.effort == 8


def test_a_capacity_in_person_weeks_chooses_what_fits(world):
    DataProduct.objects.filter(pk=world.digital.pk).update(effort=6)
    assert _asked(world, weeks=Decimal("13.5")).after.line.use_cases == ()
    assert _names(_asked(world, weeks=Decimal(14)).after.line.use_cases) == ["Case dashboard"]
    both = _asked(world, weeks=Decimal(20)).after.line
    assert _names(both.use_cases) == ["Case digital", "Case dashboard"]
    assert both.effort.likely == 20
    DataProduct.objects.filter(pk=world.digital.pk).update(effort=None)
    unknown = _asked(world, weeks=Decimal(1000)).after.line
    assert _names(unknown.use_cases) == ["Case dashboard"]
    assert _names(unknown.without_effort) == ["Case digital"]


def test_more_new_products_serve_more(world):
    asked = _asked(world, now=3, then=4)
    assert (asked.before.line.reached.exact.value, asked.after.line.reached.exact.value) == (3, 7)
    assert _names(asked.built_too) == ["Digital"]
    assert asked.words == (("there are 4 new data products instead of 3", "then=4"),)


def test_one_is_not_in_the_plural(world):
    one = Decimal(1)
    asked = _asked(world, now=3, then=1, efforts={_uuid(world.hcp): one, _uuid(world.digital): one})
    assert [words for words, _part in asked.words] == [
        "HCP 360 takes 1 person-week instead of 8",
        "Digital takes 1 person-week",
        "there is 1 new data product instead of 3",
    ]
    asked = _asked(world, now=3, weeks=one, efforts={_uuid(world.digital): one})
    assert asked.words[-1][0] == "there is 1 person-week"
    assert asked.answer.startswith("With 1 person-week, ")
    efforts = {_uuid(each): Decimal(0) for each in (world.visits, world.consent)} | {_uuid(world.hcp): one}
    assert (
        "To build: Visits, Consent and HCP 360. 1 person-week."
        in _asked(world, now=3, efforts=efforts).after.summary
    )


def test_a_goal_that_is_left_out_takes_its_use_cases_along(world):
    asked = _asked(world, now=4, out=frozenset({_uuid(world.brand)}))
    assert _places(asked) == [("Case dashboard", 1, True, False), ("Case digital", None, False, False)]
    assert asked.after.line.highest == 3
    assert asked.rows[1].is_out


def test_another_weight_counts_in_ranking_and_line(world):
    criterion = Criterion.objects.get()
    asked = _asked(world, now=4, weights={criterion.pk: Decimal(2)})
    assert asked.after.line.reached.exact.value == 14
    assert asked.words[0][0] == "“Value” is weighted 2 instead of 1"


def test_a_difference_says_its_sign_and_whether_it_is_better():
    assert (TotalDifference(Decimal("-30.0"), gain=1).words, TotalDifference(Decimal(2), gain=1).words) == (
        "−30.0",
        "+2",
    )
    assert TotalDifference(Decimal("0.0")).words == ""
    tones = [TotalDifference(Decimal(change), gain).tone for change in (3, -3) for gain in (1, 0, -1)]
    assert tones == ["better", "", "worse", "worse", "", "better"]


def test_what_is_proven_is_told_without_a_color_and_what_changes_with_one(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    asked = _asked(world, then=0)
    page = viewer.get(reverse("products:what_if", args=[world.discovery.slug]), {"then": 0}).content.decode()
    assert f'difference-worse">{asked.more_served.words}<' in page
    assert 'class="chip good"><svg' not in page.partition("what-if-sum")[2].partition("</section>")[0]


def test_iterations_of_what_is_dropped_fall_away(world):
    asked = _asked(world, dropped=frozenset({_uuid(world.hcp)}))
    assert _names(asked.lost) == ["Responses first"]


def test_what_is_dropped_elsewhere_is_not_named(world, client_of):
    """Stocks feeds Visits and is named on the map, Tills lies one further away; the iterations of both are
    for those who may look at their discovery."""
    secret = factories.discovery(
        factories.domain(world.discovery.domain.organization, "Secret lab"), "Secret"
    )
    stocks, tills = product(secret, "Stocks", SOURCE), product(secret, "Tills", CONSUMER)
    for feeder, fed in ((stocks, world.visits), (tills, stocks)):
        make(InputPort, product=fed, feeder=feeder, kind="product")
        make(Iteration, product=feeder, name=f"{feeder.name} in Ulm", position=0)
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    text = viewer.get(_url(world.discovery), {"drop": [stocks.uuid, tills.uuid], "now": 4}).content.decode()
    assert "Data product in Secret lab is left out" in text
    for word in ("Tills", "Ulm"):
        assert word not in text
    assert "stops working" not in text, "four new products served neither before"
    assert text.count(">can’t be served<") == 2, "Case dashboard and Case digital"


def _after(asked, name):
    (one,) = (each for each in asked.after.coverage.products if str(each) == name)
    return one


def test_the_changed_world_says_what_serves_what(world):
    """HCP 360 feeds Digital, and Consent both: with Brand left out, what they serve is Success alone. Digital
    served nothing else."""
    recorded = {str(each): each for each in _asked(world, now=4).before.coverage.products}
    assert [str(goal) for goal in recorded["Consent"].goals] == ["Goal Success", "Goal Brand"]
    assert len(recorded["Consent"].sharing) == 2
    asked = _asked(world, now=4, out=frozenset({_uuid(world.brand)}))
    for name in ("Visits", "Consent", "HCP 360"):
        after = _after(asked, name)
        assert _names(after.goals) == ["Goal Success"]
        assert _names(after.use_cases) == ["Case dashboard"]
        assert len(after.sharing) == 1
    assert "Digital" not in _names(asked.after.coverage.products)
    assert "Lonely" in _names(asked.after.coverage.products)  # it is for no goal in either world
    success, nobody = asked.after.coverage.goals
    assert _names(success.products) == ["Visits", "Consent", "HCP 360"]
    assert nobody.products == ()


def test_what_is_dark_serves_no_goal_but_by_a_measure(world):
    make(ProductUseCase, product=world.lonely, use_case=world.use_cases["digital"])
    make(ProductMeasure, product=world.visits, measure=world.measure)
    asked = _asked(world, now=4, dropped=frozenset({_uuid(world.hcp)}))
    assert _names(asked.cut_off) == ["Case dashboard", "Case digital"]
    assert _names(asked.after.coverage.products) == ["Visits"]
    assert (_after(asked, "Visits").use_cases, _after(asked, "Visits").sharing) == ((), ())
    success, brand, _nobody = asked.after.coverage.goals
    assert _names(success.products) == _names(success.by_measure) == ["Visits"]
    assert brand.products == ()


def test_a_gap_of_what_serves_nothing_any_more_blocks_nothing(world):
    storage = make(Capability, discovery=world.discovery, plane="infrastructure", name="Storage", today=1)
    make(ProductNeed, product=world.digital, capability=storage, level=4)
    ((_part, same),) = _asked(world, now=4).parts
    assert len(same.blocking_before) == len(same.blocking_after) == 1
    ((_part, gaps),) = _asked(world, now=4, out=frozenset({_uuid(world.brand)})).parts
    assert len(gaps.blocking_before) == 1
    assert gaps.blocking_after == ()
    assert gaps.closed == ("Storage",)


def test_gaps_that_stay_are_one_line_and_others_a_difference(world, client_of):
    storage = make(Capability, discovery=world.discovery, plane="infrastructure", name="Storage", today=1)
    make(ProductNeed, product=world.digital, capability=storage, level=4)
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))

    def gaps(query):
        text = viewer.get(_url(world.discovery), query).content.decode()
        return text.partition('aria-labelledby="changed-gaps"')[2].partition("</section>")[0]

    same = gaps({"now": 4, "then": 3})
    assert "No change: 1 gap blocks data products." in same
    assert "<table" not in same
    fewer = gaps({"now": 4, "out": world.brand.uuid})
    assert "No longer blocking: Storage." in fewer
    assert ">−1<" in fewer


def test_a_row_says_what_of_it_is_recorded_where_that_changed(world):
    criterion = Criterion.objects.get()
    digital, dashboard = _asked(world, now=4, weights={criterion.pk: Decimal(2)}).rows
    assert (digital.after.rank, digital.after.total) == (1, 8)
    assert digital.is_changed
    assert digital.recorded == "place 1, score 4.0, served"
    assert dashboard.recorded == "place 2, score 3.0, served"
    # Without a total there is no place either.
    lost = replace(digital, after=replace(digital.after, result=replace(digital.after.result, rank=None)))
    assert lost.is_changed
    (same, *_others) = _asked(world, now=4).rows
    assert not same.is_changed


def test_both_worlds_are_proven_once_they_are_worked_out(world):
    asked = _asked(world, now=4, weeks=Decimal(14))
    assert not asked.progress.is_settled
    assert asked.progress.is_unasked
    for line in asked.lines:
        assert line.reached.exact.value <= line.reached.exact.bound <= line.highest
    cut_line_answers.work_out(world.discovery)
    cut_line_answers.work_out(world.discovery, "weeks=14&now=4")
    proven = _asked(world, now=4, weeks=Decimal(14))
    assert proven.progress.is_settled
    assert proven.is_proven


# --- The page -------------------------------------------------------------------------------------


def _url(discovery, name="what_if"):
    return reverse(f"products:{name}", args=[discovery.slug])


def test_the_page_answers_for_the_changes_of_its_address(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    operations = Operation.objects.count()
    text = viewer.get(
        _url(world.discovery), {"now": 4, "drop": world.digital.uuid, "out": world.brand.uuid}
    ).content.decode()
    assert "Digital is left out" in text
    assert "Without “Goal Brand”" in text
    for name, row in (("drop", world.digital), ("out", world.brand)):
        assert f'name="{name}" value="{row.uuid}" checked' in text
    assert "Save as a decision" not in text  # a viewer may not
    assert Operation.objects.count() == operations


@pytest.mark.parametrize(
    "query",
    [
        {"drop": "not-a-uuid", "out": "x", "effort": "y:z", "now": "-1"},
        {"weeks": "many", "takes": "NaN", "product": "\x00"},
        {"effort": "9" * 400, "then": "9" * 40, "k": ["1", "2"]},
    ],
)
def test_what_names_nothing_changes_nothing(world, client_of, query):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    answer = viewer.get(_url(world.discovery), query)
    assert answer.status_code == 200
    assert "No changes yet" in answer.content.decode()


def test_without_scores_it_says_what_is_missing(discovery, client_of):
    client = client_of(factories.access(discovery, DiscoveryRole.EDITOR))
    assert "Nothing is ranked yet" in client.get(_url(discovery)).content.decode()
    assert client.get(_url(discovery, "what_if_keep")).status_code == 404


def test_kept_it_is_a_decision_with_its_alternative_and_both_worlds(world, client_of):
    editor = client_of(factories.access(world.discovery, DiscoveryRole.EDITOR))
    query = f"?drop={world.digital.uuid}&now=4"
    shown = editor.get(_url(world.discovery, "what_if_keep") + query).content.decode()
    assert "Scenario: Digital is left out" in shown
    sent = {
        "uuid": "8b8d1c0e-7a51-4c3e-9f0b-3f5a3e1f7c11",
        "title": "We drop Digital",
        "reason": "Nobody owns it",
        "alternatives": "Today",
        "dissent": "Ann: it is what people ask for",
    }
    for _twice in range(2):
        answer = editor.post(_url(world.discovery, "what_if_keep") + query, sent)
        assert answer.status_code == 303, answer.content
    decision = Decision.objects.get()
    assert decision.dissent == "Ann: it is what people ask for"
    (link,) = decision.links.all()
    assert "is left out" in editor.get(link.url).content.decode()
    world.digital.refresh_from_db()
    assert world.digital.deleted_at is None


@pytest.mark.parametrize("query", ["", "?now=4", "?now=4&then=4", "?drop=not-a-uuid"])
def test_without_a_change_there_is_nothing_to_keep(world, client_of, query):
    editor = client_of(factories.access(world.discovery, DiscoveryRole.EDITOR))
    url = _url(world.discovery, "what_if_keep") + query
    for answer in (editor.get(url), editor.post(url, {"title": "Scenario: "})):
        assert answer.status_code == 409
        assert "No changes yet" in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_alternatives_say_both_worlds(world):
    asked = _asked(world, now=4, dropped=frozenset({_uuid(world.digital)}))
    recorded, changed = asked.alternatives.split("\n\n")
    assert recorded == (
        "Current plan: 2 use cases are served, scoring 7.0 of 7.0. To build: Visits, Consent, "
        "HCP 360 and Digital. 14 person-weeks. No effort estimate: Digital."
    )
    assert changed == (
        "Changed (Digital is left out): 1 use case is served, scoring 3.0 of 7.0. To build: "
        "Visits, Consent and HCP 360. 14 person-weeks. Stops working: Case digital."
    )


def test_the_page_asks_the_same_number_of_questions_whatever_changes(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))

    def asks(*dropped):
        with CaptureQueriesContext(connection) as queries:
            viewer.get(_url(world.discovery), {"drop": [each.uuid for each in dropped], "now": 4})
        return len(queries)

    asks()
    one = asks(world.digital)
    assert one == asks(world.digital, world.hcp, world.visits, world.consent)
    assert one <= 55
