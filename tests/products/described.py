"""Products to write specifications of: one with every field filled, in hostile words, and one that is no more
than a name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from discovery.models import Discovery
from lvt.models import Goal, Hypothesis, Measure, UseCase
from organizations.models import Person, Team
from products import models
from products.models import DataProduct, InputPort, OutputPort, Slo, Source, UsageGroup
from tests.factories import make

# What YAML, shells, screens and spreadsheets trip over.
HOSTILE = (
    "yes",
    "null",
    "1.0",
    "1e3",
    "0o17",
    "=1+1",
    "- [a, b]: {c: &d *e} # f",
    "%TAG ! !!python/object",
    '"quoted" \'twice\' \\ ${HOME} <script>alert("x")</script>',
    "turned \u202eround\u202c \u2066 about \ufeff",
    "bell \x07 escape \x1b[31m next\x85line \u2028 separator",
    "tab\tline\n  indented\n\n trailing \n",
    "عربي 日本語 👩🏽‍⚕️",
    "2026-11-20",
)


def full_product(discovery: Discovery) -> DataProduct:
    """Every field of the product, and of what belongs to it, says something."""
    words = "\n".join(HOSTILE)
    line = HOSTILE[8]
    organization = discovery.domain.organization
    goal = make(Goal, discovery=discovery, title=line)
    bet = make(Hypothesis, goal=goal, statement=line)
    measure = make(Measure, goal=goal, name="null", unit="%", target=Decimal(1), due_on=date(2027, 1, 1))
    use_case = make(UseCase, discovery=discovery, name="yes", hypothesis=bet)
    source = make(Source, discovery=discovery, domain=discovery.domain, name="1.0")
    consumer = make(models.Consumer, discovery=discovery, domain=discovery.domain, name="=1+1")
    feeder = _product(discovery, "Feeder", kind="source_oriented")
    feeding = make(OutputPort, product=feeder, name="no", kind="table")
    product = _product(
        discovery,
        HOSTILE[6],
        state="live",
        job=words[:500],
        description=words,
        owner=make(
            Person, organization=organization, name=line, email="o'neil+x@example.org", role_title=line
        ),
        team=make(Team, organization=organization, name="~", responsibilities=words),
        delivers=measure,
        effort=Decimal("4.5"),
        effort_low=Decimal(4),
        effort_high=Decimal(6),
        effort_confidence=2,
        sharing="approval",
        access_default="deny",
        access_policy=words,
        agreement_url="https://example.org/a?b=c&d=%20",
        catalog_url="https://example.org/catalog?b=c",
        repository_url="https://example.org/code",
        storage=words[:1000],
        processing=words[:1000],
        transformation=words[:1000],
        distribution_modified="allowed",
        distribution_unmodified="forbidden",
        classification="secret",
        privacy="sensitive",
        privacy_note=words,
        compliance="x" * 2000,
    )
    for question in models.TemplateQuestion.values:
        make(models.TemplateAnswer, product=product, question=question, text=words)
    make(models.ProductUseCase, product=product, use_case=use_case)
    make(models.ProductMeasure, product=product, measure=measure)
    _ports(product, source, feeding, words)
    for port in (None, product.output_ports.first()):
        make(models.ProductConsumer, product=product, consumer=consumer, port=port)
    _promises(product, consumer, line)
    return product


def bare_product(discovery: Discovery) -> DataProduct:
    """No more than a name and a type."""
    return _product(discovery, "Only a name")


def _product(discovery: Discovery, name: str, **fields: object) -> DataProduct:
    fields.setdefault("kind", "consumer_oriented")
    return make(DataProduct, discovery=discovery, domain=discovery.domain, name=name, **fields)


def _ports(product: DataProduct, source: Source, feeding: OutputPort, words: str) -> None:
    common = {"format": "null", "description": words}
    make(InputPort, product=product, name="off", kind="api", source=source, location="//x y", **common)
    make(InputPort, product=product, kind="product", feeder=feeding.product, feeder_port=feeding)
    make(InputPort, product=product)
    places = ("s3://bucket/x", "third shelf: left")
    for number, kind in enumerate(("file", *models.OutputKind.values)):
        make(
            OutputPort,
            product=product,
            name=f"{kind}: {words[:20]}",
            kind=kind,
            data_set="1e3",
            location=places[number % 2],
            example=words,
            version="1.0",
            **common,
        )
    last = product.output_ports.last()
    for type_ in models.ColumnType.values:
        make(
            models.PortColumn,
            port=last,
            name=f"{type_} = no",
            type=type_,
            description=words[:400],
            is_required=True,
            is_personal=True,
        )


def _promises(product: DataProduct, consumer: models.Consumer, line: str) -> None:
    group = make(UsageGroup, product=product, name=line)
    said = dict.fromkeys(
        ("who", "when", "how_often", "how_fresh", "how_complete", "how_fast", "what_breaks"), line
    )
    make(models.UsagePattern, product=product, consumer=consumer, group=group, **said)
    for kind in models.IndicatorKind.values:
        slo = make(
            Slo, product=product, kind=kind, indicator=line, threshold=line, events="no", sentence=line
        )
        for unit in models.WindowUnit.values:
            make(models.SloWindow, slo=slo, target=Decimal("99.950001"), length=4, unit=unit)
    make(Slo, product=product, kind="other", basis="time", indicator="x", sentence="without a window")
    for effect in models.AccessEffect.values:
        for basis in models.AccessBasis.values:
            make(
                models.AccessRule,
                product=product,
                effect=effect,
                basis=basis,
                subject=line,
                value="true",
                note=line,
            )
    day = date(2026, 11, 20)
    said = {"serves": line, "adds": line}
    make(models.Iteration, product=product, name="1", starts_on=day, ends_on=day, done_on=day, **said)
