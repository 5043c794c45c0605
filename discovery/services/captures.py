"""What is captured from anywhere in a discovery: the parking lot, actions, questions and risks.

Editors of the discovery capture at any time; the people in a room while their workshop is live, and each item
says who said it. What is captured in a workshop appears on its console at once.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict, TypeVar, Unpack
from uuid import UUID

from django.utils.translation import gettext as _

import live
from core.exceptions import Invalid
from discovery import permissions, policies
from discovery.actors import Actor
from discovery.models import (
    ActionItem,
    Activity,
    Discovery,
    Operation,
    ParkingLotItem,
    Person,
    Question,
    Risk,
    Workshop,
)
from discovery.models.discovery import StreamKind
from discovery.models.outcomes import ActionState, Captured, Level
from discovery.selectors.questions import LIST
from discovery.services import artifacts
from discovery.services.operations import operation

C = TypeVar("C", bound=Captured)

# How the verbs of operations name them.
NOUNS: dict[type[Captured], str] = {
    ParkingLotItem: "parking_lot_item",
    ActionItem: "action",
    Question: "question",
    Risk: "risk",
}


class CameUp(TypedDict, total=False):
    """Where something came up, and who said it: by default the actor. What was added with the same `uuid`
    before is returned as it is."""

    workshop: Workshop | None
    activity: Activity | None
    captured_by: str | None
    uuid: UUID | None


# --- Adding ---------------------------------------------------------------------------------------


def add_parking_lot_item(
    *,
    actor: Actor,
    discovery: Discovery,
    title: str,
    detail: str = "",
    **came_up: Unpack[CameUp],
) -> ParkingLotItem:
    """Set something aside for later.

    This and the other `add_…` raise NotAllowed, NotFound, Invalid when the workshop belongs to another
    discovery, and Conflict when a guest's workshop is not live.
    """
    return _add(
        ParkingLotItem,
        actor,
        discovery,
        came_up,
        title=title,
        detail=detail,
    )


def add_action_item(
    *,
    actor: Actor,
    discovery: Discovery,
    title: str,
    detail: str = "",
    owner: Person | None = None,
    owner_name: str = "",
    due: date | None = None,
    stream: str = "",
    **came_up: Unpack[CameUp],
) -> ActionItem:
    """Who does what until when. `owner` is a person of the discovery's organization, `owner_name` anybody
    else; `stream` is a StreamKind or ""."""
    _check_owner(discovery, owner)
    _check_stream(stream)
    return _add(
        ActionItem,
        actor,
        discovery,
        came_up,
        title=title,
        detail=detail,
        owner=owner,
        owner_name="" if owner else owner_name,
        due=due,
        stream=stream,
    )


def add_question(
    *,
    actor: Actor,
    discovery: Discovery,
    title: str,
    detail: str = "",
    answer: str = "",
    **came_up: Unpack[CameUp],
) -> Question:
    """A question, open until it has an `answer`. Those of a question list are asked in services.questions."""
    return _add(
        Question,
        actor,
        discovery,
        came_up,
        title=title,
        detail=detail,
        answer=answer,
    )


def add_risk(
    *,
    actor: Actor,
    discovery: Discovery,
    title: str,
    detail: str = "",
    likelihood: int = Level.MEDIUM,
    impact: int = Level.MEDIUM,
    mitigation: str = "",
    **came_up: Unpack[CameUp],
) -> Risk:
    """What may go wrong; `likelihood` and `impact` are Levels, 1 to 3."""
    _check_levels(likelihood, impact)
    return _add(
        Risk,
        actor,
        discovery,
        came_up,
        title=title,
        detail=detail,
        likelihood=likelihood,
        impact=impact,
        mitigation=mitigation,
    )


def _add(
    model: type[C],
    actor: Actor,
    discovery: Discovery,
    came_up: CameUp,
    **fields: Any,
) -> C:
    workshop, activity, uuid = came_up.get("workshop"), came_up.get("activity"), came_up.get("uuid")
    captured_by = came_up.get("captured_by")
    _check_capture(actor, discovery, workshop, activity)
    if held := artifacts.added_already(model, uuid, discovery_id=discovery.pk):
        return held
    verb = f"{NOUNS[model]}.added"
    with operation(actor, verb, summary=fields["title"], discovery=discovery, workshop=workshop):
        if workshop is not None:
            live.changed(workshop.pk, "captures")
        if held := artifacts.added_already(model, uuid, discovery_id=discovery.pk):
            return held  # by the same request, which came a moment before
        if workshop is not None and not actor.is_trusted and actor.account is None:
            policies.check_is_live(Workshop.objects.get(pk=workshop.pk))
        return artifacts.add(
            model,
            **({"uuid": uuid} if uuid else {}),
            discovery=discovery,
            workshop=workshop,
            activity=activity,
            captured_by=(actor.label if captured_by is None else captured_by)[:200],
            **fields,
        )


# --- Changing, settling, deleting -----------------------------------------------------------------


def change_parking_lot_item(
    *, actor: Actor, item: ParkingLotItem, revision: int | None = None, **fields: Any
) -> ParkingLotItem:
    """`fields`: title, detail, is_settled. For this and the other `change_…`: raises Stale when somebody
    changed it since `revision`."""
    return _change(actor, item, revision, fields)


def change_action_item(
    *, actor: Actor, action: ActionItem, revision: int | None = None, **fields: Any
) -> ActionItem:
    """`fields`: title, detail, owner, owner_name, due, stream, state."""
    if owner := fields.get("owner"):
        _check_owner(action.discovery, owner)
        fields["owner_name"] = ""
    _check_stream(fields.get("stream", ""))
    return _change(actor, action, revision, fields)


def change_question(
    *, actor: Actor, question: Question, revision: int | None = None, **fields: Any
) -> Question:
    """`fields`: title, detail, answer."""
    return _change(actor, question, revision, fields)


def change_risk(*, actor: Actor, risk: Risk, revision: int | None = None, **fields: Any) -> Risk:
    """`fields`: title, detail, likelihood, impact, mitigation."""
    _check_levels(fields.get("likelihood", Level.LOW), fields.get("impact", Level.LOW))
    return _change(actor, risk, revision, fields)


def settle_parking_lot_item(*, actor: Actor, item: ParkingLotItem, is_settled: bool = True) -> ParkingLotItem:
    """Nobody has to come back to it; or, with False, somebody has to again."""
    return _change(actor, item, None, {"is_settled": is_settled}, "settled" if is_settled else "reopened")


def set_action_state(*, actor: Actor, action: ActionItem, state: str) -> ActionItem:
    """`state` is an ActionState: done, dropped, or open again. Raises Invalid for anything else."""
    if state not in ActionState.values:
        raise Invalid(_("There is no such state."))
    said = {ActionState.DONE: "done", ActionState.DROPPED: "dropped", ActionState.OPEN: "reopened"}
    return _change(actor, action, None, {"state": state}, said[ActionState(state)])


def answer_question(
    *, actor: Actor, question: Question, answer: str, revision: int | None = None
) -> Question:
    """Answer it, or with "" open it again."""
    return _change(actor, question, revision, {"answer": answer}, "answered" if answer else "reopened")


def delete_capture(*, actor: Actor, item: Captured) -> Operation:
    """Put any of them into the trash; the operation to undo."""
    permissions.check_edit_discovery(actor, item.discovery)
    verb = f"{NOUNS[type(item)]}.deleted"
    with operation(
        actor, verb, summary=item.title, discovery=item.discovery, workshop=item.workshop
    ) as deleted:
        _tell_room(item)
        artifacts.trash(item)
    return deleted


def _change(
    actor: Actor, item: C, revision: int | None, fields: dict[str, Any], action: str = "changed"
) -> C:
    permissions.check_edit_discovery(actor, item.discovery)
    title = fields.get("title", item.title)
    with operation(
        actor,
        f"{NOUNS[type(item)]}.{action}",
        summary=title,
        discovery=item.discovery,
        workshop=item.workshop,
    ):
        _tell_room(item)
        return artifacts.change(item, revision=revision, **fields)


def tell_list(activity: Activity, question: UUID) -> int:
    """Screens show this question of the activity's list, and the order of all, anew; the room's revision."""
    return live.changed(activity.track.workshop_id, "progress", keys={"items": [str(question), LIST]})


def _tell_room(item: Captured) -> None:
    if isinstance(item, Question) and item.author and item.activity is not None:
        tell_list(item.activity, item.uuid)
    elif item.workshop is not None:
        live.changed(item.workshop.pk, "captures")


# --- Who, and what fits together ------------------------------------------------------------------


def _check_capture(
    actor: Actor, discovery: Discovery, workshop: Workshop | None, activity: Activity | None
) -> None:
    if workshop is not None and workshop.discovery_id != discovery.pk:
        raise Invalid(_("This workshop belongs to another discovery."))
    if activity is not None and (workshop is None or activity.track.workshop_id != workshop.pk):
        raise Invalid(_("This activity belongs to another workshop."))
    if actor.key and activity is not None:
        permissions.check_contribute(actor, activity)
    elif actor.participant is not None and workshop is not None:
        permissions.check_take_part(actor, workshop)
    else:
        permissions.check_edit_discovery(actor, discovery)


def _check_owner(discovery: Discovery, owner: Person | None) -> None:
    if owner is not None and owner.organization_id != discovery.domain.organization_id:
        raise Invalid(_("This person belongs to another organization."))


def _check_stream(stream: str) -> None:
    if stream and stream not in StreamKind.values:
        raise Invalid(_("There is no such stream."))


def _check_levels(likelihood: int, impact: int) -> None:
    if likelihood not in Level.values or impact not in Level.values:
        raise Invalid(_("Likelihood and impact are low, medium or high."))
