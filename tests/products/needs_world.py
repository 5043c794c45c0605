"""Landscapes by numbers, and as rows: what use cases and goals need is counted on them by brute force."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from hypothesis import strategies as st

from discovery.models import Discovery
from lvt.models import Goal, Hypothesis, Measure, UseCase
from products.models import (
    Consumer,
    ConsumerUseCase,
    DataProduct,
    InputPort,
    Iteration,
    ProductConsumer,
    ProductKind,
    ProductMeasure,
    ProductState,
    ProductUseCase,
)
from technology.models import Capability, ProductNeed
from tests.factories import make
from tests.products.value_world import product, score

LIVE, RETIRED = ProductState.LIVE, ProductState.RETIRED
# The day on which each product is planned to deliver, and those on which gaps of the platform are closed.
PLANNED = date(2100, 1, 1)
GAPS = {"Streaming": date(2100, 2, 1), "Catalog": date(2100, 3, 1)}
STATES = (ProductState.PROPOSED, ProductState.BUILDING, LIVE, RETIRED)


@dataclass(frozen=True)
class Plan:
    """A landscape by numbers: products by type and state, who feeds whom, what serves which use case, itself
    or by a consumer who uses it, and by which measure a product is judged. Use case u is of goal u - 1; the
    first one is of none."""

    kinds: tuple[str, ...]
    states: tuple[str, ...]
    feeds: frozenset[tuple[int, int]]
    serves: frozenset[tuple[int, int]]
    used: frozenset[tuple[int, int]]
    judged: frozenset[tuple[int, int]]
    scores: tuple[int, ...]

    @property
    def there(self) -> set[int]:
        return {each for each, state in enumerate(self.states) if state != RETIRED}

    def closed(self, start: set[int]) -> set[int]:
        """All that feeds what is in `start`, again and again, until nothing is new; nothing retired."""
        needed = start & self.there
        while True:
            further = {a for a, b in self.feeds if b in needed} & self.there
            if further <= needed:
                return needed
            needed |= further

    def needs(self, use_case: int) -> set[int]:
        return self.closed(self.direct(use_case))

    def direct(self, use_case: int) -> set[int]:
        return {one for one, other in self.serves | self.used if other == use_case} & self.there

    def new(self, use_case: int) -> set[int]:
        return {each for each in self.needs(use_case) if self.states[each] != LIVE}

    def goal(self, goal: int) -> set[int]:
        judged = self.closed({one for one, other in self.judged if other == goal})
        return self.needs(goal + 1) | judged

    @property
    def goals(self) -> range:
        return range(len(self.scores) - 1)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    count, cases = draw(st.integers(1, 6)), draw(st.integers(2, 4))
    one, other = st.integers(0, count - 1), st.integers(0, cases - 1)
    feeds = draw(st.frozensets(st.tuples(one, one).filter(lambda pair: pair[0] != pair[1]), max_size=9))
    return Plan(
        tuple(draw(st.sampled_from(ProductKind.values)) for _each in range(count)),
        tuple(draw(st.sampled_from(STATES)) for _each in range(count)),
        feeds,
        draw(st.frozensets(st.tuples(one, other), max_size=4)),
        draw(st.frozensets(st.tuples(one, other), max_size=1)),
        draw(st.frozensets(st.tuples(one, st.integers(0, cases - 2)), max_size=1)),
        tuple(draw(st.integers(1, 9)) for _each in range(cases)),
    )


@dataclass
class World:
    """The plan as rows."""

    discovery: Discovery
    plan: Plan
    products: list[DataProduct] = field(default_factory=list)
    use_cases: list[UseCase] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def names(self, numbers: set[int]) -> list[str]:
        return [self.products[number].name for number in sorted(numbers)]

    @property
    def new(self) -> set[int]:
        return {number for number in self.plan.there if self.plan.states[number] != LIVE}

    def lacking(self, gap: str) -> set[int]:
        """The new products that have this gap."""
        return self.new if gap == "Streaming" else self.new & {0, 1}

    def waiting(self, gap: str) -> set[int]:
        """The new products that have this gap, or are fed by one that has it."""
        return {number for number in self.new if self.plan.closed({number}) & self.lacking(gap)}


def built(discovery: Discovery, plan: Plan) -> World:
    world = World(discovery, plan)
    bets: list[Hypothesis | None] = [None]
    for number in plan.goals:
        world.goals.append(make(Goal, discovery=discovery, title=f"Goal {number}", position=number))
        bets.append(make(Hypothesis, goal=world.goals[-1], statement="It helps"))
    for number, bet in enumerate(bets):
        case = make(UseCase, discovery=discovery, name=f"Case {number}", hypothesis=bet, position=number)
        world.use_cases.append(case)
    lacks = [
        make(Capability, discovery=discovery, name=name, plane="infrastructure", today=0, gap_until=until)
        for name, until in GAPS.items()
    ]
    for number, (kind, state) in enumerate(zip(plan.kinds, plan.states, strict=True)):
        made = product(discovery, f"P{number}", ProductKind(kind), state=state, effort=2**number)
        make(Iteration, product=made, name="First", ends_on=PLANNED)
        # The gap that is closed last is one of the first two products only.
        for can in lacks[: 2 if number < 2 else 1]:
            make(ProductNeed, product=made, capability=can, level=2)
        world.products.append(made)
    for feeder, fed in sorted(plan.feeds):
        make(InputPort, product=world.products[fed], feeder=world.products[feeder], kind="product")
    for one, other in sorted(plan.serves):
        make(ProductUseCase, product=world.products[one], use_case=world.use_cases[other])
    for one, other in sorted(plan.used):
        people = make(Consumer, discovery=discovery, domain=discovery.domain, name="Brand leads")
        make(ProductConsumer, product=world.products[one], consumer=people)
        make(ConsumerUseCase, consumer=people, use_case=world.use_cases[other])
    for one, goal in sorted(plan.judged):
        measure = make(Measure, goal=world.goals[goal], name="Rate", target=1)
        make(ProductMeasure, product=world.products[one], measure=measure)
    cases = {f"case_{number}": case for number, case in enumerate(world.use_cases)}
    scores = {f"case_{number}": total for number, total in enumerate(plan.scores)}
    score(SimpleNamespace(discovery=discovery, use_cases=cases), **scores)
    return world
