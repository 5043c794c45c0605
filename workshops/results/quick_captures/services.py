"""Capturing from anywhere in a discovery: actions, questions, risks, and the parking lot.

Editors of the discovery capture at any time; the people in a room while their workshop is live, and each item
says who said it. What is captured in a workshop appears on its console at once. Changing and deleting follow
from the kinds (outcomes/kinds.py).
"""

from typing import Any, TypeVar

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.kinds import kind_of
from core.models import ActorKind
from core.services import kinds
from discovery import permissions
from organizations.actors import Actor
from workshops import policies
from workshops.actors import participant_behind
from workshops.models import ActionItem, ActionState, CapturedOutcome, ParkingLotItem, Workshop
from workshops.permissions import check_contribute, check_take_part

C = TypeVar("C", bound=CapturedOutcome)


def add(*, actor: Actor, draft: C, captured_by: str | None = None) -> C:
    """The unsaved action, question, risk or parking-lot item, saved. `captured_by` is who said it, by default
    the actor, and no one for the system.

    Raises NotAllowed, NotFound, Invalid, and Conflict when a guest's workshop is not live. A draft with the
    uuid of one that was added before is that one.
    """
    _check_capture(actor, draft)
    said_by = "" if actor.kind == ActorKind.SYSTEM else actor.label
    draft.captured_by = (said_by if captured_by is None else captured_by)[:200]
    with kinds.writing(actor, "added", draft):
        if existing := kinds.added_already(draft, discovery_id=draft.discovery_id):
            return existing
        if draft.workshop is not None and not actor.is_trusted and actor.account is None:
            policies.check_is_live(Workshop.objects.get(pk=draft.workshop.pk))
        return kinds.insert(draft)


def settle_parking_lot_item(*, actor: Actor, item: ParkingLotItem, is_settled: bool = True) -> ParkingLotItem:
    """No one has to come back to it; or, with False, someone has to again."""
    return _change(actor, item, "settled" if is_settled else "reopened", is_settled=is_settled)


def set_action_state(*, actor: Actor, action: ActionItem, state: str) -> ActionItem:
    """`state` is an ActionState: done, dropped, or open again. Raises Invalid for anything else."""
    if state not in ActionState.values:
        raise Invalid(_("Unknown state."))
    verbs = {ActionState.DONE: "done", ActionState.DROPPED: "dropped", ActionState.OPEN: "reopened"}
    return _change(actor, action, verbs[ActionState(state)], state=state)


def _change(actor: Actor, item: C, action: str, **fields: Any) -> C:
    kind_of(item).check_may_edit(actor, item)
    with kinds.writing(actor, action, item):
        return kinds.update(item, **fields)


def _check_capture(actor: Actor, draft: CapturedOutcome) -> None:
    if actor.kind == ActorKind.ANONYMOUS and draft.activity is not None:
        check_contribute(actor, draft.activity)
    elif participant_behind(actor) is not None and draft.workshop is not None:
        check_take_part(actor, draft.workshop)
    else:
        permissions.check_edit_discovery(actor, draft.discovery)
