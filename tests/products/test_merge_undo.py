"""One undo parts two products that were merged, or says why it cannot."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from core.exceptions import Conflict
from core.services import kinds
from lvt.measures.kinds import MEASURE
from lvt.models import Goal, Measure, UseCase
from products.design.merging import selectors as merging
from products.design.product import services
from products.models import (
    AccessRule,
    Consumer,
    DataProduct,
    InputPort,
    Iteration,
    OutputPort,
    ProductConsumer,
    ProductMeasure,
    ProductUseCase,
    Slo,
    Source,
    TemplateAnswer,
    UsageGroup,
    UsagePattern,
)
from tests import factories
from tests.products.merging import content, merge
from workshops.services.undo import can_undo, undo

pytestmark = pytest.mark.django_db


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
