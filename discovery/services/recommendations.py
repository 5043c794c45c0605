"""What a discovery recommends: because of which findings, and which actions carry it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery import permissions
from discovery.actors import Actor
from discovery.models import (
    ActionItem,
    Discovery,
    Finding,
    Operation,
    Recommendation,
    RecommendationAction,
    RecommendationFinding,
)
from discovery.models.discovery import StreamKind
from discovery.services import artifacts, captures
from discovery.services.operations import operation


def add_recommendation(
    *,
    actor: Actor,
    discovery: Discovery,
    title: str,
    stream: str = "",
    detail: str = "",
    findings: Iterable[Finding] = (),
    actions: Iterable[ActionItem] = (),
    uuid: UUID | None = None,
) -> Recommendation:
    """A new recommendation, the last of the list: `findings` are what it rests on, `actions` what carries it
    out. `stream` is a StreamKind, or "" for all of them.

    What was added with the same `uuid` before is returned as it is. Raises Invalid for another stream, and
    for findings and actions of another discovery.
    """
    permissions.check_edit_discovery(actor, discovery)
    _check_stream(stream)
    with operation(actor, "recommendation.added", summary=title, discovery=discovery):
        if held := artifacts.added_already(Recommendation, uuid, discovery_id=discovery.pk):
            return held
        made = artifacts.add(
            Recommendation,
            **({"uuid": uuid} if uuid else {}),
            discovery=discovery,
            title=title,
            stream=stream,
            detail=detail,
            position=artifacts.next_position(Recommendation.objects.filter(discovery=discovery)),
        )
        _rest_on(made, findings)
        _carry_out(made, actions)
        return made


def change_recommendation(
    *, actor: Actor, recommendation: Recommendation, revision: int | None = None, **fields: Any
) -> Recommendation:
    """`fields` are those of add_recommendation; `findings` and `actions` replace those that it has. Raises
    Stale when somebody changed it since `revision`, and as add_recommendation."""
    discovery = recommendation.discovery
    permissions.check_edit_discovery(actor, discovery)
    _check_stream(fields.get("stream", ""))
    findings, actions = fields.pop("findings", None), fields.pop("actions", None)
    summary = fields.get("title", recommendation.title)
    with operation(actor, "recommendation.changed", summary=summary, discovery=discovery):
        changed = artifacts.change(recommendation, revision=revision, **fields)
        moved = False
        if findings is not None:
            moved |= _rest_on(changed, findings)
        if actions is not None:
            moved |= _carry_out(changed, actions)
        # Who has the form open is to notice that what it rests on is another.
        return artifacts.touch(changed) if moved else changed


def delete_recommendation(*, actor: Actor, recommendation: Recommendation) -> Operation:
    """The recommendation goes to the trash; its findings and actions stay."""
    discovery = recommendation.discovery
    permissions.check_edit_discovery(actor, discovery)
    with operation(
        actor, "recommendation.deleted", summary=recommendation.title, discovery=discovery
    ) as deleted:
        artifacts.trash(
            *RecommendationFinding.objects.filter(recommendation=recommendation),
            *RecommendationAction.objects.filter(recommendation=recommendation),
            recommendation,
        )
    return deleted


def reorder_recommendations(*, actor: Actor, discovery: Discovery, order: Sequence[UUID]) -> None:
    """Raises Conflict when `order` names something that is no recommendation here (any more)."""
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "recommendations.reordered", summary=discovery.name, discovery=discovery):
        artifacts.reorder(Recommendation.objects.filter(discovery=discovery), order)


def act_on(*, actor: Actor, recommendation: Recommendation, **fields: Any) -> ActionItem:
    """A new action that carries out the recommendation; `fields` are those of captures.add_action_item."""
    discovery = recommendation.discovery
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "action.added", summary=fields.get("title", ""), discovery=discovery):
        made = captures.add_action_item(actor=actor, discovery=discovery, **fields)
        if not RecommendationAction.objects.filter(recommendation=recommendation, action=made).exists():
            artifacts.add(RecommendationAction, recommendation=artifacts.touch(recommendation), action=made)
    return made


def _rest_on(recommendation: Recommendation, findings: Iterable[Finding]) -> bool:
    """Whether that changed anything."""
    wanted = {finding.pk: finding for finding in findings}
    _check_here(recommendation, wanted.values())
    changed = False
    for link in RecommendationFinding.objects.filter(recommendation=recommendation):
        if wanted.pop(link.finding_id, None) is None:
            artifacts.trash(link)
            changed = True
    for finding in wanted.values():
        artifacts.add(RecommendationFinding, recommendation=recommendation, finding=finding)
        changed = True
    return changed


def _carry_out(recommendation: Recommendation, actions: Iterable[ActionItem]) -> bool:
    """Whether that changed anything."""
    wanted = {action.pk: action for action in actions}
    _check_here(recommendation, wanted.values())
    changed = False
    for link in RecommendationAction.objects.filter(recommendation=recommendation):
        if wanted.pop(link.action_id, None) is None:
            artifacts.trash(link)
            changed = True
    for action in wanted.values():
        artifacts.add(RecommendationAction, recommendation=recommendation, action=action)
        changed = True
    return changed


def _check_here(recommendation: Recommendation, others: Iterable[Finding | ActionItem]) -> None:
    if any(other.discovery_id != recommendation.discovery_id for other in others):
        raise Invalid(_("This belongs to another discovery."))


def _check_stream(stream: str) -> None:
    if stream and stream not in StreamKind.values:
        raise Invalid(_("There is no such stream."))
