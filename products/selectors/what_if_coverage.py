"""Changes of a what-if, and the coverage after them. Nothing is written."""

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lvt.selectors.ranking_results import RankedUseCase
from lvt.tree.selectors import ValueTree
from products.landscape.rules import Graph, NodeKind
from products.selectors.goal_coverage import (
    Coverage,
    ServedUseCase,
    ServingProduct,
    goal_coverage,
    goals_of,
)


@dataclass(frozen=True, slots=True)
class WhatIfChanges:
    """The changes: products that are `dropped` and goals that are `out`, by their uuids; `efforts` in
    person-weeks by the uuid of the product; `weights` by the primary key of the criterion. `now` is how many
    new products the recorded world builds, None for as many as let the first use case in; the changed world
    builds as many, or `then`, or products of so many person-`weeks` together."""

    dropped: frozenset[str] = frozenset()
    out: frozenset[str] = frozenset()
    efforts: Mapping[str, Decimal] = field(default_factory=dict)
    weights: Mapping[int, Decimal] = field(default_factory=dict)
    now: int | None = None
    then: int | None = None
    weeks: Decimal | None = None


def changed_coverage(
    coverage: Coverage,
    changes: WhatIfChanges,
    ranking: Collection[RankedUseCase],
    *,
    lost_cases: Collection[ServedUseCase],
) -> Coverage:
    """The coverage in the changed world: without the products and goals that are gone, without the use
    cases `lost_cases` (nothing serves them) and the products that served these alone, with other efforts
    and the places of `ranking`."""
    goals = [each for each in coverage.goals if str(each.goal.uuid) not in changes.out]
    tree = replace(coverage.tree, goals=tuple(each.branch for each in goals))
    hanging = (each.key for goal in goals for each in goal.use_cases)
    lit = {*hanging, *(each.key for each in coverage.loose_ends)} - {each.key for each in lost_cases}
    products, graph = _changed_products(coverage, changes, tree, lit)
    places = {each.use_case.pk: each for each in ranking}

    def there(use_cases: Collection[ServedUseCase]) -> tuple[ServedUseCase, ...]:
        return tuple(
            replace(
                each,
                ranked=places.get(each.use_case.pk),
                direct=tuple(products[product.key] for product in each.direct),
                feeding=tuple(products[product.key] for product in each.feeding),
            )
            for each in use_cases
            if each.key in lit
        )

    return Coverage(
        tree,
        tuple(
            goal_coverage(
                goal.branch,
                tuple(replace(bet, use_cases=there(bet.use_cases)) for bet in goal.bets),
                products.values(),
            )
            for goal in goals
        ),
        there(coverage.loose_ends),
        tuple(products.values()),
        graph,
    )


def _changed_products(
    coverage: Coverage, changes: WhatIfChanges, tree: ValueTree, lit: Collection[str]
) -> tuple[dict[str, ServingProduct], Graph]:
    """The products that are not dropped, by their keys, with what they are there for where these use cases
    are `lit`, by their uuids, and the graph of both. What was there for something and is there for nothing
    any more is left out."""
    remaining = {
        each.key: each for each in coverage.products if str(each.product.uuid) not in changes.dropped
    }
    whole = coverage.graph
    lost_keys = {node.id for node in whole.of_kind(NodeKind.USE_CASE) if node.uuid not in lit}
    graph = whole.part(whole.by_id.keys() - lost_keys - (coverage.by_key.keys() - remaining.keys()))
    judged = {key: [standing.measure for standing in each.measures] for key, each in remaining.items()}
    goals_by_key = goals_of(graph, tree, judged)
    products = {}
    for key, was in remaining.items():
        now = replace(
            _with_effort(was, changes.efforts),
            use_cases=tuple(each for each in was.use_cases if str(each.uuid) in lit),
            stopped=tuple(each for each in was.stopped if str(each.uuid) in lit),
            sharing=tuple(uuid for uuid in was.sharing if uuid in lit),
            goals=tuple(goal for goal in was.goals if goal.pk in goals_by_key[key]),
        )
        if now.linked or now.goals or not (was.linked or was.goals):
            products[key] = now
    return products, graph.part(graph.by_id.keys() - (remaining.keys() - products.keys()))


def _with_effort(each: ServingProduct, efforts: Mapping[str, Decimal]) -> ServingProduct:
    """The product with another effort, which has no range."""
    effort = efforts.get(str(each.product.uuid))
    if effort is None:
        return each
    product = copy(each.product)  # others read the recorded one
    product.effort, product.effort_low, product.effort_high = effort, None, None
    return replace(each, product=product)
