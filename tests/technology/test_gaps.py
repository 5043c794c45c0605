"""Gaps of the platform: their sizes, what they block, and the order that unlocks most value first, against
every order there is."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, strategies as st

from technology.capabilities.selectors import CapabilityLine
from technology.gaps import order as gap_order
from technology.gaps.rules import EXACT, CapabilityOffer, Gap, Need, best_order, gaps_of
from technology.models import Capability

PRODUCTS = ("HCP 360", "Consent", "Field visits", "Campaign responses")
KEYS = ("storage", "streaming", "quality", "search", "serving")

efforts = st.fractions(min_value=0, max_value=20, max_denominator=10)
offers = st.lists(
    st.builds(
        CapabilityOffer,
        key=st.sampled_from(KEYS),
        today=st.none() | st.integers(0, 5),
        target=st.none() | st.integers(0, 5),
        effort=st.none() | efforts,
    ),
    unique_by=lambda offer: offer.key,
)
needs = st.lists(
    st.builds(
        Need, product=st.sampled_from(PRODUCTS), capability=st.sampled_from(KEYS), level=st.integers(1, 5)
    ),
    unique_by=lambda need: (need.product, need.capability),
)
values = st.dictionaries(
    st.sampled_from(PRODUCTS), st.fractions(min_value=0, max_value=35, max_denominator=6)
)


@given(offers, needs)
def test_sizes_and_what_is_blocked_agree_with_counting(
    offered: list[CapabilityOffer], needed: list[Need]
) -> None:
    by_capability = {gap.capability: gap for gap in gaps_of(offered, needed)}
    for offer in offered:
        today = offer.today or 0
        asked = [need.level for need in needed if need.capability == offer.key]
        size = max([0, *asked, offer.target or 0]) - today
        assert (offer.key in by_capability) == (size > 0)
        if size > 0:
            gap = by_capability[offer.key]
            assert (gap.size, gap.today, gap.needed) == (size, today, today + size)
            lacking = {need.product for need in needed if need.capability == offer.key and need.level > today}
            assert set(gap.blocks) == lacking
            assert len(gap.blocks) == len(lacking)
            assert gap.is_assumed == (offer.effort is None)


@given(offers, needs, values)
def test_no_order_unlocks_more_value_earlier(
    offered: list[CapabilityOffer], needed: list[Need], worth: dict[str, Fraction]
) -> None:
    gaps = gaps_of(offered, needed)
    order = best_order(gaps, worth)
    assert order.cost.is_proven
    assert sorted(step.gap.capability for step in order.steps) == sorted(gap.capability for gap in gaps)
    assert order.cost.value == min(by_hand(list(each), worth) for each in permutations(gaps))
    assert order.cost.value == by_hand([step.gap for step in order.steps], worth)
    # Each blocked product is unlocked once.
    unlocked = [product for step in order.steps for product in step.unlocks]
    assert sorted(unlocked) == sorted({product for gap in gaps for product in gap.blocks})


@given(offers, needs, values)
def test_an_order_of_parts_is_complete_and_its_bound_is_no_cost_of_a_better_one(
    offered: list[CapabilityOffer], needed: list[Need], worth: dict[str, Fraction]
) -> None:
    """As for many gaps, by a limit that few gaps exceed."""
    gaps = gaps_of(offered, needed)
    best = best_order(gaps, worth)
    for exact in (1, 2, 3):
        with _exact_up_to(exact):
            order = best_order(gaps, worth)
        assert {step.gap for step in order.steps} == set(gaps)
        assert len(order.steps) == len(gaps)
        assert order.cost.bound <= best.cost.value <= order.cost.value
        assert order.cost.value == by_hand([step.gap for step in order.steps], worth)


@contextmanager
def _exact_up_to(count: int) -> Iterator[None]:
    gap_order.order_of.cache_clear()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(gap_order, "EXACT", count)
        yield
    gap_order.order_of.cache_clear()


def _generated(seed: int, count: int) -> tuple[list[Gap], dict[str, Fraction]]:
    """So many gaps of efforts from half a week to twenty, of which each of thirty products waits for some."""
    chance = random.Random(seed)
    blocked: list[list[str]] = [[] for _gap in range(count)]
    for number in range(30):
        for place in chance.sample(range(count), chance.randint(1, 5)):
            blocked[place].append(f"product {number}")
    gaps = [
        Gap(f"gap {place}", 0, 1, tuple(blocks), Fraction(chance.randint(1, 40), 2), is_assumed=False)
        for place, blocks in enumerate(blocked)
    ]
    return gaps, {f"product {number}": Fraction(chance.randint(10, 600), 12) for number in range(30)}


@pytest.mark.parametrize("seed", range(6))
def test_an_order_of_parts_is_within_a_percent_of_the_best(seed: int) -> None:
    gaps, worth = _generated(seed, 16)
    best = best_order(gaps, worth)
    assert best.cost.is_proven
    with _exact_up_to(9):
        order = best_order(gaps, worth)
    assert best.cost.value <= order.cost.value <= best.cost.value * Fraction(101, 100)
    assert order.cost.bound <= best.cost.value


def test_an_order_of_very_many_gaps_is_looked_for_in_so_many_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(4)
    names = [f"product {number}" for number in range(140)]
    gaps = [
        Gap(f"gap {place}", 0, 1, tuple(chance.sample(names, 14)), Fraction(place % 9 + 1), is_assumed=False)
        for place in range(70)
    ]
    looks = 0
    cost = gap_order._cost

    def counted(order: Sequence[int], weeks: Sequence[int], worth: tuple[tuple[int, int], ...]) -> int:
        nonlocal looks
        looks += len(worth)
        return cost(order, weeks, worth)

    monkeypatch.setattr(gap_order, "_cost", counted)
    order = best_order(gaps, {name: Fraction(chance.randint(1, 40)) for name in names})
    assert sorted(step.gap.capability for step in order.steps) == sorted(gap.capability for gap in gaps)
    assert looks < gap_order._MOST_LOOKS + 50_000


def test_both_ways_to_the_exact_order_name_the_same_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(6):
        gaps, worth = _generated(seed, 8)
        few = best_order(gaps, worth)
        gap_order.order_of.cache_clear()
        monkeypatch.setattr(gap_order, "_FEW", 0)
        assert best_order(gaps, worth) == few
        gap_order.order_of.cache_clear()
        monkeypatch.setattr(gap_order, "_MOST", 1)  # as if no number were small enough for 64 bits
        assert best_order(gaps, worth) == few
        gap_order.order_of.cache_clear()
        monkeypatch.undo()


def test_eighteen_gaps_are_proven() -> None:
    gaps, worth = _generated(1, EXACT)
    assert best_order(gaps, worth).cost.is_proven


def by_hand(order: list[Gap], worth: dict[str, Fraction]) -> Fraction:
    """Value times the time until the last gap of each product is closed, product by product."""
    total = Fraction(0)
    for product in {product for gap in order for product in gap.blocks}:
        last = max(place for place, gap in enumerate(order) if product in gap.blocks)
        total += worth.get(product, Fraction(0)) * sum(gap.effort for gap in order[: last + 1])
    return total


def _gap(key: str, effort: int, *blocks: str) -> Gap:
    return Gap(key, 0, 1, blocks, Fraction(effort), is_assumed=False)


def test_a_cheap_gap_of_a_valuable_product_comes_first() -> None:
    gaps = [_gap("streaming", 8, "small"), _gap("quality", 2, "large"), _gap("search", 1)]
    order = best_order(gaps, {"small": Fraction(1), "large": Fraction(10)})
    assert [step.gap.capability for step in order.steps] == ["quality", "streaming", "search"]
    assert [step.unlocks for step in order.steps] == [("large",), ("small",), ()]
    assert [step.done_after for step in order.steps] == [2, 10, 11]
    assert order.cost.value == 10 * 2 + 1 * 10


def test_equal_orders_keep_the_order_that_was_given() -> None:
    gaps = [_gap("b", 1, "x"), _gap("a", 1, "y")]
    order = best_order(gaps, {"x": Fraction(1), "y": Fraction(1)})
    assert [step.gap.capability for step in order.steps] == ["b", "a"]


def test_an_effort_that_nobody_said_is_the_mean_per_level() -> None:
    offered = [
        CapabilityOffer("storage", today=1, effort=Fraction(6)),
        CapabilityOffer("quality", today=0),
        CapabilityOffer("search", today=3, effort=Fraction(99)),  # no gap: its effort tells nothing
    ]
    needed = [Need("p", "storage", 3), Need("p", "quality", 2), Need("p", "search", 3), Need("p", "gone", 5)]
    storage, quality = gaps_of(offered, needed)
    assert [storage.effort, quality.effort] == [Fraction(6), Fraction(6)]
    assert (storage.is_assumed, quality.is_assumed) == (False, True)
    (alone,) = gaps_of([CapabilityOffer("quality")], [Need("p", "quality", 3)])
    assert alone.effort == 3


def test_many_gaps_that_depend_on_one_another_have_a_bound_and_others_are_proven() -> None:
    gaps = [_gap(f"gap {number}", 1 + number, f"product {number}") for number in range(EXACT + 7)]
    worth = {f"product {number}": Fraction(1) for number in range(EXACT + 7)}
    alone = best_order(gaps, worth)
    assert [step.gap for step in alone.steps] == gaps  # the smallest effort first
    assert alone.cost.is_proven
    ring = [_gap(f"gap {n}", 1, f"product {n}", f"product {(n + 1) % 25}") for n in range(25)]
    tied = best_order(ring, {f"product {n}": Fraction(1) for n in range(25)})
    assert not tied.cost.is_proven
    assert tied.cost.bound < tied.cost.value


@pytest.mark.parametrize(("today", "needed", "has_arrow"), [(1, 3, True), (3, 3, False), (4, 3, False)])
def test_no_arrow_leads_down_to_what_is_needed(today: int, needed: int, has_arrow: bool) -> None:
    line = CapabilityLine(1, Capability(name="Storage", today=today), (), needed)
    assert (line.picture.arrow is not None) == has_arrow
    assert line.picture.today is not None
    assert line.picture.wanted is not None
