"""Webhooks of a place or of an account, and the events of an operation."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy

from api.keys.selectors import place_url
from api.models import Event, Webhook
from api.selectors.grants_by_account import PLACES, is_there
from core.models import Operation
from discovery.models import Discovery
from handover.models import HandoverVersion
from organizations.models import Organization, User
from organizations.registries import Grant, GrantKind, grant_kinds
from products.models import DataProduct, SloWindow
from workshops.models import Decision

_EVENTS_OF = frozenset({Decision, HandoverVersion, DataProduct, SloWindow})

Happened = Mapping[Event, list[tuple[str, UUID]]]
"""What happened: kinds and uuids of artifacts, as the interface calls them, by event."""


def register_own() -> None:
    """Register the grants to the receivers of webhooks."""
    grant_kinds.register(GrantKind("webhooks", gettext_lazy("Webhooks"), _grants_of))


def _grants_of(account: User) -> Iterator[Grant]:
    for webhook in Webhook.objects.filter(made_by=account, stopped_at=None).select_related(*PLACES):
        if is_there(webhook.place):
            end = place_url(webhook.place, "webhook_stop", webhook.uuid)
            yield Grant(webhook.host, str(webhook.place), webhook.made_at, end)


def webhooks_of(place: Discovery | Organization) -> QuerySet[Webhook]:
    """Those in force first, each with who made it."""
    rows = Webhook.objects.select_related("made_by", "discovery", "organization")
    rows = rows.order_by(F("stopped_at").asc(nulls_first=True), "pk")
    return rows.filter(discovery=place) if isinstance(place, Discovery) else rows.filter(organization=place)


def listening(discovery: UUID) -> QuerySet[Webhook]:
    """The webhooks in force that receive events of the discovery."""
    of = Q(discovery__uuid=discovery) | Q(
        organization__domains__discoveries__uuid=discovery, organization__deleted_at=None
    )
    return Webhook.objects.filter(of, stopped_at=None).distinct()


def may_have_events(operation: Operation) -> bool:
    """True if the operation wrote anything that can be an event. Makes no query."""
    return any(model in _EVENTS_OF for model, _activity in operation.written)


def happened(operation: Operation) -> Happened:
    """The events of an operation that has written already."""
    decided = Decision.history.filter(operation=operation).values_list("uuid", flat=True)
    frozen = HandoverVersion.history.filter(operation=operation, history_type="+")
    moved = _with_before(DataProduct.history.filter(operation=operation), "state")
    violated = _with_before(
        SloWindow.history.filter(operation=operation, action__isnull=False).select_related("slo"), "action_id"
    )
    rows_by_event = {
        Event.DECISION: [("decision", uuid) for uuid in decided],
        Event.VERSION: [("handover_version", uuid) for uuid in frozen.values_list("uuid", flat=True)],
        Event.STATE: [("data_product", row.uuid) for row in moved if row.before != row.state],
        Event.PROMISE: [("slo", row.slo.uuid) for row in violated if row.before != row.action_id],
    }
    return {event: list(dict.fromkeys(rows)) for event, rows in rows_by_event.items() if rows}


def _with_before(rows: Any, field: str) -> Any:
    """The rows of a history that are not the first of their artifact, each with the value that the field had
    in the one `before`."""
    earlier = rows.model.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    latest = earlier.order_by("-history_id")
    return rows.filter(Exists(earlier)).annotate(before=Subquery(latest.values(field)[:1]))
