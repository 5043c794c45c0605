"""How far a ranking depends on who was there."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given, strategies as st

from lvt.attendance_effect import Stability, resample
from lvt.scoring.rules import evaluate, ranked
from lvt.scoring_method import Ballot, Criterion, Method
from lvt.selectors.close_places import stability_words

METHOD = Method(tuple(Criterion(key) for key in "xyz"))


def room(people: int, scores: dict[str, tuple[int, ...]]) -> list[Ballot]:
    """`scores` holds per use case the values that people take turns to give."""
    return [
        Ballot(
            person, "it" if person % 2 else "business", use_case, criterion.key, values[person % len(values)]
        )
        for person in range(people)
        for use_case, values in scores.items()
        for criterion in METHOD.criteria
    ]


def test_a_leader_whom_all_prefer_comes_first_in_every_resample() -> None:
    spread = resample(METHOD, ["a", "b"], room(10, {"a": (5,), "b": (1, 2)}), seed="s")
    assert (spread["a"].first, spread["a"].of, spread["a"].best, spread["a"].worst) == (100, 100, 1, 1)
    assert spread["a"].low == spread["a"].high == 15
    assert (spread["b"].first, spread["b"].best) == (0, 2)
    assert 3 <= spread["b"].low < Fraction(9, 2) < spread["b"].high <= 6


def test_a_close_race_says_so() -> None:
    spread = resample(METHOD, ["a", "b"], room(10, {"a": (0, 5), "b": (5, 0)}), seed="s")
    assert spread["a"].first > 20
    assert spread["b"].first > 20
    assert (spread["a"].best, spread["a"].worst) == (1, 2)


def test_the_same_seed_gives_the_same_answer_and_another_need_not() -> None:
    given = room(9, {"a": (0, 3, 5), "b": (2, 4, 1)})
    assert resample(METHOD, ["a", "b"], given, seed="s") == resample(METHOD, ["a", "b"], given, seed="s")
    assert resample(METHOD, ["a", "b"], given, seed="s") != resample(METHOD, ["a", "b"], given, seed="t")


def test_one_person_is_no_room_to_draw_from() -> None:
    assert resample(METHOD, ["a"], room(1, {"a": (3,)}), seed="s") == {}
    assert resample(METHOD, ["a"], [], seed="s") == {}


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 5), st.sampled_from("ab"), st.sampled_from("xyz")),
        st.one_of(st.none(), st.integers(0, 10)),
        max_size=40,
    ),
    st.integers(0, 3),
)
def test_packed_sums_agree_with_counting_one_by_one(
    given: dict[tuple[int, str, str], int | None], seed: int
) -> None:
    """Replays the draws with plain ballots: the packed integers must give the same totals."""
    method = Method(tuple(Criterion(key, maximum=10) for key in "xyz"))
    ballots = [Ballot(person, "it", use_case, key, value) for (person, use_case, key), value in given.items()]
    people = list(dict.fromkeys(one.participant for one in ballots if one.value is not None))
    spread = resample(method, ["a", "b"], ballots, seed=str(seed), resamples=1)
    if len(people) < 2:
        assert spread == {}
        return
    drawn = random.Random(str(seed)).choices(people, k=len(people))
    copies = [
        Ballot(number, "it", one.use_case, one.criterion, one.value)
        for number, person in enumerate(drawn)
        for one in ballots
        if one.participant == person
    ]
    # evaluate() takes one ballot per person and cell, and people drawn twice are two people.
    expected = {one.use_case: one for one in evaluate(method, ["a", "b"], copies).use_cases}
    ranks = ranked({use_case: result.total for use_case, result in expected.items()})
    for use_case, result in expected.items():
        if result.total is None:
            assert use_case not in spread
        else:
            assert (spread[use_case].low, spread[use_case].best) == (result.total, ranks[use_case])


@pytest.mark.parametrize(
    ("language", "spread", "steady"),
    [
        ("en", "Between places 2 and 13", "Place 11 in at least 90 of 100 simulations"),
        ("de", "Zwischen Platz 2 und Platz 13", "Platz 11 in mindestens 90 von 100 Simulationen"),
    ],
)
def test_places_are_numbers_however_many_there_are(language: str, spread: str, steady: str) -> None:
    with translation.override(language):
        assert stability_words(_ranks(best=2, worst=13)) == spread
        assert stability_words(_ranks(best=11, worst=11)) == steady


def _ranks(*, best: int, worst: int) -> Stability:
    return Stability(best=best, worst=worst, first=0, alone=0, of=100, low=Fraction(1), high=Fraction(2))


def test_whoever_mostly_shares_the_first_place_is_not_said_to_lead() -> None:
    equal = resample(METHOD, "abc", room(4, dict.fromkeys("abc", (3,))), seed="s")
    assert {(each.first, each.alone) for each in equal.values()} == {(100, 0)}
    shared = "Tied for first place in 100 of 100 simulations"
    assert {stability_words(each) for each in equal.values()} == {shared}
    assert {stability_words(each, brief=True) for each in equal.values()} == {shared}
    leader = resample(METHOD, "ab", room(4, {"a": (5,), "b": (3,)}), seed="s")["a"]
    assert (leader.first, leader.alone) == (100, 100)
    assert stability_words(leader) == stability_words(leader, brief=True) == "First in 100 of 100 simulations"


def test_brief_words_leave_out_between_which_places_the_leader_is() -> None:
    ranks = Stability(best=1, worst=3, first=64, alone=60, of=100, low=Fraction(1), high=Fraction(2))
    assert stability_words(ranks, brief=True) == "First in 64 of 100 simulations"
    assert stability_words(ranks) == "First in 64 of 100 simulations, between places 1 and 3"
    assert stability_words(_ranks(best=2, worst=2), brief=True) == "Place 2 in at least 90 of 100 simulations"
