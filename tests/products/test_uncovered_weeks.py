"""Person-weeks for platform gaps that no one has time for, as the board reads them first."""

from __future__ import annotations

from fractions import Fraction

import pytest

from organizations.models import Person
from products.registries import Blocker
from products.selectors.gap_rows import EffortBar, GapsRow

ELIF, TOMAS = Person(pk=1, name="Elif"), Person(pk=2, name="Tomás")


def gap(weeks: int, owner: Person | None, missing: int = 0) -> Blocker:
    return Blocker("gap", "Gap", Fraction(weeks), False, owner, None, missing > 0, Fraction(missing))


@pytest.mark.parametrize(
    ("gaps", "uncovered"),
    [
        pytest.param([gap(4, ELIF)], 0, id="in time"),
        pytest.param([gap(4, ELIF), gap(3, None)], 3, id="without an owner"),
        pytest.param([gap(4, ELIF, 1), gap(4, ELIF, 6)], 6, id="the largest shortfall of an owner"),
        pytest.param([gap(4, ELIF, 9)], 4, id="at most the owner's gaps, whatever else the owner does"),
        pytest.param([gap(4, ELIF, 2), gap(5, TOMAS, 3), gap(1, None)], 6, id="several owners"),
    ],
)
def test_person_weeks_that_no_one_has_time_for(gaps: list[Blocker], uncovered: int) -> None:
    row = GapsRow(tuple(gaps), 0, EffortBar(0, 0), 1)
    assert row.uncovered == uncovered
    weeks = sum(each.weeks for each in gaps)
    part = f"{uncovered} of {weeks}" if uncovered < weeks else f"the {weeks}"
    words = f"No one has time for {part} person-weeks for platform gaps before they are due."
    assert row.uncovered_words == (words if uncovered else "")


@pytest.mark.parametrize(
    ("weeks", "is_assumed", "missing", "words"),
    [
        (Fraction(5, 2), False, None, "the 2.5 person-weeks"),
        (Fraction(1), False, None, "the 1 person-week"),
        (Fraction(1), True, None, "the ≈ 1 person-week"),
        (Fraction(1), True, Fraction(1, 2), "0.5 of ≈ 1 person-week"),
    ],
)
def test_all_person_weeks_that_no_one_has_time_for_are_one_number(
    weeks: Fraction, is_assumed: bool, missing: Fraction | None, words: str
) -> None:
    owner = None if missing is None else ELIF
    one = Blocker("gap", "Gap", weeks, is_assumed, owner, None, missing is not None, missing or Fraction(0))
    sentence = f"No one has time for {words} for platform gaps before they are due."
    assert GapsRow((one,), 0, EffortBar(0, 0), 1).uncovered_words == sentence


@pytest.mark.parametrize(("missing", "part"), [(Fraction(1, 2), "0.5"), (Fraction(212, 10), "21")])
def test_the_sentence_has_no_tenths_of_many_weeks(missing: Fraction, part: str) -> None:
    one = Blocker("gap", "Gap", Fraction(31), False, ELIF, None, True, missing)
    words = GapsRow((one,), 0, EffortBar(0, 0), 1).uncovered_words
    assert words == f"No one has time for {part} of 31 person-weeks for platform gaps before they are due."
