"""How alike products are: properties of the index, and the pairs that are found among many."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from products.similarity import Profile, jaccard, nearly_alike

SETS = st.frozensets(st.integers(0, 6))
PROFILES = st.lists(st.tuples(SETS, SETS), max_size=8).map(
    lambda rows: [Profile(number, *row) for number, row in enumerate(rows)]
)
THRESHOLDS = st.integers(1, 100).map(lambda percent: Fraction(percent, 100))


@given(SETS, SETS)
def test_the_index_is_symmetric_and_one_exactly_for_equals(first, second):
    index = jaccard(first, second)
    assert index == jaccard(second, first)
    if index is None:
        assert not first
        assert not second
    else:
        assert 0 <= index <= 1
        assert (index == 1) == (first == second)
        assert (index == 0) == (not first & second)


@given(PROFILES, THRESHOLDS)
def test_the_pairs_are_those_that_a_plain_comparison_finds(profiles, threshold):
    found = {(pair.first, pair.second) for pair in nearly_alike(profiles, threshold)}
    assert found == {
        (first.key, second.key)
        for first, second in combinations(profiles, 2)
        if (jaccard(first.inputs, second.inputs) or 0) >= threshold
        or (jaccard(first.consumers, second.consumers) or 0) >= threshold
    }


@given(PROFILES, THRESHOLDS)
def test_the_closest_come_first_and_say_what_they_have_in_common(profiles, threshold):
    pairs = nearly_alike(profiles, threshold)
    by_key = {profile.key: profile for profile in profiles}
    assert [pair.closest for pair in pairs] == sorted((pair.closest for pair in pairs), reverse=True)
    for pair in pairs:
        assert pair.common_inputs == by_key[pair.first].inputs & by_key[pair.second].inputs
        assert pair.common_consumers == by_key[pair.first].consumers & by_key[pair.second].consumers
        assert pair.closest >= threshold


def test_products_that_draw_on_nothing_have_nothing_in_common():
    empty = [Profile(name, frozenset(), frozenset()) for name in "ab"]
    assert nearly_alike(empty, Fraction(1, 100)) == []


def test_a_share_of_exactly_the_threshold_counts():
    first = Profile("a", frozenset("wxyz"), frozenset())
    second = Profile("b", frozenset("wxy"), frozenset())
    assert [pair.inputs for pair in nearly_alike([first, second], Fraction(3, 4))] == [Fraction(3, 4)]
    assert nearly_alike([first, second], Fraction(76, 100)) == []


def test_five_hundred_products_are_compared():
    chance = random.Random(4)
    profiles = [
        Profile(number, frozenset(chance.sample(range(300), 12)), frozenset(chance.sample(range(100), 6)))
        for number in range(500)
    ]
    found = nearly_alike(profiles, Fraction(1, 5))
    assert all(pair.closest >= Fraction(1, 5) for pair in found)
    assert len(found) < 500 * 499 / 2
