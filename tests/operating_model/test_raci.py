"""The checks of the responsibility matrix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operating_model.raci import Finding, Problem, Row, check, check_row, having, letters_of

matrices = st.lists(
    st.dictionaries(st.integers(0, 5), st.sets(st.sampled_from("RACI"), min_size=1), max_size=6), max_size=6
).map(lambda rows: [Row(key, parts) for key, parts in enumerate(rows)])


@pytest.mark.parametrize(
    ("parts", "problems"),
    [
        ({1: "A", 2: "R", 3: "C", 4: "I"}, []),
        ({1: "AR"}, []),
        ({2: "R"}, [Problem.NO_ACCOUNTABLE]),
        ({1: "A"}, [Problem.NO_RESPONSIBLE]),
        ({}, [Problem.NO_ACCOUNTABLE, Problem.NO_RESPONSIBLE]),
        ({1: "A", 2: "AR"}, [Problem.MANY_ACCOUNTABLE]),
        ({1: "A", 9: "R"}, [Problem.UNFILLED]),
        ({9: "A", 1: "R"}, [Problem.UNFILLED]),
        ({1: "A", 2: "RC"}, [Problem.CONTRADICTORY]),
        ({1: "AI", 2: "R"}, [Problem.CONTRADICTORY]),
        # Nobody has to fill a role that is only asked or told.
        ({1: "AR", 9: "CI"}, []),
    ],
)
def test_each_rule(parts, problems):
    assert [each.problem for each in check_row(Row(7, parts), {1, 2, 3, 4})] == problems


def test_findings_name_the_roles():
    rows = [Row(1, {5: "A", 6: "AR"}), Row(2, {5: "AR", 6: "C"})]
    assert check(rows, roles=[5, 6, 8], filled={5, 6}) == [
        Finding(Problem.MANY_ACCOUNTABLE, 1, (5, 6)),
        Finding(Problem.IDLE, None, (8,)),
    ]
    assert check([], roles=[5], filled=[]) == []


@given(matrices, st.sets(st.integers(0, 5)))
def test_a_row_is_sound_exactly_when_the_rules_hold(rows, filled):
    findings = check(rows, roles=range(6), filled=filled)
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
    idle = [each.roles for each in findings if each.problem == Problem.IDLE]
    expected = tuple(role for role in range(6) if not any(role in row.parts for row in rows))
    assert idle == ([expected] if rows and expected else [])


def test_letters_are_read_once_and_in_their_order():
    assert letters_of("IARA") == ("R", "A", "I")
    with pytest.raises(ValueError, match="X is no part"):
        letters_of("AX")
