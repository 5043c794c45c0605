"""Access to a data product: the parts of its policy, its rules in words, and who may use it today."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from discovery.models import Discovery
from products.models import AccessBasis, AccessEffect, AccessRule, AccessUsers, DataProduct, ProductState

_IN_USE = (ProductState.BUILDING, ProductState.LIVE)


@dataclass(frozen=True, slots=True)
class PolicyParts:
    """Parts of an access policy that are there: people who may use the product, in words or by a rule; people
    who may not, by a rule or by what holds for all others; the address at which people can look it up."""

    names_users: bool
    names_excluded: bool
    is_published: bool


def policy_parts(product: DataProduct, rules: Iterable[AccessRule]) -> PolicyParts:
    """The parts of the product's access policy. The checklist and the fitness checks share them."""
    effects = {rule.effect for rule in rules}
    return PolicyParts(
        bool(product.access_policy) or AccessEffect.ALLOW in effects,
        bool(product.access_default) or AccessEffect.DENY in effects,
        bool(product.agreement_url),
    )


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """A rule of access as a sentence."""

    rule: AccessRule
    words: str

    @property
    def allows(self) -> bool:
        return self.rule.effect == AccessEffect.ALLOW

    @property
    def is_over(self) -> bool:
        """Return True if its last day has passed."""
        return self.rule.until is not None and self.rule.until < timezone.localdate()


def access_rules(product: DataProduct) -> list[RuleInWords]:
    """The rules of the product in their order, each as a sentence."""
    return _in_words(AccessRule.objects.filter(product=product))


def _in_words(rules: Iterable[AccessRule]) -> list[RuleInWords]:
    return [RuleInWords(rule, _rule_words(rule)) for rule in rules]


def _rule_words(rule: AccessRule) -> str:
    allows, is_program = rule.effect == AccessEffect.ALLOW, rule.users == AccessUsers.MACHINE
    if rule.basis == AccessBasis.ROLE:
        words = _("%(who)s may use it.") if allows else _("%(who)s may not use it.")
        if is_program:
            words = (
                _("The program %(who)s may use it.") if allows else _("The program %(who)s may not use it.")
            )
        return words % {"who": rule.subject}
    if is_program:
        words = (
            _("Programs whose %(attribute)s is “%(value)s” may use it.")
            if allows
            else _("No program whose %(attribute)s is “%(value)s” may use it.")
        )
        return words % {"value": rule.value, "attribute": rule.subject}
    words = (
        _("People whose %(attribute)s is “%(value)s” may use it.")
        if allows
        else _("No one whose %(attribute)s is “%(value)s” may use it.")
    )
    return words % {"value": rule.value, "attribute": rule.subject}


def granted_by_hand(discovery: Discovery) -> list[DataProduct]:
    """The data products in use to which people grant access by hand, in the order of their rows."""
    products = DataProduct.objects.filter(discovery=discovery).prefetch_related("access_rules")
    return [each for each in products if _is_granted_by_hand(each, _in_words(each.access_rules.all()))]


def _is_granted_by_hand(product: DataProduct, rules: Iterable[RuleInWords]) -> bool:
    """Return True if people use the product, and its policy in words is all that lets them in."""
    return bool(
        product.state in _IN_USE
        and product.access_policy
        and product.access_default != AccessEffect.ALLOW
        and not any(each.allows and not each.is_over for each in rules)
    )


def who_may_use(product: DataProduct, rules: Iterable[RuleInWords]) -> str:
    """The sentence on those whom no rule names, and on the order when two rules apply to one person. Every
    page and report has this one. Rules and `access_default` alone let people in: a policy in words does not,
    and no default is “may not”. While a product with a policy is built or live, people grant access."""
    known_rules = [each for each in rules if not each.is_over]
    if product.access_default == AccessEffect.ALLOW:
        everybody = _("Everyone else may use it.") if known_rules else _("Everyone may use it.")
    elif not any(each.allows for each in known_rules):
        if _is_granted_by_hand(product, known_rules):
            return _("People grant access by hand: no rule puts its access policy into effect yet.")
        if product.access_policy:
            return _("No rule puts its access policy into effect yet, so no one may use it.")
        return _("No rule grants access yet, so no one may use it.")
    else:
        everybody = _("No one else may use it.")
    if len({each.allows for each in known_rules}) < 2:
        return everybody
    return _("%(everybody)s A rule that denies access overrides one that allows it.") % {
        "everybody": everybody
    }
