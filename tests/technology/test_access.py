"""Who is let in by rules of access: decisions, and the table that says the same of everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

from hypothesis import given, strategies as st

from technology.access_policy.rules import (
    Claim,
    Rule,
    claims_of,
    contradictory_claims,
    decide,
    idle_rules,
    lets_nobody_in,
    truth_table,
)

NURSE, AGENCY, GERMANY = Claim("Nurse"), Claim("Agency"), Claim("Germany", "Country")
MAY, MAY_NOT = True, False

_claims = st.sampled_from(
    [
        *(NURSE, AGENCY, GERMANY, Claim("nurse "), Claim("Germany"), Claim("France", "country")),
        Claim("Nurse", is_program=True),
    ]
)
_rules = st.lists(st.builds(Rule, st.booleans(), _claims), max_size=7)
_DAYS = [date(2026, 6, 30), date(2026, 12, 31)]
_ending = st.lists(st.builds(Rule, st.booleans(), _claims, st.sampled_from([None, *_DAYS])), max_size=6)


def _everybody(rules: Sequence[Rule]) -> list[list[Claim]]:
    """Every combination of the claims that the rules ask for."""
    claims = claims_of(rules)
    return [
        [claim for claim, has in zip(claims, facts, strict=True) if has]
        for facts in product((True, False), repeat=len(claims))
    ]


def _let_in(rules: Sequence[Rule], held: Sequence[Claim], default: bool) -> bool:
    """The rule of the house, written down once more in the plainest way."""

    def plain(claim: Claim) -> tuple[bool, str, str]:
        return claim.is_program, claim.attribute.strip().lower(), claim.value.strip().lower()

    has = {plain(claim) for claim in held}
    hit = [rule for rule in rules if plain(rule.claim) in has]
    if any(not rule.allows for rule in hit):
        return False
    return bool(hit) or default


def test_a_person_whom_no_rule_names_stays_out() -> None:
    rules = [Rule(MAY, NURSE)]
    assert decide(rules, [NURSE]).is_allowed
    assert not decide(rules, [AGENCY]).is_allowed
    assert decide(rules, [AGENCY], default_allows=True).is_allowed
    assert not decide([], [NURSE]).is_allowed


def test_may_not_wins_wherever_it_stands() -> None:
    for rules in ([Rule(MAY, NURSE), Rule(MAY_NOT, AGENCY)], [Rule(MAY_NOT, AGENCY), Rule(MAY, NURSE)]):
        assert not decide(rules, [NURSE, AGENCY]).is_allowed
        assert not decide(rules, [NURSE, AGENCY], default_allows=True).is_allowed


def test_a_decision_names_its_rules() -> None:
    rules = [Rule(MAY, NURSE), Rule(MAY_NOT, AGENCY), Rule(MAY, GERMANY)]
    assert decide(rules, [NURSE, GERMANY]).by == (0, 2)
    assert decide(rules, [NURSE, AGENCY]).by == (1,)
    assert decide(rules, []).by == ()


def test_a_role_is_no_attribute_and_case_makes_no_difference() -> None:
    assert not decide([Rule(MAY, Claim("Germany"))], [GERMANY]).is_allowed
    assert decide([Rule(MAY, Claim("germany ", "COUNTRY"))], [GERMANY]).is_allowed
    assert claims_of([Rule(MAY, NURSE), Rule(MAY_NOT, Claim("nurse"))]) == (NURSE,)


@given(_rules, st.booleans())
def test_decisions_are_those_of_the_plainest_way(rules: list[Rule], default: bool) -> None:
    for held in _everybody(rules):
        assert decide(rules, held, default_allows=default).is_allowed == _let_in(rules, held, default)


@given(_rules, st.booleans(), st.integers(0, 6))
def test_everybody_falls_under_one_row_of_the_table(
    rules: list[Rule], default: bool, whole_up_to: int
) -> None:
    table = truth_table(rules, default_allows=default, whole_up_to=whole_up_to)
    assert table.is_whole == (len(table.claims) <= whole_up_to)
    for facts in product((True, False), repeat=len(table.claims)):
        held = [claim for claim, has in zip(table.claims, facts, strict=True) if has]
        rows = [
            row
            for row in table.rows
            if all(said is None or said == has for said, has in zip(row.facts, facts, strict=True))
        ]
        assert len(rows) == 1
        assert rows[0].decision.is_allowed == _let_in(rules, held, default)


@given(_rules, st.booleans())
def test_the_short_table_has_a_row_for_each_claim_at_most(rules: list[Rule], default: bool) -> None:
    table = truth_table(rules, default_allows=default, whole_up_to=-1)
    assert len(table.rows) <= len(table.claims) + 1


def test_the_whole_table_has_all_combinations() -> None:
    table = truth_table([Rule(MAY, NURSE), Rule(MAY_NOT, AGENCY)])
    assert [(row.facts, row.decision.is_allowed) for row in table.rows] == [
        ((True, True), False),
        ((True, False), True),
        ((False, True), False),
        ((False, False), False),
    ]


def _on(day: date, rules: Sequence[Rule]) -> list[Rule]:
    """The rules that hold on the day."""
    return [rule for rule in rules if rule.until is None or rule.until >= day]


@given(_ending, st.booleans())
def test_an_idle_rule_can_go_and_no_other(rules: list[Rule], default: bool) -> None:
    everybody, days = _everybody(rules), [*_DAYS, _DAYS[-1] + timedelta(days=1)]
    idles = idle_rules(rules, default_allows=default)
    for place, rule in enumerate(rules):
        rest = [*rules[:place], *rules[place + 1 :]]
        changes = any(
            _let_in(_on(day, rest), held, default) != _let_in(_on(day, rules), held, default)
            for held in everybody
            for day in days
        )
        # Of two that say the same, either could go: the one that ends first is said to, else the second.
        doubled = (rule.allows, rule.claim.same) in {(each.allows, each.claim.same) for each in rest}
        if not doubled:
            assert (place in idles) == (not changes)
        elif place in idles:
            assert not changes


def test_the_rule_that_ends_first_is_the_idle_one() -> None:
    for_good, for_a_while = Rule(MAY, NURSE), Rule(MAY, NURSE, _DAYS[0])
    assert idle_rules([for_a_while, for_good]) == (0,)
    assert idle_rules([for_good, for_a_while]) == (1,)
    # It lets in again once the denial is over.
    assert idle_rules([for_good, Rule(MAY_NOT, NURSE, _DAYS[0])]) == ()
    assert idle_rules([for_a_while, Rule(MAY_NOT, NURSE)]) == (0,)


@given(_rules, st.booleans())
def test_nobody_comes_in_when_no_combination_does(rules: list[Rule], default: bool) -> None:
    anybody = any(_let_in(rules, held, default) for held in _everybody(rules))
    assert lets_nobody_in(rules, default_allows=default) == (not anybody)


def test_contradictions_are_named() -> None:
    assert contradictory_claims([Rule(MAY, NURSE), Rule(MAY_NOT, AGENCY)]) == ()
    assert contradictory_claims([Rule(MAY, NURSE), Rule(MAY_NOT, Claim("NURSE"))]) == (NURSE,)
