"""How soon the cut line of a large discovery is proven, how good the answers are that pages show before, and
how good the order of many gaps is; on cases of the shape that discoveries have, in processor time."""

import random
import time
from fractions import Fraction
from unittest import mock

from bench.results import Figure, median
from products.planning.cut_line.choice_problem import mask_of
from products.planning.cut_line.optimal_choice import Candidate, CutLineQuestion, first_answer, prove
from technology.gaps import order as gap_order

USE_CASES, SOURCES, AGGREGATES, CONSUMERS, PEOPLE = 40, 21, 8, 16, 12
CASES, SECONDS = 3, 8.0
# A search of the bench ends after so many seconds.
_LONGEST = 60.0
GAPS, BLOCKED, ORDERS = 17, 30, 8


def proofs() -> list[Figure]:
    """Proofs and first answers of the cut line, and orders of gaps."""
    seconds, unproven, short = [], 0, []
    for seed in range(CASES):
        question = CutLineQuestion.of(_case(random.Random(seed)))
        known = first_answer(question)
        started = time.process_time()
        best = prove(question, known, _LONGEST)
        seconds.append(time.process_time() - started)
        unproven += sum(not choice.is_settled for choice in best)
        short += [
            float(1 - first.reached.value / choice.reached.value)
            for first, choice in zip(known, best, strict=True)
            if choice.reached.value
        ]
    note = f"{USE_CASES} use cases, {SOURCES + AGGREGATES + CONSUMERS} products, {CASES} cases"
    proofs = "cut line of all numbers of products, proven, slowest"
    return [
        Figure(proofs, max(seconds), "s cpu", f"<= {SECONDS:g}", f"{note}; median {median(seconds):.1f} s"),
        Figure("cut line, answers that are not proven", unproven, "", "== 0", note),
        Figure("cut line, first answer below the best, median", 100 * median(short), "%", "<= 1", note),
        Figure("cut line, first answer below the best, worst", 100 * max(short), "%", "<= 10", note),
        *_orders(),
    ]


def _case(chance: random.Random) -> tuple[Candidate, ...]:
    """Use cases by their scores, served by consumer-oriented products, which aggregates and sources feed."""
    sources = [f"source {number}" for number in range(SOURCES)]
    aggregates = [f"aggregate {number}" for number in range(AGGREGATES)]
    needs = {name: {name} for name in sources}
    for name in aggregates:
        needs[name] = {name, *chance.sample(sources, chance.randint(2, 5))}
    serving = [*aggregates, *sources[:6]]
    for number in range(CONSUMERS):
        name = f"consumer {number}"
        fed = [
            *chance.sample(aggregates, chance.randint(0, 2)),
            *chance.sample(sources, chance.randint(0, 2)),
        ]
        needs[name] = {name}.union(*(needs[each] for each in fed))
        serving.append(name)
    candidates = [
        Candidate(
            f"use case {number}",
            sum(
                (Fraction(chance.randint(PEOPLE, 5 * PEOPLE), PEOPLE) for _criterion in range(7)), Fraction(0)
            ),
            frozenset[str]().union(*(needs[name] for name in chance.sample(serving, chance.randint(1, 2)))),
        )
        for number in range(USE_CASES)
    ]
    return tuple(sorted(candidates, key=lambda each: -each.score))


def _orders() -> list[Figure]:
    """Gaps that are put into order as many are, in parts and windows, against the best order of them."""
    over, seconds = [], []
    for seed in range(ORDERS):
        chance = random.Random(seed)
        efforts = tuple(Fraction(chance.randint(1, 40), 2) for _gap in range(GAPS))
        worth: dict[int, Fraction] = {mask_of(range(GAPS)): Fraction(1)}
        for _product in range(BLOCKED):
            mask = mask_of(chance.sample(range(GAPS), chance.randint(1, 6)))
            worth[mask] = worth.get(mask, Fraction(0)) + Fraction(chance.randint(10, 600), 12)
        groups = tuple(sorted(worth.items()))
        started = time.process_time()
        _order, best = gap_order.order_of(efforts, groups)
        seconds.append(time.process_time() - started)
        gap_order.order_of.cache_clear()
        with mock.patch.object(gap_order, "EXACT", GAPS // 2):
            order, _bound = gap_order.order_of(efforts, groups)
        gap_order.order_of.cache_clear()
        over.append(float(gap_order.cost_of(order, efforts, groups) / best - 1))
    note = f"{GAPS} gaps, {BLOCKED} products, {ORDERS} cases"
    return [
        Figure("order of gaps, proven, slowest", max(seconds), "s cpu", "<= 1", note),
        Figure("order of gaps in parts, above the best, worst", 100 * max(over), "%", "<= 1", note),
    ]
