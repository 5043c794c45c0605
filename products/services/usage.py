"""Usage patterns of a product, and the groups that ask for the same.

Editors write them on the product's page, people in the room while a workshop is at it. Operations name the
product, never what a pattern says: in a room it may be hidden until the reveal, from the timeline too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from discovery.actors import Actor
from discovery.models import Activity, Operation
from discovery.services import artifacts
from discovery.services.operations import operation
from products.models import Consumer, DataProduct, UsageGroup, UsagePattern
from products.permissions import check_edit_products, check_write_product
from products.services.room import enter_the_room, workshop_of

ASKED = ("who", "when", "how_often", "how_fresh", "how_complete", "how_fast", "what_breaks")
"""What a pattern says in words, each a field of the model."""


def add_usage_pattern(
    *,
    actor: Actor,
    product: DataProduct,
    consumer: Consumer | None = None,
    who: str = "",
    when: str = "",
    how_often: str = "",
    how_fresh: str = "",
    how_complete: str = "",
    how_fast: str = "",
    what_breaks: str = "",
    group: UsageGroup | None = None,
    activity: Activity | None = None,
    uuid: UUID | None = None,
) -> UsagePattern:
    """A new pattern after the others. A participant may add one while `activity` is where their room is.

    `uuid` is the one that the form or device chose: sent again, because the answer was lost, it is the same
    pattern. Raises Invalid for one that says nothing, for a consumer of another domain and a group of another
    product; Conflict when the room has moved on.
    """
    check_write_product(actor, product.discovery, activity)
    said = {
        "who": who,
        "when": when,
        "how_often": how_often,
        "how_fresh": how_fresh,
        "how_complete": how_complete,
        "how_fast": how_fast,
        "what_breaks": what_breaks,
    }
    _check_says_something(consumer, said)
    _check_place(product, consumer, group)
    with operation(
        actor,
        "usage_pattern.added",
        summary=product.name,
        discovery=product.discovery,
        workshop=workshop_of(activity),
    ):
        uuid = uuid or uuid4()
        enter_the_room(actor, activity, uuid)
        artifacts.locked(product)  # a merge or a deletion runs before or after this
        sent_before = artifacts.added_already(UsagePattern, uuid, product_id=product.pk)
        if sent_before is not None:
            if actor.participant is not None and sent_before.author != actor.author:
                raise Conflict(_("This was sent before. Open the form again for another one."))
            return sent_before
        return artifacts.add(
            UsagePattern,
            uuid=uuid,
            product=product,
            consumer=consumer,
            group=group,
            activity=activity,
            author=actor.author,
            participant=actor.participant,
            position=artifacts.next_position(UsagePattern.objects.filter(product=product)),
            **said,
        )


def change_usage_pattern(
    *,
    actor: Actor,
    pattern: UsagePattern,
    revision: int | None = None,
    activity: Activity | None = None,
    **fields: Any,
) -> UsagePattern:
    """`fields` are `consumer`, `group` and those of ASKED. A participant changes what they wrote themselves,
    while the room is at its activity.

    Raises as add_usage_pattern, NotAllowed for somebody else's pattern, and Stale.
    """
    _check_change(actor, pattern)
    said = {name: fields.get(name, getattr(pattern, name)) for name in ASKED}
    consumer = fields.get("consumer", pattern.consumer)
    _check_says_something(consumer, said)
    _check_place(pattern.product, consumer, fields.get("group"))
    with operation(
        actor,
        "usage_pattern.changed",
        summary=pattern.product.name,
        discovery=pattern.product.discovery,
        workshop=workshop_of(activity or pattern.activity),
    ):
        enter_the_room(actor, pattern.activity or activity, pattern.uuid)
        return artifacts.change(pattern, revision=revision, **fields)


def delete_usage_pattern(*, actor: Actor, pattern: UsagePattern) -> Operation:
    """The pattern goes to the trash; what was promised from it stays. Raises as change_usage_pattern."""
    _check_change(actor, pattern)
    with operation(
        actor,
        "usage_pattern.deleted",
        summary=pattern.product.name,
        discovery=pattern.product.discovery,
        workshop=workshop_of(pattern.activity),
    ) as done:
        enter_the_room(actor, pattern.activity, pattern.uuid)
        artifacts.trash(pattern)
    return done


def reorder_usage_patterns(*, actor: Actor, product: DataProduct, order: Sequence[UUID]) -> Operation:
    """Raises Conflict when `order` names a pattern that is gone."""
    check_edit_products(actor, product.discovery)
    with operation(
        actor, "usage_patterns.reordered", summary=product.name, discovery=product.discovery
    ) as done:
        artifacts.reorder(UsagePattern.objects.filter(product=product), order)
    return done


# --- Groups ---------------------------------------------------------------------------------------


def add_usage_group(
    *,
    actor: Actor,
    product: DataProduct,
    name: str,
    patterns: Iterable[UsagePattern] = (),
    activity: Activity | None = None,
    uuid: UUID | None = None,
) -> UsageGroup:
    """A group of `patterns` of the product that ask for the same. Raises Invalid for patterns of another
    product, Conflict when the room has moved on."""
    check_write_product(actor, product.discovery, activity)
    members = list(patterns)
    _check_members(product, members)
    with operation(
        actor,
        "usage_group.added",
        summary=product.name,
        discovery=product.discovery,
        workshop=workshop_of(activity),
    ):
        uuid = uuid or uuid4()
        enter_the_room(actor, activity, uuid, *(pattern.uuid for pattern in members))
        artifacts.locked(product)  # a merge or a deletion runs before or after this
        sent_before = artifacts.added_already(UsageGroup, uuid, product_id=product.pk)
        if sent_before is not None:
            return sent_before
        made = artifacts.add(
            UsageGroup,
            uuid=uuid,
            product=product,
            name=name,
            position=artifacts.next_position(UsageGroup.objects.filter(product=product)),
        )
        for pattern in members:
            artifacts.change(pattern, group=made)
    return made


def change_usage_group(
    *,
    actor: Actor,
    group: UsageGroup,
    name: str,
    revision: int | None = None,
    activity: Activity | None = None,
) -> UsageGroup:
    """Another name. Raises Stale."""
    check_write_product(actor, group.product.discovery, activity)
    with operation(
        actor,
        "usage_group.changed",
        summary=group.product.name,
        discovery=group.product.discovery,
        workshop=workshop_of(activity),
    ):
        enter_the_room(actor, activity, group.uuid)
        return artifacts.change(group, revision=revision, name=name)


def delete_usage_group(*, actor: Actor, group: UsageGroup, activity: Activity | None = None) -> Operation:
    """The group goes to the trash, its patterns stay and belong to no group."""
    check_write_product(actor, group.product.discovery, activity)
    with operation(
        actor,
        "usage_group.deleted",
        summary=group.product.name,
        discovery=group.product.discovery,
        workshop=workshop_of(activity),
    ) as done:
        members = list(UsagePattern.objects.filter(group=group))
        enter_the_room(actor, activity, group.uuid, *(pattern.uuid for pattern in members))
        for pattern in members:
            artifacts.change(pattern, group=None)
        artifacts.trash(group)
    return done


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
    check_write_product(actor, product.discovery, activity)
    members = list(patterns)
    _check_members(product, members)
    _check_place(product, None, group)
    with operation(
        actor,
        "usage_patterns.grouped",
        summary=product.name,
        discovery=product.discovery,
        workshop=workshop_of(activity),
    ) as done:
        enter_the_room(actor, activity, *(pattern.uuid for pattern in members))
        if group is not None:
            artifacts.locked(group)
        for pattern in members:
            artifacts.change(pattern, group=group)
    return done


# --- What must hold -------------------------------------------------------------------------------


def _check_change(actor: Actor, pattern: UsagePattern) -> None:
    check_write_product(actor, pattern.product.discovery, pattern.activity)
    if actor.participant is not None and pattern.author != actor.author:
        raise NotAllowed(_("Only the person who wrote this may change it here."))


def _check_says_something(consumer: Consumer | None, said: dict[str, str]) -> None:
    if consumer is None and not any(said.values()):
        raise Invalid(_("Say at least who uses the product, or what they expect of it."))


def _check_place(product: DataProduct, consumer: Consumer | None, group: UsageGroup | None) -> None:
    if consumer is not None and consumer.domain_id != product.domain_id:
        raise Invalid(_("This consumer belongs to another domain."))
    if group is not None and group.product_id != product.pk:
        raise Invalid(_("This group belongs to another data product."))


def _check_members(product: DataProduct, patterns: Iterable[UsagePattern]) -> None:
    if any(pattern.product_id != product.pk for pattern in patterns):
        raise Invalid(_("This usage pattern belongs to another data product."))
    if any(pattern.deleted_at is not None for pattern in patterns):
        raise NotFound(_("This was deleted in the meantime."))
