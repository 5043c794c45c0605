"""A scenario that a decision chose: it is marked, and what is asked for shows what it becomes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from core.services import kinds
from discovery.models import Discovery, DiscoveryRole
from lvt.models import Measure, ShortlistedUseCase, UseCase
from products.cut_line_answers import work_out
from products.models import DataProduct, InputPort, Scenario
from products.planning.what_if.forms import chosen_world, compared
from products.planning.what_if_scenarios.selectors import scenarios_of
from products.registries import Blocker
from products.report import templates_section
from products.report_board_decisions import asked_for
from products.report_value import cut_line_section, value_section
from products.selectors.asked_rows import asked_rows
from products.selectors.goal_coverage import coverage_of
from tests import factories
from tests.factories import SYSTEM, make
from tests.products import value_world
from tests.products.value_world import score
from workshops.models import Decision
from workshops.results.decisions.services import add_decision, delete_decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(discovery: Discovery) -> Any:
    built = value_world.build(discovery)
    score(built, dashboard=3, digital=4)
    DataProduct.objects.filter(discovery=discovery).update(effort=4)
    return built


@pytest.fixture
def editor(world: Any, client_of: Any) -> Client:
    client: Client = client_of(factories.access(world.discovery, DiscoveryRole.EDITOR))
    return client


def words_of(template: str, context: Any) -> str:
    return " ".join(strip_tags(render_to_string(template, context)).split())


def shorter(world: Any, name: str = "Shorter", weeks: int = 1) -> Scenario:
    changes = f"effort={world.digital.uuid}:{weeks}&now=4"
    return make(Scenario, discovery=world.discovery, name=name, changes=changes)


def put_on_shortlist(world: Any) -> None:
    decision = make(Decision, discovery=world.discovery, title="Two", reason="x")
    for place, name in enumerate(("digital", "dashboard")):
        make(ShortlistedUseCase, decision=decision, use_case=world.use_cases[name], position=place)


def choose(editor: Client, scenario: Scenario) -> Decision:
    url = reverse("products:what_if_keep", args=[scenario.discovery.slug])
    address = f"{url}?{scenario.changes}&scenario={scenario.uuid}"
    form = editor.get(address).context["form"]
    assert form["title"].value() == scenario.name
    sent = {"uuid": str(uuid4()), "title": scenario.name, "reason": "It is quicker"}
    for _twice in range(2):
        assert editor.post(address, sent).status_code == 303
    return Decision.objects.get(uuid=sent["uuid"])


def test_a_scenario_knows_its_decision_and_the_decision_its_effect(world: Any, editor: Client) -> None:
    scenario = shorter(world)
    page = editor.get(reverse("products:scenarios", args=[world.discovery.slug])).content.decode()
    assert f"scenario={scenario.uuid}" in page.partition('aria-label="Choose')[0]
    assert "Decided" not in page
    decision = choose(editor, scenario)

    (kept,) = scenarios_of(world.discovery)
    assert kept.decided_by == decision
    (link,) = decision.links.all()
    assert link.label == "Shorter: 13 person-weeks instead of 16 for Case digital and Case dashboard"
    page = editor.get(reverse("products:scenarios", args=[world.discovery.slug])).content.decode()
    assert page.count("Decided") == 2, "in the list, and where it is compared"
    two = compared(world.discovery, [kept])
    assert two is not None
    assert [each.decision for each in two.outcomes] == [None, decision]
    section = cut_line_section(world.discovery)
    assert section is not None
    assert "Shorter Decided" in words_of("products/report/cut_line.html", section)


def test_what_is_not_saved_is_decided_without_a_scenario(world: Any, editor: Client) -> None:
    other = shorter(world)
    url = reverse("products:what_if_keep", args=[world.discovery.slug])
    sent = {"uuid": str(uuid4()), "title": "Shorter", "reason": "It is quicker"}
    for query in ("", "&scenario=", f"&scenario={uuid4()}", "&scenario=x"):
        sent["uuid"] = str(uuid4())
        assert editor.post(f"{url}?{other.changes}{query}", sent).status_code == 303
    assert chosen_world(world.discovery) is None


def test_a_saved_scenario_is_decided_as_it_was_saved(world: Any, editor: Client) -> None:
    scenario = shorter(world)
    url = reverse("products:what_if_keep", args=[world.discovery.slug])
    sent = {"uuid": str(uuid4()), "title": "Shorter", "reason": "It is quicker"}
    for changes in ("now=4", f"effort={world.digital.uuid}:3&now=4"):
        sent["uuid"] = str(uuid4())
        answer = editor.post(f"{url}?{changes}&scenario={scenario.uuid}", sent)
        assert answer.status_code == 303, "the address has other changes"
        (link,) = Decision.objects.get(uuid=sent["uuid"]).links.all()
        assert link.label == "Shorter: 13 person-weeks instead of 16 for Case digital and Case dashboard"
        assert link.url.endswith(scenario.changes)


def test_the_latest_decision_counts_until_it_is_deleted(world: Any, editor: Client) -> None:
    first, second = shorter(world), shorter(world, "Quick", 2)
    decisions = [choose(editor, each) for each in (first, second)]
    names = []
    for decision in reversed(decisions):
        chosen = chosen_world(world.discovery)
        assert chosen is not None
        names.append(chosen.name)
        delete_decision(actor=SYSTEM, decision=decision)
    assert names == ["Quick", "Shorter"]
    assert chosen_world(world.discovery) is None
    assert [each.decided_by for each in scenarios_of(world.discovery)] == [None, None]


def test_an_entry_of_the_log_is_named_later(world: Any, editor: Client) -> None:
    scenario = shorter(world)
    made = add_decision(actor=SYSTEM, discovery=world.discovery, title="We go faster", reason="x")
    url = reverse("products:scenario_edit", args=[world.discovery.slug, scenario.uuid])
    sent = {"name": scenario.name, "decision": made.pk, "revision": scenario.revision}
    assert editor.post(url, sent).status_code == 303
    assert [each.decided_by for each in scenarios_of(world.discovery)] == [made]


def test_the_request_asks_for_what_the_decided_scenario_takes(world: Any, editor: Client) -> None:
    put_on_shortlist(world)
    asked = asked_for(world.discovery)
    assert asked is not None
    assert asked["without"] is None
    assert asked["headline"].startswith("Approve 16 person-weeks for ")
    decision = choose(editor, shorter(world))
    asked = asked_for(world.discovery)
    assert asked is not None
    day = f"{decision.decided_on:%B} {decision.decided_on.day}, {decision.decided_on.year}"
    words = words_of("products/report/asked_cases.html", asked)
    assert asked["headline"].startswith("Approve 13 person-weeks for ")
    assert "Case digital +1" in words
    assert "Total 13 Likely range: " in words
    assert f"Without the decision “Shorter” of {day}: 16 person-weeks." in words
    # Without all estimates there is no total to compare it with.
    DataProduct.objects.filter(pk=world.visits.pk).update(effort=None)
    asked = asked_for(world.discovery)
    assert asked is not None
    assert asked["headline"].startswith("Approve at least 9 person-weeks for ")
    words = words_of("products/report/asked_cases.html", asked)
    assert f"The person-weeks include the decision of {day}, “Shorter”." in words
    assert "the total is" not in words
    DataProduct.objects.filter(pk=world.visits.pk).update(effort=4)
    # One that leaves the effort as it is has nothing to say.
    same = make(Scenario, discovery=world.discovery, name="Same", changes=f"out={uuid4()}&now=4")
    kinds.change(actor=SYSTEM, artifact=same, decision=decision)
    asked = asked_for(world.discovery)
    assert asked is not None
    assert asked["without"] is None
    assert asked["headline"].startswith("Approve 16 person-weeks for ")


def test_a_use_case_that_the_decided_scenario_drops_is_not_asked_for(world: Any, editor: Client) -> None:
    put_on_shortlist(world)
    out = make(Scenario, discovery=world.discovery, name="Later", changes=f"out={world.brand.uuid}&now=4")
    choose(editor, out)
    asked = asked_for(world.discovery)
    assert asked is not None
    assert asked["headline"] == "Approve 12 person-weeks for Case dashboard"
    assert asked["without"].weeks == "16"


def test_efforts_stand_beside_those_of_the_decided_scenario(world: Any, editor: Client) -> None:
    decision = choose(editor, shorter(world))
    day = f"{decision.decided_on:%b} {decision.decided_on.day}, {decision.decided_on.year}"
    section = value_section(world.discovery)
    assert section is not None
    html = render_to_string("products/report/value.html", {**section, "pictures": []})
    assert f'>1<br><span class="quiet">4 before the decision of {day}<' in html
    assert f'<b>13</b><br><span class="quiet">16 before the decision of {day}<' in html
    assert f"Total: 16 before the decision of {day}." in html
    assert html.count("before the decision of") == 3
    assert section["together"].effort.likely == 13, "one plan: the rows and the total of the goals follow it"
    sheets = templates_section(world.discovery)
    assert sheets is not None
    by_name = {each.template.product.name: each.decided_effort for each in sheets["sheets"]}
    assert by_name.pop("Digital") == (1, f"4 before the decision of {day}")
    assert set(by_name.values()) == {None}
    words = words_of("products/report/templates.html", sheets)
    assert f"Effort 1 person-weeks, 4 before the decision of {day}" in words
    scenarios = cut_line_section(world.discovery)
    assert scenarios is not None
    assert [each.name for each, _reason in scenarios["scenarios"]] == ["Before the decision", "Shorter"]


def test_a_goal_that_the_decision_leaves_out_has_no_cost(world: Any, editor: Client) -> None:
    out = make(Scenario, discovery=world.discovery, name="Later", changes=f"out={world.brand.uuid}&now=4")
    choose(editor, out)
    section = value_section(world.discovery)
    assert section is not None
    assert [choice is None for _goal, choice in section["costs"]].count(True) == 1
    assert section["together"].effort.likely == 12
    html = render_to_string("products/report/value.html", {**section, "pictures": []})
    assert html.count("Left out by the decision") == 1


def test_the_request_gives_the_reason_of_its_order_where_there_is_one(world: Any) -> None:
    put_on_shortlist(world)
    reason = "Case dashboard is built first: all its new data products are also needed by Case digital."
    asked = asked_for(world.discovery)
    assert asked is not None
    assert asked["order_reason"] == reason
    assert [str(each) for each in asked["undated"]] == ["Visits", "Consent", "HCP 360", "Digital"]
    InputPort.objects.filter(product=world.digital, feeder=world.hcp).update(feeder=None, kind="")
    asked = asked_for(world.discovery)
    assert asked is not None
    assert asked["order_reason"] == ""


def test_a_report_compares_scenarios_at_the_number_that_is_asked_for(world: Any) -> None:
    changes = f"out={world.brand.uuid}"
    make(Scenario, discovery=world.discovery, name="One goal", changes=changes)

    def limits() -> dict[str, tuple[int, int, bool]]:
        section = cut_line_section(world.discovery)
        assert section is not None
        return {
            each.name: (each.world.line.limit, len(each.world.line.use_cases), each.world.line.is_proven)
            for each, _reason in section["scenarios"]
        }

    assert limits()["Current plan"][0] == 3, "without a shortlist, as many as let a use case in"
    put_on_shortlist(world)
    work_out(world.discovery)
    assert limits() == {"Current plan": (4, 2, True), "One goal": (3, 1, True)}
    make(Scenario, discovery=world.discovery, name="Own", changes=f"{changes}&now=2")
    assert limits()["Current plan"][0] == 4
    assert limits()["Own"][0] == 2


def test_a_measure_of_several_use_cases_is_one_due_date(world: Any, monkeypatch: Any) -> None:
    """Two use cases are of goals with one measure each, then of one goal. Those without a row count too."""
    due = date(2100, 1, 1)
    Measure.objects.filter(pk=world.measure.pk).update(due_on=due)
    make(Measure, goal=world.brand, name="Churn", target=1, due_on=due)
    days = {world.hcp.pk: date(2100, 5, 1), world.digital.pk: date(2100, 6, 1)}
    blocked = {
        key: [Blocker("gap", "Gap", Fraction(1), False, None, day, False, Fraction(0))]
        for key, day in days.items()
    }
    monkeypatch.setattr("products.selectors.asked_rows.blockers_of", lambda _discovery: blocked)

    def question(most: int) -> str:
        coverage = coverage_of(world.discovery)
        cases = [each for each in coverage.pursued if each.products]
        return asked_rows(world.discovery, coverage, cases, adds_up=True, most=most).question

    assert "the due dates of 2 measures past June 1, 2100" in question(2)
    assert question(1) == question(2)
    hypothesis = world.use_cases["dashboard"].hypothesis
    UseCase.objects.filter(pk=world.use_cases["digital"].pk).update(hypothesis=hypothesis)
    assert "the due date of 1 measure past June 1, 2100" in question(2)


def test_use_cases_without_a_row_are_in_the_sum(world: Any) -> None:
    """More than there is room for are one row: the rows add up to the total."""
    put_on_shortlist(world)
    coverage = coverage_of(world.discovery)
    cases = [each for each in coverage.pursued if each.products]
    assert len(cases) == 2
    rows = asked_rows(world.discovery, coverage, cases, adds_up=True, most=1)
    assert rows.others is not None
    assert [(str(each.case), each.weeks) for each in rows.cases] == [("Case dashboard", "12")]
    assert (rows.others.count, rows.others.weeks) == (1, "4")
    assert rows.effort.likely == 16
    assert rows.others.bar.start == rows.cases[0].bar.width
    apart = asked_rows(world.discovery, coverage, cases, adds_up=False, most=1)
    assert (len(apart.cases), apart.others) == (1, None)
    asked = asked_for(world.discovery)
    assert asked is not None
    words = words_of(
        "products/report/asked_cases.html", {**asked, "others": rows.others, "cases": rows.cases}
    )
    assert "1 more use case +4" in words
    assert "Rows are in building order. A + means in addition to the rows above." in words
