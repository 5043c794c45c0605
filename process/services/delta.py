"""The Data Mesh delta: visits, and what was scored on each."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid, Stale
from discovery import permissions
from discovery.actors import Actor
from discovery.models import ActionItem, Discovery, Operation
from discovery.services import artifacts, captures
from discovery.services.operations import operation
from process.models import DeltaDimension, DeltaScore, DeltaVisit
from process.shipped import DIMENSIONS

MOST = 5
"""The top of the scale."""


def begin_delta(*, actor: Actor, discovery: Discovery) -> Operation:
    """Add the shipped dimensions that the delta does not have and, when there is none, the first visit, of
    today; the operation, for undo."""
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "delta.begun", summary=discovery.name, discovery=discovery) as begun:
        artifacts.locked(discovery)
        rows = DeltaDimension.objects.filter(discovery=discovery)
        held = set(rows.values_list("key", flat=True))
        place = artifacts.next_position(rows)
        missing = [each for each in DIMENSIONS if each.key not in held]
        for number, each in enumerate(missing, place):
            artifacts.add(
                DeltaDimension,
                discovery=discovery,
                stream=each.stream,
                key=each.key,
                name=str(each.name),
                description=str(each.description),
                position=number,
            )
        if not DeltaVisit.objects.filter(discovery=discovery).exists():
            artifacts.add(DeltaVisit, discovery=discovery, name=_("Discovery"), held_on=timezone.localdate())
    return begun


# --- Visits ---------------------------------------------------------------------------------------


def add_visit(
    *, actor: Actor, discovery: Discovery, name: str, held_on: date, uuid: UUID | None = None
) -> DeltaVisit:
    """Look at the delta again. What was wanted on the visit before `held_on` is wanted still, with the
    actions that came of it; where the domain is today is to be said anew. `uuid` is the
    one that the form chose: sent again, it is the same visit."""
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "delta.visit_added", summary=name, discovery=discovery):
        artifacts.locked(discovery)
        if held := artifacts.added_already(DeltaVisit, uuid, discovery_id=discovery.pk):
            return held
        visits = DeltaVisit.objects.filter(discovery=discovery, held_on__lte=held_on)
        last = visits.order_by("held_on", "pk").last()
        visit = artifacts.add(DeltaVisit, uuid=uuid, discovery=discovery, name=name, held_on=held_on)
        scores = DeltaScore.objects.filter(visit=last, dimension__deleted_at=None) if last else ()
        for score in scores:
            if score.wanted is not None or score.action_id is not None:
                artifacts.add(
                    DeltaScore,
                    visit=visit,
                    dimension_id=score.dimension_id,
                    wanted=score.wanted,
                    action_id=score.action_id,
                )
    return visit


def change_visit(
    *, actor: Actor, visit: DeltaVisit, revision: int | None = None, **fields: Any
) -> DeltaVisit:
    """`fields`: name, held_on. Raises Stale."""
    permissions.check_edit_discovery(actor, visit.discovery)
    summary = fields.get("name", visit.name)
    with operation(actor, "delta.visit_changed", summary=summary, discovery=visit.discovery):
        return artifacts.change(visit, revision=revision, **fields)


def delete_visit(*, actor: Actor, visit: DeltaVisit) -> Operation:
    """Into the trash, with what was scored on it. Actions that came of it stay."""
    permissions.check_edit_discovery(actor, visit.discovery)
    with operation(actor, "delta.visit_deleted", summary=visit.name, discovery=visit.discovery) as deleted:
        artifacts.trash(*visit.scores.all(), visit)
    return deleted


# --- Scores ---------------------------------------------------------------------------------------


def score_dimension(
    *,
    actor: Actor,
    visit: DeltaVisit,
    dimension: DeltaDimension,
    today: int | None,
    wanted: int | None,
    evidence: str = "",
    revision: int | None = None,
) -> DeltaScore:
    """Say where the domain is and wants to be, 0 to 5 each, None for not said.

    `revision` is that of the score that the person saw, None when there was none. Raises Stale when somebody
    scored it since, Invalid for numbers out of range and a dimension of another discovery.
    """
    permissions.check_edit_discovery(actor, visit.discovery)
    if dimension.discovery_id != visit.discovery_id:
        raise Invalid(_("This dimension belongs to another discovery."))
    if any(number is not None and not 0 <= number <= MOST for number in (today, wanted)):
        raise Invalid(_("Where the domain is and wants to be is given from 0 to 5."))
    fields: dict[str, Any] = {"today": today, "wanted": wanted, "evidence": evidence}
    with operation(actor, "delta.scored", summary=dimension.name, discovery=visit.discovery):
        # Two who score it first at once: the second waits here, and then sees the first.
        artifacts.locked(visit)
        artifacts.locked(dimension)
        held = DeltaScore.objects.filter(visit=visit, dimension=dimension).first()
        if held is None:
            return artifacts.add(DeltaScore, visit=visit, dimension=dimension, **fields)
        if revision is None:
            raise Stale(_("Somebody else scored this while you were at it."), held)
        return artifacts.change(held, revision=revision, **fields)


def make_action(*, actor: Actor, score: DeltaScore, **fields: Any) -> ActionItem:
    """An action that closes the gap, in the stream of its dimension; `fields` are its title, owner and so on.

    Raises Conflict when there is one already.
    """
    discovery = score.visit.discovery
    action = ActionItem(discovery=discovery, **fields)
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "delta.action_made", summary=action.title, discovery=discovery):
        current = artifacts.locked(score)
        if current.action is not None and current.action.deleted_at is None:
            raise Conflict(_("There is an action for this gap already."))
        action.stream = score.dimension.stream
        made = captures.add(actor=actor, draft=action)
        artifacts.change(current, action=made)
    return made
