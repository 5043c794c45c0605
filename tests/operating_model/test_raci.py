"""The checks of the responsibility matrix."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from operating_model.responsibilities.rules import (
    RaciFinding,
    RaciProblem,
    RaciRow,
    check,
    check_row,
    having,
    letters_of,
)

matrices = st.lists(
    st.dictionaries(st.integers(0, 5), st.sets(st.sampled_from("RACI"), min_size=1), max_size=6), max_size=6
).map(lambda rows: [RaciRow(key, parts) for key, parts in enumerate(rows)])


@pytest.mark.parametrize(
    ("parts", "problems"),
    [
        ({1: "A", 2: "R", 3: "C", 4: "I"}, []),
        ({1: "AR"}, []),
        ({2: "R"}, [RaciProblem.NO_ACCOUNTABLE]),
        ({1: "A"}, [RaciProblem.NO_RESPONSIBLE]),
        ({}, [RaciProblem.NO_ACCOUNTABLE, RaciProblem.NO_RESPONSIBLE]),
        ({1: "A", 2: "AR"}, [RaciProblem.MANY_ACCOUNTABLE]),
        ({1: "A", 9: "R"}, [RaciProblem.UNFILLED]),
        ({9: "A", 1: "R"}, [RaciProblem.UNFILLED]),
        ({1: "A", 2: "RC"}, [RaciProblem.CONTRADICTORY]),
        ({1: "AI", 2: "R"}, [RaciProblem.CONTRADICTORY]),
        # Nobody has to fill a role that is only asked or told.
        ({1: "AR", 9: "CI"}, []),
    ],
)
def test_each_rule(parts, problems):
    assert [each.problem for each in check_row(RaciRow(7, parts), {1, 2, 3, 4})] == problems


def test_findings_name_the_roles():
    rows = [RaciRow(1, {5: "A", 6: "AR"}), RaciRow(2, {5: "AR", 6: "C"})]
    assert check(rows, roles=[5, 6, 8], filled_roles={5, 6}) == [
        RaciFinding(RaciProblem.MANY_ACCOUNTABLE, 1, (5, 6)),
        RaciFinding(RaciProblem.IDLE, None, (8,)),
    ]
    assert check([], roles=[5], filled_roles=[]) == []


@given(matrices, st.sets(st.integers(0, 5)))
def test_a_row_is_sound_exactly_when_the_rules_hold(rows, filled):
    findings = check(rows, roles=range(6), filled_roles=filled)
    for row in rows:
        accountable, responsible = having(row, "A"), having(row, "R")
        acting = {*accountable, *responsible}
        sound = (
            len(accountable) == 1
            and bool(responsible)
            and acting <= filled
            and not any({"C", "I"} & set(row.parts[role]) for role in acting)
        )
        assert sound == (not [each for each in findings if each.row == row.key])
    idle = [each.roles for each in findings if each.problem == RaciProblem.IDLE]
    expected = tuple(role for role in range(6) if not any(role in row.parts for row in rows))
    assert idle == ([expected] if rows and expected else [])


def test_letters_are_read_once_and_in_their_order():
    assert letters_of("IARA") == ("R", "A", "I")
    with pytest.raises(ValueError, match="X is no part"):
        letters_of("AX")
