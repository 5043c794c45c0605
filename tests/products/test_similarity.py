"""How alike products are: twins come before neighbors, what is rare says more, nothing depends on an
order."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, strategies as st

from products.similarity import TRUST, Aspect, Profile, ranked
from tests.products.twin_world import BIG, TWINS, profiles

SETS = st.frozensets(st.integers(0, 6))
NAMES = st.sampled_from(["", "Bills", "Bill", "Load forecast", "Load  forecast", "Grid"])
PROFILES = st.lists(st.tuples(NAMES, NAMES, SETS, SETS), max_size=7).map(
    lambda rows: [
        Profile(number, name, purpose, inputs=inputs, deliveries=deliveries)
        for number, (name, purpose, inputs, deliveries) in enumerate(rows)
    ]
)


def share_of(pairs, first, second):
    return next((pair.share for pair in pairs if {pair.first, pair.second} == {first, second}), 0.0)


def test_all_twins_come_before_all_neighbors():
    pairs = ranked(profiles())
    nearest = [{pair.first, pair.second} for pair in pairs[: len(TWINS)]]
    assert all(twins in nearest for twins in TWINS)
    # By far: no small change of a word brings a neighbor before a twin.
    assert pairs[len(TWINS) - 1].share > 1.2 * pairs[len(TWINS)].share


def test_what_only_draws_on_the_big_system_is_no_twin():
    big = [profile.key for profile in profiles() if profile.inputs == {BIG}]
    pairs = ranked(profiles(), threshold=0.55)
    assert len(big) > 5
    assert not [pair for pair in pairs if {pair.first, pair.second} <= set(big)]


@pytest.mark.parametrize("aspect", ["columns", "inputs", "deliveries"])
def test_what_many_have_says_less_than_what_two_have(aspect):
    common: dict[str, Any] = {aspect: frozenset({"common"})}
    rare: dict[str, Any] = {aspect: frozenset({"rare"})}
    rows = [Profile(number, f"Thing {number}", **common) for number in range(8)]
    rows += [Profile(name, name, **rare) for name in ("Apples", "Oranges")]
    pairs = ranked(rows)
    assert share_of(pairs, "Apples", "Oranges") == pytest.approx(TRUST[Aspect(aspect)])
    assert share_of(pairs, 0, 1) < share_of(pairs, "Apples", "Oranges")


def test_what_nobody_has_said_neither_adds_nor_takes_away():
    bare = [Profile("a", "Load forecast"), Profile("b", "Load  forecast"), Profile("c", "Bills")]
    said = [replace(bare[0], inputs=frozenset("x")), *bare[1:]]
    assert share_of(ranked(bare), "a", "b") == share_of(ranked(said), "a", "b") == pytest.approx(0.9)
    assert ranked([Profile("a"), Profile("b")]) == []


@given(PROFILES)
def test_pairs_are_ranked_by_a_share_that_knows_no_order(rows):
    pairs = ranked(rows)
    shares = [pair.share for pair in pairs]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 for share in shares)
    turned = ranked(rows[::-1])
    for first, second in combinations(rows, 2):
        here, there = share_of(pairs, first.key, second.key), share_of(turned, first.key, second.key)
        assert here == pytest.approx(there)
    for pair in pairs:
        assert [each.weight for each in pair.aspects] == sorted(
            (each.weight for each in pair.aspects), reverse=True
        )


@given(PROFILES, st.floats(0, 1))
def test_a_threshold_leaves_out_what_is_less_alike_and_nothing_else(rows, threshold):
    assert ranked(rows, threshold) == [pair for pair in ranked(rows) if pair.share >= threshold]


def test_what_two_have_in_common_is_said_as_it_is_written() -> None:
    first = Profile("a", "Policies", "Address classes of policies", frozenset({"address_id", "Rain class"}))
    second = Profile(
        "b", "Other", "The policies with an ADDRESS class", frozenset({"Address ID", "rain_class"})
    )
    (pair,) = ranked([first, second])
    common = {each.aspect: set(each.common) for each in pair.aspects}
    assert common[Aspect.COLUMNS] == {"address_id", "Rain class"}
    assert common[Aspect.PURPOSE] == {"Address", "policies"}
