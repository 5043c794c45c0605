"""The running example: how data is shared, who may use it, and how fit its products are.

The directory of health care professionals passes everything; the others show what a team still has to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from core.services import kinds
from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from organizations.actors import Actor
from products.models import AccessEffect, DataProduct, OutputPort, PortColumn
from products.services.products import change_product
from technology.models import SharingPattern
from technology.registries import Verdict
from technology.selectors.fitness import CheckResult, FunctionResult, ProductFitness, fitness_of
from technology.services.fitness import record_readings
from technology.services.sharing import choose_sharing

WEEKS = 8

# Nobody but those whom a rule names may use these.
DENIED = ("Field visits", "Campaign responses", "HCP master data", "Consent", "HCP 360")

# product: column, what it says
MEANINGS = {
    "HCP master data": {
        "hcp_id": "Our own number of the person, the same in all systems.",
        "name": "Title, first and last name, as the registry writes them.",
        "specialty": "The main one, by the list of the medical chamber.",
    },
    "Field visits": {
        "visit_id": "Number of the visit, never used again.",
        "hcp_id": "Who was visited, as in HCP master data.",
        "visited_at": "When it began, in UTC.",
    },
    "Content catalog": {
        "content_id": "Number of the material, printed on its back.",
        "topic": "One of the topics of the brand plan.",
        "approved_on": "Day of the approval; empty while it is being checked.",
    },
}
# product: a few rows as they come out; nobody in them exists
SHOWN = {
    "HCP master data": '{"hcp_id": "H-0007", "name": "Dr. Example", "specialty": "Oncology"}',
    "Field visits": "visit_id,hcp_id,visited_at\nV-101,H-0007,2026-03-02T09:30:00Z",
    "Content catalog": "content_id,topic,approved_on\nC-12,Side effects,2026-02-11",
}


@dataclass(frozen=True, slots=True)
class Shared:
    """How the port of a product is shared: the answers of the decision aid, and what was chosen."""

    product: str
    pattern: SharingPattern
    reason: str
    is_simple_reporting: bool
    is_same_platform: bool | None = None
    cautions: str = ""


SHARED = (
    Shared(
        "Field visits",
        SharingPattern.NATIVE,
        "HCP 360 and the analysts of the field force work on the same lakehouse; a grant is enough.",
        False,
        True,
    ),
    Shared(
        "Campaign responses",
        SharingPattern.COPY,
        "The model for the next best action is trained where the graphics processors are, in another cloud.",
        False,
        False,
        "Marta Keller’s team deletes withdrawn consents in the copy each night; nobody else has a grant.",
    ),
    Shared(
        "Consent",
        SharingPattern.VIRTUAL,
        "Asked for one person before each contact: nobody keeps a list of consents.",
        True,
    ),
    Shared(
        "Content catalog",
        SharingPattern.COPY,
        "Agencies take the catalog along to congresses, where there is no network.",
        False,
        False,
    ),
    Shared(
        "Digital Engagement",
        SharingPattern.VIRTUAL,
        "Dashboards of brand leads read a few thousand rows a day.",
        True,
    ),
)


def register_own() -> None:
    """Register the fitness of the demo's data products."""
    demo_parts.register(DemoPart("fitness", 56, build))


def build(actor: Actor, discovery: Discovery) -> None:
    """Say of the products what makes them fit, choose how they are shared, and record how it came to that."""
    products = {each.name: each for each in DataProduct.objects.filter(discovery=discovery)}
    for product in products.values():
        product.discovery = discovery
    for name in DENIED:
        change_product(actor=actor, product=products[name], access_default=AccessEffect.DENY)
    ports = {name: _port(product) for name, product in products.items()}
    for name, meanings in MEANINGS.items():
        for column in PortColumn.objects.filter(port=ports[name], name__in=meanings):
            column.port = ports[name]
            kinds.change(actor=actor, artifact=column, description=meanings[column.name])
    for name, example in SHOWN.items():
        kinds.change(actor=actor, artifact=ports[name], example=example)
    for shared in SHARED:
        choose_sharing(
            actor=actor,
            port=ports[shared.product],
            pattern=shared.pattern,
            reason=shared.reason,
            is_simple_reporting=shared.is_simple_reporting,
            is_same_platform=shared.is_same_platform,
            needs_locality=True if shared.pattern == SharingPattern.COPY else None,
            cautions=shared.cautions,
        )
    fitness = fitness_of(discovery)
    for weeks in range(WEEKS, 0, -1):
        day = timezone.localdate() - timedelta(weeks=weeks)
        record_readings(discovery=discovery, products=_before(fitness, weeks), day=day)


def _port(product: DataProduct) -> OutputPort:
    port = OutputPort.objects.filter(product=product).first()
    assert port is not None  # noqa: S101  the demo's products have one or two each
    port.product = product
    return port


def _before(fitness: Sequence[ProductFitness], weeks: int) -> list[ProductFitness]:
    """How the products were some weeks ago: every few weeks, one more check of each function was passed."""
    return [
        replace(
            each, functions=tuple(_lacking(result, (weeks + place % 3) // 3) for result in each.functions)
        )
        for place, each in enumerate(fitness)
    ]


def _lacking(result: FunctionResult, most: int) -> FunctionResult:
    """The result with so many of its passed checks, the last ones, not passed yet."""
    keep = max(0, result.passed - most)
    checks = []
    for each in result.checks:
        if each.verdict.is_passed:
            keep -= 1
        is_passed = each.verdict.is_passed and keep >= 0
        checks.append(CheckResult(each.check, Verdict(is_passed, "", "")))
    return FunctionResult(result.function, tuple(checks))
