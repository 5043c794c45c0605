"""Merging two products: everything moves, nothing is there twice, and one undo brings both back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.exceptions import Conflict, Invalid, NotAllowed
from core.models import Operation
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.models import DiscoveryAccess
from lvt.measures.kinds import MEASURE
from lvt.models import Goal
from organizations.actors import Actor
from organizations.models import Person, Team
from products.design.merging import selectors as merging
from products.design.product import services
from products.models import (
    AccessRule,
    DataProduct,
    InputPort,
    Iteration,
    MapMark,
    OutputPort,
    PortColumn,
    ProductConsumer,
    ProductMeasure,
    ProductUseCase,
    Slo,
    SloWindow,
    TemplateAnswer,
    UsageGroup,
    UsagePattern,
)
from products.selectors.room_products import product_at
from tests import factories
from tests.products.merging import content, merge, names
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


# --- What moves -----------------------------------------------------------------------------------


def test_everything_of_the_absorbed_product_belongs_to_the_kept_one(editor, product, twin, crm, sales):
    port = factories.make(OutputPort, product=twin, name="API", kind="api")
    column = factories.make(PortColumn, port=port, name="hcp_id")
    slo = factories.make(Slo, product=twin, kind="freshness", indicator="age", sentence="fresh by 9")
    window = factories.make(SloWindow, slo=slo, target=99)
    group = factories.make(UsageGroup, product=twin, name="Every morning")
    rows: list[Any] = [
        port,
        slo,
        group,
        factories.make(InputPort, product=twin, source=crm),
        factories.make(ProductConsumer, product=twin, consumer=sales, port=port),
        factories.make(Iteration, product=twin, name="First"),
        factories.make(UsagePattern, product=twin, who="Reps", group=group),
        factories.make(AccessRule, product=twin, effect="allow", basis="role", subject="Rep"),
        factories.make(TemplateAnswer, product=twin, question="users", text="Reps"),
        factories.make(
            MapMark, discovery=twin.discovery, product=twin, kind="doubled", text="Same as HCP 360"
        ),
    ]
    merge(editor, product, twin)
    for row in rows:
        row.refresh_from_db()
        assert row.product == product, row
        assert row.deleted_at is None
    column.refresh_from_db()
    window.refresh_from_db()
    assert (column.port, window.slo) == (port, slo)
    twin.refresh_from_db()
    assert twin.deleted_at is not None


def test_activities_that_were_prepared_for_the_absorbed_product_are_for_the_kept_one(
    editor, discovery, product, twin, feeder
):
    workshop = factories.workshop(discovery)
    prepared, other = (
        factories.activity(workshop, kind="usage_patterns", settings={"product": str(each.uuid), "more": 1})
        for each in (twin, feeder)
    )
    merged = merge(editor, product, twin)
    prepared.refresh_from_db()
    other.refresh_from_db()
    assert prepared.settings == {"product": str(product.uuid), "more": 1}
    assert other.settings["product"] == str(feeder.uuid)
    assert product_at(prepared) == product
    undo(actor=editor, target=merged)
    prepared.refresh_from_db()
    assert prepared.settings["product"] == str(twin.uuid)


def test_no_kind_of_row_stays_with_the_absorbed_product(editor, product, twin):
    """A model that is added later and names a product is moved too."""
    assert set(merging.children()) == set(merging.WORDS)


def test_rows_with_an_order_come_after_those_that_are_there(editor, product, twin):
    factories.make(Iteration, product=product, name="First", position=0)
    factories.make(Iteration, product=twin, name="Theirs", position=0)
    factories.make(Iteration, product=twin, name="Theirs again", position=1)
    merge(editor, product, twin)
    assert names(product.iterations.all()) == ["First", "Theirs", "Theirs again"]


def test_what_both_have_is_there_once(editor, discovery, product, twin, crm, sales, use_case):
    for each in (product, twin):
        factories.make(InputPort, product=each, source=crm)
        factories.make(ProductConsumer, product=each, consumer=sales)
        factories.make(AccessRule, product=each, effect="deny", basis="role", subject="Trainee")
    factories.make(ProductUseCase, product=twin, use_case=use_case)
    merge(editor, product, twin)
    for model in (InputPort, ProductConsumer, AccessRule, ProductUseCase):
        assert [row.product for row in model.objects.all()] == [product], model


@pytest.mark.parametrize("differs", [{"users": "machine"}, {"until": date(2026, 1, 31)}, {"value": "DE"}])
def test_a_rule_that_means_others_or_another_time_is_kept(editor, product, twin, differs):
    said = {"effect": "deny", "basis": "attribute", "subject": "Country", "value": "CH"}
    factories.make(AccessRule, product=product, **said)
    factories.make(AccessRule, product=twin, **said | differs)
    merge(editor, product, twin)
    (name,) = differs
    kept = set(product.access_rules.values_list(name, flat=True))
    assert kept == {getattr(AccessRule(**said), name), differs[name]}


def test_a_port_that_says_more_is_kept_beside_the_other(editor, product, twin, crm):
    factories.make(InputPort, product=product, source=crm)
    factories.make(InputPort, product=twin, source=crm, name="Nightly extract", kind="extractor")
    factories.make(InputPort, product=twin, name="Not known yet")
    merge(editor, product, twin)
    assert names(product.input_ports.all()) == ["CRM", "Nightly extract", "Not known yet"]


def test_what_drew_on_the_absorbed_product_draws_on_the_kept_one(editor, discovery, product, twin, feeder):
    port = factories.make(OutputPort, product=twin, name="API", kind="api")
    fed = factories.make(InputPort, product=feeder, feeder=twin, feeder_port=port, kind="product")
    merge(editor, product, twin)
    fed.refresh_from_db()
    assert (fed.feeder, fed.feeder_port) == (product, port)


def test_what_drew_on_both_draws_once(editor, product, twin, feeder):
    for each in (product, twin):
        factories.make(InputPort, product=feeder, feeder=each, kind="product")
    merge(editor, product, twin)
    assert [port.feeder for port in feeder.input_ports.all()] == [product]


def test_a_product_does_not_feed_itself_afterwards(editor, product, twin, feeder):
    factories.make(InputPort, product=product, feeder=twin, kind="product")
    factories.make(InputPort, product=twin, feeder=product, kind="product")
    kept = factories.make(InputPort, product=twin, feeder=feeder, kind="product")
    merge(editor, product, twin)
    assert list(InputPort.objects.all()) == [kept]


# --- Fields ---------------------------------------------------------------------------------------


def test_empty_fields_are_filled_and_others_stay(editor, discovery, product, twin):
    organization = discovery.domain.organization
    owner = factories.make(Person, organization=organization, name="Ona Owner")
    team = factories.make(Team, organization=organization, name="Blue")
    services.change_product(
        actor=editor,
        product=twin,
        job="Another job",
        owner=owner,
        team=team,
        effort=Decimal(5),
        effort_confidence=2,
    )
    merge(editor, product, twin)
    product.refresh_from_db()
    assert product.job == "Shows all that is known of an HCP before a visit"
    assert (product.owner, product.team, product.effort, product.effort_confidence) == (
        owner,
        team,
        Decimal(5),
        2,
    )


def test_an_effort_is_told_in_words(editor, product, twin):
    services.change_product(actor=editor, product=product, effort=Decimal("8.0"), effort_low=Decimal("6.0"))
    services.change_product(
        actor=editor,
        product=twin,
        effort=Decimal("7.5"),
        effort_low=Decimal(5),
        effort_high=Decimal("12.0"),
        effort_confidence=2,
    )
    for each in (product, twin):
        each.refresh_from_db()
    sure = twin.get_effort_confidence_display()
    (choice,) = (each for each in merging.merge_plan(product, twin).choices if each.key == "effort")
    assert (choice.label, choice.kept_text) == ("Effort", "8 person-weeks, at least 6")
    assert choice.other == f"7.5 person-weeks, between 5 and 12, confidence: {sure}"


def test_an_effort_is_taken_with_its_range_or_not_at_all(editor, product, twin):
    services.change_product(actor=editor, product=product, effort=Decimal(9))
    services.change_product(actor=editor, product=twin, effort_low=Decimal(1), effort_high=Decimal(3))
    merge(editor, product, twin)
    product.refresh_from_db()
    assert (product.effort_low, product.effort, product.effort_high) == (None, Decimal(9), None)


def test_what_both_say_differently_can_be_chosen(editor, product, twin):
    services.change_product(actor=editor, product=twin, job="Another job")
    factories.make(TemplateAnswer, product=product, question="users", text="Reps")
    factories.make(TemplateAnswer, product=twin, question="users", text="Marketers")
    merge(editor, product, twin, take=["job", "name", "answer_users", "state", "no such field"])
    product.refresh_from_db()
    assert (product.name, product.job) == ("HCP profile", "Another job")
    assert [answer.text for answer in TemplateAnswer.objects.all()] == ["Marketers"]


@pytest.mark.parametrize("take", [(), ("delivers",)])
def test_both_measures_that_were_delivered_are_kept(editor, discovery, product, twin, take):
    goal = factories.make(Goal, discovery=discovery, title="Higher success")
    rate, share = (
        kinds.add(actor=editor, draft=MEASURE.new(goal, name=name, unit="%", target=Decimal(40)))
        for name in ("Engagement rate", "Share of voice")
    )
    services.change_product(actor=editor, product=product, delivers=rate)
    services.change_product(actor=editor, product=twin, delivers=share)
    merge(editor, product, twin, take=take)
    product.refresh_from_db()
    delivered, judged = (share, rate) if take else (rate, share)
    assert product.delivers == delivered
    assert [link.measure for link in ProductMeasure.objects.all()] == [judged]


# --- Who may, and what cannot be merged -----------------------------------------------------------


def test_a_viewer_merges_nothing(discovery, product, twin):
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER))
    with pytest.raises(NotAllowed):
        merge(viewer, product, twin)


def test_a_product_is_not_merged_with_itself(editor, product):
    with pytest.raises(Invalid, match="itself"):
        merge(editor, product, product)


def test_products_of_different_domains_are_refused_with_the_reason(editor, account, discovery, product):
    domain = factories.domain(discovery.domain.organization, name="Medical")
    other = factories.discovery(domain)
    factories.make(
        DiscoveryAccess,
        discovery=other,
        user=account,
        role=DiscoveryRole.EDITOR,
    )
    foreign = services.add_product(actor=editor, discovery=other, name="Trials", kind="source_oriented")
    with pytest.raises(Invalid, match="different domains"):
        merge(editor, product, foreign)


def test_the_second_of_two_merges_is_told_and_changes_nothing(editor, product, twin, feeder):
    stale = DataProduct.objects.get(pk=twin.pk)
    merge(editor, product, twin)
    before = content()
    for keep, absorb in ((feeder, stale), (stale, feeder)):
        with pytest.raises(Conflict, match=r"HCP profile.*merged or deleted in the meantime"):
            merge(editor, keep, absorb)
    assert content() == before
    assert Operation.objects.filter(verb="product.merged").count() == 1
