"""Addresses of others that are told what happens here, and what they were told."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discovery.models import Discovery
from organizations.models import Organization, User


class Event(models.TextChoices):
    """What a webhook can be told of."""

    DECISION = "decision", _("Decisions")
    STATE = "state", _("States of data products")
    VERSION = "version", _("Frozen versions")
    PROMISE = "promise", _("Violated promises")


class Webhook(models.Model):
    """An address that is told of `events` (values of Event, parted by spaces) of one discovery, or of those
    of an organization, as long as `made_by` may manage its keys. One that was stopped stays, with what it was
    told."""

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
    def told_of(self) -> list[Event]:
        return [Event(each) for each in self.events.split()]


class DeliveryState(models.TextChoices):
    """Whether the address took what it was told."""

    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Taken")
    FAILED = "failed", _("Not taken")


class Delivery(models.Model):
    """What a webhook is told of one operation: `body` is sent as it stands. `status` and `detail` are the
    last answer, 0 where there was none. `turn` tells which of the worker's tasks is the one that counts."""

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
