"""What a discovery found, with the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.text import is_link
from discovery import permissions
from discovery.actors import Actor
from discovery.models import Discovery, Finding, Operation, RecommendationFinding
from discovery.models.discovery import StreamKind
from discovery.services import artifacts
from discovery.services.operations import operation


def add_finding(
    *,
    actor: Actor,
    discovery: Discovery,
    title: str,
    stream: str = "",
    detail: str = "",
    evidence: str = "",
    link: str = "",
    uuid: UUID | None = None,
) -> Finding:
    """A new finding, the last of the list. `stream` is a StreamKind, or "" for all of them; `link` is an
    address on the web or a page here, where the evidence lies.

    What was added with the same `uuid` before is returned as it is. Raises Invalid for another stream or
    link.
    """
    permissions.check_edit_discovery(actor, discovery)
    _check(stream, link)
    with operation(actor, "finding.added", summary=title, discovery=discovery):
        if held := artifacts.added_already(Finding, uuid, discovery_id=discovery.pk):
            return held
        return artifacts.add(
            Finding,
            **({"uuid": uuid} if uuid else {}),
            discovery=discovery,
            title=title,
            stream=stream,
            detail=detail,
            evidence=evidence,
            link=link,
            position=artifacts.next_position(Finding.objects.filter(discovery=discovery)),
        )


def change_finding(*, actor: Actor, finding: Finding, revision: int | None = None, **fields: Any) -> Finding:
    """`fields` are those of add_finding. Raises Stale when somebody changed it since `revision`, and as
    add_finding."""
    permissions.check_edit_discovery(actor, finding.discovery)
    _check(fields.get("stream", ""), fields.get("link", ""))
    summary = fields.get("title", finding.title)
    with operation(actor, "finding.changed", summary=summary, discovery=finding.discovery):
        return artifacts.change(finding, revision=revision, **fields)


def delete_finding(*, actor: Actor, finding: Finding) -> Operation:
    """The finding goes to the trash; recommendations stay, and rest on it no longer."""
    permissions.check_edit_discovery(actor, finding.discovery)
    with operation(actor, "finding.deleted", summary=finding.title, discovery=finding.discovery) as deleted:
        artifacts.trash(*RecommendationFinding.objects.filter(finding=finding), finding)
    return deleted


def reorder_findings(*, actor: Actor, discovery: Discovery, order: Sequence[UUID]) -> None:
    """Raises Conflict when `order` names something that is no finding here (any more)."""
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "findings.reordered", summary=discovery.name, discovery=discovery):
        artifacts.reorder(Finding.objects.filter(discovery=discovery), order)


def _check(stream: str, link: str) -> None:
    if stream and stream not in StreamKind.values:
        raise Invalid(_("There is no such stream."))
    if link and not is_link(link):
        raise Invalid(_("A link begins with http://, https://, or with / for a page here."))
