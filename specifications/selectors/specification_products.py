"""Reads the products of a discovery for specifications, in a fixed number of queries."""

from collections.abc import Iterable
from datetime import UTC

from django.db.models import Prefetch, QuerySet

from core.models import Artifact
from discovery.models import Discovery
from lvt.models import Measure as MeasureOfSuccess, UseCase, Vision
from organizations.models import Person, Team
from products.models import (
    AccessRule,
    Confidence,
    DataProduct,
    InputPort,
    OutputPort,
    ProductConsumer,
    ProductMeasure,
    ProductUseCase,
    Slo,
    UsagePattern,
)
from products.promises.access_requests.selectors import in_force
from products.promises.selectors import zone_of
from specifications.data_product import NAMELESS_INPUT
from specifications.files import File, contract_file
from specifications.product_rows import (
    AccessRuleSpec,
    ColumnSpec,
    ContractReference,
    EntityReference,
    InputPortSpec,
    IterationSpec,
    MeasureSpec,
    ObjectiveSpec,
    OutputPortSpec,
    OwnerSpec,
    ProductSpec,
    TeamSpec,
    UsageSpec,
    ValueThread,
    WindowSpec,
)


def product_specs(discovery: Discovery, *, only: DataProduct | None = None) -> list[ProductSpec]:
    """Return the products of the discovery in order, or `only` one, with all content of their
    specifications."""
    rows = DataProduct.objects.filter(discovery=discovery)
    if only is not None:
        rows = rows.filter(pk=only.pk)
    vision = Vision.objects.filter(discovery=discovery).values_list("statement", flat=True).first() or ""
    return [_product(row, vision) for row in _with_all(rows)]


def feeding(product: DataProduct) -> list[tuple[DataProduct, OutputPort]]:
    """The output ports elsewhere whose contracts the product relies on, with their products."""
    ports: dict[int, OutputPort] = {}
    for each in _inputs().filter(product=product):
        port = _relied_on(each)
        if port is not None:
            ports[port.pk] = port
    rows = OutputPort.objects.filter(pk__in=ports).select_related("product__discovery").order_by("pk")
    return [(port.product, port) for port in rows]


def contracts_relied_on(product: DataProduct) -> list[File]:
    """Return the contracts of other products of the discovery that the product relies on, as files: its
    documents are checked together with them."""
    pairs = feeding(product)
    ports = {str(port.uuid) for _feeder, port in pairs}
    feeders = {feeder.pk: feeder for feeder, _port in pairs if feeder.discovery_id == product.discovery_id}
    products = [product_specs(product.discovery, only=feeder)[0] for feeder in feeders.values()]
    return [contract_file(each, port) for each in products for port in each.ports if port.id in ports]


def _with_all(rows: QuerySet[DataProduct]) -> QuerySet[DataProduct]:
    with_consumer = ProductConsumer.objects.filter(consumer__deleted_at=None).select_related("consumer")
    return rows.select_related("domain__organization", "owner", "team", "delivers").prefetch_related(
        "answers",
        Prefetch("access_rules", in_force(AccessRule.objects.order_by("position", "pk"))),
        "iterations",
        Prefetch("slos", Slo.objects.prefetch_related("windows")),
        Prefetch("usage_patterns", UsagePattern.objects.select_related("consumer", "group")),
        Prefetch("input_ports", _inputs()),
        Prefetch(
            "output_ports",
            OutputPort.objects.prefetch_related("columns", Prefetch("consumer_links", with_consumer)),
        ),
        Prefetch("consumer_links", with_consumer),
        Prefetch(
            "measure_links", ProductMeasure.objects.filter(measure__deleted_at=None).select_related("measure")
        ),
        Prefetch(
            "use_case_links",
            ProductUseCase.objects.filter(use_case__deleted_at=None)
            .select_related("use_case__hypothesis__goal")
            .prefetch_related("use_case__hypothesis__measures", "use_case__hypothesis__goal__measures"),
        ),
    )


def _inputs() -> QuerySet[InputPort]:
    return InputPort.objects.select_related("source", "feeder", "feeder_port").prefetch_related(
        "feeder__output_ports"
    )


def _product(row: DataProduct, vision: str) -> ProductSpec:
    use_cases = [link.use_case for link in row.use_case_links.all()]
    threads = tuple(_thread(use_case) for use_case in use_cases)
    confidence = Confidence(row.effort_confidence).name.lower() if row.effort_confidence else ""
    return ProductSpec(
        id=str(row.uuid),
        name=row.name,
        kind=row.kind,
        state=row.state,
        domain=_row(row.domain),
        organization=_row(row.domain.organization),
        job=row.job,
        description=row.description,
        created_at=row.created_at.astimezone(UTC),
        owner=_owner(row.owner),
        team=_team(row.team),
        delivers=_measure(row.delivers) if row.delivers and row.delivers.deleted_at is None else None,
        effort=row.effort,
        effort_low=row.effort_low,
        effort_high=row.effort_high,
        effort_confidence=confidence,
        sharing=row.sharing,
        access_policy=row.access_policy,
        access_default=row.access_default,
        agreement_url=row.agreement_url,
        catalog_url=row.catalog_url,
        repository_url=row.repository_url,
        storage=row.storage,
        processing=row.processing,
        transformation=row.transformation,
        distribution_modified=row.distribution_modified,
        distribution_unmodified=row.distribution_unmodified,
        classification=row.classification,
        privacy=row.privacy,
        privacy_note=row.privacy_note,
        compliance=row.compliance,
        answers={answer.question: answer.text for answer in row.answers.all()},
        goals=tuple(dict.fromkeys(each.goal for each in threads if each.goal)),
        use_cases=_all_named(use_cases),
        threads=threads,
        measures=tuple(_measure(link.measure) for link in row.measure_links.all()),
        kpis=_kpis(use_cases),
        vision=vision,
        inputs=tuple(_input(port) for port in row.input_ports.all()),
        ports=tuple(_port(port) for port in row.output_ports.all()),
        consumers=_consumers(row.consumer_links.all()),
        promises=tuple(_promise(slo) for slo in row.slos.all()),
        rules=tuple(
            AccessRuleSpec(
                str(each.uuid),
                each.effect,
                each.basis,
                each.users,
                each.subject,
                each.value,
                each.note,
                each.until,
            )
            for each in row.access_rules.all()
        ),
        steps=tuple(
            IterationSpec(
                str(each.uuid),
                each.name,
                each.serves,
                each.adds,
                each.starts_on,
                each.ends_on,
                each.done_on,
            )
            for each in row.iterations.all()
        ),
        usages=tuple(_usage(each) for each in row.usage_patterns.all()),
    )


def _port(row: OutputPort) -> OutputPortSpec:
    return OutputPortSpec(
        id=str(row.uuid),
        name=row.name,
        kind=row.kind,
        version=row.version,
        data_set=row.data_set,
        format=row.format,
        location=row.location,
        description=row.description,
        example=row.example,
        created_at=row.created_at.astimezone(UTC),
        columns=tuple(
            ColumnSpec(
                str(each.uuid), each.name, each.type, each.description, each.is_required, each.is_personal
            )
            for each in row.columns.all()
        ),
        consumers=_consumers(row.consumer_links.all()),
    )


def _input(row: InputPort) -> InputPortSpec:
    contract = _relied_on(row)
    name = row.name or _name_of(row.source) or _name_of(row.feeder)
    return InputPortSpec(
        id=str(row.uuid),
        name=name or row.kind or NAMELESS_INPUT,
        kind=row.kind,
        format=row.format,
        location=row.location,
        description=row.description,
        source=_reference_to(row.source),
        feeder=_reference_to(row.feeder),
        contract=ContractReference(str(contract.uuid), contract.version or "1.0.0") if contract else None,
    )


def _relied_on(port: InputPort) -> OutputPort | None:
    """The output port that the input port reads: the output port that it names, or the only one of its
    feeder."""
    if port.feeder is None or port.feeder.deleted_at is not None:
        return None
    if port.feeder_port is not None and port.feeder_port.deleted_at is None:
        return port.feeder_port
    ports = list(port.feeder.output_ports.all())
    return ports[0] if len(ports) == 1 else None


def _promise(row: Slo) -> ObjectiveSpec:
    return ObjectiveSpec(
        id=str(row.uuid),
        kind=row.kind,
        indicator=row.indicator,
        threshold=row.threshold,
        basis=row.basis,
        events=row.events,
        sentence=row.sentence,
        time_zone=zone_of(row),
        windows=tuple(
            WindowSpec(str(each.uuid), each.target, each.length, each.unit, each.is_rolling)
            for each in row.windows.all()
        ),
    )


def _usage(row: UsagePattern) -> UsageSpec:
    return UsageSpec(
        id=str(row.uuid),
        group=_name_of(row.group),
        consumer=_name_of(row.consumer),
        who=row.who,
        when=row.when,
        how_often=row.how_often,
        how_fresh=row.how_fresh,
        how_complete=row.how_complete,
        how_fast=row.how_fast,
        what_breaks=row.what_breaks,
    )


# --- What is pointed to, as long as it is not in the trash ----------------------------------------


def _owner(person: Person | None) -> OwnerSpec | None:
    if person is None or person.deleted_at is not None:
        return None
    return OwnerSpec(str(person.uuid), person.name, person.email, person.role_title)


def _team(team: Team | None) -> TeamSpec | None:
    if team is None or team.deleted_at is not None:
        return None
    return TeamSpec(str(team.uuid), team.name, team.responsibilities)


def _reference_to(artifact: Artifact | None) -> EntityReference | None:
    if artifact is None or artifact.deleted_at is not None:
        return None
    return _row(artifact)


def _row(artifact: Artifact) -> EntityReference:
    return EntityReference(str(artifact.uuid), str(artifact))


def _thread(use_case: UseCase) -> ValueThread:
    """Return the value thread of the use case, without deleted parts."""
    hypothesis = use_case.hypothesis
    is_active = (
        hypothesis is not None and hypothesis.deleted_at is None and hypothesis.goal.deleted_at is None
    )
    return ValueThread(
        goal=_row(hypothesis.goal) if hypothesis and is_active else None,
        hypothesis=_row(hypothesis) if hypothesis and is_active else None,
        use_case=_row(use_case),
    )


def _measure(row: MeasureOfSuccess) -> MeasureSpec:
    return MeasureSpec(str(row.uuid), row.name, row.unit, row.baseline, row.target, row.due_on)


def _kpis(use_cases: Iterable[UseCase]) -> tuple[MeasureSpec, ...]:
    """The measures of the goals and hypotheses of the use cases, those of goals first, each once."""
    hypotheses = [use_case.hypothesis for use_case in use_cases if use_case.hypothesis is not None]
    existing = [
        hypothesis
        for hypothesis in hypotheses
        if hypothesis.deleted_at is None and hypothesis.goal.deleted_at is None
    ]
    rows = [each for hypothesis in existing for each in hypothesis.goal.measures.all()]
    rows += [each for hypothesis in existing for each in hypothesis.measures.all()]
    return tuple(dict.fromkeys(_measure(each) for each in rows if each.deleted_at is None))


def _name_of(artifact: Artifact | None) -> str:
    reference = _reference_to(artifact)
    return reference.name if reference else ""


def _all_named(artifacts: Iterable[Artifact]) -> tuple[EntityReference, ...]:
    return tuple(_row(each) for each in artifacts)


def _consumers(links: Iterable[ProductConsumer]) -> tuple[EntityReference, ...]:
    """Each consumer once: it may use the product through several ports."""
    return _all_named({link.consumer.pk: link.consumer for link in links}.values())
