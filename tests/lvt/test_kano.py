"""Kano's method: the evaluation table, better and worse by hand, and what ranks."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given, strategies as st

from core.exceptions import Invalid
from core.models import Artifact
from core.services import artifacts
from lvt import attendance_effect
from lvt.exports_score_book import score_book
from lvt.hypothesis_medians import recorded_total
from lvt.kano import Category, category_of, most
from lvt.methods import services
from lvt.methods.selectors import current_method, method_of_hypotheses
from lvt.methods.services import ensure_method_of_hypotheses
from lvt.models import Criterion as CriterionRow, ScoringMethod
from lvt.opinions_by_role.rules import Group, views
from lvt.rounds.services import open_round
from lvt.scoring.rules import evaluate
from lvt.scoring_method import Ballot, Combination, Criterion, Key, Method
from lvt.services.score_import import import_scores
from tests.factories import SYSTEM
from tests.lvt.rooms import scoring_room

# Numbered as in the source: 1 like, 2 expect, 3 neutral, 4 can live with, 5 dislike.
HAVING = Criterion("with", 1, 5, lower_is_better=True)
LACKING = Criterion("without", 1, 5, is_cost=True)
METHOD = Method((HAVING, LACKING), Combination.KANO)
# Berger et al. 1993: a row for each answer to having it, a column for each to being without it.
TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
BY_LETTER = {
    "A": Category.ATTRACTIVE,
    "O": Category.ONE_DIMENSIONAL,
    "M": Category.MUST_BE,
    "I": Category.INDIFFERENT,
    "R": Category.REVERSE,
    "Q": Category.QUESTIONABLE,
}
# A pair of answers that gives each letter.
PAIRS = {"A": (1, 3), "O": (1, 5), "M": (3, 5), "I": (3, 3), "R": (3, 1), "Q": (1, 1)}


def said(letters: str, use_case: str = "a", first: int = 0) -> list[Ballot]:
    """One person after the other, business and IT in turns, by the letters that their answers give."""
    return [
        Ballot(person, ("business", "it")[person % 2], use_case, criterion.key, value)
        for person, letter in enumerate(letters, start=first)
        for criterion, value in zip((HAVING, LACKING), PAIRS[letter], strict=True)
    ]


def test_the_evaluation_table_is_that_of_the_source() -> None:
    computed = [
        "".join(
            letter
            for without_it in range(1, 6)
            for letter, category in BY_LETTER.items()
            if category_of(HAVING, LACKING, with_it, without_it) == category
        )
        for with_it in range(1, 6)
    ]
    assert tuple(computed) == TABLE


def test_better_and_worse_of_twenty_people_by_hand() -> None:
    """6 A, 4 O, 5 M, 3 I, 1 R, 1 Q: better = 10/18, worse = 9/18; most find it attractive."""
    (result,) = evaluate(METHOD, ["a"], said("A" * 6 + "O" * 4 + "M" * 5 + "III" + "RQ")).use_cases
    assert {BY_LETTER[letter]: count for letter, count in zip("AOMIRQ", (6, 4, 5, 3, 1, 1), strict=True)} == (
        result.categories
    )
    assert (result.parts["with"], result.parts["without"]) == (Fraction(10, 18), Fraction(9, 18))
    assert result.total == Fraction(19, 18)
    assert most(result.categories) == Category.ATTRACTIVE
    assert METHOD.highest() == 2


def test_who_rejects_a_use_case_was_heard() -> None:
    """Reverse and questionable pairs count for nothing; business and IT answered all the same."""
    (result,) = evaluate(METHOD, ["a"], said("RQRR")).use_cases
    assert result.missing_sides == ()
    assert result.evidence.scorers == {"business": 2, "it": 2}
    (alone,) = evaluate(METHOD, ["a"], [each for each in said("RQRR") if each.side == "it"]).use_cases
    assert alone.missing_sides == ("business",)
    (skipped,) = evaluate(METHOD, ["a"], [replace(each, value=None) for each in said("RQRR")]).use_cases
    assert skipped.missing_sides == ("business", "it")


@pytest.mark.parametrize(("letters", "first"), [("AOMIRQ", "M"), ("QRIAO", "O"), ("QRIA", "A"), ("QRI", "I")])
def test_of_equally_many_the_stronger_category_is_that_of_the_room(letters: str, first: str) -> None:
    assert most(Counter(BY_LETTER[letter] for letter in letters)) == BY_LETTER[first]


def test_equal_totals_share_a_place_whatever_they_are_made_of() -> None:
    ballots = said("AA") + said("MM", "b") + said("OI", "c") + said("II", "d")
    result = evaluate(METHOD, ["a", "b", "c", "d"], ballots)
    assert {one.use_case: one.rank for one in result.use_cases} == {"a": 1, "b": 1, "c": 1, "d": 4}


def test_only_who_answered_both_counts_and_a_skip_is_no_zero() -> None:
    halves = [Ballot(7, "it", "a", "with", 1), Ballot(8, "it", "a", "with", 1)]
    skips = [Ballot(8, "it", "a", "without", None)]
    off = [Ballot(9, "it", "a", "with", 1), Ballot(9, "it", "a", "without", 6)]
    (result,) = evaluate(METHOD, ["a"], said("AM") + halves + skips + off).use_cases
    assert result.total == 1
    assert sum(result.categories.values()) == 2
    assert [(one.scored, one.skipped) for one in result.opinions] == [(2, 0), (2, 0)]


def test_who_wants_the_reverse_or_answers_questionably_counts_for_nothing() -> None:
    (result,) = evaluate(METHOD, ["a"], said("RQRR")).use_cases
    assert (result.total, result.problem) == (None, "no_pair")
    assert most(result.categories) == Category.REVERSE


def test_sides_are_told_by_their_own_pairs() -> None:
    (result,) = evaluate(METHOD, ["a"], said("OI" * 3 + "O" + "R")).use_cases
    assert result.side_totals == {"business": 2, "it": 0}
    assert result.balanced_total == 1
    assert result.total == Fraction(2 * 4, 7)


def test_no_role_is_told_by_fewer_than_three_pairs() -> None:
    groups: dict[Key, Group] = {person: Group("it", "Sales" if person < 3 else "") for person in range(6)}
    told, _others = views(METHOD, ["a"], said("AAAOOO"), groups)
    assert told.totals == {"a": 1}
    hidden, _others = views(METHOD, ["a"], said("AAROOO"), groups)
    assert hidden.totals == {"a": None}


@given(st.text("AOMIRQ", min_size=2, max_size=9), st.text("AOMIRQ", min_size=2, max_size=9))
def test_resamples_draw_people_with_both_of_their_answers(first: str, second: str) -> None:
    ballots = said(first) + said(second, "b")
    drawn = attendance_effect.resample(METHOD, ["a", "b"], ballots, seed="s", resamples=20)
    for one in drawn.values():
        assert 0 <= one.low <= one.high <= 2
    for letters in (first, second):
        counted = [letter for letter in letters if letter in "AOMI"]
        if counted and len(set(counted)) == 1:
            alone = drawn.get("a" if letters is first else "b")
            assert alone is None or alone.low == alone.high == {"A": 1, "O": 2, "M": 1, "I": 0}[counted[0]]


@given(st.integers(0, 10_000), st.integers(1, 6), st.data())
def test_of_pairs_that_count_a_better_answer_never_costs_a_place(
    seed: int, people: int, data: st.DataObject
) -> None:
    """Better is to like having it more, or to dislike more being without it. It does not hold for pairs that
    do not count: who wanted the reverse and is now indifferent begins to count, and makes the share of all
    others smaller. That is the table of the source."""
    chance = random.Random(seed)
    answers = {"with": (1, 4), "without": (2, 5)}
    ballots = [
        Ballot(person, "it", use_case, key, chance.randint(*answers[key]))
        for person in range(people)
        for use_case in "ab"
        for key in answers
    ]
    number = data.draw(st.integers(0, len(ballots) - 1))
    changed = ballots[number]
    lowest, highest = answers[str(changed.criterion)]
    better = (changed.value or 0) + (-1 if changed.criterion == "with" else 1)
    if not lowest <= better <= highest:
        return
    before = evaluate(METHOD, ["a", "b"], ballots)
    ballots[number] = replace(changed, value=better)
    after = evaluate(METHOD, ["a", "b"], ballots)
    was, now = ({one.use_case: one.rank or 0 for one in each.use_cases} for each in (before, after))
    assert now[changed.use_case] <= was[changed.use_case]


@pytest.mark.django_db
def test_hypotheses_are_not_rated_by_pairs_of_answers() -> None:
    room = scoring_room(preset="kano")
    assert method_of_hypotheses(room.discovery) is None
    assert ensure_method_of_hypotheses(actor=SYSTEM, discovery=room.discovery).combination == "sum"
    assert current_method(room.discovery) == room.method
    assert recorded_total(METHOD, {"with": 1, "without": 5}) == (Fraction(2), "")
    assert recorded_total(METHOD, {"with": 1}) == (None, "no_pair")


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["a third question", "four answers", "both of one part"])
def test_a_round_opens_only_with_its_two_questions(change: str) -> None:
    room = scoring_room()
    method = services.choose_preset(actor=SYSTEM, discovery=room.discovery, key="kano")
    if change == "a third question":
        services.add_criterion(actor=SYSTEM, method=method, name="More", question="More?")
    if change == "four answers":
        CriterionRow.objects.filter(method=method, position=1).update(steps="1 a, 2 b, 3 c, 4 d")
    if change == "both of one part":
        CriterionRow.objects.filter(method=method).update(part="cost")
    with pytest.raises(Invalid, match="Kano needs two questions"):
        open_round(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=method)


@pytest.mark.django_db
def test_what_counts_is_the_method_as_it_is_once_a_round_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody adds a question while a round waits for its lock: neither a round nor scores from elsewhere
    come by such a method."""
    room = scoring_room(preset="kano")
    book = score_book(room.discovery)
    locked = artifacts.locked

    def meanwhile(artifact: Artifact) -> Artifact:
        if isinstance(artifact, ScoringMethod):
            CriterionRow.objects.filter(method=artifact).update(part="cost")
        return locked(artifact)

    monkeypatch.setattr(artifacts, "locked", meanwhile)
    deeds = (
        partial(open_round, activity=room.activity, use_cases=room.use_cases, method=room.method),
        partial(import_scores, data=book, into=room.discovery),
    )
    for deed in deeds:
        CriterionRow.objects.filter(method=room.method, position=0).update(part="benefit")
        with pytest.raises(Invalid, match="Kano needs two questions"):
            deed(actor=SYSTEM)
