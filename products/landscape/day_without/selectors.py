"""The day without a data product, in words: the affected use cases, goals, promises and people."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from discovery.models import Discovery
from lvt.models import Goal, UseCase
from products.landscape.day_without.rules import without
from products.landscape.rules import Node, taking
from products.landscape.selectors import node_id
from products.models import DataProduct, InputPort, ProductState, Slo
from products.promises.selectors import slos_of
from products.selectors.goal_coverage import ServingProduct, coverage_of


@dataclass(frozen=True, slots=True)
class LostGoal:
    """A goal that loses `lost` of its `total` use cases that are pursued."""

    goal: Goal
    lost: int
    total: int


@dataclass(frozen=True, slots=True)
class DayWithout:
    """The effects of losing the product: `people` own a part of it, `consumers` use what is gone.
    `running` use cases work today: all data products that they need are live. Others can't start without it.
    `indirect` use cases and `indirect_products` need it only through other data products.
    `stopped` use cases do not count: they needed it until their hypothesis was stopped.
    `promises` are its own, and those of the products that take from it. `elsewhere` is how many data
    products of which other domain take from any of these; they are not named here
    (docs/adr/0038-needs-are-followed-across-discoveries.md)."""

    product: DataProduct
    use_cases: tuple[UseCase, ...]
    running: tuple[UseCase, ...]
    indirect: tuple[UseCase, ...]
    stopped: tuple[UseCase, ...]
    goals: tuple[LostGoal, ...]
    products: tuple[ServingProduct, ...]
    indirect_products: tuple[ServingProduct, ...]
    promises: tuple[Slo, ...]
    consumers: tuple[Node, ...]
    people: tuple[str, ...]
    elsewhere: tuple[tuple[str, int], ...]

    @property
    def waiting(self) -> tuple[UseCase, ...]:
        """The use cases that aren't live yet."""
        return tuple(each for each in self.use_cases if each not in self.running)

    @property
    def waiting_beside_running(self) -> tuple[UseCase, ...]:
        """The use cases that aren't live yet, where others are."""
        return self.waiting if self.running else ()

    @property
    def consumer_names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.consumers)

    @property
    def promising(self) -> tuple[str, ...]:
        """The promises that break, each by its data product and its kind."""
        names = (f"{each.product.name} ({each.get_kind_display()})" for each in self.promises)
        return tuple(dict.fromkeys(names))

    @property
    def is_quiet(self) -> bool:
        """Return True if no one would notice, and no use case is to be named."""
        dark = self.use_cases or self.products or self.promises or self.consumers or self.elsewhere
        return not dark and not self.stopped


def day_without(discovery: Discovery, product: DataProduct) -> DayWithout:
    """The day on which the product is gone. A retired one is gone already: nothing is affected."""
    coverage = coverage_of(discovery)
    graph, key = coverage.graph, node_id(product)
    dark = without(graph, key)
    lost_cases = {graph.by_id[each].uuid for each in dark.use_cases}
    stopped = {graph.by_id[each].uuid for each in dark.stopped}
    cases = [each for each in coverage.use_cases if each.key in lost_cases]
    use_cases = tuple(each.use_case for each in cases)
    goals = tuple(
        LostGoal(goal.goal, lost, len(goal.pursued))
        for goal in coverage.goals
        if (lost := sum(each.key in lost_cases for each in goal.pursued))
    )
    products = tuple(coverage.by_key[each] for each in dark.products if each in coverage.by_key)
    direct = taking(graph, key)
    own = {product.pk, *(each.product.pk for each in products)} if key in graph.by_id else set()
    answering = (
        *(each.goal.owner for each in goals),
        *(each.owner for each in use_cases),
        *(each.product.owner for each in products),
    )
    return DayWithout(
        product,
        use_cases,
        tuple(each.use_case for each in cases if all(one.is_live for one in each.products)),
        coverage.by_key[key].only_through_others if key in coverage.by_key else (),
        tuple(each.use_case for each in coverage.use_cases if each.key in stopped),
        goals,
        products,
        tuple(each for each in products if each.key not in direct),
        tuple(slo for slo in slos_of(discovery) if slo.product_id in own),
        tuple(graph.by_id[each] for each in dark.consumers),
        tuple(dict.fromkeys(str(person) for person in answering if person is not None)),
        _taking_elsewhere(discovery, own),
    )


def _taking_elsewhere(discovery: Discovery, products: Collection[int]) -> tuple[tuple[str, int], ...]:
    """Per domain, how many data products of other discoveries take from one of these."""
    taking = (
        InputPort.objects.filter(feeder__in=products, product__deleted_at=None)
        .filter(product__discovery__deleted_at=None)
        .exclude(product__discovery=discovery)
        .exclude(product__state=ProductState.RETIRED)
        .order_by("product__domain__name", "product_id")
    )
    rows = taking.values_list("product", "product__domain__name").distinct()
    return tuple(Counter(domain for _product, domain in rows).items())
