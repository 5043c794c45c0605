"""The decision log: what was decided, why, and who did not agree."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from discovery import permissions
from discovery.actors import Actor
from discovery.exceptions import Invalid
from discovery.models import Activity, Decision, Discovery, Operation, Workshop
from discovery.services import artefacts
from discovery.services.operations import operation


def add_decision(
    *,
    actor: Actor,
    discovery: Discovery,
    title: str,
    reason: str,
    decided_by: str = "",
    dissent: str = "",
    workshop: Workshop | None = None,
    activity: Activity | None = None,
) -> Decision:
    """A new entry of the log; `workshop` and `activity` say where it was taken.

    Raises Invalid when the workshop belongs to another discovery.
    """
    permissions.check_edit_discovery(actor, discovery)
    if workshop is not None and workshop.discovery_id != discovery.pk:
        raise Invalid(_("This workshop belongs to another discovery."))
    with operation(actor, "decision.added", summary=title, discovery=discovery, workshop=workshop):
        return artefacts.add(
            Decision,
            discovery=discovery,
            title=title,
            reason=reason,
            decided_by=decided_by,
            dissent=dissent,
            workshop=workshop,
            activity=activity,
        )


def change_decision(
    *, actor: Actor, decision: Decision, revision: int | None = None, **fields: Any
) -> Decision:
    """`fields`: title, reason, decided_by, dissent. Raises Stale when somebody changed it since
    `revision`."""
    permissions.check_edit_discovery(actor, decision.discovery)
    with operation(
        actor,
        "decision.changed",
        summary=fields.get("title", decision.title),
        discovery=decision.discovery,
    ):
        return artefacts.change(decision, revision=revision, **fields)


def delete_decision(*, actor: Actor, decision: Decision) -> Operation:
    permissions.check_edit_discovery(actor, decision.discovery)
    with operation(
        actor, "decision.deleted", summary=decision.title, discovery=decision.discovery
    ) as deleted:
        artefacts.trash(decision)
    return deleted
