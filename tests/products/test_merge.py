"""Merging two products: everything moves, nothing is there twice, and one undo brings both back."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from discovery.actors import Actor
from discovery.exceptions import Conflict, Invalid, NotAllowed
from discovery.models import DiscoveryAccess, Operation, Person, Team
from discovery.models.discovery import DiscoveryRole
from discovery.selectors.operations import tracked_models
from discovery.services import kinds
from discovery.services.undo import can_undo, undo
from lvt.kinds.measures import MEASURE
from lvt.models import Goal, Measure, UseCase
from products.models import (
    AccessRule,
    Consumer,
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
    Source,
    TemplateAnswer,
    UsageGroup,
    UsagePattern,
)
from products.selectors import merging
from products.selectors.room_products import product_at
from products.services import products as services
from products.services.merge import merge_products
from tests import factories

pytestmark = pytest.mark.django_db

# What a save leaves behind by itself; everything else is content.
BOOKKEEPING = {"revision", "modified_at"}


def content():
    """All rows of all artefacts, the deleted ones too, without the bookkeeping of each."""
    found = {}
    for model in tracked_models():
        names = [field.attname for field in model._meta.concrete_fields if field.name not in BOOKKEEPING]
        found[model._meta.label] = sorted(model.everything.values_list(*names), key=repr)
    return found


@pytest.fixture
def crm(discovery):
    return factories.make(Source, discovery=discovery, domain=discovery.domain, name="CRM")


@pytest.fixture
def sales(discovery):
    return factories.make(Consumer, discovery=discovery, domain=discovery.domain, name="Field sales")


@pytest.fixture
def twin(editor, discovery):
    return services.add_product(
        actor=editor, discovery=discovery, name="HCP profile", kind="consumer_oriented"
    )


def merge(editor, keep, absorb, **options):
    return merge_products(actor=editor, keep=keep, absorb=absorb, **options)


def names(rows):
    return [str(row) for row in rows]


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
    assert (choice.label, choice.kept) == ("Effort", "8.0 person-weeks, at least 6.0")
    assert choice.other == f"7.5 person-weeks, between 5.0 and 12.0, confidence: {sure}"


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


# --- Undo -----------------------------------------------------------------------------------------


def _furnish(rng, discovery, product, others, crm, sales, use_cases, measures):
    """Whatever a product may have, by chance: often the same as another one has."""
    domain = discovery.domain
    if rng.random() < 0.6:
        services.change_product(
            actor=factories.SYSTEM,
            product=product,
            job=rng.choice(["", "A job", "Another job"]),
            delivers=rng.choice([None, *measures]),
            effort=rng.choice([None, Decimal(4)]),
            use_cases=rng.sample(use_cases, rng.randrange(3)),
            measures=rng.sample(measures, rng.randrange(2)),
        )
    ports = [
        factories.make(OutputPort, product=product, name=f"Port {n}", kind="api", position=n)
        for n in range(rng.randrange(3))
    ]
    for consumer in sales:
        if rng.random() < 0.6:
            factories.make(ProductConsumer, product=product, consumer=consumer)
        if ports and rng.random() < 0.5:
            factories.make(ProductConsumer, product=product, consumer=consumer, port=ports[0])
    for source in crm:
        if rng.random() < 0.6:
            factories.make(InputPort, product=product, source=source, name=rng.choice(["", "Extract"]))
    for other in others:
        if rng.random() < 0.5:
            factories.make(InputPort, product=product, feeder=other, kind="product")
    for question in ("users", "value"):
        if rng.random() < 0.5:
            text = rng.choice(["Reps", "Marketers"])
            factories.make(TemplateAnswer, product=product, question=question, text=text)
    group = factories.make(UsageGroup, product=product, name="Daily")
    factories.make(UsagePattern, product=product, who="Reps", group=rng.choice([None, group]))
    if rng.random() < 0.5:
        factories.make(AccessRule, product=product, effect="allow", basis="role", subject="Rep")
        factories.make(Slo, product=product, kind="latency", indicator="delay", sentence="fast", group=group)
        factories.make(Iteration, product=product, name="First")
    assert domain == product.domain


@pytest.fixture
def generated(request, discovery, editor):
    """Four products with much in common, by the seed that the test names."""
    rng = random.Random(request.param)
    home = {"discovery": discovery, "domain": discovery.domain}
    crm = [factories.make(Source, **home, name=name) for name in ("CRM", "Registry")]
    sales = [factories.make(Consumer, **home, name=name) for name in ("Sales", "Marketing")]
    use_cases = [
        kinds.add(actor=editor, draft=UseCase(discovery=discovery, name=name)) for name in ("A", "B", "C")
    ]
    goal = factories.make(Goal, discovery=discovery, title="Higher success")
    measures = [
        kinds.add(actor=editor, draft=MEASURE.new(goal, name=name, unit="%", target=Decimal(40)))
        for name in ("M", "N")
    ]
    made = [
        services.add_product(actor=editor, discovery=discovery, name=f"Product {n}", kind="source_oriented")
        for n in range(4)
    ]
    for product in made:
        others = [other for other in made if other != product]
        _furnish(rng, discovery, product, others, crm, sales, use_cases, measures)
    return [DataProduct.objects.get(pk=product.pk) for product in made]


@pytest.mark.parametrize("generated", range(12), indirect=True)
def test_merging_and_undoing_gives_the_same_database_content(editor, generated):
    keep, absorb, *_others = generated
    before = content()
    links = _links_of(keep, absorb)
    done = merge(editor, keep, absorb, take=("job", "answer_users"))
    assert _links_of(keep) == links
    children: list[Any] = list(merging.children())
    for model in children:
        assert not model.objects.filter(product=absorb).exists(), model
    assert not InputPort.objects.filter(feeder=absorb).exists()
    assert can_undo(done)
    merged = content()
    inverse = undo(actor=editor, target=done)
    assert _without_what_was_taken_back(content(), before) == before
    undo(actor=editor, target=inverse)
    assert _without_times(content()) == _without_times(merged)


def _without_what_was_taken_back(rows, before):
    """Without the links that the merge added: undone, they lie in the trash."""
    there = {label: {row[0] for row in each} for label, each in before.items()}
    new = [row for label, each in rows.items() for row in each if row[0] not in there[label]]
    trashed = ProductMeasure.everything.exclude(deleted_at=None).values_list("pk", flat=True)
    assert {row[0] for row in new} <= set(trashed)
    return {label: [row for row in each if row[0] in there[label]] for label, each in rows.items()}


def _without_times(rows):
    """When something was put into the trash again is another time."""
    return {
        label: sorted(repr([bool(cell) if hasattr(cell, "hour") else cell for cell in row]) for row in each)
        for label, each in rows.items()
    }


def _links_of(*products):
    """What the products are linked with, apart from each other."""
    use_cases = {link.use_case_id for link in ProductUseCase.objects.filter(product__in=products)}
    measures = {link.measure_id for link in ProductMeasure.objects.filter(product__in=products)}
    measures |= set(
        DataProduct.objects.filter(pk__in=[p.pk for p in products]).values_list("delivers", flat=True)
    )
    consumers = {
        (link.consumer_id, link.port_id) for link in ProductConsumer.objects.filter(product__in=products)
    }
    ports = set(OutputPort.objects.filter(product__in=products).values_list("pk", flat=True))
    sources = set(InputPort.objects.filter(product__in=products).values_list("source", flat=True))
    return use_cases, measures - {None}, consumers, ports, sources - {None}


def _rename(editor, product):
    services.change_product(actor=editor, product=product, name="Renamed")


def _serve_another(editor, product):
    more = kinds.add(actor=editor, draft=UseCase(discovery=product.discovery, name="One more"))
    services.change_product(actor=editor, product=product, use_cases=[more])


def _add_a_port(editor, product):
    factories.make(OutputPort, product=product, name="New", kind="file")


def _draw_on_it(editor, product):
    fed = services.add_product(actor=editor, discovery=product.discovery, name="Fed", kind="source_oriented")
    factories.make(InputPort, product=fed, feeder=product, kind="product")


@pytest.mark.parametrize("edit", [_rename, _serve_another, _add_a_port, _draw_on_it])
def test_undo_is_refused_with_the_reason_when_somebody_edited_in_between(editor, product, twin, edit):
    done = merge(editor, product, twin)
    assert can_undo(done)
    edit(editor, DataProduct.objects.get(pk=product.pk))
    after = content()
    assert not can_undo(done)
    with pytest.raises(Conflict, match=r"changed “.*” afterwards"):
        undo(actor=editor, target=done)
    assert content() == after


def test_undo_is_refused_when_a_port_that_moved_was_changed(editor, product, twin):
    port = factories.make(OutputPort, product=twin, name="API", kind="api")
    done = merge(editor, product, twin)
    factories.make(ProductConsumer, product=product, port=port, consumer=_consumer(product))
    with pytest.raises(Conflict, match="afterwards"):
        undo(actor=editor, target=done)


def _consumer(product):
    return factories.make(Consumer, discovery=product.discovery, domain=product.domain, name="Medical")


def test_other_products_may_change_meanwhile(editor, product, twin, feeder):
    done = merge(editor, product, twin)
    services.change_product(actor=editor, product=feeder, name="Visits")
    undo(actor=editor, target=done)
    assert DataProduct.objects.filter(pk=twin.pk).exists()
    assert Measure.objects.count() == 0
