"""Usage patterns as a room writes them: only while the activity takes them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, SentOtherwise
from core.models import Operation
from core.services import artifacts, kinds
from core.services.operations import operation
from organizations.actors import Actor
from products.models import UsageGroup, UsagePattern
from products.selectors.room_products import product_at
from products.services import usage
from products.services.room import writing
from workshops import permissions
from workshops.models import Activity, Workshop
from workshops.policies import check_takes_contributions
from workshops.services.note_groups import group_to_join


def write_pattern(*, actor: Actor, activity: Activity, uuid: UUID, **said: Any) -> UsagePattern:
    """What somebody in the room expects of the product that the room is at; `said` is what
    usage.add_usage_pattern takes. Sent twice under one `uuid`, it is there once.

    Raises as usage.add_usage_pattern, and Conflict while no patterns are taken.
    """
    permissions.check_contribute(actor, activity)
    workshop = activity.track.workshop
    with operation(actor, "usage_pattern.added", summary=activity.title, place=workshop) as done:
        live.changed(workshop.pk, "progress")
        known = UsagePattern.everything.filter(uuid=uuid).first()
        if known is not None:
            if known.activity_id != activity.pk or known.author != actor.author:
                raise SentOtherwise
            sent = UsagePattern(product=known.product, **said)
            artifacts.check_was_added_with(known, kinds.said_by(sent))
            done.was_sent_before = True
            return known
        product = product_at(check_takes_contributions(activity))
        if product is None:
            raise Conflict(_("There is no data product yet. Ask the facilitator to choose one."))
        made = usage.add_usage_pattern(actor=actor, activity=activity, product=product, uuid=uuid, **said)
        _tell_author(made)
    return made


def rewrite_pattern(
    *, actor: Actor, pattern: UsagePattern, revision: int | None = None, **said: Any
) -> UsagePattern:
    """Other words for a pattern of one's own. Raises as usage.change_usage_pattern, and Conflict while no
    patterns are taken."""
    with operation(actor, "usage_pattern.changed", summary=pattern.product.name, place=_room_of(pattern)):
        _enter(pattern)
        changed = usage.change_usage_pattern(actor=actor, pattern=pattern, revision=revision, **said)
        _tell_author(changed)
    return changed


def drop_pattern(*, actor: Actor, pattern: UsagePattern) -> Operation:
    """Take back a pattern of one's own. Raises as rewrite_pattern."""
    with operation(
        actor, "usage_pattern.deleted", summary=pattern.product.name, place=_room_of(pattern)
    ) as done:
        _enter(pattern)
        usage.delete_usage_pattern(actor=actor, pattern=pattern)
        _tell_author(pattern)
    return done


def put_into_group(
    *, actor: Actor, activity: Activity, pattern: UUID, group: UUID | None, is_new: bool = False
) -> int:
    """The facilitator puts a pattern into a group of its product, or with None into none; the room's
    revision. With `is_new` the group is made, under the uuid that the screen gave it: sent twice, it is there
    once.

    Raises NotAllowed, and Conflict when the pattern or the group is gone.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "usage_patterns.grouped", summary=activity.title, place=workshop):
        keys = [str(pattern), *([str(group)] if group else [])]
        revision = live.changed(workshop.pk, keys={"items": keys})
        row = UsagePattern.objects.filter(activity=activity, uuid=pattern).select_related("product").first()
        if row is None:
            raise Conflict(_("This usage pattern was deleted in the meantime."))
        artifacts.change(row, group=group_to_join(UsageGroup, group, is_new=is_new, product=row.product))
    return revision


def name_group(
    *, actor: Actor, activity: Activity, group: UsageGroup, name: str, revision: int | None = None
) -> UsageGroup:
    """What a group is called. Raises NotAllowed and Stale."""
    permissions.check_facilitate_workshop(actor, activity.track.workshop)
    if group.name == name:
        return group
    product = group.product
    with writing(actor, "usage_group.changed", product.discovery, activity, group.uuid, summary=product.name):
        return kinds.update(group, revision=revision, name=name)


def dissolve_group(*, actor: Actor, activity: Activity, group: UsageGroup) -> Operation:
    """The group goes to the trash, its patterns stay. Returns the operation, for undo."""
    product, members = group.product, group.patterns.values_list("uuid", flat=True)
    items = (group.uuid, *members)
    with writing(
        actor, "usage_group.deleted", product.discovery, activity, *items, summary=product.name
    ) as done:
        kinds.trash(group)
    return done


def _room_of(pattern: UsagePattern) -> Workshop | None:
    return pattern.activity.track.workshop if pattern.activity else None


def _enter(pattern: UsagePattern) -> None:
    if pattern.activity is not None:
        live.changed(pattern.activity.track.workshop_id, "progress")
        check_takes_contributions(pattern.activity)


def _tell_author(pattern: UsagePattern) -> None:
    if pattern.activity is not None and pattern.participant is not None:
        live.notify(pattern.activity.track.workshop_id, str(pattern.participant.uuid))
