"""What is missing or wrong is listed until it is mended, wherever such things are listed: overview,
handover and report; with the row "To mend" of the spreadsheet where it is a port that has to be changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.selectors import overview
from discovery.models import Discovery
from handover.reports.document import assemble
from handover.selectors.readiness import readiness_of
from lvt.models import Goal, Hypothesis, Initiative, Measure
from lvt.overview import hypotheses_standing, measures_standing
from lvt.selectors.open_points import open_points
from lvt.tree.selectors import value_tree
from operating_model.governance.overview import ownership_standing
from operating_model.ownership.selectors import ownership_of
from organizations.models import Person
from products.design.checklist.selectors import checklists
from products.design.ports.report import ports_section
from products.exports import inputs_sheet
from products.models import DataProduct, InputPort
from products.overview import landscape_standing
from products.selectors.product_cycles import circles_of
from products.selectors.product_or_asset import asset_test
from products.selectors.stream_progress import without_owner
from technology.selectors.fitness import fitness_of
from tests import factories

pytestmark = pytest.mark.django_db

Make = Callable[[Discovery], Any]


def _goal(discovery: Discovery, *bets: str) -> list[Hypothesis]:
    goal = factories.make(Goal, discovery=discovery, title="Fewer outages")
    factories.make(Measure, goal=goal, name="Minutes without power")
    return [factories.make(Hypothesis, goal=goal, statement=bet) for bet in bets]


def _product(discovery: Discovery, name: str, **fields: Any) -> DataProduct:
    return factories.make(
        DataProduct,
        discovery=discovery,
        domain=discovery.domain,
        name=name,
        kind="source_oriented",
        **fields,
    )


def a_circle(discovery: Discovery) -> None:
    made = [_product(discovery, name) for name in ("Bills", "Meters", "Tariffs")]
    for feeder, product in zip(made, (*made[1:], made[0]), strict=True):
        factories.make(InputPort, product=product, feeder=feeder, kind="product")


def a_hypothesis_without_measure(discovery: Discovery) -> None:
    measured, _other = _goal(discovery, "Crews see faults", "Cables are older than we think")
    factories.make(Measure, hypothesis=measured, name="Faults seen")


def an_initiative_without_measure(discovery: Discovery) -> None:
    for bet in _goal(discovery, "Crews see faults", "Cables are older than we think"):
        factories.make(Measure, hypothesis=bet, name=f"Measure of {bet}")
        factories.make(Initiative, hypothesis=bet, name=f"Trial of {bet}")


def a_goal_with_a_single_bet(discovery: Discovery) -> None:
    _goal(discovery, "Crews see faults")


def a_goal_whose_bets_were_stopped(discovery: Discovery) -> None:
    for bet in _goal(discovery, "Crews see faults", "Cables are older than we think"):
        Hypothesis.objects.filter(pk=bet.pk).update(state="stopped")


def a_product_that_nobody_owns(discovery: Discovery) -> None:
    _product(discovery, "Bills")


def names_that_look_the_same(discovery: Discovery) -> None:
    for name in ("Load forecast", "Load  forecast"):
        _product(discovery, name)


# What is wrong; what the overview says of it, which the handover asks, too; and what the report says.
FINDINGS: dict[Make, tuple[str, str]] = {
    a_circle: (
        "Bills, Meters and Tariffs feed each other in a circle.",
        "Data products that feed each other in a circle: Bills, Meters and Tariffs",
    ),
    a_hypothesis_without_measure: (
        "1 hypothesis has no measure of success.",
        "1 hypothesis has no measure of success: Cables are older than we think",
    ),
    an_initiative_without_measure: (
        "2 initiatives have no measure of success.",
        "2 initiatives have no measure of success: Trial of Crews see faults",
    ),
    a_goal_with_a_single_bet: (
        "1 goal depends on a single hypothesis",
        "1 goal depends on a single hypothesis: Fewer outages",
    ),
    a_goal_whose_bets_were_stopped: (
        "1 goal has only stopped hypotheses.",
        "1 goal has only stopped hypotheses: Fewer outages",
    ),
    a_product_that_nobody_owns: (
        "1 data product has no owner.",
        "Data products without an owner: Bills",
    ),
    names_that_look_the_same: (
        "Names used more than once: “Load forecast”.",
        "Names used more than once: Load forecast",
    ),
}


@pytest.fixture
def discovery() -> Discovery:
    return factories.three_streams()


@pytest.mark.sweep(sample=5)
@pytest.mark.parametrize("make", FINDINGS, ids=lambda make: make.__name__)
def test_a_finding_is_listed_in_all_places(discovery: Discovery, make: Make) -> None:
    def sayings() -> tuple[str, str, str]:
        steps = [
            str(step.standing.missing)
            for phase in overview(discovery).phases
            for step in [*phase.steps, *(step for stream in phase.streams for step in stream.steps)]
        ]
        asked = [
            str(missing.words)
            for group in readiness_of(discovery).groups
            for line in group.lines
            for missing in line.missing
        ]
        html = assemble(
            discovery, made_at=datetime(2026, 3, 5, tzinfo=UTC), progress=lambda percent, words: None
        )
        return " ".join(steps), " ".join(asked), " ".join(re.sub(r"<[^>]+>", "", html).split())

    said, printed = FINDINGS[make]
    before = sayings()
    make(discovery)
    after = sayings()
    for place, words in zip(range(3), (said, said, printed), strict=True):
        assert words not in before[place]
        assert words in after[place]


def test_stopped_hypotheses_are_not_asked_for_a_measure(discovery: Discovery) -> None:
    first, second, third = _goal(discovery, "One", "Two", "Three")
    for bet in (first, second):
        factories.make(Measure, hypothesis=bet, name=f"Measure of {bet}")
    assert "1 hypothesis has no measure" in str(measures_standing(discovery).missing)
    Hypothesis.everything.filter(pk=third.pk).update(state="stopped")
    assert measures_standing(discovery).missing == ""
    assert hypotheses_standing(discovery).missing == ""
    assert "3 measures have no value yet" in _open(discovery)
    Hypothesis.everything.filter(pk=second.pk).update(state="stopped")
    assert "2 measures have no value yet" in _open(discovery)
    assert "single hypothesis" in str(hypotheses_standing(discovery).missing)


def _open(discovery: Discovery) -> list[str]:
    return [point.text for point in open_points(value_tree(discovery), None, None)]


def test_what_hangs_on_an_initiative_measures_its_hypothesis(discovery: Discovery) -> None:
    for bet in _goal(discovery, "One", "Two"):
        trial = factories.make(Initiative, hypothesis=bet, name="Trial")
        factories.make(Measure, initiative=trial, name="Faults seen")
    assert measures_standing(discovery).missing == ""


def test_products_without_an_owner_are_counted_apart_from_lesser_gaps(discovery: Discovery) -> None:
    organization = discovery.domain.organization

    greta = factories.make(Person, organization=organization, name="Greta Özdemir")
    _product(discovery, "Bills")
    _product(discovery, "Meters", owner=greta)
    missing = str(ownership_standing(discovery).missing)
    assert "1 data product has no owner." in missing
    assert "1 data product has minor ownership gaps." in missing
    ownerless = [line.product for line in ownership_of(discovery) if line.is_ownerless]
    assert ownerless == list(without_owner(discovery))


def test_somebody_who_was_deleted_owns_nothing_wherever_that_counts(discovery: Discovery) -> None:
    greta = factories.make(Person, organization=discovery.domain.organization, name="Greta Özdemir")
    product = _product(discovery, "Bills", owner=greta)

    def owned() -> list[bool]:
        (checklist,), (fit,), (line,) = checklists(discovery), fitness_of(discovery), ownership_of(discovery)
        lacking = {result.check.key for result in fit.failed}
        return [
            "owner" not in {item.key for item in checklist.missing},
            "discoverable.contact" not in lacking,
            not line.is_ownerless,
            product not in without_owner(discovery),
            asset_test(DataProduct.objects.get(pk=product.pk)).has_owner,
        ]

    assert owned() == [True] * 5
    with operation(factories.SYSTEM, "test.left", place=discovery):
        artifacts.trash(greta)
    assert owned() == [False] * 5


def test_a_circle_is_said_where_the_port_is_made_and_with_ports_on_paper(
    client: Any, discovery: Discovery
) -> None:
    a_circle(discovery)
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    for product in DataProduct.objects.all():
        ports = client.get(
            reverse("products:product_ports", args=[discovery.slug, product.uuid]), follow=True
        )
        assert "This creates a circle: " in ports.content.decode()
        page = client.get(reverse("products:product", args=[discovery.slug, product.uuid])).content.decode()
        assert "Part of a circle: Bills, Meters and Tariffs feed each other." in page
    sheet = inputs_sheet(discovery)
    assert sheet is not None
    assert all(str(row[-1]).startswith("This creates a circle: ") for row in sheet.rows)
    printed = render_to_string("products/report/ports.html", ports_section(discovery))
    assert printed.count("This creates a circle: ") == len(sheet.rows)
    with operation(factories.SYSTEM, "test.mended", place=discovery):
        artifacts.trash(*InputPort.objects.filter(product__name="Bills"))
    assert circles_of(discovery).groups == ()
    assert "circle" not in str(landscape_standing(discovery).missing)


def test_a_slip_makes_no_product(client: Any, discovery: Discovery) -> None:
    editor = factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor")
    client.force_login(editor)
    dashboard, readings = _product(discovery, "Dashboard"), _product(discovery, "Smart-meter readings")
    url = reverse("products:producer_add", args=[discovery.slug, dashboard.uuid])
    sent = {"name": "Smart meter readings", "kind": "product"}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "Did you mean “Smart-meter readings”?" in refused.content.decode()
    assert DataProduct.objects.count() == 2
    assert client.post(url, {**sent, "name": "SMART-METER  readings"}).status_code == 303
    assert InputPort.objects.get().feeder == readings
    answer = client.get(client.post(url, {**sent, "is_new": "on"}).headers["Location"])
    assert "“Smart meter readings” is a new data product" in answer.content.decode()
    listed = client.get(reverse("products:product_list", args=[discovery.slug])).content.decode()
    assert "Name only" in listed
