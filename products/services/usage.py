"""Usage patterns of a product, and the groups that ask for the same.

Editors write them on the product's page, people in the room while a workshop is at it. Operations name the
product, never what a pattern says: in a room it may be hidden until the reveal, from the timeline too.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from core.exceptions import NotAllowed, NotFound, SentOtherwise
from core.models import Operation
from core.services import artifacts, kinds
from organizations.actors import Actor
from products.kinds.usage import check_group, check_patterns
from products.models import DataProduct, UsageGroup, UsagePattern
from products.permissions import check_edit_products
from products.services.room import writing
from workshops.actors import participant_behind
from workshops.models import Activity
from workshops.permissions import check_write


def add_usage_pattern(
    *,
    actor: Actor,
    product: DataProduct,
    activity: Activity | None = None,
    uuid: UUID | None = None,
    **said: Any,
) -> UsagePattern:
    """A new pattern after the others; `said` are its fields. A participant may add one while `activity` is
    where their room is.

    `uuid` is the one that the device chose: sent again, because the answer was lost, it is the same pattern.
    Raises Invalid as kinds.add, Conflict when the room has moved on, and SentOtherwise when the pattern is
    somebody else's.
    """
    draft = UsagePattern(product=product, activity=activity, uuid=uuid or uuid4(), **said)
    draft.author, draft.participant = actor.author, participant_behind(actor)
    with _writing(actor, "usage_pattern.added", product, activity, draft.uuid):
        sent_before = kinds.added_already(draft, product_id=product.pk)
        if sent_before is None:
            return kinds.insert(draft)
        if participant_behind(actor) is not None and sent_before.author != actor.author:
            raise SentOtherwise
        return sent_before


def change_usage_pattern(
    *, actor: Actor, pattern: UsagePattern, revision: int | None = None, **fields: Any
) -> UsagePattern:
    """A participant changes what they wrote themselves, while the room is at its activity.

    Raises as add_usage_pattern, NotAllowed for somebody else's pattern, and Stale.
    """
    _check_own(actor, pattern)
    with _writing(actor, "usage_pattern.changed", pattern.product, pattern.activity, pattern.uuid):
        return kinds.update(pattern, revision=revision, **fields)


def delete_usage_pattern(*, actor: Actor, pattern: UsagePattern) -> Operation:
    """The pattern goes to the trash; what was promised from it stays. Raises as change_usage_pattern."""
    _check_own(actor, pattern)
    with _writing(actor, "usage_pattern.deleted", pattern.product, pattern.activity, pattern.uuid) as deleted:
        kinds.trash(pattern)
    return deleted


# --- Groups ---------------------------------------------------------------------------------------


def add_usage_group(*, actor: Actor, draft: UsageGroup, patterns: Iterable[UsagePattern] = ()) -> UsageGroup:
    """A new group of `patterns` of its product that ask for the same. Raises as kinds.add and
    group_patterns."""
    product, members = draft.product, list(patterns)
    check_edit_products(actor, product.discovery)
    _check_members(product, members)
    with kinds.writing(actor, "added", draft):
        sent_before = kinds.added_already(draft, product_id=product.pk)
        if sent_before is not None:
            own = {(pattern.uuid,) for pattern in members}
            artifacts.check_was_written_with(sent_before, UsagePattern, ["uuid"], own, group=sent_before)
            return sent_before
        made = kinds.insert(draft)
        for pattern in members:
            artifacts.change(pattern, group=made)
    return made


def group_patterns(
    *,
    actor: Actor,
    product: DataProduct,
    group: UsageGroup | None,
    patterns: Iterable[UsagePattern],
    activity: Activity | None = None,
) -> Operation:
    """Put the patterns into the group, or with None into none. Raises Invalid for what belongs to another
    product, NotFound for a pattern or group that was deleted meanwhile."""
    members = list(patterns)
    _check_members(product, members)
    check_group(product.pk, group)
    with _writing(
        actor, "usage_patterns.grouped", product, activity, *(pattern.uuid for pattern in members)
    ) as done:
        if group is not None:
            artifacts.locked(group)
        for pattern in members:
            artifacts.change(pattern, group=group)
    return done


# --- What must hold -------------------------------------------------------------------------------


def _writing(
    actor: Actor, verb: str, product: DataProduct, activity: Activity | None, *items: UUID
) -> AbstractContextManager[Operation]:
    return writing(actor, verb, product.discovery, activity, *items, summary=product.name)


def _check_own(actor: Actor, pattern: UsagePattern) -> None:
    check_write(actor, pattern.product.discovery, pattern.activity)
    if participant_behind(actor) is not None and pattern.author != actor.author:
        raise NotAllowed(_("Only the person who wrote this may change it here."))


def _check_members(product: DataProduct, patterns: Iterable[UsagePattern]) -> None:
    check_patterns(product.pk, *patterns)
    if any(pattern.deleted_at is not None for pattern in patterns):
        raise NotFound(_("This was deleted in the meantime."))
