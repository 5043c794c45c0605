"""The cut line: optimal against brute force, one choice by rule, and shares that add up."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import combinations, permutations

import pytest

from products import cut_line, proofs
from products.cut_line import Wanted, best, curve, shares
from products.proofs import Answers

# Longer than any of these can take on a busy machine: what is not proven would be a mistake here.
PATIENT = 120.0


@pytest.fixture(autouse=True)
def _forgetful():
    """What one test proved is no answer to another that has no time."""
    cut_line.forget()


def _wanted(*rows):
    """From tuples of a name, a score and the letters of the products needed."""
    return tuple(Wanted(name, Fraction(score), frozenset(needs)) for name, score, needs in rows)


def _random(seed):
    chance = random.Random(seed)
    products = [f"p{number}" for number in range(chance.randint(1, 6))]
    return tuple(
        Wanted(
            f"u{number}",
            Fraction(chance.choice((chance.randint(-300, 4000), 1000, 0)), chance.choice((1, 100, 840))),
            frozenset(chance.sample(products, chance.randint(0, min(4, len(products))))),
        )
        for number in range(chance.randint(0, 7))
    )


def _brute(wanted, limit):
    """All that can be reached, by trying every set of use cases: total, fewest products, and those that rank
    first."""
    worth = [each for each in wanted if each.score > 0]
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
    wanted = _random(seed)
    choices = curve(wanted, patience=PATIENT)

    assert [choice.limit for choice in choices] == list(range(len(choices)))
    for choice in choices:
        assert choice.is_proven
        assert (choice.total, choice.products, choice.use_cases) == _brute(wanted, choice.limit)
        assert choice.bound == choice.total
        assert best(wanted, choice.limit, patience=PATIENT) == choice


@pytest.mark.parametrize("seed", range(40))
def test_sums_are_exact_and_so_is_what_is_more(seed):
    """Scores as rooms of one to thirty people give them, of which some sums differ by next to nothing."""
    chance = random.Random(seed)
    products = [f"p{number}" for number in range(6)]
    counts = chance.sample(range(1, 30), 4)
    wanted = tuple(
        Wanted(
            f"u{number}",
            sum((Fraction(chance.randint(count, 5 * count), count) for count in counts), Fraction(0)),
            frozenset(chance.sample(products, chance.randint(1, 3))),
        )
        for number in range(8)
    )
    for choice in curve(wanted, patience=PATIENT):
        chosen = [each.score for each in wanted if each.key in choice.use_cases]
        assert choice.total == sum(chosen, Fraction(0))
        assert choice.total == _brute(wanted, choice.limit)[0]


def test_many_use_cases_are_ranked_in_blocks_that_agree_with_one_another():
    # Thirty that cost the same and bring the same: those that rank first are taken.
    wanted = _wanted(*((f"u{number:02}", 10, [f"p{number}"]) for number in range(30)))
    choice = best(wanted, 17, patience=PATIENT)
    assert choice.use_cases == tuple(f"u{number:02}" for number in range(17))
    assert choice.total == 170


def test_the_greedy_answer_is_not_the_best():
    # The highest score needs three products; two others need one each.
    wanted = _wanted(("big", 34, "abc"), ("small", 20, "d"), ("smaller", 18, "e"))
    assert best(wanted, 2, patience=PATIENT).use_cases == ("small", "smaller")
    assert best(wanted, 3, patience=PATIENT).total == 38
    assert best(wanted, 4, patience=PATIENT).use_cases == ("big", "small")


def test_what_is_shared_counts_once():
    wanted = _wanted(("one", 30, "abc"), ("two", 34, "bcd"))
    assert [choice.total for choice in curve(wanted, patience=PATIENT)] == [0, 0, 0, 34, 64]


def test_scores_of_zero_and_below_are_never_chosen_and_cost_nothing():
    wanted = _wanted(("none", 0, "a"), ("harm", -5, "b"), ("good", 3, "c"))
    choices = curve(wanted, patience=PATIENT)
    assert [choice.use_cases for choice in choices] == [(), ("good",)]
    assert [share.product for share in shares(wanted)] == ["c"]


def test_what_needs_nothing_new_is_served_from_the_start():
    wanted = _wanted(("there", 12, ""), ("more", 5, "a"))
    assert curve(wanted, patience=PATIENT)[0].use_cases == ("there",)
    assert shares(wanted)[0].value == 5


def test_nothing_to_choose_from_is_a_curve_of_one_point():
    assert [choice.total for choice in curve(())] == [0]
    assert best((), 7).limit == 7
    with pytest.raises(ValueError, match="not negative"):
        best((), -1)


def test_out_of_time_it_says_that_nothing_is_proven():
    wanted = _wanted(("one", 30, "abc"), ("two", 34, "bcd"))
    assert not best(wanted, 3, patience=0.0).is_proven
    assert not any(choice.is_proven for choice in curve(wanted, patience=0.0))


def test_out_of_time_it_is_the_best_that_is_known_with_a_bound():
    """By hand: the highest score for each product that it adds is taken first, and then what still fits."""
    wanted = _wanted(("big", 34, "abc"), ("small", 20, "d"), ("free", 1, ""), ("more", 9, "abd"))
    hurried = best(wanted, 3, patience=0.0)
    assert hurried.use_cases == ("small", "free", "more")
    assert hurried.total == 30
    assert hurried.bound == 64
    assert not hurried.is_proven
    assert best(wanted, 3, patience=PATIENT).total == 35
    assert best(wanted, 4, patience=0.0).total == 64


@pytest.mark.parametrize("seed", range(30))
def test_the_bound_is_never_below_the_best(seed):
    wanted = _random(seed)
    for limit in range(4):
        hurried = best(wanted, limit, patience=0.0)
        assert hurried.total <= _brute(wanted, limit)[0] <= hurried.bound


def test_a_proof_answers_those_who_have_no_time():
    wanted = _wanted(("big", 34, "abc"), ("small", 20, "d"), ("more", 9, "abd"))
    assert not best(wanted, 3, patience=0.0).is_proven
    assert not any(choice.is_proven for choice in curve(wanted, patience=0.0))
    # What was found without time is no answer to those who have it.
    proven, line = best(wanted, 3, patience=PATIENT), curve(wanted, patience=PATIENT)
    assert all(choice.is_proven for choice in (proven, *line))
    assert best(wanted, 3, patience=0.0) == proven
    assert curve(wanted, patience=0.0) == line


def test_what_is_not_proven_is_sought_once_more_a_minute_later(monkeypatch):
    wanted = _wanted(("big", 34, "abc"), ("small", 20, "d"), ("more", 9, "abd"))
    clock, sought, program = [1000.0], Counter[str](), cut_line._Program

    def counted(*args):
        sought["program"] += 1
        return program(*args)

    monkeypatch.setattr(proofs, "monotonic", lambda: clock[0])
    monkeypatch.setattr(cut_line, "_Program", counted)
    for seconds, times in ((0, 1), (59, 1), (2, 2), (59, 2), (61, 3)):
        clock[0] += seconds
        assert not best(wanted, 3, patience=0.0).is_proven
        assert sought["program"] == times


def test_a_choice_among_equal_ones_that_is_not_certain_is_no_answer_for_good(monkeypatch):
    """The highest total is proven at once, and then the time is up: which of the equal ones it is, is not."""
    wanted = _wanted(("first", 10, "a"), ("second", 10, "b"))
    answer, asked = cut_line._Program._answer, Counter[str]()

    def hurried(program, question):
        asked["hurried"] += 1
        return (
            answer(program, question) if asked["hurried"] == 1 else cut_line._Answer(None, is_certain=False)
        )

    def patient(program, question):
        asked["patient"] += 1
        return answer(program, question)

    monkeypatch.setattr(cut_line._Program, "_answer", hurried)
    assert best(wanted, 1, patience=1.0).is_proven
    monkeypatch.setattr(cut_line._Program, "_answer", patient)
    assert best(wanted, 1, patience=PATIENT).use_cases == ("first",)
    assert asked["patient"]


def test_the_answers_that_were_asked_for_longest_ago_go_first():
    kept = Answers[str](2)
    sought = []

    def ask(question):
        def seek():
            sought.append(question)
            return question.upper(), True

        return kept.to(question, 1.0, seek)

    assert [ask(question) for question in "abacab"] == ["A", "B", "A", "C", "A", "B"]
    assert sought == ["a", "b", "c", "b"]


# --- A capacity in person-weeks -------------------------------------------------------------------


def test_a_capacity_is_what_products_may_take_together():
    """By hand: a 3, b 2 and c 4.5 weeks. One needs a and b (5), Two needs b and c (6.5); both 9.5."""
    wanted = _wanted(("one", 10, "ab"), ("two", 11, "bc"), ("unknown", 99, "d"))
    efforts = {"a": Fraction(3), "b": Fraction(2), "c": Fraction(9, 2)}

    def within(weeks):
        return best(wanted, Fraction(weeks), efforts=efforts, patience=PATIENT)

    assert within("4.9").use_cases == ()
    assert within(5).use_cases == ("one",)
    assert within("6.4").use_cases == ("one",)
    assert within("6.5").use_cases == ("two",)
    both = within("9.5")
    assert both.use_cases == ("one", "two")
    assert both.products == {"a", "b", "c"}
    assert within(1000) == best(wanted, Fraction(1000), efforts=efforts, patience=PATIENT)
    assert "unknown" not in within(1000).use_cases


@pytest.mark.parametrize("seed", range(30))
def test_of_equal_totals_the_least_effort_is_taken(seed):
    wanted = [each for each in _random(seed) if each.score > 0]
    products = sorted(frozenset().union(*(each.needs for each in wanted)))
    chance = random.Random(seed)
    efforts = {product: Fraction(chance.randint(0, 9), chance.choice((1, 2, 10))) for product in products}
    capacity = Fraction(chance.randint(0, 20))
    choice = best(wanted, capacity, efforts=efforts, patience=PATIENT)
    options = []
    for size in range(len(wanted) + 1):
        for chosen in combinations(wanted, size):
            built = frozenset().union(*(each.needs for each in chosen))
            weeks = sum((efforts[product] for product in built), Fraction(0))
            if weeks <= capacity:
                options.append((-sum((each.score for each in chosen), Fraction(0)), weeks))
    total, weeks = min(options)
    assert choice.total == -total
    assert sum((efforts[product] for product in choice.products), Fraction(0)) == weeks


@pytest.mark.parametrize("seed", range(20))
def test_the_share_of_a_product_is_its_shapley_value(seed):
    wanted = [each for each in _random(seed) if each.score > 0 and each.needs]
    products = sorted(frozenset().union(*(each.needs for each in wanted)))
    orders = list(permutations(products))

    def worth(built):
        return sum((Fraction(each.score) for each in wanted if each.needs <= built), Fraction(0))

    values = {share.product: share.value for share in shares(wanted)}
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
    first, second = shares(_wanted(("one", 30, "ab"), ("two", 34, "a")))
    assert first.product == "a"
    assert first.value == 49
    assert first.touched == 64
    assert [each.key for each in first.at_once] == ["two"]
    assert [each.key for each in first.together] == ["one"]
    assert second.product == "b"
    assert second.value == 15
