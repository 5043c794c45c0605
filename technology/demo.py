"""The technology of the demo: capabilities as the catalog has them, and the growing fitness of its products.
exchange/demo_texts has all other texts.

The directory of health care professionals passes everything; the others show gaps for a team to fill.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from organizations.actors import Actor
from technology import capability_catalog
from technology.capabilities.services import add_from_catalog
from technology.registries import Verdict
from technology.selectors.fitness import CheckResult, FunctionResult, ProductFitness, fitness_of
from technology.services.fitness import record_readings

# The capabilities of the catalog that the demo has, by their keys.
TAKEN = frozenset(
    {
        *("storage", "processing", "ingestion", "streaming", "identity", "privacy", "blueprint"),
        *("contracts", "deployment", "quality", "serving", "search", "observability", "semantics"),
    }
)
WEEKS = 8


def register_own() -> None:
    """Register the technology of the demo."""
    demo_parts.register(DemoPart("capabilities", 34, add_capabilities))
    demo_parts.register(DemoPart("fitness", 98, build))


def add_capabilities(actor: Actor, discovery: Discovery) -> None:
    """Add capabilities of the catalog, in its order, so that the numbers run through the planes."""
    keys = [entry.key for entry in capability_catalog.CATALOG if entry.key in TAKEN]
    add_from_catalog(actor=actor, discovery=discovery, keys=keys)


def build(actor: Actor, discovery: Discovery) -> None:
    """Record the readings that lead to the fitness of today, of all discoveries of the organization: their
    trend is over the same products from the first day on."""
    for each in Discovery.objects.filter(domain__organization=discovery.domain.organization):
        fitness = fitness_of(each)
        for weeks in range(WEEKS, 0, -1) if fitness else ():
            day = timezone.localdate() - timedelta(weeks=weeks)
            record_readings(discovery=each, products=_before(fitness, weeks), day=day)


def _before(fitness: Sequence[ProductFitness], weeks: int) -> list[ProductFitness]:
    """The fitness of the products some weeks ago: every few weeks, each function passed one more check."""
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
        checks.append(CheckResult(each.check, Verdict(is_passed, "", "", applies=each.verdict.applies)))
    return FunctionResult(result.function, tuple(checks))
