"""The additive fit: exact, the plain mean where everyone scored everything, nothing invented elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, strategies as st

from bench.scoring_share_accuracy import SEVEN, count_good, finds_the_best, first, simulated
from lvt.attendance_effect import resample
from lvt.leniency import MOST_EXACT, adjusted, adjusts, effects, fit, parts
from lvt.methods.presets import PRESETS, Preset
from lvt.ranking_evidence.rules import Panel
from lvt.ranking_evidence.selectors import adjusted_words
from lvt.scoring.rules import Result, evaluate
from lvt.scoring_method import Ballot, Combination, Criterion, Key, Method

ONE = Method((Criterion("x"),))
Answers = Mapping[tuple[Any, Any], Fraction]
answers = st.dictionaries(
    st.tuples(st.integers(0, 6), st.integers(10, 16)),
    st.integers(0, 5).map(Fraction),
    min_size=1,
    max_size=30,
)


def ballots_of(given_: Mapping[tuple[Any, Any], int], method: Method = ONE) -> list[Ballot]:
    return [
        Ballot(person, ("business", "it")[int(str(person)[-1]) % 2], use_case, criterion.key, value)
        for (person, use_case), value in given_.items()
        for criterion in method.criteria
    ]


def fair(method: Method, given_: list[Ballot]) -> Result:
    use_cases = tuple(dict.fromkeys(each.use_case for each in given_))
    shares: dict[Key, frozenset[Key]] = {}
    for each in given_:
        shares[each.participant] = shares.get(each.participant, frozenset()) | {each.use_case}
    sides = {each.participant: each.side for each in given_}
    panel = Panel(use_cases, sides, frozenset(sides), shares)
    return evaluate(method, use_cases, adjusted(method, given_), [panel])


def unadjusted(result: Result) -> set[Key]:
    return {one.use_case for one in result.use_cases if not one.evidence.is_adjusted}


def test_only_methods_that_add_even_scales_are_adjusted() -> None:
    even, uneven = Criterion("x", 0, 3), Criterion("y", 0, 3, worths=tuple(map(Fraction, (1, 2, 3, 5))))
    half = Criterion("z", 0, 2, worths=(Fraction(1, 2), Fraction(1), Fraction(3, 2)))
    for combination in Combination:
        adds = combination in (Combination.SUM, Combination.MEAN)
        assert adjusts(Method((even, half), combination)) is adds
        assert not adjusts(Method((even, uneven), combination))
    assert [key for key, preset in PRESETS.items() if adjusts(_method(preset))] == [
        "seven_criteria",
        "weighted_criteria",
        "value_and_effort",
        "moscow",
    ]


def _method(preset: Preset) -> Method:
    return Method(
        tuple(
            Criterion(
                number,
                each.scale[0].value,
                each.scale[-1].value,
                worths=tuple(step.worth for step in each.scale) if each.steps else (),
            )
            for number, each in enumerate(preset.criteria)
        ),
        preset.combination,
    )


def test_a_product_of_uneven_scales_keeps_what_people_gave() -> None:
    """A shift of half a step would be ten thousand people at the upper end of this scale."""
    reach = Criterion("x", 0, 3, worths=tuple(map(Fraction, (3, 100, 3_000, 30_000))))
    ballots = ballots_of({("p1", "a"): 3, ("p1", "b"): 2, ("p2", "b"): 1, ("p2", "c"): 1}, Method((reach,)))
    for combination in Combination:
        assert adjusted(Method((reach,), combination), ballots) == ballots


def test_steps_of_any_even_length_are_moved_by_their_length() -> None:
    given_ = {("p1", "a"): 4, ("p1", "b"): 3, ("p2", "b"): 2, ("p2", "c"): 3}
    tens = Method((Criterion("x", worths=tuple(Fraction(10 * value) for value in range(6))),))
    ones, large = (
        {one.use_case: one.total for one in fair(method, ballots_of(given_)).use_cases}
        for method in (ONE, tens)
    )
    assert large == {use_case: 10 * (total or 0) for use_case, total in ones.items()}


def test_where_everyone_scored_everything_nothing_changes() -> None:
    for seed in range(3):
        room = simulated(seed, people=7, use_cases=12)
        plain = evaluate(SEVEN, room.use_cases, room.ballots)
        told = evaluate(SEVEN, room.use_cases, adjusted(SEVEN, room.ballots))
        assert [one.total for one in told.use_cases] == [one.total for one in plain.use_cases]
        assert told.use_cases == plain.use_cases


def test_the_worked_example_keeps_its_totals() -> None:
    totals = {"HCP 360": 30, "Dashboard": 34, "Next best action": 27}
    given_ = [
        Ballot(person, side, use_case, criterion.key, (total + place) // 7)
        for person, side, less in (("b1", "business", 0), ("i1", "it", 0))
        for use_case, total in totals.items()
        for place, criterion in enumerate(SEVEN.criteria)
    ]
    result = evaluate(SEVEN, list(totals), adjusted(SEVEN, given_))
    assert {one.use_case: one.total for one in result.use_cases} == totals


def test_a_strict_and_a_lenient_person_by_hand() -> None:
    """Ann gives one more than Bo wherever both scored. Ann alone scored `a`, Bo alone `c`."""
    given_ = {("p1", "a"): 4, ("p1", "b"): 3, ("p2", "b"): 2, ("p2", "c"): 3}
    result = fair(ONE, ballots_of(given_))
    means = {one.use_case: one.total for one in result.use_cases}
    # Half a step less for Ann, half a step more for Bo: both are as lenient as the two are together.
    assert means == {"a": Fraction(7, 2), "b": Fraction(5, 2), "c": Fraction(7, 2)}


@given(answers)
def test_the_fit_solves_the_normal_equations(given_: Answers) -> None:
    for part in parts(given_):
        people = effects(part)
        of_use_cases = {
            use_case: [answer - people[person] for (person, of), answer in part.items() if of == use_case]
            for use_case in {use_case for _person, use_case in part}
        }
        means = {use_case: sum(each) / len(each) for use_case, each in of_use_cases.items()}
        for person in people:
            left = [
                answer - means[of] - people[person] for (who, of), answer in part.items() if who == person
            ]
            assert sum(left) == 0


@given(answers)
def test_parts_share_nobody_and_nothing_and_lose_nothing(given_: Answers) -> None:
    divided = parts(given_)
    assert {key: answer for part in divided for key, answer in part.items()} == given_
    for place in (0, 1):
        seen = [{key[place] for key in part} for part in divided]
        assert sum(map(len, seen)) == len(set().union(*seen))


@given(answers, st.integers(0, 6), st.integers(-3, 3))
def test_who_gives_more_to_everything_changes_nothing_but_the_level(
    given_: Answers, person: int, more: int
) -> None:
    """However lenient one person is, the use cases stay as far apart: of each part that hangs together."""
    assume(any(who == person for who, _case in given_))
    for part in parts(given_):
        shifted = {key: answer + more * (key[0] == person) for key, answer in part.items()}
        assert _differences(part) == _differences(shifted)


def _differences(part: Answers) -> list[Fraction]:
    people = effects(part)
    means = []
    for use_case in sorted({of for _person, of in part}):
        rest = [answer - people[person] for (person, of), answer in part.items() if of == use_case]
        means.append(sum(rest, Fraction(0)) / len(rest))
    return [mean - means[0] for mean in means]


def test_parts_that_nobody_connects_keep_their_levels() -> None:
    given_ = {("p1", "a"): 5, ("p1", "b"): 4, ("p2", "c"): 2, ("p2", "d"): 1}
    result = fair(ONE, ballots_of(given_))
    assert {one.use_case: one.total for one in result.use_cases} == {"a": 5, "b": 4, "c": 2, "d": 1}
    assert unadjusted(result) == {"a", "b", "c", "d"}, "neither half can be compared with the other"


def test_what_nobody_connects_with_most_of_the_list_is_not_adjusted() -> None:
    """By hand as above; somebody else alone scored `d`, and `c` on a second criterion that others skipped."""
    two = Method((Criterion("x"), Criterion("y")))
    ballots = [
        *ballots_of({("p1", "a"): 4, ("p1", "b"): 3, ("p2", "b"): 2, ("p2", "c"): 3}),
        Ballot("p3", "it", "d", "x", 5),
        Ballot("p1", "it", "a", "y", 4),
        Ballot("p1", "it", "b", "y", 4),
        Ballot("p4", "it", "c", "y", 1),
    ]
    result = fair(two, ballots)
    assert unadjusted(result) == {"c", "d"}
    means = {one.use_case: one.opinions[0].mean for one in result.use_cases}
    assert means == {"a": Fraction(7, 2), "b": Fraction(5, 2), "c": 3, "d": 5}


def test_what_is_apart_on_one_criterion_is_said_in_true_words() -> None:
    """On the first criterion Ann scored all. On the second, Bo alone scored `d`."""
    two = replace(SEVEN, criteria=SEVEN.criteria[:2])
    first, second = (one.key for one in two.criteria)
    ballots = [Ballot("Ann", "it", use_case, first, 3) for use_case in "abcd"]
    ballots += [Ballot("Ann", "it", use_case, second, 2) for use_case in "abc"]
    ballots += [Ballot("Bo", "it", "d", second, 4)]
    result = fair(two, ballots)
    assert unadjusted(result) == {"d"}
    said = adjusted_words(one.evidence for one in result.use_cases)
    assert said.endswith(
        "1 use case isn’t adjusted: it can’t be compared with the others on every criterion."
    )
    twice = adjusted_words([one.evidence for one in result.use_cases] * 2)
    assert twice.endswith(
        "2 use cases aren’t adjusted: they can’t be compared with the others on every criterion."
    )


def test_large_fits_are_approximated_and_come_to_the_same() -> None:
    for people, use_cases in ((20, 40), (40, 25)):
        room = simulated(5, people=people, use_cases=use_cases)
        shares = room.shares
        given_ = {
            (each.participant, each.use_case): Fraction(each.value or 0)
            for each in room.ballots
            if each.criterion == SEVEN.criteria[0].key and each.use_case in shares[each.participant]
        }
        exact, close = effects(given_), effects(given_, most_exact=0)
        first = next(iter(exact))
        for person, effect in exact.items():
            assert abs(effect - exact[first] - close[person] + close[first]) < Fraction(1, 10**8)


def test_a_chain_of_people_is_approximated_too() -> None:
    """Each scored one use case with the one before: the worst that can be connected at all."""
    count = MOST_EXACT + 140
    given_: dict[tuple[Any, Any], Fraction] = {
        (person, use_case): Fraction((person * (use_case - person + 2)) % 6)
        for person in range(count)
        for use_case in (person, person + 1)
    }
    told = effects(given_)
    for person in range(count - 1):
        more = given_[person + 1, person + 1] - given_[person, person + 1]
        assert abs(told[person + 1] - told[person] - more) < Fraction(1, 10**6)


def test_the_order_of_answers_changes_nothing() -> None:
    room = simulated(2, people=MOST_EXACT + 4, use_cases=MOST_EXACT + 6)
    shares, method = room.shares, replace(SEVEN, criteria=SEVEN.criteria[:1])
    given_ = [
        each
        for each in room.ballots
        if each.use_case in shares[each.participant] and each.criterion == method.criteria[0].key
    ]
    told = {(each.participant, each.use_case): each.shift for each in adjusted(method, given_)}
    fit.cache_clear()
    again = {(each.participant, each.use_case): each.shift for each in adjusted(method, given_[::-1])}
    assert told == again


def test_adjusted_means_have_few_digits() -> None:
    for one in simulated(4).fair().use_cases:
        for opinion in one.opinions:
            assert opinion.mean is not None
            assert opinion.mean == round(opinion.mean, 6) or opinion.mean.denominator < 60


def test_an_adjusted_mean_stays_on_its_scale() -> None:
    given_ = {("p1", "a"): 5, ("p1", "b"): 2, ("p2", "b"): 5, ("p2", "c"): 5, ("p3", "c"): 0, ("p3", "d"): 0}
    for one in fair(ONE, ballots_of(given_)).use_cases:
        assert one.total is not None
        assert 0 <= one.total <= 5


def test_skips_and_other_scales_and_kano_are_left_alone() -> None:
    skip = Ballot("p1", "it", "a", "x", None)
    off = Ballot("p1", "it", "a", "x", 9)
    assert adjusted(ONE, [skip, off]) == [skip, off]
    two = Method((Criterion("have"), Criterion("lack", is_cost=True)), Combination.KANO)
    ballots = ballots_of({("p1", "a"): 1, ("p2", "b"): 4, ("p2", "a"): 3}, two)
    assert adjusted(two, ballots) == ballots
    assert not any(one.evidence.is_adjusted for one in fair(two, ballots).use_cases)


def test_simulated_rooms_draw_the_same_totals() -> None:
    room = simulated(3, people=12, use_cases=14)
    shares = room.shares
    given_ = [each for each in room.ballots if each.use_case in shares[each.participant]]
    moved = adjusted(SEVEN, given_)
    result = room.fair()
    (once,) = [
        resample(SEVEN, room.use_cases, [replace(each, participant="all") for each in moved], seed="x")
    ]
    assert once == {}, "one person is nobody to draw from"
    drawn = resample(SEVEN, room.use_cases, moved, seed="x")
    for one in result.placed:
        assert one.total is not None
        assert drawn[one.use_case].low - 1 <= one.total <= drawn[one.use_case].high + 1


def test_the_five_best_of_full_scoring_are_among_the_ten_best_of_fair_share() -> None:
    """Twenty people, forty use cases; the bench looks at 10,000 rooms, in the quick way."""
    good = 0
    for seed in range(10):
        room = simulated(seed)
        result = room.fair()
        full, fair = totals_of(room.full()), totals_of(result)
        good += finds_the_best(full, fair)
        assert first(room.full_totals(), 5) == first(full, 5), "the quick way finds the same"
        assert first(room.fair_totals(), 10) == first(fair, 10)
        assert min(one.evidence.people for one in result.use_cases) >= 5
    assert good >= 9
    assert count_good(range(10)) == good


def test_the_same_holds_in_more_rooms() -> None:
    assert count_good(range(10, 210)) >= 180


def totals_of(result: Result) -> dict[Key, Fraction]:
    return {one.use_case: one.total for one in result.placed if one.total is not None}


def test_leniency_taken_out_finds_more_of_the_best_than_plain_means() -> None:
    plain = told = 0
    for seed in range(10):
        room = simulated(seed)
        best = first(room.full_totals(), 5)
        plain += len(best & first(totals_of(room.fair(is_adjusted=False)), 5))
        told += len(best & first(room.fair_totals(), 5))
    assert told > plain
