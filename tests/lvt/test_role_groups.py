"""Groups of people: who is told apart, what is shown of them, and which part of the differences lies between
sides; against brute force and numpy."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st

from lvt.opinions_by_role.rules import FEWEST, Group, between_sides, groups_by_person, views
from lvt.opinions_by_role.selectors import between_words
from lvt.scoring.rules import evaluate
from lvt.scoring_method import Ballot, Criterion, Key, Method

ROLES = st.sampled_from(("", "cook", "pilot", "nurse", "clerk"))
SIDES = st.sampled_from(("business", "it", "other"))
PERSON: st.SearchStrategy[Key] = st.integers(0, 40)
PEOPLE = st.dictionaries(PERSON, st.tuples(SIDES, ROLES), max_size=24)
METHOD = Method((Criterion("x"), Criterion("y", lower_is_better=True)))
SCORES = st.lists(st.none() | st.integers(0, 5), min_size=4, max_size=4)


def ballots_of(scores: dict[int, list[int | None]], sides: dict[int, str]) -> list[Ballot]:
    cells = [(use_case, criterion) for use_case in ("a", "b") for criterion in ("x", "y")]
    return [
        Ballot(person, sides[person], use_case, criterion, value)
        for person, given in scores.items()
        for (use_case, criterion), value in zip(cells, given, strict=True)
    ]


def test_a_role_needs_three_and_so_do_all_others() -> None:
    def people(side: str, **roles: int) -> dict[object, tuple[str, str]]:
        return {
            (side, role, number): (side, "" if role == "none" else role)
            for role, count in roles.items()
            for number in range(count)
        }

    def sizes(*sides: dict[object, tuple[str, str]]) -> dict[Group, int]:
        return dict(
            Counter(groups_by_person({key: value for each in sides for key, value in each.items()}).values())
        )

    assert sizes(people("it", cook=3, pilot=2, none=1)) == {Group("it", "cook"): 3, Group("it"): 3}
    # Two others would be told by taking the cooks from the side: the smallest role joins them.
    assert sizes(people("it", cook=4, nurse=3, pilot=2)) == {Group("it", "cook"): 4, Group("it"): 5}
    assert sizes(people("it", cook=3, pilot=2)) == {}
    assert sizes(people("it", cook=7)) == {}
    # A role on both sides is two groups: else the few of one side would be told by the other's total.
    both = sizes(people("it", cook=3, none=3), people("business", cook=2, none=9))
    assert both == {Group("it", "cook"): 3, Group("it"): 3}


@given(PEOPLE)
def test_every_group_and_all_that_is_left_of_its_side_has_three_people(
    people: dict[Key, tuple[str, str]],
) -> None:
    groups = groups_by_person(people)
    sides = Counter(side for side, _role in people.values())
    told = Counter(groups.values())
    assert all(size >= FEWEST for size in told.values())
    for side in {group.side for group in told}:
        # Whole sides are parted, so that what is left is again groups.
        assert sum(size for group, size in told.items() if group.side == side) == sides[side]
    assert all(group.role in ("", people[person][1]) for person, group in groups.items())


@given(st.dictionaries(st.integers(0, 30), st.tuples(SIDES, ROLES, SCORES), max_size=16))
def test_a_total_is_told_only_where_three_of_each_group_gave_it_and_is_that_of_the_group(
    people: dict[int, tuple[str, str, list[int | None]]],
) -> None:
    groups = groups_by_person({key: (side, role) for key, (side, role, _scores) in people.items()})
    sides = {key: side for key, (side, _role, _scores) in people.items()}
    ballots = ballots_of({key: scores for key, (_side, _role, scores) in people.items()}, sides)
    for view in views(METHOD, ["a", "b"], ballots, groups):
        own = [ballot for ballot in ballots if groups.get(ballot.participant) == view.group]
        alone = {one.use_case: one.total for one in evaluate(METHOD, ["a", "b"], own).use_cases}
        for use_case, total in view.totals.items():
            gave = Counter(
                (groups[ballot.participant], ballot.criterion)
                for ballot in ballots
                if ballot.use_case == use_case
                and ballot.value is not None
                and ballot.participant in groups
                and groups[ballot.participant].side == view.group.side
            )
            is_told = all(count >= FEWEST for count in gave.values())
            assert total == (alone[use_case] if is_told else None)


def test_differences_between_sides_by_hand() -> None:
    def opinions(business: list[int], it: list[int]) -> Fraction | None:
        scores = {number: [value, None, None, None] for number, value in enumerate([*business, *it])}
        sides = {number: "business" if number < len(business) else "it" for number in scores}
        result = evaluate(METHOD, ["a"], ballots_of(scores, sides))
        return between_sides(opinion for one in result.use_cases for opinion in one.opinions)

    assert opinions([5, 5], [1, 1]) == 1
    assert opinions([1, 5], [1, 5]) == 0
    # Means 4 and 2 around 3: 4 of 6 between (4 people, each 1 away), 1 + 1 + 0 + 0 within.
    assert opinions([5, 3], [2, 2]) == Fraction(4, 6)
    assert opinions([3, 3], [3, 3]) is None
    assert opinions([5, 1], []) is None


def test_a_wide_scale_does_not_drown_a_narrow_one() -> None:
    """On x the sides differ and nobody within them, on y the other way round: half of it lies between."""
    worths = (Fraction(0), Fraction(1000))
    method = Method((Criterion("x", 0, 1), Criterion("y", 0, 1, worths=worths)))
    scores = [("business", 1, 0), ("business", 1, 1), ("it", 0, 0), ("it", 0, 1)]
    ballots = [
        Ballot(person, side, "a", criterion, value)
        for person, (side, *values) in enumerate(scores)
        for criterion, value in zip("xy", values, strict=True)
    ]
    [one] = evaluate(method, ["a"], ballots).use_cases
    assert between_sides(one.opinions) == Fraction(1, 2)


def test_percentages_of_the_differences_never_come_to_more_than_all() -> None:
    for number in range(201):
        words = between_words(Fraction(number, 200))
        assert sum(map(float, re.findall(r"\d+(?:\.\d+)?", words))) <= 100, words
    assert between_words(Fraction(1, 8)) == (
        "13% of the disagreement is between business and IT, and the rest within each side."
    )
    assert between_words(None) == ""


@given(st.dictionaries(st.integers(0, 30), st.tuples(SIDES, SCORES), min_size=1, max_size=16))
def test_differences_median_and_spread_are_what_numpy_says(
    people: dict[int, tuple[str, list[int | None]]],
) -> None:
    sides = {key: side for key, (side, _scores) in people.items()}
    ballots = ballots_of({key: scores for key, (_side, scores) in people.items()}, sides)
    result = evaluate(METHOD, ["a", "b"], ballots)
    between = overall = 0.0
    for one in (opinion for each in result.use_cases for opinion in each.opinions):
        given = {
            side: np.array(
                [
                    ballot.value
                    for ballot in ballots
                    if (ballot.use_case, ballot.criterion, ballot.side)
                    == (one.use_case, one.criterion.key, side)
                    and ballot.value is not None
                ],
                dtype=float,
            )
            for side in ("business", "it", "other")
        }
        everybody = np.concatenate(list(given.values()))
        if everybody.size:
            assert float(one.median or 0) == pytest.approx(float(np.median(everybody)))
            assert one.spread == pytest.approx(float(np.std(everybody)))
        else:
            assert (one.median, one.spread) == (None, None)
        both = [given["business"], given["it"]]
        if all(each.size for each in both):
            values = np.concatenate(both)
            overall += float(((values - values.mean()) ** 2).sum())
            between += float(sum(each.size * (each.mean() - values.mean()) ** 2 for each in both))
    share = between_sides(opinion for each in result.use_cases for opinion in each.opinions)
    assert (share is None) == (overall == pytest.approx(0))
    if share is not None:
        assert float(share) == pytest.approx(between / overall)
