"""Webhooks: addresses that receive events; and the deliveries to them, and to catalogs. The tables stay
without the feature."""

import uuid
from urllib.parse import urlsplit

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.external_catalogs.models import Catalog
from api.models.creator_account import MadeByAccount
from core.models import exactly_one, in_choices
from discovery.models import Discovery
from organizations.models import Organization, Outgoing, OutgoingState

SHOWN = 100
"""How many deliveries a page lists."""


class Event(models.TextChoices):
    """The events that a webhook can receive."""

    DECISION = "decision", _("Decisions")
    STATE = "state", _("States of data products")
    VERSION = "version", _("Frozen versions")
    PROMISE = "promise", _("Violated promises")


class Webhook(MadeByAccount):
    """An address that receives events of one discovery, or of all discoveries of an organization, as long as
    `made_by` may manage its keys. `events` are values of Event, separated by spaces. `secret_number` counts
    its secrets; the one before signs too for a while after `renewed_at`. A stopped webhook keeps its
    deliveries. One whose maker was erased goes on for its place."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    discovery = models.ForeignKey(
        Discovery, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    address = models.URLField(_("address"), max_length=500)
    events = models.CharField(max_length=60)
    secret_number = models.PositiveIntegerField(default=0)
    renewed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("stopped_at", "pk")
        constraints = (exactly_one("webhook_of_one_place", "organization", "discovery"),)

    def __str__(self) -> str:
        return self.address

    @property
    def subscribed(self) -> list[Event]:
        """The events that it receives."""
        return [Event(each) for each in self.events.split()]

    @property
    def place(self) -> Discovery | Organization:
        """The discovery or organization whose events it receives."""
        place = self.discovery or self.organization
        if place is None:
            raise ValueError("a webhook has a place")
        return place

    @property
    def host(self) -> str:
        """The host of the address, for the history; path and query are often a secret."""
        return urlsplit(self.address).hostname or ""


class Delivery(Outgoing):
    """One event that is sent to a webhook, with the text of the request as `body`; or what changed, sent to a
    catalog."""

    webhook = models.ForeignKey(
        Webhook, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    catalog = models.ForeignKey(
        Catalog, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    event = models.CharField(max_length=12, choices=Event.choices, blank=True)
    body = models.TextField(blank=True)

    class Meta(Outgoing.Meta):
        constraints = (
            models.CheckConstraint(
                name="delivery_event",
                condition=models.Q(webhook__isnull=False, catalog=None, event__in=Event.values)
                | models.Q(webhook=None, catalog__isnull=False, event=""),
            ),
            in_choices("delivery_state", "state", OutgoingState),
        )
        indexes = (
            models.Index(
                name="delivery_due", fields=["due_at"], condition=models.Q(state=OutgoingState.WAITING)
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} to {self.target}"

    @property
    def target(self) -> Webhook | Catalog:
        """The receiver: a webhook or a catalog."""
        target = self.webhook or self.catalog
        if target is None:
            raise ValueError("a delivery goes somewhere")
        return target

    @property
    def receiver(self) -> str:
        """The kind of its target, as the history calls it."""
        return "webhook" if self.webhook_id is not None else "catalog"
