"""The running example continued: what feeds the two dashboards, so that they can be built.

Three source-oriented products serve both use cases, HCP 360 feeds Digital Engagement, and Next best action
has no product yet. The words are in demo_examples.py, what the products promise in demo_promises.py.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.text import slugify

from core.services import kinds
from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from lvt.models import Measure, UseCase
from lvt.selectors.tree import measures_of, people_of
from organizations.actors import Actor
from organizations.models import Person, Team
from products.demo_examples import (
    ANSWERS,
    CONSUMERS,
    DELIVERS,
    EXAMPLES,
    HUB,
    ITERATIONS,
    LINKED_MEASURES,
    REQUESTS,
    RULES,
    SOURCES,
    Example,
    Output,
)
from products.demo_promises import add_promises
from products.models import (
    AccessRequest,
    AccessRule,
    Consumer,
    DataProduct,
    InputPort,
    Iteration,
    OutputKind,
    OutputPort,
    PortColumn,
    Source,
    SourceKind,
)
from products.services import consumers, products, sources
from workshops.selectors.captures import person_named

# Where the catalog of the demo's company describes a product.
_CATALOG = "https://catalog.aurelia.example"


def register_own() -> None:
    """Register the data products of the demo."""
    demo_parts.register(DemoPart("products", 35, build))


def build(actor: Actor, discovery: Discovery) -> None:
    """Add the products to the discovery that the value tree was added to."""
    known = _Known(discovery)
    for name, description in SOURCES:
        known.sources[name] = kinds.add(
            actor=actor, draft=Source(discovery=discovery, name=name, description=description)
        )
    hub_name, hub_description = HUB
    hub = Source(discovery=discovery, name=hub_name, kind=SourceKind.INTEGRATION, description=hub_description)
    known.sources[hub_name] = sources.add_source(
        actor=actor,
        draft=hub,
        feeds=[known.sources[name] for name in ("E-mail platform", "Web analytics")],
    )
    for name, description, works_on in CONSUMERS:
        known.consumers[name] = kinds.add(
            actor=actor,
            draft=Consumer(discovery=discovery, name=name, description=description),
            use_cases=[known.use_cases[works_on]],
        )
    for example in EXAMPLES:
        known.products[example.name] = _product(actor, discovery, example, known)
    _details(actor, known.products)
    add_promises(actor, known.products, known.consumers)


class _Known:
    """What there is to connect with, by name."""

    def __init__(self, discovery: Discovery) -> None:
        organization = discovery.domain.organization
        self.people: dict[str, Person] = {person.name: person for person in people_of(discovery)}
        self.teams: dict[str, Team] = {team.name: team for team in organization.teams.all()}
        self.use_cases: dict[str, UseCase] = {case.name: case for case in discovery.use_cases.all()}
        self.measures: dict[str, Measure] = {measure.name: measure for measure in measures_of(discovery)}
        self.sources: dict[str, Source] = {}
        self.consumers: dict[str, Consumer] = {}
        self.products: dict[str, DataProduct] = {}
        self.ports: dict[str, OutputPort] = {}


def _product(actor: Actor, discovery: Discovery, example: Example, known: _Known) -> DataProduct:
    made = products.add_product(
        actor=actor,
        discovery=discovery,
        name=example.name,
        kind=example.kind,
        job=example.job,
        description=example.description,
        owner=known.people.get(example.owner),
        team=known.teams.get(example.team),
        delivers=known.measures.get(DELIVERS.get(example.name, "")),
        use_cases=[known.use_cases[name] for name in example.use_cases],
        measures=[known.measures[name] for name in LINKED_MEASURES.get(example.name, ())],
    )
    low, likely, high, confidence = example.effort
    made = products.change_product(
        actor=actor,
        product=made,
        effort=Decimal(likely),
        effort_low=Decimal(low),
        effort_high=Decimal(high),
        effort_confidence=confidence,
        classification=example.classification,
        privacy=example.privacy,
        catalog_url=f"{_CATALOG}/{slugify(example.name)}" if "agreement_url" in example.fields else "",
        **example.fields,
    )
    for state in example.states:
        products.move_product(actor=actor, product=made, state=state)
    for name, kind, format_ in example.fed_by:
        taken = InputPort(product=made, kind=kind, format=format_)
        taken.source, taken.feeder = known.sources.get(name), known.products.get(name)
        taken.feeder_port = known.ports.get(name)
        kinds.add(actor=actor, draft=taken)
    made_ports = [_output(actor, made, example, output) for output in example.outputs]
    # People use dashboards; other products read the other ports.
    for port in made_ports:
        if port.kind != OutputKind.DASHBOARD:
            known.ports.setdefault(example.name, port)
    for name in example.used_by:
        consumers.use_product(actor=actor, product=made, consumer=known.consumers[name], port=made_ports[0])
    return DataProduct.objects.get(pk=made.pk)


def _output(actor: Actor, product: DataProduct, example: Example, output: Output) -> OutputPort:
    name, kind, data_set, format_, location = output
    port = kinds.add(
        actor=actor,
        draft=OutputPort(
            product=product,
            name=name,
            kind=kind,
            data_set=data_set,
            format=format_,
            location=location,
            description=example.description,
        ),
    )
    for position, (column, type_, is_personal) in enumerate(example.columns):
        kinds.add(
            actor=actor,
            draft=PortColumn(
                port=port, name=column, type=type_, is_required=position == 0, is_personal=is_personal
            ),
        )
    return port


def _details(actor: Actor, by_name: dict[str, DataProduct]) -> None:
    """What workshops have settled so far: most of it about HCP 360."""
    profile = by_name["HCP 360"]
    for question, text in ANSWERS.items():
        products.answer_question(actor=actor, product=profile, question=question, text=text)
    for effect, basis, subject, value, note in RULES:
        rule = AccessRule(
            product=profile, effect=effect, basis=basis, subject=subject, value=value, note=note
        )
        kinds.add(actor=actor, draft=rule)
    for who, users, purpose, person in REQUESTS:
        asked = AccessRequest(port=by_name["Consent"].output_ports.all()[0], who=who, users=users)
        asked.purpose, asked.asked_by = purpose, person_named(profile.discovery, person)
        kinds.add(actor=actor, draft=asked)
    # It is made for people before a visit; that another product reads it makes it no aggregate.
    products.answer_aggregate(actor=actor, product=profile, is_aggregate=False)
    for name, title, serves, adds, start, end in ITERATIONS:
        step = Iteration(product=by_name[name], name=title, serves=serves, adds=adds)
        step.starts_on, step.ends_on = _in_weeks(start), _in_weeks(end)
        kinds.add(actor=actor, draft=step)


def _in_weeks(weeks: int) -> date:
    return timezone.localdate() + timedelta(weeks=weeks)
