"""What the first place hangs on: sides, weights and single people, by hand and against brute force."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given, strategies as st

from lvt.scoring.rules import evaluate, ranked
from lvt.scoring_method import Ballot, Combination, Criterion, Key, Method
from lvt.sensitivity.rules import RankSensitivity, sensitivity
from lvt.sensitivity.selectors import sensitivity_words

METHOD = Method((Criterion("x"), Criterion("y")))
NAMES: dict[Key, str] = {"a": "Alpha", "b": "Beta", "x": "Value", "y": "Effort"}


def sensitivity_of(ballots: list[Ballot], method: Method = METHOD) -> RankSensitivity | None:
    return sensitivity(method, ballots, evaluate(method, ["a", "b"], ballots))


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
    *given_by("dan", "it", a=(2, 1), b=(1, 1)),
    *given_by("eve", "other", a=(1, 1), b=(1, 2)),
]  # a: 12 + 3, b: 4 + 11 is a tie


def test_what_the_first_place_hangs_on_is_said_by_hand() -> None:
    ballots = [each for each in HANGS if each.participant != "dan"]
    ballots += given_by("dan", "it", a=(2, 1), b=(1, 0))  # a: 15 of five, b: 14
    outcome = sensitivity_of(ballots)
    assert outcome is not None
    assert outcome.leader == "a"
    # Business: a 8 of two, b 5. IT: a 5, b 6.
    assert outcome.by_side == {"business": ("a",), "it": ("b",)}
    # x counts half: a 6 + 3, b 2 + 10. y counts half as much again: a 12 + 4.5, b 4 + 15.
    assert outcome.by_weight == {("x", Fraction(1, 2)): ("b",), ("y", Fraction(3, 2)): ("b",)}
    # Without ann: a 10, b 12. Without ben: a 12, b 11. Cal: 13, 9. Dan: 12, 13. Eve: 13, 11.
    assert outcome.without_one == {("b",): 2}
    assert outcome.people == 5
    with translation.override("en"):
        assert sensitivity_words(outcome, NAMES, NAMES) == (
            "If IT alone decided, Beta would be first.",
            "Leaving out any one of 2 of the 5 people who answered puts Beta first.",
            "If “Value” counted half as much, Beta would be first.",
            "If “Effort” counted one and a half times as much, Beta would be first.",
        )


ROOM = (("ann", "business"), ("ben", "business"), ("cal", "it"), ("dan", "it"), ("eve", "it"))


def test_a_leader_whom_nothing_moves_is_said_to_stay() -> None:
    ballots = [each for name, side in ROOM for each in given_by(name, side, a=(5, 5), b=(0, 0))]
    outcome = sensitivity_of(ballots)
    assert outcome is not None
    with translation.override("en"):
        assert sensitivity_words(outcome, NAMES, NAMES) == (
            "Business alone and IT alone would both put Alpha first.",
            "Alpha stays first if any one person’s answers are left out.",
            "Alpha stays first if any one criterion counts half or one and a half times as much.",
        )


def test_where_nobody_leads_alone_nothing_is_said() -> None:
    assert sensitivity_of(HANGS) is None
    assert sensitivity_of([]) is None
    assert sensitivity(METHOD, HANGS, evaluate(METHOD, ["a"], HANGS)) is None


@pytest.mark.parametrize("people", [1, 2, 3, 4])
def test_too_few_people_cannot_tell_what_the_first_place_hangs_on(people: int) -> None:
    leads = [each for name, side in ROOM for each in given_by(name, side, a=(5, 3), b=(1, 1))]
    assert sensitivity_of(leads) is not None
    assert sensitivity_of(leads[: 4 * people]) is None


def test_the_weights_of_a_product_or_of_one_criterion_change_nothing() -> None:
    for method in (
        Method(METHOD.criteria, Combination.PRODUCT),
        Method((Criterion("x"), Criterion("y", is_cost=True)), Combination.KANO),
        Method(METHOD.criteria[:1]),
    ):
        ballots = [each for name, side in ROOM for each in given_by(name, side, a=(5, 5), b=(1, 1))]
        outcome = sensitivity_of(
            [each for each in ballots if method.criteria[-1].key == "y" or each.criterion == "x"], method
        )
        assert outcome is not None
        assert (outcome.weighs, outcome.by_weight) == (False, {})


SCORES = st.lists(st.lists(st.integers(1, 6) | st.none(), min_size=4, max_size=4), min_size=5, max_size=8)


@given(SCORES, st.sampled_from(Combination))
def test_leaving_one_out_is_what_a_ranking_without_them_says(
    scores: list[list[int | None]], combination: Combination
) -> None:
    criteria = (Criterion("x", 1, 6, weight=Fraction(2)), Criterion("y", 1, 6, True, is_cost=True))
    method = Method(criteria, combination)
    by_person = [
        given_by(str(number), "it" if number % 2 else "business", (one[0], one[1]), (one[2], one[3]))
        for number, one in enumerate(scores)
        if any(one)
    ]
    ballots = [each for given in by_person for each in given]
    outcome = sensitivity_of(ballots, method)
    if outcome is None:
        return
    placed = {one.use_case for one in evaluate(method, ["a", "b"], ballots).placed}
    moved = 0
    for left_out in by_person:
        rest = [each for each in ballots if each not in left_out]
        without = evaluate(method, ["a", "b"], rest).use_cases
        ranks = ranked({one.use_case: one.total for one in without if one.use_case in placed})
        moved += ranks[outcome.leader] != 1
    assert sum(outcome.without_one.values()) == moved
