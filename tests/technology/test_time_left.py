"""Days that leave people too little time to close their gaps."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, strategies as st

from technology.gaps.time_left import GapPlan, TimeLeft, too_short

TODAY = date(2026, 11, 30)


def gap(key: str, person: str, weeks: int, days: int) -> GapPlan:
    return GapPlan(key, person, Fraction(weeks), TODAY + timedelta(days=days))


def test_a_day_leaves_less_time_than_all_gaps_until_then_take() -> None:
    quality, masking, streaming = gap("quality", "A", 3, 21), gap("masking", "A", 5, 55), gap("b", "B", 8, 60)
    short = TimeLeft(7, Fraction(8), missing=Fraction(1, 7))
    assert too_short([quality, masking, streaming], TODAY) == {"masking": short}


def test_a_day_in_the_past_leaves_nothing() -> None:
    short = TimeLeft(0, Fraction(1), missing=Fraction(1))
    assert too_short([gap("quality", "A", 1, -3)], TODAY) == {"quality": short}


def test_roles_leave_a_part_of_the_time() -> None:
    half, none = Fraction(1, 2), Fraction(0)
    fits, late = replace(gap("quality", "A", 3, 42), share=half), replace(gap("b", "A", 1, 49), share=half)
    busy = replace(gap("c", "B", 1, 70), share=none)
    assert too_short([fits, late, busy], TODAY) == {
        "b": TimeLeft(3, Fraction(4), is_part=True, missing=Fraction(1, 2)),
        "c": TimeLeft(0, Fraction(1), is_part=True, missing=Fraction(1)),
    }


@given(
    st.lists(
        st.builds(gap, st.uuids().map(str), st.sampled_from("AB"), st.integers(0, 9), st.integers(-9, 99)),
        unique_by=lambda each: each.key,
    )
)
def test_nobody_is_short_of_time_who_works_by_the_next_day_due(gaps: list[GapPlan]) -> None:
    """A person who closes gaps in the order of their due dates is late for one exactly if one is marked."""
    late = set()
    for person in "AB":
        done = Fraction(0)
        own = sorted((each for each in gaps if each.person == person), key=lambda each: each.until)
        for each in own:
            done += each.weeks * 7
            if done > max((each.until - TODAY).days, 0):
                late.add(person)
    short = too_short(gaps, TODAY)
    assert {each.person for each in gaps if each.key in short} == late
