"""What a discovery learned about discovering, for the next ones of the organization."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery import permissions
from discovery.actors import Actor
from discovery.models import Discovery, Operation
from discovery.models.discovery import StreamKind
from discovery.services import artifacts
from discovery.services.operations import operation
from process.models import Learning


def add_learning(
    *, actor: Actor, discovery: Discovery, title: str, detail: str = "", advice: str = "", stream: str = ""
) -> Learning:
    """`stream` is a StreamKind, or "" for all of it. Raises Invalid for one that there is not."""
    permissions.check_edit_discovery(actor, discovery)
    _check_stream(stream)
    with operation(actor, "learning.added", summary=title, discovery=discovery):
        return artifacts.add(
            Learning, discovery=discovery, title=title, detail=detail, advice=advice, stream=stream
        )


def change_learning(
    *, actor: Actor, learning: Learning, revision: int | None = None, **fields: Any
) -> Learning:
    """`fields` are those of add_learning. Raises as it does, and Stale."""
    permissions.check_edit_discovery(actor, learning.discovery)
    _check_stream(fields.get("stream", ""))
    summary = fields.get("title", learning.title)
    with operation(actor, "learning.changed", summary=summary, discovery=learning.discovery):
        return artifacts.change(learning, revision=revision, **fields)


def delete_learning(*, actor: Actor, learning: Learning) -> Operation:
    permissions.check_edit_discovery(actor, learning.discovery)
    with operation(
        actor, "learning.deleted", summary=learning.title, discovery=learning.discovery
    ) as deleted:
        artifacts.trash(learning)
    return deleted


def _check_stream(stream: str) -> None:
    if stream and stream not in StreamKind.values:
        raise Invalid(_("There is no such stream."))
