"""The arithmetic of a ranking: the worked example, every rule by hand, and properties over random ballots."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given, strategies as st

from lvt.methods.presets import DEFAULT
from lvt.scoring.rules import UseCaseResult, evaluate
from lvt.scoring_method import Ballot, Combination, Criterion, Method, NoTotalReason

EXAMPLE = {
    "HCP 360 dashboard": (5, 4, 4, 3, 4, 5, 5),
    "Digital customer engagement dashboard": (5, 5, 5, 5, 5, 5, 4),
    "Next best action": (4, 4, 4, 4, 4, 4, 3),
}
SEVEN = Method(tuple(Criterion(str(each.name)) for each in DEFAULT.criteria))


def ballots(use_case: str, criterion: str, **by_side: tuple[int | None, ...]) -> list[Ballot]:
    return [
        Ballot(f"{side}{number}", side, use_case, criterion, value)
        for side, values in by_side.items()
        for number, value in enumerate(values)
    ]


def only(method: Method, given: list[Ballot]) -> UseCaseResult:
    (result,) = evaluate(method, ["a"], given).use_cases
    return result


ONE = Method((Criterion("x"),))


def test_the_worked_example_gives_30_34_27() -> None:
    given = [
        Ballot("p", "business", use_case, criterion.key, value)
        for use_case, values in EXAMPLE.items()
        for criterion, value in zip(SEVEN.criteria, values, strict=True)
    ]
    result = evaluate(SEVEN, list(EXAMPLE), given)
    assert [(one.rank, one.use_case) for one in result.use_cases] == [
        (1, "Digital customer engagement dashboard"),
        (2, "HCP 360 dashboard"),
        (3, "Next best action"),
    ]
    assert [one.total for one in result.use_cases] == [34, 30, 27]
    assert result.highest == 35


def test_a_skip_is_left_out_and_a_zero_is_not() -> None:
    assert only(ONE, ballots("a", "x", business=(4, None))).total == 4
    assert only(ONE, ballots("a", "x", business=(4, 0))).total == 2
    opinion = only(ONE, ballots("a", "x", business=(4, None, 2))).opinions[0]
    assert (opinion.scored, opinion.skipped, opinion.lowest, opinion.highest, opinion.spread) == (
        2,
        0,  # their only answer: they did not score the use case
        2,
        4,
        1.0,
    )
    assert opinion.counts == (0, 0, 1, 0, 1, 0)


def test_people_skipped_a_criterion_if_they_scored_the_use_case_without_it() -> None:
    method = Method((Criterion("x"), Criterion("y"), Criterion("z")))
    answers = {"all": (1, 2, 3), "most": (4, None, 5), "open": (5, 5), "one": (None, None, 2)}
    given = [
        Ballot(person, "it" if person == "most" else "other", "a", key, value)
        for person, values in answers.items()
        for key, value in zip("xyz", values, strict=False)
    ]
    result = only(method, given)
    assert result.evidence.people == 3
    assert [dict(one.side_skipped) for one in result.opinions] == [{}, {"it": 1}, {"other": 1}]
    assert [one.skipped for one in result.opinions] == [0, 1, 1]


def test_both_sides_weigh_the_same_in_the_balanced_total_only() -> None:
    result = only(ONE, ballots("a", "x", business=(5, 5, 5), it=(1,), other=(0,)))
    assert result.total == Fraction(16, 5)
    assert result.balanced_total == 3
    assert result.side_totals == {"business": 5, "it": 1}
    assert result.missing_sides == ()
    assert result.opinions[0].gap == 4


def test_where_one_side_did_not_score_neither_is_compared() -> None:
    result = only(ONE, ballots("a", "x", business=(5, 3), it=(None,)))
    assert result.total == 4
    assert result.balanced_total is None
    assert result.missing_sides == ("it",)
    assert result.side_totals == {"business": None, "it": None}
    assert result.opinions[0].gap is None
    neither = only(ONE, ballots("a", "x", other=(2,)))
    assert neither.total == 2
    assert neither.balanced_total is None
    assert neither.missing_sides == ("business", "it")


def test_a_criterion_that_nobody_scored_is_no_zero() -> None:
    method = Method((Criterion("x"), Criterion("y")))
    result = only(method, ballots("a", "x", business=(3,)) + ballots("a", "y", business=(None,)))
    assert result.total == 6
    assert result.evidence.is_partial


def test_a_use_case_that_nobody_scored_has_no_rank() -> None:
    result = evaluate(ONE, ["a", "b"], ballots("b", "x", business=(0,)))
    assert [(one.use_case, one.total, one.rank) for one in result.use_cases] == [
        ("b", 0, 1),
        ("a", None, None),
    ]
    assert result.use_cases[1].problem == NoTotalReason.NOT_SCORED


def test_equal_totals_share_a_rank_and_float_noise_breaks_no_tie() -> None:
    # One tenth and two tenths do not add up to three tenths in binary fractions.
    tenths = tuple(
        Criterion(key, weight=Fraction(weight, 10)) for key, weight in (("x", 1), ("y", 2), ("z", 3))
    )
    given = [
        *ballots("a", "x", business=(1,)),
        *ballots("a", "y", business=(1,)),
        *ballots("a", "z", business=(0,)),
        *ballots("b", "x", business=(0,)),
        *ballots("b", "y", business=(0,)),
        *ballots("b", "z", business=(1,)),
        *(each for key in "xyz" for each in ballots("c", key, business=(0,))),
    ]
    result = evaluate(Method(tenths), ["a", "b", "c"], given)
    assert [(one.use_case, one.rank) for one in result.use_cases] == [("a", 1), ("b", 1), ("c", 3)]


def test_a_scale_on_which_low_is_good_is_turned_round() -> None:
    method = Method((Criterion("x", minimum=1, maximum=5, lower_is_better=True),))
    assert only(method, ballots("a", "x", business=(1, 2))).total == Fraction(9, 2)


def test_weights_and_the_weighted_mean() -> None:
    criteria = (Criterion("x", weight=Fraction(3)), Criterion("y"))
    given = ballots("a", "x", business=(4,)) + ballots("a", "y", business=(0,))
    assert only(Method(criteria), given).total == 12
    assert only(Method(criteria, Combination.MEAN), given).total == 3
    assert Method(criteria).highest() == 20
    assert Method(criteria, Combination.MEAN).highest() == 5
    weightless = Method((Criterion("x", weight=Fraction(0)),), Combination.MEAN)
    assert only(weightless, given).problem == NoTotalReason.NO_WEIGHT


def test_benefit_divided_by_cost_and_why_there_may_be_no_quotient() -> None:
    size = Criterion("size", lower_is_better=True, is_cost=True)
    method = Method((Criterion("x"), Criterion("y"), size), Combination.RATIO)
    benefit = ballots("a", "x", business=(5,)) + ballots("a", "y", business=(3,))
    assert only(method, benefit + ballots("a", "size", it=(2,))).total == 4
    assert only(method, benefit + ballots("a", "size", it=(0,))).problem == NoTotalReason.ZERO_COST
    assert only(method, benefit).problem == NoTotalReason.INCOMPLETE
    assert only(method, ballots("a", "size", it=(2,))).problem == NoTotalReason.INCOMPLETE
    no_cost, no_benefit = (Method(each, Combination.RATIO) for each in (method.criteria[:2], (size,)))
    assert only(no_cost, benefit).problem == NoTotalReason.NO_COST
    assert only(no_benefit, ballots("a", "size", it=(2,))).problem == NoTotalReason.NO_BENEFIT
    assert method.highest() is None
    # "Least effort scores 5" is the same cost, told the other way round.
    effort = Method((Criterion("x"), Criterion("size", is_cost=True)), Combination.RATIO)
    assert only(effort, benefit[:1] + ballots("a", "size", it=(3,))).total == Fraction(5, 2)


def test_the_strongest_disagreement_between_the_sides_comes_first() -> None:
    method = Method((Criterion("x"), Criterion("y"), Criterion("z")))
    given = [
        *ballots("a", "x", business=(3, 3), it=(3, 3)),  # all agree: nothing to talk about
        *ballots("a", "y", business=(0, 5), it=(0, 5)),  # people differ, the sides do not
        *ballots("a", "z", business=(4, 4), it=(2, 2)),
    ]
    assert [one.criterion.key for one in evaluate(method, ["a"], given).disagreements] == ["z", "y"]


values = st.one_of(st.none(), st.integers(0, 5))
rooms = st.dictionaries(
    st.tuples(st.integers(0, 6), st.sampled_from("ab"), st.sampled_from("xyz")), values, max_size=60
)
THREE = Method(tuple(Criterion(key) for key in "xyz"))


def room(given: dict[tuple[int, str, str], int | None]) -> list[Ballot]:
    sides = ("business", "it", "other")
    return [
        Ballot(person, sides[person % 3], use_case, criterion, value)
        for (person, use_case, criterion), value in given.items()
    ]


@given(rooms, st.randoms(use_true_random=False))
def test_the_order_of_the_ballots_does_not_matter(
    given: dict[tuple[int, str, str], int | None], chance: random.Random
) -> None:
    straight = room(given)
    shuffled = straight[:]
    chance.shuffle(shuffled)
    assert evaluate(THREE, ["a", "b"], straight) == evaluate(THREE, ["a", "b"], shuffled)


@given(rooms)
def test_totals_are_what_the_definition_says(given: dict[tuple[int, str, str], int | None]) -> None:
    for result in evaluate(THREE, ["a", "b"], room(given)).use_cases:
        means = []
        for criterion in "xyz":
            scored = [
                value
                for (_person, use_case, key), value in given.items()
                if (use_case, key) == (result.use_case, criterion) and value is not None
            ]
            if scored:
                means.append(Fraction(sum(scored), len(scored)))
        assert result.total == (sum(means) * 3 / len(means) if len(means) > 1 else None)
        assert (result.evidence.criteria_answered, result.evidence.criteria) == (len(means), 3)
        for opinion in result.opinions:
            assert sum(opinion.counts) == opinion.scored
            assert opinion.mean is None or 0 <= opinion.mean <= 5


@given(rooms)
def test_sides_of_equal_size_make_the_pooled_and_the_balanced_total_equal(
    given: dict[tuple[int, str, str], int | None],
) -> None:
    doubled = [
        Ballot((side, person), side, use_case, criterion, value)
        for (person, use_case, criterion), value in given.items()
        for side in ("business", "it")
    ]
    for result in evaluate(THREE, ["a", "b"], doubled).use_cases:
        has_both = len(result.missing_sides) == 0
        assert result.balanced_total == (result.total if has_both else None)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 5)))
def test_a_rank_counts_those_who_are_strictly_better(given: dict[str, int]) -> None:
    scored = [Ballot("p", "it", use_case, "x", value) for use_case, value in given.items()]
    for result in evaluate(ONE, list(given), scored).use_cases:
        assert result.rank == 1 + sum(value > given[str(result.use_case)] for value in given.values())
