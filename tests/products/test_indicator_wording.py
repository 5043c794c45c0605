"""The sentences of objectives, and how percentages and lengths of time are said."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from products import indicator_wording
from products.indicator_wording import Aim
from products.models import BudgetBasis, IndicatorKind
from products.objective_chart import chart
from products.promises.rules import SloProblem
from products.selectors import promise_words

DAILY = Aim(Decimal("99.500000"), 1, "day", False)


def _said(*aims: Aim, basis: str = "events") -> str:
    return promise_words.sentence(basis, "yesterday’s transactions", "processed", "before 9:00", aims)


def test_the_sentence_of_the_brief() -> None:
    said = "99.5% of yesterday’s transactions processed before 9:00 each day"
    assert _said(DAILY) == said
    assert _said(DAILY, Aim(Decimal(98), 1, "month", False)) == f"{said}, and 98% each month"
    assert _said(Aim(Decimal(99), 28, "day", True), basis="time") == (
        "processed before 9:00 for 99% of the time over the last 28 days"
    )
    assert promise_words.sentence("events", "", "", "", []) == "… of … … …"


def test_what_people_type_is_no_template() -> None:
    assert promise_words.sentence("events", "100 %(target)s %s", "%d", "", [DAILY]) == (
        "99.5% of 100 %(target)s %s %d each day"
    )


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (Fraction(403_2, 10) * 60, "6 h 43 min"),
        (0, "0 s"),
        (Fraction(1, 3), "less than 1 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3_661, "1 h 1 min"),
        (-3_600, "1 h"),
        (47 * 3_600, "47 h"),
        (2 * 86_400 + 3_600, "2 d 1 h"),
        (Fraction(2019, 10) * 60, "3 h 22 min"),
        (3_599, "59 min 59 s"),
        (Fraction("3599.6"), "1 h"),
        (48 * 3_600 - 20, "2 d"),
        (Fraction(1, 2), "1 s"),
    ],
)
def test_durations(seconds: Fraction | int, said: str) -> None:
    assert promise_words.say(indicator_wording.duration(seconds)) == said


def test_a_target_is_said_as_it_was_typed_and_what_was_measured_is_told_apart_from_it() -> None:
    assert promise_words.say(indicator_wording.percent(Decimal("98.000000"))) == "98%"
    assert promise_words.say(indicator_wording.percent(Fraction(200, 3))) == "66.67%"
    assert promise_words.say(indicator_wording.percent(Fraction("99.9488"), Decimal("99.95"))) == "99.949%"
    assert promise_words.say(indicator_wording.percent(Fraction(9_999_999, 100_000))) == "99.99999%"
    assert promise_words.say(indicator_wording.percent(Fraction(100))) == "100.00%"


def test_each_indicator_has_its_questions_and_each_problem_its_sentence() -> None:
    assert [each.kind for each in indicator_wording.INDICATORS] == IndicatorKind.values
    assert {each.basis for each in indicator_wording.INDICATORS} <= set(BudgetBasis.values)
    for each in indicator_wording.INDICATORS:
        aims = [DAILY]
        said = promise_words.sentence(each.basis, each.events, each.indicator, each.threshold, aims)
        assert said.count("99.5%") == 1
    assert all(promise_words.problem_words(problem) for problem in SloProblem)


def test_a_pattern_leads_to_the_indicators_it_asks_for() -> None:
    asked = {"how_fresh": " by eight ", "how_complete": "", "how_fast": "2 s"}
    assert list(indicator_wording.suggested(asked)) == [("freshness", "by eight"), ("latency", "2 s")]


def test_a_chart_of_misses_marks_what_stayed_below() -> None:
    drawn = chart([Fraction(100), Fraction(99), Fraction("99.5")], Fraction("99.5"))
    assert [column.is_below for column in drawn.columns] == [False, True, False]
    assert (drawn.count, drawn.below) == (3, 1)
    assert drawn.columns[0].height == 0, "the scale begins at 0"
    assert drawn.columns[1].height == pytest.approx(2 * drawn.columns[2].height, abs=0.1)
    assert drawn.columns[1].y < drawn.target_y == drawn.columns[2].y
    assert drawn.most == 1
    assert chart([Fraction(100)], Fraction(100)).columns[0].height == 0
    with pytest.raises(ValueError, match="at least one"):
        chart([], Fraction(99))
