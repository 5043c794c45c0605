"""What rules of access come to: who is let in, as a decision and as a truth table. Pure.

A person holds claims: roles ("Brand manager"), and attributes with their value ("Country" is "Germany"). A
rule allows, or denies, the holders of its claim. A denial wins; a person whom no rule names is denied unless
the default says otherwise (deny overrides, default deny: XACML 3.0, appendix C.2).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

# A table of all combinations has 2 ** claims rows; beyond this many claims it leaves out what makes no
# difference.
WHOLE_UP_TO = 4


@dataclass(frozen=True, slots=True)
class Claim:
    """A role (without `attribute`), or an attribute with its `value`. The person has it, or the program that
    asks for the person or for itself. `same` ignores case and surrounding spaces."""

    value: str
    attribute: str = ""
    is_program: bool = False

    @property
    def same(self) -> tuple[bool, str, str]:
        """What two claims have in common that mean the same."""
        return self.is_program, self.attribute.strip().casefold(), self.value.strip().casefold()


@dataclass(frozen=True, slots=True)
class Rule:
    """Allows, or denies, the holders of `claim`; through `until`, where a day is set. What is computed here
    is about a day on which all of the rules hold."""

    allows: bool
    claim: Claim
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether somebody is let in, and by which rules (their places in the list); none when the default
    decides."""

    is_allowed: bool
    by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The verdict for holders of the claims that are True in `facts` who lack those that are False; None
    where a claim makes no difference."""

    facts: tuple[bool | None, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class TruthTable:
    """Every combination of `claims` falls under exactly one of `rows`. `is_whole` when each has a row of its
    own."""

    claims: tuple[Claim, ...]
    rows: tuple[Row, ...]
    is_whole: bool


def decide(rules: Sequence[Rule], held: Collection[Claim], *, default_allows: bool = False) -> Decision:
    """Whether somebody who holds these claims is let in."""
    has = {claim.same for claim in held}
    hits = [place for place, rule in enumerate(rules) if rule.claim.same in has]
    denied = tuple(place for place in hits if not rules[place].allows)
    if denied:
        return Decision(False, denied)
    return Decision(True, tuple(hits)) if hits else Decision(default_allows, ())


def claims_of(rules: Sequence[Rule]) -> tuple[Claim, ...]:
    """The claims that the rules ask for, each once, in their order."""
    return tuple({rule.claim.same: rule.claim for rule in reversed(rules)}.values())[::-1]


def truth_table(
    rules: Sequence[Rule], *, default_allows: bool = False, whole_up_to: int = WHOLE_UP_TO
) -> TruthTable:
    """The table of all combinations of the claims, or with more of them than `whole_up_to` the shortest one
    that says the same."""
    claims = claims_of(rules)
    is_whole = len(claims) <= whole_up_to
    patterns = (
        product((True, False), repeat=len(claims)) if is_whole else _patterns(rules, claims, default_allows)
    )
    rows = []
    for facts in patterns:
        held = [claim for claim, has in zip(claims, facts, strict=True) if has]
        rows.append(Row(tuple(facts), decide(rules, held, default_allows=default_allows)))
    return TruthTable(claims, tuple(rows), is_whole)


def _patterns(
    rules: Sequence[Rule], claims: Sequence[Claim], default_allows: bool
) -> Iterator[tuple[bool | None, ...]]:
    """One row for each claim that decides, given that those before it are not held, and one for the
    default."""
    denied = {rule.claim.same for rule in rules if not rule.allows}
    # Asked in this order: what keeps out, then what lets in, unless everybody is let in anyway.
    asked = [place for place, claim in enumerate(claims) if claim.same in denied]
    if not default_allows:
        asked += [place for place, claim in enumerate(claims) if claim.same not in denied]
    for turn in range(len(asked) + 1):
        facts: list[bool | None] = [None] * len(claims)
        for place in asked[:turn]:
            facts[place] = False
        if turn < len(asked):
            facts[asked[turn]] = True
        yield tuple(facts)


def contradicted(rules: Sequence[Rule]) -> tuple[Claim, ...]:
    """The claims that one rule lets in and another keeps out."""
    allowed = {rule.claim.same for rule in rules if rule.allows}
    denied = {rule.claim.same for rule in rules if not rule.allows}
    return tuple(claim for claim in claims_of(rules) if claim.same in allowed & denied)


def idle(rules: Sequence[Rule], *, default_allows: bool = False) -> tuple[int, ...]:
    """The places of rules that change nothing on any day: without one of them, the same people are let in and
    kept out. Of two equal rules, the one that ends first is idle."""
    lasting = sorted(enumerate(rules), key=lambda each: each[1].until or date.max, reverse=True)
    moves = {
        place
        for until in {rule.until for rule in rules}
        for place in _moving(
            [each for each in lasting if (each[1].until or date.max) >= (until or date.max)], default_allows
        )
    }
    return tuple(place for place in range(len(rules)) if place not in moves)


def _moving(rules: Sequence[tuple[int, Rule]], default_allows: bool) -> Iterator[int]:
    """The places of rules that change something while all of these hold; of two that say the same, the
    first."""
    allowed = {rule.claim.same for _place, rule in rules if rule.allows}
    denied = {rule.claim.same for _place, rule in rules if not rule.allows}
    seen = set()
    for place, rule in rules:
        same = rule.claim.same
        if (rule.allows, same) in seen:
            changes = False
        elif rule.allows:
            changes = not default_allows and same not in denied
        else:
            # It keeps somebody out whom nothing else keeps out, and who would come in.
            changes = default_allows or bool(allowed - (denied - {same}))
        if changes:
            yield place
        seen.add((rule.allows, same))


def lets_nobody_in(rules: Sequence[Rule], *, default_allows: bool = False) -> bool:
    """Whether no combination of claims is let in."""
    allowed = {rule.claim.same for rule in rules if rule.allows}
    denied = {rule.claim.same for rule in rules if not rule.allows}
    return not default_allows and allowed <= denied
