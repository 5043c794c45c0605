"""Scales of steps: how they are written, what they count, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import given, strategies as st

from lvt import attendance_effect, scoring_method
from lvt.methods.forms import CriterionForm
from lvt.models import Criterion
from lvt.scale_steps import BadScale, nearest, steps_in, whole_numbers
from lvt.scoring import rules as scoring

MOSCOW = steps_in("0 Won’t have, 1 Could have, 2 Should have, 3 Must have")


def test_a_step_has_a_number_and_what_it_means() -> None:
    assert [
        (step.value, step.worth, step.label) for step in steps_in("0.25 Minimal,1,  3   Very  much ")
    ] == [
        (0, Fraction(1, 4), "Minimal"),
        (1, Fraction(1), ""),
        (2, Fraction(3), "Very much"),
    ]
    assert [str(step) for step in steps_in("0.25 Minimal, 1, 10000")] == ["0.25 Minimal", "1", "10000"]
    assert steps_in(" ") == ()
    assert [str(step) for step in whole_numbers(1, 3)] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1", "2 to 11 steps"),
        (", ".join(map(str, range(12))), "2 to 11 steps"),
        ("1, 1", "1 can’t follow 1"),
        ("3, 2", "2 can’t follow 3"),
        ("Low, High", "“Low” must start with a number"),
        ("1,,2", "“” must start with a number"),
        ("1, .", "“.” must start with a number"),
        ("1, -2", "must start with a number"),
        ("1, 999999", "must start with a number"),
        ("1, ٣", "must start with a number"),
        ("1, 2 " + "x" * 31, "too long"),
    ],
)
def test_what_is_no_scale_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(BadScale, match=reason):
        steps_in(text)
    with pytest.raises(ValidationError, match=reason):
        Criterion._meta.get_field("steps").clean(text, None)


def test_a_mean_belongs_to_the_nearest_step_and_from_the_middle_on_to_the_higher() -> None:
    means = [Fraction(0), Fraction(49, 100), Fraction(1, 2), Fraction(5, 2), Fraction(3)]
    assert [nearest(MOSCOW, mean).value for mean in means] == [0, 0, 1, 3, 3]


FIBONACCI = scoring_method.Criterion(
    "size", 0, 6, lower_is_better=True, is_cost=True, worths=tuple(map(Fraction, (1, 2, 3, 5, 8, 13, 20)))
)


def test_people_give_steps_and_means_are_of_what_these_count() -> None:
    method = scoring_method.Method((FIBONACCI,))
    ballots = [
        scoring_method.Ballot(name, "it", "a", "size", value) for name, value in (("ann", 1), ("ben", 5))
    ]
    (result,) = scoring.evaluate(method, ["a"], ballots).use_cases
    (opinion,) = result.opinions
    assert opinion.mean == Fraction(2 + 13, 2)
    assert opinion.spread == pytest.approx(5.5)
    assert (opinion.lowest, opinion.highest, opinion.counts) == (1, 5, (0, 1, 0, 0, 0, 1, 0))
    assert result.total == 21 - Fraction(15, 2)
    assert FIBONACCI.cost(FIBONACCI.points(Fraction(13))) == 13


def test_an_answer_off_the_scale_which_a_document_may_hold_is_ignored() -> None:
    method = scoring_method.Method((FIBONACCI,))
    ballots = [
        scoring_method.Ballot(name, "it", "a", "size", value) for name, value in (("ann", 0), ("ben", 7))
    ]
    (result,) = scoring.evaluate(method, ["a"], ballots).use_cases
    (opinion,) = result.opinions
    assert opinion.mean == 1
    assert opinion.scored == 1
    assert attendance_effect.resample(method, ["a"], ballots, seed="s") == {}


@given(
    st.lists(st.lists(st.integers(0, 2), min_size=2, max_size=2), min_size=2, max_size=9),
    st.sampled_from(
        [scoring_method.Combination.PRODUCT, scoring_method.Combination.RATIO, scoring_method.Combination.SUM]
    ),
)
def test_resamples_count_what_the_steps_count(
    values: list[list[int]], combination: scoring_method.Combination
) -> None:
    """Where all agree, each resample has the total of the room."""
    quarters = (Fraction(1, 4), Fraction(1, 2), Fraction(3))
    sizes = (Fraction(1), Fraction(2), Fraction(13))
    criteria = (
        scoring_method.Criterion("x", 0, 2, worths=quarters),
        scoring_method.Criterion("y", 0, 2, is_cost=True, lower_is_better=True, worths=sizes),
    )
    method = scoring_method.Method(criteria, combination)
    ballots = [
        scoring_method.Ballot(person, "it", "a", criterion.key, values[0][place])
        for person in range(len(values))
        for place, criterion in enumerate(criteria)
    ]
    (result,) = scoring.evaluate(method, ["a"], ballots).use_cases
    drawn = attendance_effect.resample(method, ["a"], ballots, seed="s")["a"]
    assert drawn.low == drawn.high == result.total


@pytest.mark.django_db
def test_the_form_says_what_is_wrong_with_the_steps_and_counts_them() -> None:
    def form_of(steps: str) -> CriterionForm:
        sent = {"name": "Size", "question": "How big?", "scale_min": "1", "scale_max": "5", "weight": "1"}
        sent |= {"direction": "lower", "part": "cost", "steps": steps}
        return CriterionForm(QueryDict(urlencode(sent)))

    assert "must start with a number" in str(form_of("anew").errors["steps"])
    form = form_of("1, 2, 3, 5")
    assert form.is_valid()
    assert (form.cleaned_data["scale_min"], form.cleaned_data["scale_max"]) == (0, 3)
