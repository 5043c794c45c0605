"""The part of the world (world.py) that belongs to the product stream."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from core.services import artifacts
from core.services.operations import operation
from products.models import (
    AccessRequest,
    AccessRule,
    Consumer,
    ConsumerUseCase,
    DataProduct,
    DistinctProducts,
    InputPort,
    Iteration,
    MapMark,
    Measurement,
    OutputPort,
    PortColumn,
    ProductConsumer,
    ProductMeasure,
    ProductUseCase,
    Scenario,
    Slo,
    SloWindow,
    Source,
    TemplateAnswer,
    TemplateProposal,
    UsageGroup,
    UsagePattern,
)
from products.services.measurement_keys import add_measurement_key
from tests.factories import SYSTEM, make


def products_of(half: SimpleNamespace) -> None:
    """Data products, what a room says of them, and their SLOs; needs the other parts of the half."""
    _products(half)
    _products_in_the_room(half)
    _promises(half)


def _products(half: SimpleNamespace) -> None:
    mark, discovery = half.mark, half.discovery
    placed = {"discovery": discovery, "domain": half.domain}
    half.feeder = make(DataProduct, **placed, name=f"{mark} feeder", kind="source_oriented")
    half.product = make(
        DataProduct,
        **placed,
        name=f"{mark} product",
        kind="consumer_oriented",
        job=f"{mark} job",
        description=f"{mark} description of the product",
        owner=half.person,
        team=half.team,
        position=1,
    )
    half.twin = make(
        DataProduct, **placed, name=f"{mark} twin", kind="consumer_oriented", job=f"{mark} other job"
    )
    half.distinct_products = make(
        DistinctProducts,
        discovery=discovery,
        first=half.feeder,
        second=half.twin,
        reason=f"{mark} reason why they are not the same",
    )
    half.source = make(Source, **placed, name=f"{mark} source", description=f"{mark} content")
    half.consumer = make(Consumer, **placed, name=f"{mark} consumer", description=f"{mark} needs")
    half.input_port = make(InputPort, product=half.product, source=half.source)
    half.output_port = make(
        OutputPort, product=half.product, name=f"{mark} output", kind="table", data_set=f"{mark} data set"
    )
    half.iteration = make(Iteration, product=half.product, name=f"{mark} iteration", serves=f"{mark} first")
    half.port_column = make(PortColumn, port=half.output_port, name=f"{mark} column")
    half.consumer_link = make(ProductConsumer, product=half.product, consumer=half.consumer)
    make(ConsumerUseCase, consumer=half.consumer, use_case=half.use_case)
    half.product_use_case = make(ProductUseCase, product=half.product, use_case=half.use_case)
    half.product_measure = make(ProductMeasure, product=half.product, measure=half.measure)
    half.template_answer = make(
        TemplateAnswer, product=half.product, question="users", text=f"{mark} users of it"
    )
    half.access_rule = make(
        AccessRule, product=half.product, effect="deny", basis="role", subject=f"{mark} outsiders"
    )
    half.access_request = make(
        AccessRequest,
        port=half.output_port,
        who=f"{mark} who needs access",
        purpose=f"{mark} purpose of the access",
        asked_by=half.person,
    )


def _products_in_the_room(half: SimpleNamespace) -> None:
    mark = half.mark
    with operation(SYSTEM, "test.chosen"):
        for activity in (half.templating, half.describing):
            artifacts.change(activity, settings={"product": str(half.product.uuid)})
    half.template_proposal = make(
        TemplateProposal,
        activity=half.templating,
        product=half.product,
        participant=half.participant,
        part="job",
        text=f"{mark} proposed job",
    )
    half.room_pattern = make(
        UsagePattern,
        product=half.product,
        activity=half.describing,
        author=str(half.participant.uuid),
        participant=half.participant,
        who=f"{mark} user in the room",
    )
    half.map_mark = make(
        MapMark,
        discovery=half.discovery,
        activity=half.reviewing,
        product=half.product,
        kind="wrong",
        text=f"{mark} mark",
        author=str(half.participant.uuid),
        participant=half.participant,
    )


def _promises(half: SimpleNamespace) -> None:
    mark, product = half.mark, half.product
    half.usage_group = make(UsageGroup, product=product, name=f"{mark} usage group")
    half.usage_pattern = make(
        UsagePattern,
        product=product,
        consumer=half.consumer,
        group=half.usage_group,
        **{name: f"{mark} {name}" for name in ("who", "when", "how_often", "how_fresh", "how_complete")},
        how_fast=f"{mark} how_fast",
        what_breaks=f"{mark} what_breaks",
    )
    half.slo = make(
        Slo,
        product=product,
        kind="freshness",
        indicator=f"{mark} indicator",
        threshold=f"{mark} threshold",
        events=f"{mark} events",
        sentence=f"{mark} sentence",
        pattern=half.usage_pattern,
        group=half.usage_group,
    )
    half.slo_window = make(SloWindow, slo=half.slo, target="99.5", action=half.action)
    half.scenario = make(
        Scenario,
        discovery=half.discovery,
        name=f"{mark} scenario",
        reason=f"{mark} what speaks for it",
        changes=f"drop={product.uuid}",
    )
    now = timezone.now()
    half.measurement = make(
        Measurement,
        slo=half.slo,
        starts_at=now - timedelta(hours=2),
        ends_at=now - timedelta(hours=1),
        total=1000,
        bad=7,
        note=f"{mark} measured",
    )
    half.measurement_key, half.measurement_secret = add_measurement_key(
        actor=SYSTEM, discovery=half.discovery, name=f"{mark} program"
    )
