"""The line of a measure for a whole screen: its numbers beside their dots, clear of each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lvt.measures.chart import ChartLabel, measure_chart
from lvt.measures.selectors import standing_of
from lvt.models import Goal, Measure, MeasuredValue
from tests import factories
from tests.factories import make

pytestmark = pytest.mark.django_db


def labels_of(
    target: str | None,
    values: list[str],
    due_on: date | None = None,
    baseline: str | None = None,
    *,
    is_narrow: bool = False,
) -> list[ChartLabel]:
    goal = make(Goal, discovery=factories.discovery(), title="Fuller shelves")
    measure = make(
        Measure,
        goal=goal,
        name="Rate",
        unit="%",
        baseline=baseline and Decimal(baseline),
        target=target and Decimal(target),
        due_on=due_on,
    )
    rows = [
        MeasuredValue(measure=measure, measured_on=date(2026, 9, day), value=Decimal(value))
        for day, value in enumerate(values, start=1)
    ]
    chart = measure_chart(standing_of(measure, rows), is_narrow=is_narrow)
    return [] if chart is None else list(chart.labels)


@pytest.mark.parametrize("values", [[], ["16"]])
def test_a_line_needs_two_values(values: list[str]) -> None:
    assert labels_of("40", values) == []


def test_first_and_last_value_their_days_and_the_target_are_labeled() -> None:
    assert [(each.part, each.words) for each in labels_of("40", ["16", "20", "31"])] == [
        ("value", "16%"),
        ("value", "31%"),
        ("day", "Sep 1, 2026"),
        ("day", "Sep 3, 2026"),
        ("target", "Target: 40%"),
    ]
    assert "target" not in {each.part for each in labels_of(None, ["16", "20"])}


def test_time_runs_on_to_the_day_on_which_the_target_is_due() -> None:
    labels = labels_of("40", ["16", "31"], due_on=date(2027, 4, 27))
    days = {each.words: each.x for each in labels if each.part == "day"}
    assert list(days) == ["Sep 1, 2026", "Apr 27, 2027"]
    last = next(each for each in labels if each.words == "31%")
    assert last.x < days["Apr 27, 2027"] / 2, "one day of many has passed"
    over = labels_of("40", ["16", "31"], due_on=date(2026, 9, 2))
    assert [each.words for each in over if each.part == "day"] == ["Sep 1, 2026", "Sep 2, 2026"]


def test_days_are_centered_below_their_marks() -> None:
    labels = labels_of("40", ["16", "31"], due_on=date(2027, 4, 27))
    assert {each.anchor for each in labels if each.part == "day"} == {"middle"}


@pytest.mark.parametrize("last", ["39", "40", "41"])
def test_the_last_value_is_clear_of_the_target(last: str) -> None:
    by_part = {each.part: each for each in labels_of("40", ["16", last])}
    assert abs(by_part["value"].y - by_part["target"].y) >= 40


def test_the_first_value_is_on_the_side_that_the_line_leaves() -> None:
    assert labels_of("40", ["16", "31"])[0].y > labels_of("10", ["31", "16"])[0].y


def test_the_baseline_is_named_and_the_title_alone_has_the_part_of_the_way() -> None:
    labels = labels_of("40", ["16", "31"], due_on=date(2027, 4, 27), baseline="16")
    by_part = {each.part: each for each in labels}
    assert by_part["baseline"].words == "Baseline: 16%"
    last = next(each for each in labels if each.words == "31%")
    assert last.y < by_part["baseline"].y
    assert not [each for each in labels if "of the way" in each.words]


@pytest.mark.parametrize("values", [["16", "18"], ["16", "45"], ["16", "12"]])
def test_a_short_way_and_one_that_is_over_have_no_words(values: list[str]) -> None:
    labels = labels_of("40", values, baseline="16")
    assert "baseline" not in {each.part for each in labels}


@pytest.mark.parametrize("last", ["18", "31", "39", "41"])
def test_a_phone_has_the_same_labels_within_a_narrow_chart_clear_of_each_other(last: str) -> None:
    due = date(2027, 4, 27)
    wide = labels_of("40", ["16", last], due_on=due)
    narrow = labels_of("40", ["16", last], due_on=due, is_narrow=True)
    assert [(each.part, each.words) for each in narrow] == [(each.part, each.words) for each in wide]
    assert max(each.x for each in narrow) < 460
    target = next(each for each in narrow if each.part == "target")
    value = next(each for each in narrow if each.words == f"{last}%")
    assert abs(value.y - target.y) >= 28
