"""The access rules of a data product as code: a policy for Open Policy Agent, with its truth table as tests.

Rego v1, https://www.openpolicyagent.org/docs/policy-language. The decision is that of
`technology.access_policy`: a denial wins, and a person without a matching rule is denied unless the default
allows it. A request describes a person as {"roles": [...], "attributes": {"Country": [...]}}, and their
program likewise under "program". A rule with a date is valid through that day in UTC,
by the clock of the policy engine. Pure.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from specifications.product_rows import AccessRuleSpec
from specifications.starter_repository.texts import filled_template
from technology.access_policy.rules import WHOLE_UP_TO, Claim, Rule, truth_table

PACKAGE = "product.access"

_BY_RULE = """\
is_allowed(person) if {
	lets_in(person)
	not keeps_out(person)
}"""
_BY_DEFAULT = """\
# Everyone may use it, except those excluded by a rule.
is_allowed(person) if {
	is_object(person)
	not keeps_out(person)
}"""
_BY_ROLE = "holds({asker}.roles, {values})"
_BY_ATTRIBUTE = """\
some attribute, held in {asker}.attributes
is_one_of(attribute, {attributes})
holds(held, {values})"""
_IN_TIME = "time.now_ns() < {end}"
# The tests ask at a time when all of the rules hold.
_AT_FIRST = " with time.now_ns as 0"
_TEST = """\
# {words}
test_row_{number} if {{
	{verdict}access.is_allowed({person}){when}
}}"""


def rule_of(row: AccessRuleSpec) -> Rule:
    """Return the stored rule of a product as a rule of `technology.access_policy`."""
    is_program = row.users == "machine"
    value, attribute = (row.value, row.subject) if row.basis == "attribute" else (row.subject, "")
    claim = Claim(value, attribute, is_program)
    return Rule(row.effect == "allow", claim, row.until)


def in_words(rule: Rule) -> str:
    """The users of the rule, and its last day: "program Medical affairs, through 2026-12-31"."""
    return f"{_words(rule.claim)}{f', through {rule.until}' if rule.until else ''}"


def policy(product: str, rules: Sequence[Rule], notes: Sequence[str], *, default_allows: bool) -> str:
    """Return the policy in Rego. `notes` are the reasons, one per rule."""
    numbered = enumerate(zip(rules, notes, strict=True), 1)
    blocks = [_rule(number, rule, note, rules) for number, (rule, note) in numbered]
    verdicts = {True: "lets_in", False: "keeps_out"}
    for allows, verdict in verdicts.items():
        if not any(rule.allows == allows for rule in rules) and not (allows and default_allows):
            blocks.append(f"# No rule.\n{verdict}(_) if false")
    return filled_template(
        "access.rego",
        product=_one_line(product),
        package=PACKAGE,
        decision=_BY_DEFAULT if default_allows else _BY_RULE,
        rules="\n\n".join(blocks),
    )


def policy_tests(rules: Sequence[Rule], *, default_allows: bool, whole_up_to: int = WHOLE_UP_TO) -> str:
    """Return the truth table of the rules as tests in Rego, one test per row."""
    table = truth_table(rules, default_allows=default_allows, whole_up_to=whole_up_to)
    when = _AT_FIRST if any(rule.until for rule in rules) else ""
    tests = []
    for number, row in enumerate(table.rows, 1):
        claims = [claim for claim, has in zip(table.claims, row.facts, strict=True) if has]
        tests.append(
            _TEST.format(
                number=number,
                words=_one_line(
                    " and ".join(_words(claim) for claim in claims) or "no role or attribute in the rules"
                ),
                verdict="" if row.decision.is_allowed else "not ",
                person=_json(person_of(claims)),
                when=when,
            )
        )
    return filled_template("access_test.rego", package=PACKAGE, tests="\n\n".join(tests))


def person_of(claims: Iterable[Claim]) -> Mapping[str, object]:
    """Return the input of the policy for a person with these claims, and the program that they use."""
    all_claims = list(claims)
    person = _roles_and_attributes([claim for claim in all_claims if not claim.is_program])
    program = _roles_and_attributes([claim for claim in all_claims if claim.is_program])
    return {**person, "program": program} if any(program.values()) else person


def _roles_and_attributes(claims: Iterable[Claim]) -> dict[str, object]:
    roles: list[str] = []
    attributes: dict[str, list[str]] = {}
    for claim in claims:
        if claim.attribute:
            attributes.setdefault(claim.attribute, []).append(claim.value)
        else:
            roles.append(claim.value)
    return {"roles": roles, "attributes": attributes}


def _rule(number: int, rule: Rule, note: str, rules: Sequence[Rule]) -> str:
    same = [each.claim for each in rules if each.claim.same == rule.claim.same]
    conditions = (_BY_ATTRIBUTE if rule.claim.attribute else _BY_ROLE).format(
        asker="person.program" if rule.claim.is_program else "person",
        attributes=_names(claim.attribute for claim in same),
        values=_names(claim.value for claim in same),
    )
    lines = conditions.split("\n")
    if rule.until is not None:
        lines.insert(0, _IN_TIME.format(end=_end_of(rule.until)))
    body = lines[0] if len(lines) == 1 else "\n\t".join(["{", *lines]) + "\n}"
    because = f" ({note})" if note else ""
    comment = _one_line(f"Rule {number}: {in_words(rule)}{because}")
    return f"# {comment}\n{'lets_in' if rule.allows else 'keeps_out'}(person) if {body}"


def _end_of(day: date) -> int:
    """Return the end of the day in UTC, in nanoseconds as in Rego."""
    days = day.toordinal() + 1 - date(1970, 1, 1).toordinal()
    return days * 24 * 60 * 60 * 10**9


def _words(claim: Claim) -> str:
    name = f"{claim.attribute}: {claim.value}" if claim.attribute else claim.value
    return f"program {name}" if claim.is_program else name


def _names(spellings: Iterable[str]) -> str:
    """Return a set of all spellings of a name, including lower case, which the policy compares."""
    names = {
        form for each in spellings for form in (each.strip(), each.strip().lower(), each.strip().casefold())
    }
    return "{" + ", ".join(_json(name) for name in sorted(names)) + "}"


def _json(value: object) -> str:
    """Return a value in Rego, which is the same as in JSON."""
    return json.dumps(value, ensure_ascii=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())
