"""Decisions of access rules, as a verdict and as a truth table. Pure.

A person holds claims: roles ("Brand manager"), and attributes with their value ("Country" is "Germany"). A
rule allows, or denies, the holders of its claim. A denial wins; a person whom no rule names is denied unless
the default allows everyone (deny overrides, default deny: XACML 3.0, appendix C.2).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

# A table of all combinations has 2 ** claims rows; beyond this many claims it leaves out claims that make
# no difference.
WHOLE_UP_TO = 4


@dataclass(frozen=True, slots=True)
class Claim:
    """A role (without `attribute`), or an attribute with its `value`. The claim belongs to a person, or to
    the program that asks for the person or for itself. `same` ignores case and surrounding spaces."""

    value: str
    attribute: str = ""
    is_program: bool = False

    @property
    def same(self) -> tuple[bool, str, str]:
        """A key that is equal for two claims with the same meaning."""
        return self.is_program, self.attribute.strip().casefold(), self.value.strip().casefold()


@dataclass(frozen=True, slots=True)
class Rule:
    """Allows, or denies, the holders of `claim`; through `until`, where a day is set. Computations here are
    about a day on which all of the rules apply."""

    allows: bool
    claim: Claim
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AccessDecision:
    """A verdict, and the rules that led to it (their places in the list); none when the default decides."""

    is_allowed: bool
    by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TruthTableRow:
    """The verdict for holders of the claims that are True in `facts` who lack those that are False; None
    where a claim makes no difference."""

    facts: tuple[bool | None, ...]
    decision: AccessDecision


@dataclass(frozen=True, slots=True)
class TruthTable:
    """Every combination of `claims` falls under exactly one of `rows`. `is_whole` when each has its own
    row."""

    claims: tuple[Claim, ...]
    rows: tuple[TruthTableRow, ...]
    is_whole: bool


def decide(
    rules: Sequence[Rule], claims: Collection[Claim], *, default_allows: bool = False
) -> AccessDecision:
    """Return the decision for a person with these claims."""
    has = {claim.same for claim in claims}
    hits = [place for place, rule in enumerate(rules) if rule.claim.same in has]
    denied = tuple(place for place in hits if not rules[place].allows)
    if denied:
        return AccessDecision(False, denied)
    return AccessDecision(True, tuple(hits)) if hits else AccessDecision(default_allows, ())


def claims_of(rules: Sequence[Rule]) -> tuple[Claim, ...]:
    """The claims that the rules ask for, each once, in their order."""
    return tuple({rule.claim.same: rule.claim for rule in reversed(rules)}.values())[::-1]


def truth_table(
    rules: Sequence[Rule], *, default_allows: bool = False, whole_up_to: int = WHOLE_UP_TO
) -> TruthTable:
    """The table of all combinations of the claims, or with more of them than `whole_up_to` the shortest
    equivalent one."""
    claims = claims_of(rules)
    is_whole = len(claims) <= whole_up_to
    patterns = (
        product((True, False), repeat=len(claims)) if is_whole else _patterns(rules, claims, default_allows)
    )
    rows = []
    for facts in patterns:
        true_claims = [claim for claim, has in zip(claims, facts, strict=True) if has]
        rows.append(TruthTableRow(tuple(facts), decide(rules, true_claims, default_allows=default_allows)))
    return TruthTable(claims, tuple(rows), is_whole)


def _patterns(
    rules: Sequence[Rule], claims: Sequence[Claim], default_allows: bool
) -> Iterator[tuple[bool | None, ...]]:
    """One row for each claim that decides, for people without the claims before it, and one for the
    default."""
    denied = {rule.claim.same for rule in rules if not rule.allows}
    # Claims that deny come first, then those that allow, unless everyone is allowed anyway.
    places = [place for place, claim in enumerate(claims) if claim.same in denied]
    if not default_allows:
        places += [place for place, claim in enumerate(claims) if claim.same not in denied]
    for turn in range(len(places) + 1):
        facts: list[bool | None] = [None] * len(claims)
        for place in places[:turn]:
            facts[place] = False
        if turn < len(places):
            facts[places[turn]] = True
        yield tuple(facts)


def contradictory_claims(rules: Sequence[Rule]) -> tuple[Claim, ...]:
    """The claims that one rule allows and another denies."""
    allowed = {rule.claim.same for rule in rules if rule.allows}
    denied = {rule.claim.same for rule in rules if not rule.allows}
    return tuple(claim for claim in claims_of(rules) if claim.same in allowed & denied)


def idle_rules(rules: Sequence[Rule], *, default_allows: bool = False) -> tuple[int, ...]:
    """The places of rules that change nothing on any day: without one of them, the same people are allowed
    and denied. Of two equal rules, the one that ends first is idle."""
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
    """The places of rules that change something while all of these apply; of two equal rules, the first."""
    allowed = {rule.claim.same for _place, rule in rules if rule.allows}
    denied = {rule.claim.same for _place, rule in rules if not rule.allows}
    earlier = set()
    for place, rule in rules:
        same = rule.claim.same
        if (rule.allows, same) in earlier:
            changes = False
        elif rule.allows:
            changes = not default_allows and same not in denied
        else:
            # It denies people whom no other rule denies, and who would be allowed without it.
            changes = default_allows or bool(allowed - (denied - {same}))
        if changes:
            yield place
        earlier.add((rule.allows, same))


def lets_nobody_in(rules: Sequence[Rule], *, default_allows: bool = False) -> bool:
    """Return True if no combination of claims is allowed."""
    allowed = {rule.claim.same for rule in rules if rule.allows}
    denied = {rule.claim.same for rule in rules if not rule.allows}
    return not default_allows and allowed <= denied
