"""The day without a data product, in words: which use cases, goals, promises and people go dark."""

from __future__ import annotations

from dataclasses import dataclass

from discovery.models import Discovery
from lvt.models import Goal, UseCase
from products.day_without import without
from products.interaction_map import Node
from products.models import DataProduct, Slo
from products.selectors.coverage import ServingProduct, coverage
from products.selectors.landscape import node_id
from products.selectors.slos import slos_of


@dataclass(frozen=True, slots=True)
class LostGoal:
    """A goal that loses `lost` of its `total` use cases."""

    goal: Goal
    lost: int
    total: int


@dataclass(frozen=True, slots=True)
class Day:
    """What goes dark without the product: `people` answer for a part of it, `consumers` use what is gone.
    `promises` are its own, and those of the products that take from it."""

    product: DataProduct
    use_cases: tuple[UseCase, ...]
    goals: tuple[LostGoal, ...]
    products: tuple[ServingProduct, ...]
    promises: tuple[Slo, ...]
    consumers: tuple[Node, ...]
    people: tuple[str, ...]

    @property
    def consumers_named(self) -> str:
        return ", ".join(each.name for each in self.consumers)

    @property
    def is_quiet(self) -> bool:
        """Whether nobody would notice."""
        return not (self.use_cases or self.products or self.promises or self.consumers)


def day_without(discovery: Discovery, product: DataProduct) -> Day:
    """The day on which the product is gone. A retired one is gone already: nothing goes dark with it."""
    covered = coverage(discovery)
    graph, key = covered.graph, node_id(product)
    dark = without(graph, key)
    gone = {graph.by_id[each].uuid for each in dark.use_cases}
    use_cases = tuple(each.use_case for each in covered.use_cases if str(each.use_case.uuid) in gone)
    goals = tuple(
        LostGoal(goal.goal, lost, len(goal.use_cases))
        for goal in covered.goals
        if (lost := sum(str(each.use_case.uuid) in gone for each in goal.use_cases))
    )
    products = tuple(covered.by_key[each] for each in dark.products if each in covered.by_key)
    own = {product.pk, *(each.product.pk for each in products)} if key in graph.by_id else set()
    answering = (
        *(each.goal.owner for each in goals),
        *(each.owner for each in use_cases),
        *(each.product.owner for each in products),
    )
    return Day(
        product,
        use_cases,
        goals,
        products,
        tuple(slo for slo in slos_of(discovery) if slo.product_id in own),
        tuple(graph.by_id[each] for each in dark.consumers),
        tuple(dict.fromkeys(str(person) for person in answering if person is not None)),
    )
