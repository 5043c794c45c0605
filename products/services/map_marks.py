"""Marking what is missing, doubled or wrong on the map of a discovery's products, and settling it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid, NotFound
from discovery import permissions
from discovery.actors import Actor
from discovery.models import ActionItem, Activity, Operation, Question
from discovery.policies import check_takes_contributions
from discovery.services import artifacts, captures
from discovery.services.operations import operation
from products.models import DataProduct, MapMark, MarkKind
from products.selectors.room_products import products_at

MARKS = "marks"
"""The item of a review that lists the marks."""
MAP = "map"
"""The item of a review that is the map."""


# --- People in the room ---------------------------------------------------------------------------


def add_mark(
    *,
    actor: Actor,
    activity: Activity,
    kind: str,
    text: str,
    product: UUID | None = None,
    uuid: UUID,
) -> MapMark:
    """What somebody in the room noticed: a participant, or the holder of an anonymous key. `uuid` was made
    where it was typed: sent twice, it is there once, and one that was deleted meanwhile stays away.

    Raises NotFound and NotAllowed for people who do not take part, Invalid for a kind that there is not, and
    Conflict when no marks are taken now, or the product is gone.
    """
    permissions.check_contribute(actor, activity)
    if kind not in MarkKind.values:
        raise Invalid(_("Say whether something is missing, doubled or wrong."))
    workshop = activity.track.workshop
    with operation(actor, "map_mark.added", summary=activity.title, workshop=workshop):
        live.changed(workshop.pk, "progress", keys={"items": [MARKS]})
        known = MapMark.everything.filter(uuid=uuid).first()
        if known is not None:
            return _own(known, actor, activity)
        held = check_takes_contributions(activity)
        return artifacts.add(
            MapMark,
            uuid=uuid,
            discovery=workshop.discovery,
            activity=held,
            product=_product(activity, product),
            kind=kind,
            text=text,
            author=actor.author,
            participant=actor.participant,
        )


def delete_mark(*, actor: Actor, activity: Activity, uuid: UUID) -> MapMark:
    """Take back a mark of one's own; twice is as good as once. Raises as add_mark."""
    permissions.check_contribute(actor, activity)
    workshop = activity.track.workshop
    with operation(actor, "map_mark.deleted", summary=activity.title, workshop=workshop):
        live.changed(workshop.pk, "progress", keys={"items": [MARKS]})
        check_takes_contributions(activity)
        mark = MapMark.everything.filter(uuid=uuid).first()
        if mark is None:
            raise NotFound(_("This mark does not exist."))
        artifacts.trash(_own(mark, actor, activity))
    return mark


def _own(mark: MapMark, actor: Actor, activity: Activity) -> MapMark:
    if mark.activity_id != activity.pk or mark.author != actor.author:
        raise NotFound(_("This mark is not yours."))
    return mark


def _product(activity: Activity, uuid: UUID | None) -> DataProduct | None:
    if uuid is None:
        return None
    # Locked: a merge or a deletion runs before or after this.
    product = products_at(activity).select_for_update(of=("self",)).filter(uuid=uuid).first()
    if product is None:
        raise Conflict(_("This data product was deleted meanwhile. Choose another, or none."))
    return product


# --- The facilitator ------------------------------------------------------------------------------


def settle_mark(*, actor: Actor, mark: MapMark, is_settled: bool = True) -> Operation:
    """Mark it as done with, or open it again; the operation, for undo. Raises NotAllowed, NotFound."""
    with _settling(actor, mark, "map_mark.settled" if is_settled else "map_mark.opened") as done:
        artifacts.change(mark, is_settled=is_settled)
    return done


def remove_mark(*, actor: Actor, mark: MapMark) -> Operation:
    """The mark goes to the trash; the operation, for undo. Raises NotAllowed, NotFound."""
    with _settling(actor, mark, "map_mark.deleted") as done:
        artifacts.trash(artifacts.locked(mark))
    return done


def turn_mark(*, actor: Actor, mark: MapMark, into: str) -> tuple[ActionItem | Question, Operation]:
    """Make an "action" or a "question" of the discovery of the mark, which is settled with it; what was made,
    and the operation that undoes both. Raises NotAllowed, NotFound, and Conflict for a settled one."""
    with _settling(actor, mark, "map_mark.turned") as done:
        held = artifacts.locked(mark)
        if held.is_settled:
            raise Conflict(_("This is settled already."))
        title = f"{mark.product.name}: {mark.text}" if mark.product is not None else mark.text
        model = ActionItem if into == "action" else Question
        draft: ActionItem | Question = model(
            discovery=mark.discovery,
            workshop=done.workshop,
            activity=mark.activity,
            title=title[:300],
            detail=str(mark.get_kind_display()),
        )
        who = mark.participant.as_author() if mark.participant else ""
        made = captures.add(actor=actor, draft=draft, captured_by=who)
        artifacts.change(held, is_settled=True)
    return made, done


@contextmanager
def _settling(actor: Actor, mark: MapMark, verb: str) -> Iterator[Operation]:
    if mark.activity is None:
        raise NotFound(_("The activity of this mark does not exist any more."))
    workshop = mark.activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, verb, summary=mark.text, workshop=workshop) as done:
        live.changed(workshop.pk, "progress", keys={"items": [MARKS]})
        yield done
        if mark.participant is not None:
            live.notify(workshop.pk, str(mark.participant.uuid))
