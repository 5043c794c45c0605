"""Deliveries to servers of others, a row for each: mails here, and deliveries of the interface on the same
base."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import in_choices
from organizations.models.account import User
from organizations.organization.models import Organization


class OutgoingState(models.TextChoices):
    """States of a delivery."""

    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Delivered")
    FAILED = "failed", _("Not delivered")


class Outgoing(models.Model):
    """Something that goes out, from `due_at` on and not after `expires_at`. `status` and `detail` are the
    last answer; `status` is 0 where there was none. `turn` counts the attempts that were begun, so that of
    two workers one makes each."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=OutgoingState.choices, default=OutgoingState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(default=0)
    detail = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("-pk",)

    @property
    def has_expired(self) -> bool:
        """True if it is too late to send it."""
        return self.expires_at is not None and self.expires_at <= timezone.now()


class Mail(Outgoing):
    """A mail that waits, or that could not be sent; one that was sent is deleted. `kind` is one of
    services.mailing.mail_kinds, which makes the letter of what it is `about`, or of the sealed `letter`: that
    holds links which sign someone in. `account` is whom it goes to, if they have one; without an
    `organization` only the operator sees it."""

    kind = models.CharField(max_length=20)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    account = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    about = models.CharField(max_length=80, blank=True)
    letter = models.TextField(blank=True)

    class Meta(Outgoing.Meta):
        constraints = (in_choices("mail_state", "state", OutgoingState),)
        indexes = (
            models.Index(name="mail_due", fields=["due_at"], condition=models.Q(state=OutgoingState.WAITING)),
        )

    def __str__(self) -> str:
        return f"{self.kind} to {self.account or 'somebody'}"
