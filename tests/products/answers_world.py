"""A discovery whose cut line takes a search."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

from lvt.models import Goal, Hypothesis, UseCase
from products.models import ProductUseCase, Scenario
from tests.factories import make
from tests.products import value_world


def built(discovery: Any) -> SimpleNamespace:
    """Twelve use cases that share eleven products, so that the bound of a first answer is no total."""
    chance = random.Random(11)
    bet = make(Hypothesis, goal=make(Goal, discovery=discovery, title="Goal"), statement="It helps")
    products = [
        value_world.product(discovery, f"Product {number}", value_world.CONSUMER, effort=chance.randint(1, 9))
        for number in range(11)
    ]
    use_cases = {
        f"case{number}": make(
            UseCase, discovery=discovery, name=f"Case {number}", hypothesis=bet, position=number
        )
        for number in range(12)
    }
    for use_case in use_cases.values():
        for product in chance.sample(products, chance.randint(2, 4)):
            make(ProductUseCase, product=product, use_case=use_case)
    world = SimpleNamespace(discovery=discovery, use_cases=use_cases, products=products)
    value_world.score(world, **{name: chance.randint(3, 10) for name in use_cases})
    make(Scenario, discovery=discovery, name="Fewer weeks", changes="weeks=17")
    make(Scenario, discovery=discovery, name="Without one", changes=f"drop={products[0].uuid}&then=6")
    return world
