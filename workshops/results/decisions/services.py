"""The decision log: what was decided, why, what else was looked at, and who did not agree."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

import live
from core.exceptions import Invalid
from core.models import Operation, OperationPlace
from core.services import artifacts, operation
from discovery import permissions
from discovery.models import Discovery, StreamKind
from organizations.actors import Actor
from workshops.models import Activity, Decision, DecisionLink, Workshop

# A room shows a decision on its console, where it was taken and at the end, on a slide, and in the spotlight.
_SHOWN_BY = ("captures", "activity", "items", "steering")


def add_decision(
    *,
    actor: Actor,
    discovery: Discovery,
    title: str,
    reason: str,
    alternatives: str = "",
    decided_by: str = "",
    dissent: str = "",
    decided_at: datetime | None = None,
    review_on: date | None = None,
    stream: str = "",
    link: str = "",
    workshop: Workshop | None = None,
    activity: Activity | None = None,
    uuid: UUID | None = None,
) -> Decision:
    """A new entry of the log; `workshop` and `activity` say where it was taken, `decided_at` when (now,
    unless something else is said), `review_on` when it is looked at again.

    What was added with the same `uuid` before is returned as it is. Raises Invalid when the workshop belongs
    to another discovery, or for a stream that there is not.
    """
    permissions.check_edit_discovery(actor, discovery)
    _check_stream(stream)
    if workshop is not None and workshop.discovery_id != discovery.pk:
        raise Invalid(_("This workshop belongs to another discovery."))
    with operation(actor, "decision.added", summary=title, place=OperationPlace.at(discovery, workshop)):
        if workshop is not None:
            live.publish_change(workshop.pk, *_SHOWN_BY)
        fields: dict[str, Any] = {
            "title": title,
            "reason": reason,
            "alternatives": alternatives,
            "decided_by": decided_by,
            "dissent": dissent,
            "review_on": review_on,
            "stream": stream,
            "link": link,
            **({} if decided_at is None else {"decided_at": decided_at}),
        }
        if existing := artifacts.added_already(Decision, uuid, fields, discovery_id=discovery.pk):
            return existing
        fields.setdefault("decided_at", timezone.now())
        taken_in = {"discovery": discovery, "workshop": workshop, "activity": activity}
        return artifacts.add(Decision, uuid=uuid, **taken_in, **fields)


def change_decision(
    *, actor: Actor, decision: Decision, revision: int | None = None, **fields: Any
) -> Decision:
    """`fields` are those of add_decision that say what was decided. Raises NotAllowed, NotFound, Invalid for
    a stream that there is not, and Stale when someone changed it since `revision`."""
    permissions.check_edit_discovery(actor, decision.discovery)
    _check_stream(fields.get("stream", ""))
    with _changing(actor, decision, "decision.changed", fields.get("title", decision.title)):
        return artifacts.change(decision, revision=revision, **fields)


def delete_decision(*, actor: Actor, decision: Decision) -> Operation:
    """Into the trash with its links. Raises NotAllowed or NotFound."""
    permissions.check_edit_discovery(actor, decision.discovery)
    with _changing(actor, decision, "decision.deleted", decision.title) as deletion:
        artifacts.trash(*decision.links.all(), decision)
    return deletion


def add_decision_link(*, actor: Actor, decision: Decision, label: str, url: str) -> DecisionLink:
    """Link the decision to its subject: `url` is a page of its discovery ("/d/…"), or an http(s) address
    elsewhere. Raises NotAllowed, NotFound, and Invalid for any other address."""
    discovery = decision.discovery
    permissions.check_edit_discovery(actor, discovery)
    is_page = url.startswith(f"/d/{discovery.slug}/") and "\\" not in url and "/../" not in url
    if not is_page and not url.startswith(("https://", "http://")):
        words = _("Link to a page of this discovery, or to an address that begins with https://.")
        raise Invalid(words, "url")
    with _changing(actor, decision, "decision.linked", f"{decision.title}: {label}"):
        artifacts.locked(decision)
        return artifacts.add(
            DecisionLink,
            decision=decision,
            label=label,
            url=url,
            position=artifacts.next_position(DecisionLink.objects.filter(decision=decision)),
        )


def remove_decision_link(*, actor: Actor, link: DecisionLink) -> Operation:
    """The link goes to the trash. Raises NotAllowed or NotFound."""
    decision = link.decision
    permissions.check_edit_discovery(actor, decision.discovery)
    with _changing(actor, decision, "decision.unlinked", f"{decision.title}: {link.label}") as change:
        artifacts.trash(link)
    return change


def _check_stream(stream: str) -> None:
    if stream and stream not in StreamKind.values:
        raise Invalid(_("Unknown stream."))


@contextmanager
def _changing(actor: Actor, decision: Decision, verb: str, summary: str) -> Iterator[Operation]:
    workshop = decision.workshop
    with operation(
        actor, verb, summary=summary, place=OperationPlace.at(decision.discovery, workshop)
    ) as current:
        if workshop is not None:
            live.publish_change(workshop.pk, *_SHOWN_BY)
        yield current
