"""The cut line: optimal against brute force, one choice by rule, and shares that add up."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations, permutations

import pytest

from products import solver_result
from products.planning.cut_line import choice_program
from products.planning.cut_line.choice_problem import ChoiceProblem, mask_of
from products.planning.cut_line.optimal_choice import (
    Candidate,
    CutLineQuestion,
    dump,
    first_answer,
    load,
    prove,
    shares,
)
from products.solver_result import BoundedValue

# More processor time than any of these can take: what is not proven would be a mistake here.
PATIENT = 120.0


def curve(candidates):
    question = CutLineQuestion.of(candidates)
    return prove(question, first_answer(question), PATIENT)


def best(candidates, limit, efforts=None):
    question = CutLineQuestion.of(candidates, limit, efforts=efforts)
    (choice,) = prove(question, first_answer(question), PATIENT)
    return choice


def first(candidates, limit):
    (choice,) = first_answer(CutLineQuestion.of(candidates, limit))
    return choice


def _candidates(*rows):
    """From tuples of a name, a score and the letters of the products needed."""
    return tuple(Candidate(name, Fraction(score), frozenset(needs)) for name, score, needs in rows)


def _random(seed):
    chance = random.Random(seed)
    products = [f"p{number}" for number in range(chance.randint(1, 6))]
    return tuple(
        Candidate(
            f"u{number}",
            Fraction(chance.choice((chance.randint(-300, 4000), 1000, 0)), chance.choice((1, 100, 840))),
            frozenset(chance.sample(products, chance.randint(0, min(4, len(products))))),
        )
        for number in range(chance.randint(0, 7))
    )


def _brute(candidates, limit):
    """All that can be reached, by trying every set of use cases: total, fewest products, and those that rank
    first."""
    worth = [each for each in candidates if each.score > 0]
    choices = []
    for size in range(len(worth) + 1):
        for chosen in combinations(range(len(worth)), size):
            products = frozenset().union(*(worth[place].needs for place in chosen))
            if len(products) <= limit:
                total = sum((worth[place].score for place in chosen), Fraction(0))
                ranks = tuple(-int(place in chosen) for place in range(len(worth)))
                choices.append((-total, len(products), ranks, products))
    total, _count, ranks, products = min(choices, key=lambda each: each[:3])
    use_cases = tuple(each.key for each, taken in zip(worth, ranks, strict=True) if taken)
    return -total, products, use_cases


@pytest.mark.parametrize("seed", range(80))
def test_every_number_of_products_agrees_with_brute_force(seed):
    candidates = _random(seed)
    choices = curve(candidates)

    assert [choice.limit for choice in choices] == list(range(len(choices)))
    for choice in choices:
        assert choice.is_proven
        assert choice.is_settled
        assert (choice.reached.value, choice.products, choice.use_cases) == _brute(candidates, choice.limit)
        assert best(candidates, choice.limit) == choice


@pytest.mark.parametrize("seed", range(40))
def test_sums_are_exact_and_so_is_what_is_more(seed):
    """Scores as rooms of one to thirty people give them, of which some sums differ by next to nothing."""
    chance = random.Random(seed)
    products = [f"p{number}" for number in range(6)]
    counts = chance.sample(range(1, 30), 4)
    candidates = tuple(
        Candidate(
            f"u{number}",
            sum((Fraction(chance.randint(count, 5 * count), count) for count in counts), Fraction(0)),
            frozenset(chance.sample(products, chance.randint(1, 3))),
        )
        for number in range(8)
    )
    for choice in curve(candidates):
        chosen = [each.score for each in candidates if each.key in choice.use_cases]
        assert choice.reached.value == sum(chosen, Fraction(0))
        assert choice.reached.value == _brute(candidates, choice.limit)[0]


def test_many_use_cases_are_ranked_in_blocks_that_agree_with_one_another():
    # Thirty that cost the same and bring the same: those that rank first are taken.
    candidates = _candidates(*((f"u{number:02}", 10, [f"p{number}"]) for number in range(30)))
    choice = best(candidates, 17)
    assert choice.use_cases == tuple(f"u{number:02}" for number in range(17))
    assert choice.reached.value == 170


def test_the_greedy_answer_is_not_the_best():
    # The highest score needs three products; two others need one each.
    candidates = _candidates(("big", 34, "abc"), ("small", 20, "d"), ("smaller", 18, "e"))
    assert best(candidates, 2).use_cases == ("small", "smaller")
    assert best(candidates, 3).reached.value == 38
    assert best(candidates, 4).use_cases == ("big", "small")


def test_what_is_shared_counts_once():
    candidates = _candidates(("one", 30, "abc"), ("two", 34, "bcd"))
    assert [choice.reached.value for choice in curve(candidates)] == [0, 0, 0, 34, 64]


def test_scores_of_zero_and_below_are_never_chosen_and_cost_nothing():
    candidates = _candidates(("none", 0, "a"), ("harm", -5, "b"), ("good", 3, "c"))
    choices = curve(candidates)
    assert [choice.use_cases for choice in choices] == [(), ("good",)]
    assert [share.product for share in shares(candidates)] == ["c"]


def test_products_of_one_value_are_in_the_order_of_their_names():
    lines = shares(_candidates(("one", 4, "ab")), {"a": "Visits", "b": "Consent"})
    assert [share.product for share in lines] == ["b", "a"]


def test_what_needs_nothing_new_is_served_from_the_start():
    candidates = _candidates(("there", 12, ""), ("more", 5, "a"))
    assert curve(candidates)[0].use_cases == ("there",)
    assert shares(candidates)[0].value == 5


def test_nothing_to_choose_from_is_a_curve_of_one_point():
    assert [choice.reached.value for choice in curve(())] == [0]
    assert best((), 7).limit == 7
    with pytest.raises(ValueError, match="not negative"):
        best((), -1)


# --- First answers, bounds and proofs -------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_a_first_answer_can_be_built_and_its_bound_is_never_below_the_best(seed):
    candidates = _random(seed)
    for choice in first_answer(CutLineQuestion.of(candidates)):
        chosen = [each for each in candidates if each.key in choice.use_cases]
        assert choice.products == frozenset().union(*(each.needs for each in chosen))
        assert len(choice.products) <= choice.limit
        assert choice.reached.value == sum((each.score for each in chosen), Fraction(0))
        assert choice.reached.value <= _brute(candidates, choice.limit)[0] <= choice.reached.bound
        alone = first(candidates, choice.limit).reached
        assert alone.value <= _brute(candidates, choice.limit)[0] <= alone.bound


@pytest.mark.parametrize("seed", range(40))
def test_corners_are_those_of_the_hull_above_all_choices(seed):
    candidates = tuple(each for each in _random(seed) if each.score > 0)
    problem = ChoiceProblem(candidates)
    by_cost: dict[int, int] = {}
    for size in range(len(candidates) + 1):
        for chosen in combinations(range(len(candidates)), size):
            served = mask_of(chosen)
            cost = problem.cost(problem.built(served))
            by_cost[cost] = max(by_cost.get(cost, 0), problem.units(served))
    for corner in problem.corners:
        assert by_cost[corner.cost] == corner.units
    for cost, units in by_cost.items():
        assert units <= problem.ceiling(cost)
    # No lower line would do: each corner lies on it.
    assert all(problem.ceiling(corner.cost) == corner.units for corner in problem.corners)


def test_a_bound_is_what_no_choice_exceeds_by_hand():
    """One product alone is worth 20, the four others 44: halfway to all of it, the line is halfway."""
    candidates = _candidates(("big", 34, "abc"), ("small", 20, "d"), ("more", 10, "abe"))
    assert first(candidates, 1).reached == BoundedValue(Fraction(20), Fraction(20))
    assert first(candidates, 3).reached == BoundedValue(Fraction(34), Fraction(20 + 22))
    assert not first(candidates, 3).is_proven
    assert first(candidates, 4).use_cases == ("big", "small")
    assert best(candidates, 3).reached == BoundedValue.exactly(Fraction(34))


def test_a_later_number_of_products_never_reaches_less():
    for seed in range(30):
        for choices in (curve(_random(seed)), first_answer(CutLineQuestion.of(_random(seed)))):
            values = [choice.reached.value for choice in choices]
            assert values == sorted(values)


def test_without_processor_time_the_first_answer_stays():
    candidates = _candidates(("big", 34, "abc"), ("small", 20, "d"), ("more", 10, "abe"))
    question = CutLineQuestion.of(candidates)
    known = first_answer(question)
    hurried = prove(question, known, 0.0)
    assert hurried == known
    assert not all(choice.is_settled for choice in hurried)
    # A search goes on where the one before ended.
    assert prove(question, hurried, PATIENT) == curve(candidates)


def test_a_search_that_is_interrupted_says_what_no_choice_exceeds(monkeypatch):
    chance = random.Random(5)
    products = [f"p{number}" for number in range(40)]
    candidates = tuple(
        Candidate(f"u{number}", Fraction(chance.randint(100, 300), 7), frozenset(chance.sample(products, 5)))
        for number in range(35)
    )
    question = CutLineQuestion.of(candidates, 17)
    (known,) = first_answer(question)
    monkeypatch.setattr(solver_result.Budget, "is_spent", property(_spent_after(2)))
    (hurried,) = prove(question, (known,), PATIENT)
    assert not hurried.is_settled
    assert known.reached.value <= hurried.reached.value <= hurried.reached.bound <= known.reached.bound


def _spent_after(times):
    asked = []

    def is_spent(_budget):
        asked.append(1)
        return len(asked) > times

    return is_spent


def test_a_choice_among_equal_ones_that_is_not_certain_is_not_settled(monkeypatch):
    """The highest total is proven at once, and then the time is up: which of the equal ones it is, is not."""
    candidates = _candidates(("first", 10, "ab"), ("second", 10, "cd"), ("third", 9, "ef"))
    question = CutLineQuestion.of(candidates, 2)
    solve, runs = choice_program.Program._solve, []

    def hurried(program, asked):
        runs.append(asked)
        if len(runs) == 1:
            return solve(program, asked)
        return choice_program._Solution(None, is_certain=False)

    monkeypatch.setattr(choice_program.Program, "_solve", hurried)
    (choice,) = prove(question, first_answer(question), PATIENT)
    assert choice.is_proven
    assert not choice.is_settled
    monkeypatch.setattr(choice_program.Program, "_solve", solve)
    (settled,) = prove(question, (choice,), PATIENT)
    assert settled.is_settled
    assert settled.use_cases == ("first",)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_kept_comes_back_as_it_was(seed):
    question = CutLineQuestion.of(_random(seed))
    for choices in (first_answer(question), curve(_random(seed))):
        assert load(dump(choices, question), question) == choices


def test_a_question_has_the_same_key_wherever_it_is_asked_and_another_has_another():
    candidates = _candidates(("one", 10, "ab"), ("two", 11, "bc"))
    key = CutLineQuestion.of(candidates).key
    assert key == CutLineQuestion.of(tuple(candidates)).key
    others = [
        CutLineQuestion.of(candidates, 2),
        CutLineQuestion.of(candidates, Fraction(2), efforts=dict.fromkeys("abc", Fraction(1))),
        CutLineQuestion.of(_candidates(("one", 10, "ab"), ("two", 12, "bc"))),
        CutLineQuestion.of(_candidates(("one", 10, "ab"), ("two", 11, "bd"))),
        CutLineQuestion.of(tuple(reversed(candidates))),
    ]
    assert len({key, *(each.key for each in others)}) == len(others) + 1


def test_a_capacity_below_zero_is_none():
    for limit in (-1, Fraction(-1, 2)):
        with pytest.raises(ValueError, match="not negative"):
            CutLineQuestion.of((), limit)


# --- A capacity in person-weeks -------------------------------------------------------------------


def test_a_capacity_is_what_products_may_take_together():
    """By hand: a 3, b 2 and c 4.5 weeks. One needs a and b (5), Two needs b and c (6.5); both 9.5."""
    candidates = _candidates(("one", 10, "ab"), ("two", 11, "bc"), ("unknown", 99, "d"))
    efforts = {"a": Fraction(3), "b": Fraction(2), "c": Fraction(9, 2)}

    def within(weeks):
        return best(candidates, Fraction(weeks), efforts=efforts)

    assert within("4.9").use_cases == ()
    assert within(5).use_cases == ("one",)
    assert within("6.4").use_cases == ("one",)
    assert within("6.5").use_cases == ("two",)
    both = within("9.5")
    assert both.use_cases == ("one", "two")
    assert both.products == {"a", "b", "c"}
    assert within(1000) == best(candidates, Fraction(1000), efforts=efforts)
    assert "unknown" not in within(1000).use_cases


@pytest.mark.parametrize("seed", range(30))
def test_of_equal_totals_the_least_effort_is_taken(seed):
    candidates = [each for each in _random(seed) if each.score > 0]
    products = sorted(frozenset().union(*(each.needs for each in candidates)))
    chance = random.Random(seed)
    efforts = {product: Fraction(chance.randint(0, 9), chance.choice((1, 2, 10))) for product in products}
    capacity = Fraction(chance.randint(0, 20))
    choice = best(candidates, capacity, efforts=efforts)
    options = []
    for size in range(len(candidates) + 1):
        for chosen in combinations(candidates, size):
            built = frozenset().union(*(each.needs for each in chosen))
            weeks = sum((efforts[product] for product in built), Fraction(0))
            if weeks <= capacity:
                options.append((-sum((each.score for each in chosen), Fraction(0)), weeks))
    total, weeks = min(options)
    assert choice.reached.value == -total
    assert sum((efforts[product] for product in choice.products), Fraction(0)) == weeks


@pytest.mark.parametrize("seed", range(20))
def test_the_share_of_a_product_is_its_shapley_value(seed):
    candidates = [each for each in _random(seed) if each.score > 0 and each.needs]
    products = sorted(frozenset().union(*(each.needs for each in candidates)))
    orders = list(permutations(products))

    def worth(built):
        return sum((Fraction(each.score) for each in candidates if each.needs <= built), Fraction(0))

    values = {share.product: share.value for share in shares(candidates)}
    assert sorted(values) == products
    for product in products:
        gains = []
        for order in orders:
            before = frozenset(order[: order.index(product)])
            gains.append(worth(before | {product}) - worth(before))
        assert values[product] == sum(gains, Fraction(0)) / len(orders)
    # Nothing of a score is lost or given twice.
    assert sum(values.values(), Fraction(0)) == worth(frozenset(products))


def test_a_share_names_what_it_opens_alone_and_what_only_with_others():
    first, second = shares(_candidates(("one", 30, "ab"), ("two", 34, "a")))
    assert first.product == "a"
    assert first.value == 49
    assert first.touched == 64
    assert [each.key for each in first.at_once] == ["two"]
    assert [each.key for each in first.together] == ["one"]
    assert second.product == "b"
    assert second.value == 15
