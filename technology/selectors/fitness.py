"""The fitness of data products: the verdict of each check for each product, from today's records."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from core.grouping import grouped
from core.models import Artifact
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from discovery.selectors.visible_discoveries import visible_discoveries
from organizations.actors import Actor
from organizations.models import Organization
from products.models import AccessRule, DataProduct, InputPort, OutputPort, PortColumn, ProductState
from products.promises.access_requests.selectors import in_force
from products.promises.selectors import SloStanding, standings, standings_of
from technology import registries
from technology.models import SharingChoice

GREEN, RED = "green", "red"
"""The states of a function or a product, besides UNMEASURED."""

A = TypeVar("A", bound=Artifact)


def state_of(of: int, passed: int, unmeasured: int) -> str:
    """GREEN where all `of` are passed, RED where one failed, else UNMEASURED."""
    if passed == of:
        return GREEN
    return registries.UNMEASURED if passed + unmeasured == of else RED


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The verdict of one check for a product."""

    check: registries.FitnessCheck
    verdict: registries.Verdict


@dataclass(frozen=True, slots=True)
class FunctionResult:
    """One fitness function of a product: green when all of its checks that apply are passed, red when one
    failed, and neither while a promise lacks a measurement."""

    function: registries.FitnessFunction
    checks: tuple[CheckResult, ...]

    @property
    def of(self) -> int:
        """The number of its checks that apply to the product."""
        return sum(each.verdict.applies for each in self.checks)

    @property
    def passed(self) -> int:
        return sum(each.verdict.is_passed for each in self.checks)

    @property
    def share(self) -> str:
        """The passed checks of all."""
        return f"{self.passed}/{self.of}"

    @property
    def is_green(self) -> bool:
        return self.passed == self.of

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        return tuple(each for each in self.checks if each.verdict.state == registries.FAILED)

    @property
    def unmeasured(self) -> tuple[CheckResult, ...]:
        return tuple(each for each in self.checks if each.verdict.state == registries.UNMEASURED)

    @property
    def state(self) -> str:
        """GREEN, RED or UNMEASURED."""
        return state_of(self.of, self.passed, len(self.unmeasured))


@dataclass(frozen=True, slots=True)
class ProductFitness:
    """All fitness functions of a product, in their order."""

    product: DataProduct
    functions: tuple[FunctionResult, ...]

    @property
    def of(self) -> int:
        return sum(each.of for each in self.functions)

    @property
    def passed(self) -> int:
        return sum(each.passed for each in self.functions)

    @property
    def greens(self) -> int:
        return sum(each.is_green for each in self.functions)

    @property
    def is_green(self) -> bool:
        return all(each.is_green for each in self.functions)

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        return tuple(result for each in self.functions for result in each.failed)

    @property
    def unmeasured(self) -> tuple[CheckResult, ...]:
        return tuple(result for each in self.functions for result in each.unmeasured)

    @property
    def state(self) -> str:
        """GREEN, RED or UNMEASURED."""
        return state_of(self.of, self.passed, len(self.unmeasured))


@dataclass(frozen=True, slots=True)
class FunctionCount:
    """A function over several products: `green` of `of` pass all of its checks; `unmeasured` others fail
    none, but a promise lacks a measurement."""

    function: registries.FitnessFunction
    green: int
    of: int
    unmeasured: int = 0

    @property
    def red(self) -> int:
        return self.of - self.green - self.unmeasured

    @property
    def state(self) -> str:
        """GREEN, RED or UNMEASURED."""
        return state_of(self.of, self.green, self.unmeasured)


@dataclass(frozen=True, slots=True)
class CheckCount:
    """A check of a function, and the products that do not pass it, each with the verdict."""

    check: registries.FitnessCheck
    function: registries.FitnessFunction
    failures: tuple[tuple[DataProduct, registries.Verdict], ...]

    @property
    def reasons(self) -> tuple[tuple[str, tuple[DataProduct, ...]], ...]:
        """Each reason once, with the products that fail for it, in the order of the failures."""
        products: dict[str, list[DataProduct]] = defaultdict(list)
        for product, verdict in self.failures:
            products[verdict.reason].append(product)
        return tuple((reason, tuple(those)) for reason, those in products.items())


# --- Judging --------------------------------------------------------------------------------------


def judge(facts: Iterable[registries.ProductFacts]) -> list[ProductFitness]:
    """The verdicts of all registered checks for each product. No query."""
    by_function = grouped(
        sorted(registries.fitness_checks, key=lambda each: each.order), lambda check: check.function
    )
    checks_of = [(function, by_function[function.key]) for function in functions()]
    return [
        ProductFitness(
            each.product,
            tuple(
                FunctionResult(function, tuple(CheckResult(check, check.check(each)) for check in checks))
                for function, checks in checks_of
            ),
        )
        for each in facts
    ]


def functions() -> list[registries.FitnessFunction]:
    """The fitness functions in their order."""
    return sorted(registries.fitness_functions, key=lambda each: each.order)


@cached_per_request
def fitness_of(discovery: Discovery, *, at: datetime | None = None) -> list[ProductFitness]:
    """The fitness of the discovery's products, in their order; retired ones are left out. As many queries
    whatever their number. Promises are judged as of `at`, by default now."""
    return judge(facts_of(discovery, at=at))


def fitness_of_product(product: DataProduct, *, at: datetime | None = None) -> ProductFitness:
    """The fitness of one product, retired or not."""
    promised = standings(product, at=at)
    (fitness,) = judge(_facts(product.discovery, DataProduct.objects.filter(pk=product.pk), promised))
    return fitness


def fitness_of_organization(
    actor: Actor, organization: Organization, *, at: datetime | None = None
) -> list[tuple[Discovery, list[ProductFitness]]]:
    """The same for each discovery of the organization that the actor may look at and that has products, by
    domain and name. As many queries for each discovery, however large it is."""
    rows = visible_discoveries(actor, organization).select_related("domain__organization")
    by_discovery = [(each, fitness_of(each, at=at)) for each in rows.order_by("domain__name", "name", "pk")]
    return [(discovery, fitness) for discovery, fitness in by_discovery if fitness]


def counts(fitness: Sequence[ProductFitness]) -> list[FunctionCount]:
    """For each function, how many of the products are green."""
    return [
        FunctionCount(function, states.count(GREEN), len(fitness), states.count(registries.UNMEASURED))
        for place, function in enumerate(functions())
        for states in [[each.functions[place].state for each in fitness]]
    ]


def gaps(fitness: Sequence[ProductFitness]) -> list[CheckCount]:
    """The checks that some products do not pass; the check that most products miss comes first."""
    failures: dict[str, list[tuple[DataProduct, registries.Verdict]]] = defaultdict(list)
    for each in fitness:
        for result in each.failed:
            failures[result.check.key].append((each.product, result.verdict))
    check_counts = [
        CheckCount(check, registries.fitness_functions.get(check.function), tuple(failures[check.key]))
        for check in sorted(registries.fitness_checks, key=lambda each: each.order)
        if check.key in failures
    ]
    return sorted(check_counts, key=lambda each: -len(each.failures))


# --- Facts ----------------------------------------------------------------------------------------


def facts_of(discovery: Discovery, *, at: datetime | None = None) -> list[registries.ProductFacts]:
    """The facts for checks of each product of the discovery that is not retired."""
    rows = DataProduct.objects.filter(discovery=discovery).exclude(state=ProductState.RETIRED)
    return _facts(discovery, rows, standings_of(discovery, at=at))


def _facts(
    discovery: Discovery, rows: QuerySet[DataProduct], promised: Iterable[SloStanding]
) -> list[registries.ProductFacts]:
    products = list(rows.select_related("domain__organization", "owner", "team"))
    if not products:
        return []
    for product in products:
        product.discovery = discovery
    these = rows.order_by().values("pk")  # to name each of many takes Django longer than the database
    outputs = _by(OutputPort.objects.filter(product__in=these), "product_id")
    columns = _by(PortColumn.objects.filter(port__product__in=these), "port_id")
    choices = SharingChoice.objects.filter(port__product__in=these)
    sharing = {each.port_id: each for each in choices}
    origins = ("source", "feeder", "feeder_port")
    inputs = _by(InputPort.objects.filter(product__in=these).select_related(*origins), "product_id")
    rules = _by(in_force(AccessRule.objects.filter(product__in=these)), "product_id")
    promises = grouped(promised, lambda standing: standing.slo.product_id)
    neighbors = DataProduct.objects.filter(
        domain__organization=discovery.domain.organization, discovery__deleted_at=None
    ).exclude(state=ProductState.RETIRED)
    places = OutputPort.objects.filter(product__in=neighbors)
    twins = _SameAddress(discovery, places, "location", "product__")
    entries = _SameAddress(discovery, neighbors, "catalog_url")
    return [
        registries.ProductFacts(
            product,
            tuple(
                registries.PortFacts(
                    port, tuple(columns[port.pk]), sharing.get(port.pk), twins.names(product, port.location)
                )
                for port in outputs[product.pk]
            ),
            tuple(inputs[product.pk]),
            tuple(rules[product.pk]),
            tuple(promises[product.pk]),
            entries.names(product, product.catalog_url),
        )
        for product in products
    ]


def _by(rows: Iterable[A], name: str) -> dict[int, list[A]]:
    return grouped(rows, lambda row: getattr(row, name))


class _SameAddress:
    """Products of the organization that give the same address, in the field `name` of the rows; `path` leads
    from these to the product. One query."""

    def __init__(self, discovery: Discovery, rows: QuerySet[Any], name: str, path: str = "") -> None:
        fields = (name, f"{path}pk", f"{path}name", f"{path}discovery_id")
        self._at: dict[str, dict[int, str]] = defaultdict(dict)
        for address, product, title, of in rows.exclude(**{name: ""}).values_list(*fields):
            # Products of another discovery are for people who may look at it.
            self._at[_place(address)][product] = title if of == discovery.pk else ""

    def names(self, product: DataProduct, location: str) -> tuple[str, ...]:
        """The names of the other products at this location."""
        if not location.strip():
            return ()
        return tuple(name for pk, name in self._at[_place(location)].items() if pk != product.pk)


def _place(location: str) -> str:
    return location.strip().rstrip("/")
