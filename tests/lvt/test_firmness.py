"""What the first place hangs on: sides, weights and single people, by hand and against brute force."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lvt.firmness import Firmness, firmness
from lvt.scoring import evaluate
from lvt.scoring_method import Ballot, Combination, Criterion, Key, Method
from lvt.selectors.firmness import firmness_words

METHOD = Method((Criterion("x"), Criterion("y")))
NAMES: dict[Key, str] = {"a": "Alpha", "b": "Beta", "x": "Value", "y": "Effort"}


def firmness_of(ballots: list[Ballot], method: Method = METHOD) -> Firmness | None:
    return firmness(method, ["a", "b"], ballots, evaluate(method, ["a", "b"], ballots))


def given_by(
    person: str, side: str, a: tuple[int | None, int | None], b: tuple[int | None, int | None]
) -> list[Ballot]:
    return [
        Ballot(person, side, use_case, criterion, value)
        for use_case, values in (("a", a), ("b", b))
        for criterion, value in zip(("x", "y"), values, strict=True)
    ]


HANGS = [
    *given_by("ann", "business", a=(5, 0), b=(1, 1)),
    *given_by("ben", "business", a=(3, 0), b=(1, 2)),
    *given_by("cal", "it", a=(1, 1), b=(0, 5)),
]  # a: 9 + 1, b: 2 + 8 would be a tie


def test_what_the_first_place_hangs_on_is_said_by_hand() -> None:
    ballots = [*HANGS[:-1], Ballot("cal", "it", "b", "y", 4)]  # a: 10 of three, b: 9
    outcome = firmness_of(ballots)
    assert outcome is not None
    assert outcome.leader == "a"
    assert outcome.by_side == {"business": ("a",), "it": ("b",)}
    # x counts half: a 4.5 + 1, b 1 + 7. y counts half as much again: a 9 + 1.5, b 2 + 10.5.
    assert outcome.by_weight == {("x", Fraction(1, 2)): ("b",), ("y", Fraction(3, 2)): ("b",)}
    # Without ann: a 5, b 7. Without ben: a 7, b 6. Without cal: a 8, b 5.
    assert outcome.without_one == {("b",): 1}
    assert outcome.people == 3
    with translation.override("en"):
        assert firmness_words(outcome, NAMES, NAMES) == (
            "If IT alone decided, Beta would be first.",
            "Without one of the 3 people, Beta would be first.",
            "If “Value” counted half, Beta would be first.",
            "If “Effort” counted half as much again, Beta would be first.",
        )


def test_a_leader_whom_nothing_moves_is_said_to_stay() -> None:
    ballots = [
        *given_by("ann", "business", a=(5, 5), b=(0, 0)),
        *given_by("ben", "it", a=(5, 5), b=(0, 0)),
        *given_by("cal", "it", a=(5, 5), b=(0, 0)),
    ]
    outcome = firmness_of(ballots)
    assert outcome is not None
    with translation.override("en"):
        assert firmness_words(outcome, NAMES, NAMES) == (
            "Business alone and IT alone would both put Alpha first.",
            "Alpha stays first whichever of the 3 people is left out.",
            "Alpha stays first when any one criterion counts half, or half as much again.",
        )


def test_without_the_only_one_who_scored_a_cost_there_is_no_total() -> None:
    method = Method((Criterion("x", 1, 5), Criterion("y", 1, 5, is_cost=True)), Combination.RATIO)
    ballots = [
        *given_by("ann", "business", a=(5, 5), b=(1, 5)),
        *given_by("ben", "it", a=(5, None), b=(1, None)),
        *given_by("cal", "it", a=(5, None), b=(1, None)),
    ]
    outcome = firmness_of(ballots, method)
    assert outcome is not None
    with translation.override("en"):
        words = firmness_words(outcome, NAMES, NAMES)
    assert "Without one of the 3 people there would be no total to compare." in words


def test_where_nobody_leads_alone_nothing_is_said() -> None:
    assert firmness_of(HANGS) is None
    assert firmness_of([]) is None
    assert firmness(METHOD, ["a"], HANGS, evaluate(METHOD, ["a"], HANGS)) is None


@pytest.mark.parametrize("people", [1, 2])
def test_with_fewer_than_three_people_nobody_is_left_out_for_it_would_tell_what_they_gave(
    people: int,
) -> None:
    outcome = firmness_of(HANGS[: 4 * people])
    assert outcome is not None
    assert (outcome.people, outcome.without_one) == (0, {})


def test_the_weights_of_a_product_or_of_one_criterion_change_nothing() -> None:
    for method in (
        Method(METHOD.criteria, Combination.PRODUCT),
        Method((Criterion("x"), Criterion("y", is_cost=True)), Combination.KANO),
        Method(METHOD.criteria[:1]),
    ):
        ballots = given_by("ann", "it", a=(5, 5), b=(1, 1))
        outcome = firmness_of(
            [each for each in ballots if method.criteria[-1].key == "y" or each.criterion == "x"], method
        )
        assert outcome is not None
        assert (outcome.weighs, outcome.by_weight) == (False, {})


SCORES = st.lists(st.lists(st.integers(1, 6) | st.none(), min_size=4, max_size=4), min_size=3, max_size=7)


@given(SCORES, st.sampled_from(Combination))
def test_leaving_one_out_is_what_a_ranking_without_them_says(
    scores: list[list[int | None]], combination: Combination
) -> None:
    criteria = (Criterion("x", 1, 6, weight=Fraction(2)), Criterion("y", 1, 6, True, is_cost=True))
    method = Method(criteria, combination)
    by_person = [
        given_by(str(number), "it", (one[0], one[1]), (one[2], one[3]))
        for number, one in enumerate(scores)
        if any(one)
    ]
    ballots = [each for given in by_person for each in given]
    outcome = firmness_of(ballots, method)
    if outcome is None or not outcome.people:
        return
    moved = 0
    for left_out in by_person:
        rest = [each for each in ballots if each not in left_out]
        first = [one.use_case for one in evaluate(method, ["a", "b"], rest).use_cases if one.rank == 1]
        moved += outcome.leader not in first
    assert sum(outcome.without_one.values()) == moved
