"""Who may use a data product, and who may not: rules by role or attribute, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery.actors import Actor
from discovery.models import Operation
from discovery.services import artifacts
from discovery.services.operations import operation
from products.models import AccessBasis, AccessEffect, AccessRule, DataProduct
from products.permissions import check_edit_products


def add_access_rule(
    *,
    actor: Actor,
    product: DataProduct,
    effect: str,
    basis: str,
    subject: str,
    value: str = "",
    note: str = "",
) -> AccessRule:
    """A new rule after the others. Raises Invalid for an effect or basis that there is not, for a rule about
    nobody, and for an attribute without what it has to be."""
    check_edit_products(actor, product.discovery)
    _check(effect, basis, subject, value)
    with operation(actor, "access_rule.added", summary=_summary(product), discovery=product.discovery):
        artifacts.locked(product)
        return artifacts.add(
            AccessRule,
            product=product,
            effect=effect,
            basis=basis,
            subject=subject,
            value=_value(basis, value),
            note=note,
            position=artifacts.next_position(AccessRule.objects.filter(product=product)),
        )


def change_access_rule(
    *, actor: Actor, rule: AccessRule, revision: int | None = None, **fields: Any
) -> AccessRule:
    """`fields` are those of add_access_rule. Raises as it does, and Stale."""
    check_edit_products(actor, rule.product.discovery)
    now = {name: fields.get(name, getattr(rule, name)) for name in ("effect", "basis", "subject", "value")}
    _check(**now)
    if "value" in fields or "basis" in fields:
        fields["value"] = _value(now["basis"], now["value"])
    product = rule.product
    with operation(actor, "access_rule.changed", summary=_summary(product), discovery=product.discovery):
        return artifacts.change(rule, revision=revision, **fields)


def delete_access_rule(*, actor: Actor, rule: AccessRule) -> Operation:
    """The rule goes to the trash; returns the operation, for undo."""
    product = rule.product
    check_edit_products(actor, product.discovery)
    with operation(
        actor, "access_rule.deleted", summary=_summary(product), discovery=product.discovery
    ) as done:
        artifacts.trash(rule)
    return done


def reorder_access_rules(*, actor: Actor, product: DataProduct, order: Sequence[UUID]) -> Operation:
    """Raises Conflict when `order` names a rule that is gone."""
    check_edit_products(actor, product.discovery)
    with operation(
        actor, "access_rules.reordered", summary=_summary(product), discovery=product.discovery
    ) as done:
        artifacts.reorder(AccessRule.objects.filter(product=product), order)
    return done


def _check(effect: str, basis: str, subject: str, value: str) -> None:
    if effect not in AccessEffect.values or basis not in AccessBasis.values:
        raise Invalid(_("There is no such kind of rule."))
    if not subject.strip():
        raise Invalid(_("A rule says whom it is about."))
    if basis == AccessBasis.ATTRIBUTE and not value.strip():
        raise Invalid(_("A rule by attribute says what the attribute has to be."))


def _value(basis: str, value: str) -> str:
    """Only attributes have a value: that of a rule which became one by role goes."""
    return value if basis == AccessBasis.ATTRIBUTE else ""


def _summary(product: DataProduct) -> str:
    return product.name
