"""The access policy of a data product: its rules in words, and as a truth table."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from products.design.access.selectors import RuleInWords, access_rules, who_may_use
from products.models import AccessBasis, AccessEffect, AccessRule, AccessUsers, DataProduct
from technology.access_policy import rules as access


@dataclass(frozen=True, slots=True)
class RowInWords:
    """A row of the table: for each claim "yes", "no" or "" where it makes no difference; whether such a
    person may use the product, and the reason."""

    answers: tuple[str, ...]
    is_allowed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class AccessPicture:
    """The policy of a product: its rules in words, and their decisions. `claims` head the columns of the
    table; `notices` name what is unusual."""

    product: DataProduct
    rules: tuple[RuleInWords, ...]
    who_may_use: str
    default: str
    claims: tuple[str, ...]
    rows: tuple[RowInWords, ...]
    is_whole: bool
    notices: tuple[str, ...]


def rules_of(rows: Iterable[AccessRule]) -> list[access.Rule]:
    """The rules as the pure module computes with them."""
    return [
        access.Rule(
            row.effect == AccessEffect.ALLOW,
            access.Claim(row.value, row.subject, is_program=row.users == AccessUsers.MACHINE)
            if row.basis == AccessBasis.ATTRIBUTE
            else access.Claim(row.subject, is_program=row.users == AccessUsers.MACHINE),
            row.until,
        )
        for row in rows
    ]


def access_picture(product: DataProduct) -> AccessPicture:
    """The decisions of the product's rules. One query."""
    words = tuple(each for each in access_rules(product) if not each.is_over)
    rules = rules_of(each.rule for each in words)
    default_allows = product.access_default == AccessEffect.ALLOW
    table = access.truth_table(rules, default_allows=default_allows)
    return AccessPicture(
        product,
        words,
        who_may_use(product, words),
        product.get_access_default_display(),
        tuple(claim_words(claim) for claim in table.claims),
        tuple(
            RowInWords(
                tuple("" if fact is None else "yes" if fact else "no" for fact in row.facts),
                row.decision.is_allowed,
                _reason(row.decision, words),
            )
            for row in table.rows
        ),
        table.is_whole,
        tuple(_notices(rules, words, default_allows)),
    )


def claim_words(claim: access.Claim) -> str:
    """The claim in words, such as “Brand manager”, or “Country: Germany”."""
    words = claim.value
    if claim.attribute:
        words = _("%(attribute)s: %(value)s") % {
            "attribute": capfirst(claim.attribute),
            "value": claim.value,
        }
    return _("Program: %(claim)s") % {"claim": words} if claim.is_program else words


def _reason(decision: access.AccessDecision, words: tuple[RuleInWords, ...]) -> str:
    if not decision.by:
        return _("No rule applies.")
    numbers = ", ".join(str(place + 1) for place in decision.by)
    return ngettext("Rule %(numbers)s", "Rules %(numbers)s", len(decision.by)) % {"numbers": numbers}


def _notices(rules: list[access.Rule], words: tuple[RuleInWords, ...], default_allows: bool) -> Iterable[str]:
    for claim in access.contradictory_claims(rules):
        yield _("One rule allows %(who)s, another denies them. They’re denied.") % {"who": claim_words(claim)}
    if rules and access.lets_nobody_in(rules, default_allows=default_allows):
        yield _("No one has access. No rule that allows access has any effect.")
    for place in access.idle_rules(rules, default_allows=default_allows):
        yield _("Rule %(number)s has no effect: %(words)s") % {
            "number": place + 1,
            "words": words[place].words,
        }
