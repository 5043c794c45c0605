"""Usage patterns as a room writes them: only while the activity takes them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict
from core.models import Operation
from core.services import artifacts, kinds, operation
from organizations.actors import Actor
from products.models import UsageGroup, UsagePattern
from products.promises.usage_patterns.kinds import USAGE_PATTERN
from products.selectors.room_products import product_at
from products.services.room_writes import writing
from workshops import permissions
from workshops.actors import participant_behind
from workshops.contributions.services import Contribution, deciding, of_author, take
from workshops.models import Activity
from workshops.services.note_groups import group_to_join


class UsagePatterns(Contribution[UsagePattern]):
    """Expectations of people in a room of the product that it works on."""

    model = UsagePattern
    noun = USAGE_PATTERN.noun

    def add(self, actor: Actor, activity: Activity, uuid: UUID, **fields: Any) -> UsagePattern:
        product = product_at(activity)
        if product is None:
            raise Conflict(_("No data product yet. Ask the facilitator to choose one."))
        draft = UsagePattern(uuid=uuid, product=product, activity=activity, **fields)
        draft.author, draft.participant = actor.author, participant_behind(actor)
        return _notified(kinds.insert(draft))

    def check_same(self, row: UsagePattern, **fields: Any) -> None:
        draft = UsagePattern(product=row.product, **fields)
        artifacts.check_was_added_with(row, kinds.values_of_draft(draft))


CONTRIBUTION = UsagePatterns()


def write_pattern(*, actor: Actor, activity: Activity, uuid: UUID, **fields: Any) -> UsagePattern:
    """Adds an expectation of someone in the room; `fields` are those of the pattern. Raises as
    `contributions.take`, Invalid, and Conflict while no product is chosen."""
    return take(CONTRIBUTION, actor=actor, activity=activity, uuid=uuid, **fields).row


def rewrite_pattern(
    *, actor: Actor, activity: Activity, uuid: UUID, revision: int | None = None, **fields: Any
) -> UsagePattern:
    """Changes one's own pattern. Raises as `contributions.take`, Invalid and Stale."""
    with of_author(CONTRIBUTION, "changed", actor=actor, activity=activity, uuid=uuid) as (own, _operation):
        return _notified(kinds.update(own.row, revision=revision, **fields))


def drop_pattern(*, actor: Actor, activity: Activity, uuid: UUID) -> Operation:
    """Delete one's own pattern; returns the operation, for undo. Raises as `contributions.take`."""
    with of_author(CONTRIBUTION, "deleted", actor=actor, activity=activity, uuid=uuid) as (own, current):
        kinds.trash(_notified(own.row))
    return current


def remove_pattern(*, actor: Actor, pattern: UsagePattern) -> Operation:
    """The facilitator takes a pattern off the board; returns the operation, for undo. Raises NotAllowed and
    NotFound."""
    with deciding(CONTRIBUTION, "deleted", actor=actor, row=pattern) as (row, current):
        kinds.trash(row)
    return current


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
        # The console shows how many groups have no name.
        revision = live.publish_change(workshop.pk, *(["progress"] if is_new else []), keys={"items": keys})
        row = UsagePattern.objects.filter(activity=activity, uuid=pattern).select_related("product").first()
        if row is None:
            raise Conflict(_("This usage pattern was deleted in the meantime."))
        artifacts.change(row, group=group_to_join(UsageGroup, group, is_new=is_new, product=row.product))
    return revision


def name_group(
    *, actor: Actor, activity: Activity, group: UsageGroup, name: str, revision: int | None = None
) -> UsageGroup:
    """Renames a group. Raises NotAllowed and Stale."""
    permissions.check_facilitate_workshop(actor, activity.track.workshop)
    if group.name == name:
        return group
    product = group.product
    with writing(actor, "usage_group.changed", product.discovery, activity, group.uuid, summary=product.name):
        live.publish_change(activity.track.workshop_id, "progress")
        return kinds.update(group, revision=revision, name=name)


def dissolve_group(*, actor: Actor, activity: Activity, group: UsageGroup) -> Operation:
    """The group goes to the trash, its patterns stay."""
    product, members = group.product, group.patterns.values_list("uuid", flat=True)
    items = (group.uuid, *members)
    with writing(
        actor, "usage_group.deleted", product.discovery, activity, *items, summary=product.name
    ) as current:
        kinds.trash(group)
    return current


def _notified(pattern: UsagePattern) -> UsagePattern:
    """The pattern; the other phones of its author show it again."""
    if pattern.activity is not None and pattern.participant is not None:
        live.notify(pattern.activity.track.workshop_id, str(pattern.participant.uuid))
    return pattern
