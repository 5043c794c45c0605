"""The checks of a responsibility matrix (RACI). Pure: rows in, findings out.

A row is an activity. Roles have parts in it: R does it, A answers for it, C is asked before, I is told after.
The usual rules: exactly one role answers for each row, at least one does it, and no role is asked or told
about its own work. Roles and rows are named by any number.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

RESPONSIBLE, ACCOUNTABLE, CONSULTED, INFORMED = "R", "A", "C", "I"
LETTERS = (RESPONSIBLE, ACCOUNTABLE, CONSULTED, INFORMED)


class RaciProblem(StrEnum):
    """Problems of a row, the gravest first; the last one is about a role."""

    NO_ACCOUNTABLE = "no_accountable"
    MANY_ACCOUNTABLE = "many_accountable"
    NO_RESPONSIBLE = "no_responsible"
    UNFILLED = "unfilled"
    CONTRADICTORY = "contradictory"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class RaciRow:
    """`parts` are the letters that each role has."""

    key: int
    parts: Mapping[int, Collection[str]]


@dataclass(frozen=True, slots=True)
class RaciFinding:
    """A problem of the row `row` (None for one of a role), and its roles."""

    problem: RaciProblem
    row: int | None
    roles: tuple[int, ...] = ()


def having(row: RaciRow, letter: str) -> tuple[int, ...]:
    """The roles that have the part, in the order of the row."""
    return tuple(role for role, letters in row.parts.items() if letter in letters)


def check_row(row: RaciRow, filled_roles: Collection[int]) -> list[RaciFinding]:
    """Findings about one row. `filled_roles` are those that someone fills: an unfilled role that answers for
    the row, or does it, is a problem."""
    accountable, responsible = having(row, ACCOUNTABLE), having(row, RESPONSIBLE)
    findings = []
    if not accountable:
        findings.append(RaciFinding(RaciProblem.NO_ACCOUNTABLE, row.key))
    elif len(accountable) > 1:
        findings.append(RaciFinding(RaciProblem.MANY_ACCOUNTABLE, row.key, accountable))
    if not responsible:
        findings.append(RaciFinding(RaciProblem.NO_RESPONSIBLE, row.key))
    acting = tuple(dict.fromkeys((*accountable, *responsible)))
    unfilled = tuple(role for role in acting if role not in filled_roles)
    if unfilled:
        findings.append(RaciFinding(RaciProblem.UNFILLED, row.key, unfilled))
    consulted = {*having(row, CONSULTED), *having(row, INFORMED)}
    contradictory = tuple(role for role in acting if role in consulted)
    if contradictory:
        findings.append(RaciFinding(RaciProblem.CONTRADICTORY, row.key, contradictory))
    return findings


def check(
    rows: Sequence[RaciRow], *, roles: Collection[int], filled_roles: Collection[int]
) -> list[RaciFinding]:
    """Findings about a matrix, row by row, and then the `roles` that have no part in anything. An empty
    matrix has none."""
    findings = [finding for row in rows for finding in check_row(row, filled_roles)]
    busy = {role for row in rows for role, letters in row.parts.items() if letters}
    idle = tuple(role for role in roles if role not in busy)
    if rows and idle:
        findings.append(RaciFinding(RaciProblem.IDLE, None, idle))
    return findings


def letters_of(text: str) -> tuple[str, ...]:
    """The letters of "AR", each once, in the order of LETTERS. Raises ValueError for any other letter."""
    unknown = set(text) - set(LETTERS)
    if unknown:
        raise ValueError(f"{''.join(sorted(unknown))} is no part of a responsibility matrix")
    return tuple(letter for letter in LETTERS if letter in text)
