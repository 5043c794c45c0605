"""The red thread, up to the vision and down to what is lacking; the day without a data product."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given

from core.services import kinds
from discovery.models import Discovery
from discovery.selectors.root_lookups import paths
from lvt.models import Goal, Hypothesis, UseCase
from organizations.actors import Actor
from products.exports_plans import thread_slides
from products.landscape.day_without.rules import Outage, without
from products.landscape.day_without.selectors import day_without
from products.landscape.red_thread.rules import Thread, ThreadTier, downward, ladder, upward
from products.landscape.red_thread.selectors import thread_of
from products.landscape.rules import Graph, needs, services_of, taking
from products.landscape.selectors import current_graph
from products.models import DataProduct, InputPort, ProductState, Slo
from products.selectors.goal_coverage import coverage_of
from tests import factories
from tests.demo import demo_discovery, loaded
from tests.products.maps import EXAMPLE, graph, graphs
from workshops.registries import spotlights

ACTOR = Actor.system("test")


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Any:
    with loaded(django_db_blocker) as printed:
        yield printed


# --- The function ---------------------------------------------------------------------------------


def test_a_product_leads_up_to_the_vision_and_down_to_what_it_lacks() -> None:
    knots = {
        ThreadTier.VISION: ["Faster to patients."],
        ThreadTier.GOAL: ["More success"],
        ThreadTier.BET: ["a 360° view helps."],
        ThreadTier.USE_CASE: ["Dashboard"],
        ThreadTier.PROMISE: ["99% before 9:00"],
    }
    thread = Thread("HCP 360", ThreadTier.PRODUCT, knots, ["Jonas"], ["Owner", "Self-service"])
    assert upward(thread) == (
        "“HCP 360” is needed for “Dashboard”. Jonas expects that “a 360° view helps”. "
        "The goal is “More success”. The vision is “Faster to patients”."
    )
    assert downward(thread) == (
        "“HCP 360” promises “99% before 9:00”. Still missing: “Owner” and “Self-service”."
    )


@pytest.mark.parametrize("tier", ThreadTier)
def test_it_says_of_each_tier_what_is_not_there(tier: ThreadTier) -> None:
    bare = Thread("It", tier, {})
    up, down = upward(bare), downward(bare)
    assert (up == "") == (tier is ThreadTier.VISION)
    assert up == "" or up.endswith(".")
    if tier > ThreadTier.VISION:
        assert "no vision yet" in up
    if tier < ThreadTier.PROMISE:
        assert "yet" in down
    # One that ends before a promise lacks what comes next.
    assert ("Nothing is missing." in down) == (tier is ThreadTier.PROMISE)
    assert [str(rung.label) for rung in ladder(bare)].count("Missing") == (tier is ThreadTier.PROMISE)
    assert up.count("“It”") == (tier is not ThreadTier.VISION)


def test_of_many_the_first_are_named_and_the_others_counted() -> None:
    many = [f"Case {number}" for number in range(5)]
    said = upward(
        Thread(
            "P", ThreadTier.PRODUCT, {ThreadTier.USE_CASE: many, ThreadTier.BET: ["a", "b"]}, ["Ann", "Bob"]
        )
    )
    assert "“Case 0”, “Case 1”, “Case 2” and 2 more" in said
    # Several bets have several people.
    assert "We expect that “a” and “b”." in said


def test_names_have_the_quotation_marks_of_the_language() -> None:
    thread = Thread("HCP 360", ThreadTier.PRODUCT, {ThreadTier.USE_CASE: ["Dashboard"]})
    with translation.override("de"):
        assert upward(thread).startswith("„HCP 360“ wird für „Dashboard“ gebraucht.")


def test_a_ladder_has_a_step_for_each_tier_and_ends_with_what_is_missing() -> None:
    knots = {ThreadTier.BET: ["a 360° view helps"], ThreadTier.USE_CASE: [f"Case {n}" for n in range(5)]}
    rungs = ladder(Thread("HCP 360", ThreadTier.PRODUCT, knots, ["Jonas"], ["Owner"]))
    assert [str(rung.label) for rung in rungs] == [
        "Vision",
        "Goal",
        "Hypothesis",
        "Use cases",
        "Data product",
        "Promise",
        "Missing",
    ]
    assert [rung.is_lacking for rung in rungs] == [False] * 6 + [True]
    assert not ladder(Thread("HCP 360", ThreadTier.PRODUCT, knots))[-1].is_lacking
    assert [list(rung.names) for rung in rungs[2:]] == [
        ["a 360° view helps"],
        ["Case 0", "Case 1", "Case 2"],
        ["HCP 360"],
        [],
        ["Owner"],
    ]
    assert [rung.more for rung in rungs if rung.more] == ["2 more"]
    assert [rung.who for rung in rungs if rung.who] == ["Jonas"]
    assert [rung.is_own for rung in rungs] == [False, False, False, False, True, False, False]
    assert str(rungs[0].problem) == "No vision yet."


def test_a_step_tells_use_cases_that_a_product_reaches_only_through_others() -> None:
    knots = {ThreadTier.USE_CASE: ["Near", "Far"]}
    rungs = ladder(Thread("Consent", ThreadTier.PRODUCT, knots, indirect=["Far"]))
    assert [list(rung.indirect) for rung in rungs if rung.indirect] == [["Far"]]


# --- Of a discovery -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_all_surfaces_name_the_same_use_cases_of_a_product(demo: Any) -> None:
    """Needs and shares are two figures (docs/adr/0030): each is one everywhere, and what tells them apart is
    named."""
    discovery = demo_discovery()
    coverage, services = coverage_of(discovery), services_of(current_graph(discovery))
    assert any(each.only_through_others for each in coverage.products)
    for each in coverage.products:
        service, day = services[each.key], day_without(discovery, each.product)
        assert len(day.use_cases) == len(each.use_cases) == len(service.needed_by)
        assert each.uses == service.count
        assert len(each.sharing) == len(service.shared_by)
        assert {*day.indirect} == {*each.only_through_others}
        assert len(day.indirect) == len(service.reaches)
        thread = thread_of(discovery, each.product.uuid)
        assert thread is not None
        (rung,) = (rung for rung in thread.ladder if str(rung.label).startswith("Use case"))
        assert {*rung.names} <= {*map(str, each.use_cases)}
        assert {*rung.indirect} == {*map(str, each.only_through_others)}


@pytest.mark.django_db
def test_the_demo_hangs_together(demo: Any) -> None:
    discovery = demo_discovery()
    product = DataProduct.objects.get(name="HCP 360")
    thread = thread_of(discovery, product.uuid)
    assert thread is not None
    for words in ("“HCP 360” is needed for “HCP 360 dashboard”", "Bring health care products"):
        assert words in thread.up
    for each in (Goal, Hypothesis, UseCase, Slo):
        for row in each.objects.filter(**{paths(each, Discovery)[0]: discovery}):
            assert thread_of(discovery, row.uuid, of=each) is not None, row
    (slide,) = thread_slides(discovery)
    assert slide.table is not None
    assert thread.up in [row[1] for row in slide.table.rows]


@pytest.mark.django_db
def test_pages_and_stage_show_it(demo: Any, client_of: Any) -> None:
    discovery = demo_discovery()
    client = client_of(factories.access(discovery, email="reader@example.org"))
    product = DataProduct.objects.get(name="HCP 360")
    address = reverse("products:product_thread", args=[discovery.slug, product.uuid])
    page = reverse("products:product", args=[discovery.slug, product.uuid])
    # It is fetched when it is opened.
    assert f'<p data-coming><a href="{address}">' in client.get(page).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "HCP 360” is needed for" in part
    assert "<html" not in part
    assert "<html" in client.get(address).content.decode()

    spotlight = spotlights.get("red_thread")
    goal = Goal.objects.filter(discovery=discovery).first()
    assert goal is not None
    for begun_at in (product, goal):
        uuid = str(begun_at.uuid)
        assert uuid in dict(spotlight.choices(discovery))
        shown = spotlight.context(discovery, uuid)
        assert shown
        thread = thread_of(discovery, begun_at.uuid, of=type(begun_at))
        assert thread
        assert (shown["headline"], shown["ladder"]) == (thread.headline, thread.ladder)
    assert spotlights.get("day_without").context(discovery, str(product.uuid))


@pytest.mark.django_db
def test_a_retired_product_hangs_on_nothing_and_leaves_nothing_dark(demo: Any, client_of: Any) -> None:
    discovery = demo_discovery()
    product = DataProduct.objects.get(name="Consent")
    DataProduct.objects.filter(pk=product.pk).update(state=ProductState.RETIRED)
    assert thread_of(discovery, product.uuid) is None
    assert day_without(discovery, product).is_quiet
    client = client_of(factories.access(discovery, email="reader@example.org"))
    for name in ("product_thread", "product_without"):
        shown = client.get(reverse(f"products:{name}", args=[discovery.slug, product.uuid])).content.decode()
        assert "no longer serves a goal" in shown or "No one would notice" in shown


# --- The day without it ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_only_another_domain_takes_from_is_missed(client_of: Any) -> None:
    discovery = factories.discovery()
    fields = {"kind": "source_oriented", "state": ProductState.BUILDING}
    product = factories.make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="Consent", **fields
    )
    assert day_without(discovery, product).is_quiet
    other = factories.discovery(factories.domain(discovery.domain.organization, name="Stores"))
    taking = factories.make(DataProduct, discovery=other, domain=other.domain, name="Secret", **fields)
    factories.make(InputPort, product=taking, kind="product", feeder=product)
    shown = client_of(factories.access(discovery)).get(
        reverse("products:product_without", args=[discovery.slug, product.uuid])
    )
    page = shown.content.decode()
    assert "1 data product in Stores depends on it, too." in page
    assert "Secret" not in page


def test_what_needs_a_product_goes_dark_with_it() -> None:
    dark = without(EXAMPLE, "p_visits")
    assert dark.use_cases == ("u_360", "u_eng")
    assert dark.products == ("c_360", "c_eng")
    assert dark.consumers == ("w_reps",)
    assert without(graph("p1>c1 c1>u1", "p2"), "p2") == Outage((), (), ())
    assert without(EXAMPLE, "unknown") == Outage((), (), ())
    assert taking(graph("p1>c1 c1>c2 p1>s1 s1>c3"), "p1") == {"c1", "c3"}, "a source between is no product"


@given(of=graphs())
def test_it_is_what_maps_count_as_needed(of: Graph) -> None:
    for node in of.products:
        dark = set(without(of, node.id).use_cases)
        assert dark == {use_case for use_case, needed in needs(of).items() if node.id in needed}


@pytest.mark.django_db
def test_goals_promises_and_people_go_dark_too(demo: Any, client_of: Any) -> None:
    discovery = demo_discovery()
    product = DataProduct.objects.get(name="HCP master data")
    day = day_without(discovery, product)
    assert {str(each) for each in day.products} == {"HCP 360", "Digital Engagement"}
    assert day.elsewhere == (("Patient support", 1),), "what takes from it there is counted, not named"
    assert {str(each) for each in day.use_cases} == {
        "HCP 360 dashboard",
        "Digital customer engagement dashboard",
    }
    lost = {lost.goal.title: (lost.lost, lost.total) for lost in day.goals}
    assert lost["Higher success in engaging HCPs"] == (1, 2)
    assert lost["Better brand and customer interaction"] == (1, 1)
    own = Slo.objects.filter(product__name__in=("HCP master data", "HCP 360", "Digital Engagement"))
    assert {slo.pk for slo in day.promises} == set(own.values_list("pk", flat=True))
    assert "Jonas Lind" in day.people

    client = client_of(factories.access(discovery, email="reader@example.org"))
    page = client.get(reverse("products:product_without", args=[discovery.slug, product.uuid]))
    shown = page.content.decode()
    assert "2 use cases can’t start." in shown, "they need data products that aren't live yet, too"
    assert "stop working" not in shown
    assert "Responsible people:" in shown
    visits = day_without(discovery, DataProduct.objects.get(name="Field visits"))
    assert [str(each) for each in visits.products] == ["HCP 360", "Digital Engagement"]
    assert [str(each) for each in visits.indirect_products] == ["Digital Engagement"], "through HCP 360"
    assert not visits.running

    live = {str(each.use_case): each.products for each in coverage_of(discovery).use_cases}
    keys = [each.product.pk for each in live["HCP 360 dashboard"]]
    DataProduct.objects.filter(pk__in=keys).update(state=ProductState.LIVE)
    day = day_without(discovery, product)
    assert [str(each) for each in day.running] == ["HCP 360 dashboard"]
    assert [str(each) for each in day.waiting_beside_running] == ["Digital customer engagement dashboard"]


@pytest.mark.django_db
def test_a_goal_without_anything_says_so() -> None:
    discovery = factories.discovery()
    goal = factories.make(Goal, discovery=discovery, title="Lonely")
    thread = thread_of(discovery, goal.uuid, of=Goal)
    assert thread is not None
    assert thread.up == "“Lonely” is a goal, but there’s no vision yet."
    kinds.delete(actor=ACTOR, artifact=goal)
    assert thread_of(discovery, goal.uuid, of=Goal) is None
