"""Groups of usage patterns that ask for the same. Patterns are written as in usage_patterns/kinds.py, and
in rooms by room_usage_patterns/services.py."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.exceptions import NotFound
from core.models import Operation
from core.services import artifacts, kinds, operation
from discovery.permissions import check_edit_discovery
from organizations.actors import Actor
from products.models import DataProduct, UsageGroup, UsagePattern
from products.promises.usage_patterns.kinds import check_group, check_patterns


def add_usage_group(*, actor: Actor, draft: UsageGroup, patterns: Iterable[UsagePattern] = ()) -> UsageGroup:
    """A new group of `patterns` of its product that ask for the same. Raises as kinds.add and
    group_patterns."""
    product, members = draft.product, list(patterns)
    check_edit_discovery(actor, product.discovery)
    _check_members(product, members)
    with kinds.writing(actor, "added", draft):
        sent_before = kinds.added_already(draft, product_id=product.pk)
        if sent_before is not None:
            own = {(pattern.uuid,) for pattern in members}
            artifacts.check_was_written_with(sent_before, UsagePattern, ["uuid"], own, group=sent_before)
            return sent_before
        group = kinds.insert(draft)
        for pattern in members:
            artifacts.change(pattern, group=group)
    return group


def group_patterns(
    *, actor: Actor, product: DataProduct, group: UsageGroup | None, patterns: Iterable[UsagePattern]
) -> Operation:
    """Put the patterns into the group, or with None into none. Raises NotAllowed, Invalid for what belongs to
    another product, and NotFound for a pattern or group that was deleted meanwhile."""
    members = list(patterns)
    check_edit_discovery(actor, product.discovery)
    _check_members(product, members)
    check_group(product.pk, group)
    with operation(actor, "usage_patterns.grouped", summary=product.name, place=product.discovery) as current:
        if group is not None:
            artifacts.locked(group)
        for pattern in members:
            artifacts.change(pattern, group=group)
    return current


def _check_members(product: DataProduct, patterns: Iterable[UsagePattern]) -> None:
    check_patterns(product.pk, *patterns)
    if any(pattern.deleted_at is not None for pattern in patterns):
        raise NotFound(_("This was deleted in the meantime."))
