"""Devices that are paired with a workshop: they have no account."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import in_choices
from organizations.models.account import User
from workshops.workshop.models import Track, Workshop

DIGITS = 6


class DeviceKind(models.TextChoices):
    """Role of a paired device in the room."""

    REMOTE = "remote", _("Remote")
    STAGE = "stage", _("Stage")


class PairedDevice(models.Model):
    """A device that is the remote or the stage of one workshop, as `made_by` allows.

    It begins as an offer: `digits` or `link_key` pair one device until `expires_at`. From then on both are
    empty, and the browser holds a secret of which `secret_digest` is kept. It is let in until
    `ends_at`, which the end of the workshop sets; a pairing that someone ended is deleted. `browser` is what
    the device said that it is. `track` is the breakout room that it opens first, None for the whole room.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="devices")
    track = models.ForeignKey(Track, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=6, choices=DeviceKind.choices)
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digits = models.CharField(max_length=DIGITS, blank=True)
    link_key = models.CharField(max_length=48, blank=True)
    expires_at = models.DateTimeField()
    secret_digest = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=60, blank=True)
    paired_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("paired_at", "pk")
        constraints = (
            in_choices("device_kind", "kind", DeviceKind),
            models.UniqueConstraint(name="device_digits", fields=("digits",), condition=~models.Q(digits="")),
            models.UniqueConstraint(
                name="device_link", fields=("link_key",), condition=~models.Q(link_key="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.workshop}"

    @property
    def is_open(self) -> bool:
        """True if a device can still be paired by it."""
        return self.paired_at is None and self.expires_at > timezone.now()

    @property
    def spoken_digits(self) -> str:
        """As people read them out: in two parts."""
        return f"{self.digits[:3]} {self.digits[3:]}"
