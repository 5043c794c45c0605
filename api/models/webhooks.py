"""Webhooks: addresses that receive events, and the deliveries to them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discovery.models import Discovery
from organizations.models import Organization, User


class Event(models.TextChoices):
    """The events that a webhook can receive."""

    DECISION = "decision", _("Decisions")
    STATE = "state", _("States of data products")
    VERSION = "version", _("Frozen versions")
    PROMISE = "promise", _("Violated promises")


class Webhook(models.Model):
    """An address that receives events of one discovery, or of all discoveries of an organization, as long as
    `made_by` may manage its keys. `events` are values of Event, separated by spaces. A stopped webhook keeps
    its deliveries."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    discovery = models.ForeignKey(
        Discovery, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    address = models.URLField(_("address"), max_length=500)
    events = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("stopped_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="webhook_of_one_place",
                condition=models.Q(organization=None, discovery__isnull=False)
                | models.Q(organization__isnull=False, discovery=None),
            ),
        )

    def __str__(self) -> str:
        return self.address

    @property
    def subscribed(self) -> list[Event]:
        """The events that it receives."""
        return [Event(each) for each in self.events.split()]


class DeliveryState(models.TextChoices):
    """Whether the address accepted the delivery."""

    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Taken")
    FAILED = "failed", _("Not taken")


class Delivery(models.Model):
    """One event that is sent to a webhook: `body` is the text of the request. `status` and `detail` are the
    last answer; `status` is 0 where there was none. `turn` is the number of the worker's task that counts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=12, choices=Event.choices)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(default=0)
    detail = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(name="delivery_event", condition=models.Q(event__in=Event.values)),
            models.CheckConstraint(name="delivery_state", condition=models.Q(state__in=DeliveryState.values)),
        )

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"
