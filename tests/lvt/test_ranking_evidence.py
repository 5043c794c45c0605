"""How many people are behind a number: by hand, in rooms of every size, and as properties of ballots."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, strategies as st

from lvt.attendance_effect import resample
from lvt.methods.presets import DEFAULT
from lvt.ranking_evidence.rules import Certainty, Panel, UnplacedReason
from lvt.scoring.rules import Result, UseCaseResult, evaluate
from lvt.scoring_method import Ballot, Combination, Criterion, Key, Method, NoTotalReason

KEYS = "abcdefg"
SEVEN = Method(tuple(Criterion(key, is_cost=key == "g") for key in KEYS))


def gave(person: str, use_case: str, values: str, criteria: str = KEYS) -> list[Ballot]:
    """A person's answers, a digit each; "-" is a skip, "." no answer. People of IT have names with an i."""
    side = "it" if person.startswith("i") else "other" if person.startswith("o") else "business"
    return [
        Ballot(person, side, use_case, key, None if value == "-" else int(value))
        for key, value in zip(criteria, values, strict=True)
        if value != "."
    ]


def room(*answers: list[Ballot], asked: tuple[str, ...] = (), method: Method = SEVEN) -> Result:
    """The result of what people gave; `asked` are all who were there."""
    ballots = [each for one in answers for each in one]
    use_cases = sorted({str(each.use_case) for each in ballots} | {"x"})
    people: dict[Key, str] = {each.participant: each.side for each in ballots}
    for person in asked:
        people.setdefault(person, "it" if person.startswith("i") else "business")
    active = frozenset(each.participant for each in ballots if each.value is not None)
    return evaluate(method, use_cases, ballots, [Panel(tuple(use_cases), people, active)])


def of(result: Result, use_case: str = "x") -> UseCaseResult:
    return next(one for one in result.use_cases if one.use_case == use_case)


# --- A missing answer is no zero ------------------------------------------------------------------


def test_a_criterion_that_everyone_skips_costs_nothing() -> None:
    """Both sides give 4 on everything; nobody scores the second criterion. 28 of 35, as without the skip."""
    whole = room(gave("b1", "x", "4444444"), gave("i1", "x", "4444444"), gave("b2", "x", "4444444"))
    partly = room(gave("b1", "x", "4-44444"), gave("i1", "x", "4-44444"), gave("b2", "x", "4.44444"))
    assert of(whole).total == of(partly).total == 28
    assert (of(partly).rank, of(partly).evidence.criteria_answered, of(partly).evidence.criteria) == (1, 6, 7)


def test_sides_are_compared_on_what_both_answered() -> None:
    one = of(room(gave("b1", "x", "4444444"), gave("i1", "x", "-444444")))
    assert one.side_totals == {"business": 28, "it": 28}
    assert one.balanced_total == 28
    assert one.evidence.shared == 6


def test_a_side_that_answered_less_than_half_has_no_total_and_leaves_the_other_without() -> None:
    one = of(room(gave("b1", "x", "4444444"), gave("b2", "x", "3333333"), gave("i1", "x", "2......")))
    assert one.side_totals == {"business": None, "it": None}
    assert one.balanced_total is None
    assert one.missing_sides == ("it",)


def test_scales_of_several_lengths_are_filled_each_up_its_own() -> None:
    """Value 3 of 1 to 5 is half of the way up, risk 8 of 0 to 10 four fifths, of which three weigh as one:
    (1/2 + 3 · 4/5) / 4 is 29/40. So effort, from 2 to 6, is 2 + 29/40 · 4 = 4.9."""
    method = Method(
        (
            Criterion("v", 1, 5),
            Criterion("r", 0, 10, weight=Fraction(3)),
            Criterion("e", 2, 6, lower_is_better=True, weight=Fraction(2)),
        )
    )
    one = of(room(gave("b1", "x", "38", "vr"), method=method))
    assert one.total == 3 + 24 + 2 * Fraction(49, 10)
    assert one.parts["e"] == 2 * Fraction(49, 10)


@pytest.mark.parametrize(("values", "total"), [("44.....", None), ("444....", None), ("4444...", 28)])
def test_less_than_half_has_no_total(values: str, total: int | None) -> None:
    one = of(room(gave("b1", "x", values)))
    assert one.total == total
    assert one.problem == (None if total else NoTotalReason.TOO_FEW)
    assert (one.evidence.criteria_answered, one.rank) == (len(values.rstrip(".")), None)


@pytest.mark.parametrize("combination", [Combination.RATIO, Combination.PRODUCT, Combination.KANO])
def test_what_multiplies_divides_or_pairs_has_no_total_until_all_is_answered(
    combination: Combination,
) -> None:
    method = Method((Criterion("v", 1, 5), Criterion("e", 1, 5, is_cost=True)), combination)
    one = of(room(gave("b1", "x", "4.", "ve"), method=method))
    assert (one.total, one.rank, one.evidence.people) == (None, None, 0)
    assert one.evidence.unplaced == UnplacedReason.NO_COST
    assert of(room(gave("b1", "x", "42", "ve"), method=method)).evidence.people == 1


def test_a_mean_is_of_what_was_answered() -> None:
    method = Method((Criterion("v", weight=Fraction(3)), Criterion("w")), Combination.MEAN)
    one = of(room(gave("b1", "x", "4.", "vw"), method=method))
    assert one.total == 4
    assert (one.rank, one.evidence.criteria_answered) == (1, 1)  # three quarters of the weight
    light = of(room(gave("b1", "x", ".4", "vw"), method=method))
    assert (light.total, light.problem) == (None, NoTotalReason.TOO_FEW)


@pytest.mark.parametrize("combination", Combination)
def test_without_weights_there_is_no_total(combination: Combination) -> None:
    method = Method(
        (Criterion("v", weight=Fraction(0)), Criterion("e", weight=Fraction(0), is_cost=True)), combination
    )
    one = of(room(gave("b1", "x", "44", "ve"), method=method))
    assert (one.total, one.problem, one.evidence.people) == (None, NoTotalReason.NO_WEIGHT, 1)
    assert one.evidence.unplaced == UnplacedReason.NO_TOTAL


# --- A place --------------------------------------------------------------------------------------


def test_one_of_eight_is_not_first() -> None:
    """The round that put on the projector what one person had scored."""
    asked = tuple(f"b{number}" for number in range(4)) + tuple(f"i{number}" for number in range(4))
    result = room(gave("b0", "x", "5555555"), gave("b0", "y", "1111111"), asked=asked)
    assert result.placed == ()
    assert [one.evidence.unplaced for one in result.use_cases] == [UnplacedReason.FEW_PEOPLE] * 2
    assert of(result).total == 35
    assert (of(result).evidence.people, of(result).evidence.people_asked) == (1, 8)
    assert result.certainties == {}


def test_half_of_those_who_scored_anything_are_needed() -> None:
    scored = [gave(f"b{number}", "y", "3333333") for number in range(8)]
    three = room(*scored, *(gave(f"b{number}", "x", "5555555") for number in range(3)))
    four = room(*scored, *(gave(f"b{number}", "x", "5555555") for number in range(4)))
    assert (of(three).evidence.scorers_needed, of(three).rank, of(three, "y").rank) == (4, None, 1)
    assert (of(four).rank, of(four, "y").rank) == (1, 2)


@pytest.mark.parametrize("people", [1, 2])
def test_a_room_of_one_or_two_keeps_its_places(people: int) -> None:
    names = ("b1", "i1")[:people]
    result = room(
        *(gave(name, case, digit * 7) for name in names for case, digit in (("x", "4"), ("y", "3")))
    )
    assert [(one.use_case, one.rank) for one in result.use_cases] == [("x", 1), ("y", 2)]
    assert set(result.certainties.values()) == {Certainty.TOO_FEW}
    alone = room(gave("b1", "x", "4444444"), asked=("b1", "i1"))
    assert of(alone).rank is None


def test_a_place_needs_the_effort_and_three_quarters_of_the_weight() -> None:
    people = ("b1", "b2", "i1")
    no_effort = room(*(gave(name, "x", "555555-") for name in people))
    assert (of(no_effort).evidence.unplaced, of(no_effort).evidence.missing_costs) == (
        UnplacedReason.NO_COST,
        ("g",),
    )
    five = room(*(gave(name, "x", "5555..5") for name in people))
    assert of(five).evidence.unplaced == UnplacedReason.FEW_CRITERIA
    six = room(*(gave(name, "x", "55555.5") for name in people))
    assert of(six).rank == 1


def test_what_has_no_place_stands_below_in_its_own_order() -> None:
    people = [f"b{number}" for number in range(4)]
    result = room(
        gave("b0", "v", "5555555"),
        gave("b0", "w", "4444444"),
        *(gave(name, "x", "1111111") for name in people),
        *(gave(name, "y", "2222222") for name in people),
    )
    assert [(one.use_case, one.rank) for one in result.use_cases] == [
        *(("y", 1), ("x", 2), ("v", None), ("w", None)),
    ]


def test_balanced_places_are_told_of_all_or_of_none() -> None:
    people = [f"b{number}" for number in range(3)]
    both = [*(gave(name, "x", "4444444") for name in people), gave("i1", "x", "2222222")]
    alone = [gave(name, "y", "3333333") for name in people]
    result = room(*both, *alone)
    assert [one.balanced_rank for one in result.use_cases] == [None, None]
    assert [one.balanced_rank for one in room(*both).use_cases] == [1]


# --- Certainty ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "certain"),
    [
        (("b1", "b2", "i1", "i2", "o1"), True),
        (("b1", "b2", "i1", "i2"), False),
        (("b1", "b2", "b3", "b4", "i1"), False),
        (("b1", "b2", "b3", "b4", "i1", "o1"), False),
        (("b1", "b2", "b3", "b4", "b5"), True),  # nobody of IT was asked
        (("b1", "o1", "o2", "o3", "o4"), False),
        (("o1", "o2", "o3", "o4", "o5"), False),  # nobody of a side was asked
        (("o1", "o2", "o3", "o4", "o5", "b1", "b2"), True),  # nobody of IT was asked
    ],
)
def test_certainty_needs_five_scorers_and_two_of_each_side_that_was_asked(
    people: tuple[str, ...], certain: bool
) -> None:
    values = ("4444444", "3333334")
    result = room(
        *(gave(name, "x", values[number % 2]) for number, name in enumerate(people)),
        *(gave(name, "y", "1111111") for name in people),
    )
    told = Certainty.TOLD if certain else Certainty.TOO_FEW
    assert result.certainties == {"x": told, "y": told}


def test_where_all_gave_the_same_that_is_said() -> None:
    people = ("b1", "b2", "i1", "i2", "o1")
    result = room(
        *(gave(name, case, digit * 7) for name in people for case, digit in (("x", "4"), ("y", "3")))
    )
    assert set(result.certainties.values()) == {Certainty.EQUAL}


def test_rooms_drawn_again_come_to_the_same_totals() -> None:
    """Nobody scored the second criterion: what is drawn is filled as the total is."""
    people = [f"b{number}" for number in range(6)]
    answers = [gave(name, "x", "4-44444") for name in people]
    result = room(*answers)
    drawn = resample(SEVEN, ["x"], [each for one in answers for each in one], seed="s")
    assert drawn["x"].low == drawn["x"].high == of(result).total == 28


# --- Properties -----------------------------------------------------------------------------------

METHODS = (
    SEVEN,
    Method(
        (
            Criterion("a", 1, 5),
            Criterion("b", 0, 10, weight=Fraction(1, 3)),
            Criterion("c", weight=Fraction(2)),
        )
    ),
    Method((Criterion("a"), Criterion("b", lower_is_better=True, weight=Fraction(5)))),
)
BALLOTS = st.dictionaries(
    st.tuples(st.integers(0, 7), st.sampled_from("xy"), st.sampled_from(KEYS)),
    st.one_of(st.none(), st.integers(1, 5)),
    max_size=60,
)
_Given = dict[tuple[int, str, str], int | None]


def as_ballots(given: _Given) -> list[Ballot]:
    sides = ("business", "it", "other")
    return [Ballot(who, sides[who % 3], case, key, value) for (who, case, key), value in given.items()]


def evaluated(method: Method, given: _Given) -> Result:
    people: dict[Key, str] = {who: ("business", "it", "other")[who % 3] for who in range(8)}
    active = frozenset(who for (who, _case, _key), value in given.items() if value is not None)
    return evaluate(method, ["x", "y"], as_ballots(given), [Panel(("x", "y"), people, active)])


@given(BALLOTS, st.sampled_from(METHODS), st.sampled_from(Combination), st.data())
def test_answering_more_never_lowers_how_many_scored(
    given: _Given, method: Method, combination: Combination, data: st.DataObject
) -> None:
    method = Method(method.criteria, combination)
    before = evaluated(method, given)
    cell = data.draw(st.tuples(st.integers(0, 7), st.sampled_from("xy"), st.sampled_from(KEYS)))
    assume(given.get(cell) is None)
    after = evaluated(method, {**given, cell: data.draw(st.integers(1, 5))})
    for case in "xy":
        for side in ("business", "it", "other"):
            assert of(after, case).evidence.scorers.get(side, 0) >= of(before, case).evidence.scorers.get(
                side, 0
            )
        assert of(after, case).evidence.criteria_answered >= of(before, case).evidence.criteria_answered


@given(BALLOTS, st.sampled_from(METHODS), st.data())
def test_a_better_answer_never_lowers_the_total_of_a_sum(
    given: _Given, method: Method, data: st.DataObject
) -> None:
    answered = sorted(cell for cell, value in given.items() if value is not None)
    assume(answered)
    cell = data.draw(st.sampled_from(answered))
    criterion = next((one for one in method.criteria if one.key == cell[2]), None)
    assume(criterion is not None)
    worse, value = (-1, given[cell]) if criterion and criterion.lower_is_better else (1, given[cell])
    assert value is not None
    better = {**given, cell: min(5, max(1, value + worse))}
    for case in "xy":
        before, after = of(evaluated(method, given), case).total, of(evaluated(method, better), case).total
        assert (before is None) == (after is None)
        assert before is None or after is None or after >= before


@given(BALLOTS)
def test_places_are_of_those_who_have_enough_behind_them(given: _Given) -> None:
    result = evaluated(SEVEN, given)
    active = len({who for (who, _case, _key), value in given.items() if value is not None})
    for one in result.use_cases:
        if one.rank is not None:
            assert one.total is not None
            assert one.evidence.people >= max(3, active / 2)
            assert one.evidence.criteria_answered >= 6
            assert not one.evidence.missing_costs


@given(st.lists(st.lists(st.integers(0, 5), min_size=7, max_size=7), min_size=1, max_size=6))
def test_where_everything_is_answered_a_total_is_the_sum_of_the_means(scores: list[list[int]]) -> None:
    ballots = [
        Ballot(who, "it", "x", key, value)
        for who, values in enumerate(scores)
        for key, value in zip(KEYS, values, strict=True)
    ]
    (one,) = evaluate(SEVEN, ["x"], ballots).use_cases
    assert one.total == sum(Fraction(sum(column), len(scores)) for column in zip(*scores, strict=True))


def test_the_worked_example_stays_to_the_last_digit() -> None:
    method = Method(tuple(Criterion(str(each.name)) for each in DEFAULT.criteria))
    example = {
        "HCP 360": (5, 4, 4, 3, 4, 5, 5),
        "Digital": (5, 5, 5, 5, 5, 5, 4),
        "Next": (4, 4, 4, 4, 4, 4, 3),
    }
    ballots = [
        Ballot(who, "business", case, criterion.key, value)
        for who in "pq"
        for case, values in example.items()
        for criterion, value in zip(method.criteria, values, strict=True)
    ]
    result = evaluate(method, list(example), ballots)
    assert [one.use_case for one in result.use_cases] == ["Digital", "HCP 360", "Next"]
    assert [one.total for one in result.use_cases] == [34, 30, 27]
    assert [one.rank for one in result.use_cases] == [1, 2, 3]


# --- Shares ---------------------------------------------------------------------------------------


def in_shares(shares: dict[str, str], *answers: list[Ballot]) -> Result:
    """The result of a round in which each person was asked for these use cases, a letter each."""
    ballots = [each for one in answers for each in one]
    people: dict[Key, str] = {person: "it" if person.startswith("i") else "business" for person in shares}
    use_cases = sorted(set("".join(shares.values())))
    asked: dict[Key, frozenset[Key]] = {person: frozenset(share) for person, share in shares.items()}
    active = frozenset(each.participant for each in ballots)
    return evaluate(SEVEN, use_cases, ballots, [Panel(tuple(use_cases), people, active, asked)])


def test_that_few_were_asked_gives_no_place() -> None:
    """Two of four people were asked for x, and both scored it: a place still needs three."""
    shares = {"b1": "xy", "b2": "xy", "i1": "yz", "i2": "yz"}
    result = in_shares(shares, *(gave(who, "y", "3333333") for who in shares), gave("b1", "x", "5555555"))
    assert of(result, "y").rank == 1
    told = of(result, "x").evidence
    assert (told.people_asked, told.scorers_needed, told.unplaced) == (2, 3, UnplacedReason.FEW_PEOPLE)


def test_a_room_of_two_needs_both() -> None:
    result = in_shares(
        {"b1": "xy", "i1": "yz"},
        gave("b1", "x", "5555555"),
        gave("b1", "y", "1111111"),
        gave("i1", "y", "1111111"),
    )
    assert (of(result, "x").rank, of(result, "y").rank) == (None, 1)


def test_a_side_of_the_round_that_was_not_asked_for_a_use_case_is_missing() -> None:
    """Five of business scored x, and nobody of IT was asked for it, who are in the round."""
    business = [f"b{number}" for number in range(5)]
    shares = {**dict.fromkeys(business, "xy"), "i1": "yz", "i2": "yz"}
    told = in_shares(
        shares,
        *(gave(who, case, "3333333") for who in business for case in "xy"),
        *(gave(who, "y", "3333333") for who in ("i1", "i2")),
    )
    assert of(told, "x").rank is not None
    assert not of(told, "x").evidence.is_certain
    assert of(told, "y").evidence.is_certain
