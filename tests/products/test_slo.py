"""Error budgets, against tables computed by hand: over leap days, changed clocks and months of any length."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from products.promises import rules as slo
from products.promises.rules import (
    BudgetStanding,
    MeasuredInterval,
    Nonsense,
    SloProblem,
    TimeSpan,
    Unit,
    Window,
)

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


# --- Windows of the calendar: (length, unit, zone, moment, start, end, hours) ----------------------

CALENDAR = [
    (1, Unit.DAY, BERLIN, "2024-03-31T12:00", "2024-03-31", "2024-04-01", 23),  # clocks go forward
    (1, Unit.DAY, BERLIN, "2024-10-27T12:00", "2024-10-27", "2024-10-28", 25),  # and back
    (1, Unit.DAY, NEW_YORK, "2024-03-10T12:00", "2024-03-10", "2024-03-11", 23),
    (1, Unit.DAY, NEW_YORK, "2024-11-03T12:00", "2024-11-03", "2024-11-04", 25),
    (1, Unit.DAY, "UTC", "2024-03-31T12:00", "2024-03-31", "2024-04-01", 24),
    (1, Unit.DAY, BERLIN, "2024-02-29T23:59", "2024-02-29", "2024-03-01", 24),
    (1, Unit.WEEK, BERLIN, "2024-03-28T12:00", "2024-03-25", "2024-04-01", 167),  # from Monday
    (1, Unit.WEEK, NEW_YORK, "2024-11-03T12:00", "2024-10-28", "2024-11-04", 169),
    (1, Unit.MONTH, "UTC", "2024-02-10T00:00", "2024-02-01", "2024-03-01", 29 * 24),  # a leap year
    (1, Unit.MONTH, "UTC", "2023-02-10T00:00", "2023-02-01", "2023-03-01", 28 * 24),
    (1, Unit.MONTH, "UTC", "2100-02-10T00:00", "2100-02-01", "2100-03-01", 28 * 24),  # none
    (1, Unit.MONTH, BERLIN, "2024-03-01T00:00", "2024-03-01", "2024-04-01", 31 * 24 - 1),
    (1, Unit.MONTH, BERLIN, "2024-10-31T23:59", "2024-10-01", "2024-11-01", 31 * 24 + 1),
    (1, Unit.MONTH, NEW_YORK, "2024-11-30T00:00", "2024-11-01", "2024-12-01", 30 * 24 + 1),
    (1, Unit.QUARTER, BERLIN, "2024-02-29T00:00", "2024-01-01", "2024-04-01", 91 * 24 - 1),
    (1, Unit.QUARTER, NEW_YORK, "2024-12-31T23:00", "2024-10-01", "2025-01-01", 92 * 24 + 1),
    (1, Unit.YEAR, BERLIN, "2024-07-01T00:00", "2024-01-01", "2025-01-01", 366 * 24),
    (1, Unit.YEAR, "UTC", "2023-07-01T00:00", "2023-01-01", "2024-01-01", 365 * 24),
    (2, Unit.MONTH, "UTC", "2024-02-10T00:00", "2024-01-01", "2024-03-01", 60 * 24),
    (2, Unit.MONTH, "UTC", "2024-03-10T00:00", "2024-03-01", "2024-05-01", 61 * 24),
    (1, Unit.HOUR, BERLIN, "2024-10-27T05:30", "2024-10-27T05:00", "2024-10-27T06:00", 1),
]


@pytest.mark.parametrize(("length", "unit", "zone", "moment", "start", "end", "hours"), CALENDAR)
def test_calendar_windows(
    length: int, unit: Unit, zone: str, moment: str, start: str, end: str, hours: int
) -> None:
    span = Window(length, unit, zone=zone).span_at(at(moment, zone))
    assert (span.start, span.end) == (at(start, zone), at(end, zone))
    assert span.seconds == hours * 3600


# --- Rolling windows: they end with the moment -----------------------------------------------------

ROLLING = [
    (28, Unit.DAY, "UTC", "2024-03-10T08:00", "2024-02-11T08:00", 28 * 24),
    (7, Unit.DAY, BERLIN, "2024-04-02T08:00", "2024-03-26T08:00", 167),
    (7, Unit.DAY, NEW_YORK, "2024-11-05T08:00", "2024-10-29T08:00", 169),
    (24, Unit.HOUR, BERLIN, "2024-03-31T12:00", "2024-03-30T11:00", 24),
    (1, Unit.MONTH, "UTC", "2024-03-31T08:00", "2024-02-29T08:00", 31 * 24),
    (1, Unit.MONTH, "UTC", "2023-03-31T08:00", "2023-02-28T08:00", 31 * 24),
    (1, Unit.YEAR, "UTC", "2024-02-29T08:00", "2023-02-28T08:00", 366 * 24),
    (1, Unit.QUARTER, BERLIN, "2024-05-01T08:00", "2024-02-01T08:00", 90 * 24 - 1),
]


@pytest.mark.parametrize(("length", "unit", "zone", "moment", "start", "hours"), ROLLING)
def test_rolling_windows(length: int, unit: Unit, zone: str, moment: str, start: str, hours: int) -> None:
    span = Window(length, unit, is_rolling=True, zone=zone).span_at(at(moment, zone))
    assert (span.start, span.end) == (at(start, zone), at(moment, zone))
    assert span.seconds == hours * 3600


def test_the_two_hours_between_two_and_three_are_two_windows() -> None:
    window = Window(1, Unit.HOUR, zone=BERLIN)
    first = datetime(2024, 10, 27, 2, 30, tzinfo=ZoneInfo(BERLIN))
    spans = [window.span_at(first), window.span_at(first.replace(fold=1))]
    assert spans[0].end.astimezone(UTC) == spans[1].start.astimezone(UTC)
    assert [span.seconds for span in spans] == [3600, 3600]


# --- Budgets ---------------------------------------------------------------------------------------

MINUTES = [
    ("99", Window(28, Unit.DAY, is_rolling=True), "2024-01-31T00:00", Fraction("403.2")),
    ("99.9", Window(30, Unit.DAY, is_rolling=True), "2024-01-31T00:00", Fraction("43.2")),
    ("99.99", Window(1, Unit.YEAR), "2023-06-01T00:00", Fraction("52.56")),
    ("99.99", Window(1, Unit.YEAR), "2024-06-01T00:00", Fraction("52.704")),
    ("99", Window(1, Unit.DAY, zone=BERLIN), "2024-03-31T12:00", Fraction("13.8")),
    ("99", Window(1, Unit.DAY, zone=BERLIN), "2024-10-27T12:00", Fraction(15)),
    ("99", Window(1, Unit.MONTH), "2024-02-10T00:00", Fraction("417.6")),
    ("99", Window(1, Unit.QUARTER), "2023-02-10T00:00", Fraction(1296)),
]


@pytest.mark.parametrize(("target", "window", "moment", "minutes"), MINUTES)
def test_a_budget_of_time(target: str, window: Window, moment: str, minutes: Fraction) -> None:
    standing = slo.standing_in(Decimal(target), window.span_at(at(moment)), [], "time")
    assert standing.allowed == minutes * 60
    assert not standing.is_measured
    assert standing.achieved is None
    assert not standing.is_violated


def test_each_window_is_checked_alone() -> None:
    """0.5 % of a day's transactions and 2 % of a month's: one bad day breaks the first and not the second."""
    days = [
        MeasuredInterval(
            at(f"2024-03-{day:02}T00:00"), at(f"2024-03-{day + 1:02}T00:00"), 1000, 6 if day == 9 else 0
        )
        for day in range(1, 10)
    ]
    now = at("2024-03-09T20:00")
    of_day = slo.standing_in(Decimal("99.5"), Window(1, Unit.DAY).span_at(now), days, "events")
    of_month = slo.standing_in(Decimal(98), Window(1, Unit.MONTH).span_at(now), days, "events")
    assert [int(each) for each in (of_day.allowed, of_day.spent, of_day.left)] == [5, 6, -1]
    assert of_day.is_violated
    assert [int(each) for each in (of_month.allowed, of_month.spent, of_month.left)] == [180, 6, 174]
    assert not of_month.is_violated
    assert of_day.achieved == Fraction("99.4")
    assert of_day.spent_share == Fraction(6, 5)


@pytest.mark.parametrize(("missed", "is_violated"), [("4.999", False), ("5", True), ("5.001", True)])
def test_a_budget_that_is_used_up_is_a_violation(missed: str, is_violated: bool) -> None:
    exact = [MeasuredInterval(at("2024-03-09T00:00"), at("2024-03-10T00:00"), 1000, Decimal(missed))]
    day = Window(1, Unit.DAY).span_at(at("2024-03-09T20:00"))
    standing = slo.standing_in(Decimal("99.5"), day, exact, "events")
    assert standing.is_violated is is_violated


@pytest.mark.parametrize("total", [0, 1000])
def test_nothing_missed_uses_up_nothing(total: int) -> None:
    """Also where nothing may be missed: of no events, or with a target of 100 %."""
    span = Window(1, Unit.DAY).span_at(at("2024-03-09T20:00"))
    nothing = Fraction(0)
    whole = BudgetStanding(span, Fraction(100), Fraction(total), Fraction(total), nothing, nothing, True)
    assert not whole.is_violated
    assert replace(whole, spent=Fraction(1)).is_violated


def test_a_measurement_over_midnight_is_split_by_time() -> None:
    over = [MeasuredInterval(at("2024-03-09T18:00"), at("2024-03-10T06:00"), 1200, 12)]
    first = slo.burn(TimeSpan(at("2024-03-09T00:00"), at("2024-03-10T00:00")), over)
    assert first.total == 600
    assert first.bad == 6
    assert first.seconds == 6 * 3600
    # On the night of a change of clocks the second part is an hour shorter: 6 of 11 hours lie before.
    night = [MeasuredInterval(at("2024-03-30T18:00", BERLIN), at("2024-03-31T06:00", BERLIN), 1100, 11)]
    span = Window(1, Unit.DAY, zone=BERLIN).span_at(at("2024-03-30T20:00", BERLIN))
    assert slo.burn(span, night).bad == 6


# --- Nonsense --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("often", SloProblem.NOT_A_NUMBER),
        ("", SloProblem.NOT_A_NUMBER),
        ("nan", SloProblem.NOT_A_NUMBER),
        ("Infinity", SloProblem.NOT_A_NUMBER),
        ("0", SloProblem.NO_TARGET),
        ("0 %", SloProblem.NO_TARGET),
        ("-5", SloProblem.NEGATIVE),
        ("100", SloProblem.EVERYTHING),
        ("100.00 %", SloProblem.EVERYTHING),
        ("101", SloProblem.TOO_MUCH),
    ],
)
def test_targets_that_promise_nothing(typed: str, problem: SloProblem) -> None:
    with pytest.raises(Nonsense) as nonsense:
        slo.parse_target(typed)
    assert nonsense.value.problem == problem


@pytest.mark.parametrize(("typed", "target"), [("99.5", "99.5"), (" 99,5 % ", "99.5"), ("99.999", "99.999")])
def test_targets_as_people_type_them(typed: str, target: str) -> None:
    assert slo.parse_target(typed) == Decimal(target)


@pytest.mark.parametrize(
    ("length", "zone", "problem"),
    [
        (0, "UTC", SloProblem.NO_WINDOW),
        (-1, "UTC", SloProblem.NO_WINDOW),
        (1001, "UTC", SloProblem.TOO_LONG),
        (1, "Europe/Atlantis", SloProblem.UNKNOWN_ZONE),
        (1, "../etc/passwd", SloProblem.UNKNOWN_ZONE),
        (1, "", SloProblem.UNKNOWN_ZONE),
    ],
)
def test_windows_that_are_none(length: int, zone: str, problem: SloProblem) -> None:
    with pytest.raises(Nonsense) as nonsense:
        Window(length, Unit.DAY, zone=zone)
    assert nonsense.value.problem == problem


def test_no_better_than_its_inputs() -> None:
    assert slo.bounds([]) is None
    bounds = slo.bounds([Decimal("99.9"), Decimal("99.5"), Decimal(99)])
    assert bounds is not None
    assert bounds.least == 99
    assert bounds.product == Fraction("98.406495") / Fraction(1)
    assert bounds.allows(Decimal(99))
    assert not bounds.allows(Decimal("99.01"))
    assert bounds.is_likely(Decimal("98.4"))
    assert not bounds.is_likely(Decimal("98.5"))


# --- What holds for all ----------------------------------------------------------------------------

moments = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(
    ["UTC", BERLIN, NEW_YORK, "Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago"]
)
windows = st.builds(Window, st.integers(1, 40), st.sampled_from(Unit), is_rolling=st.just(False), zone=zones)


@given(windows, moments)
def test_a_moment_lies_in_its_window_and_the_next_begins_where_it_ends(
    window: Window, moment: datetime
) -> None:
    span = window.span_at(moment)
    assert span.start <= moment < span.end
    assert window.span_at(span.start) == span
    assert window.span_at(span.end).start == span.end
    assert window.span_at(span.end.astimezone(UTC) - timedelta(microseconds=1)) == span


@given(windows, st.lists(st.tuples(moments, st.integers(1, 10**6), st.integers(0, 100)), max_size=6))
def test_nothing_is_lost_at_the_edges(window: Window, sent: list[tuple[datetime, int, int]]) -> None:
    measured = [
        MeasuredInterval(start, start + timedelta(seconds=seconds), bad + 7, bad)
        for start, seconds, bad in sent
    ]
    for one in measured:
        spans = window.spans_between(one.start, one.end, most=10**6)
        assert sum(slo.burn(span, [one]).bad for span in spans) == one.bad
        assert sum(slo.burn(span, [one]).total for span in spans) == one.total


@given(st.decimals("0.000001", "99.999999", places=6), st.integers(0, 10**9), st.integers(0, 10**9))
def test_what_is_left_and_spent_is_what_is_allowed(target: Decimal, bad: int, good: int) -> None:
    day = TimeSpan(at("2024-03-09T00:00"), at("2024-03-10T00:00"))
    standing = slo.standing_in(target, day, [MeasuredInterval(day.start, day.end, bad + good, bad)], "events")
    assert standing.left + standing.spent == standing.allowed
    if bad + good:
        assert standing.achieved is not None
        assert standing.is_violated == (standing.achieved < Fraction(target))
