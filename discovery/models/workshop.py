"""A sitting of a discovery: its agenda, where its cursor stands, and who is in the room."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discovery.models.account import User
from discovery.models.artefact import Artefact
from discovery.models.discovery import Discovery
from discovery.models.people import Side

# Letters and digits that nobody confuses when they are read out: 31 of them, so six give 887 million codes.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _index in range(CODE_LENGTH))


def new_key() -> str:
    return secrets.token_urlsafe(24)


class WorkshopState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    LIVE = "live", _("Live")
    ENDED = "ended", _("Ended")


class Workshop(Artefact):
    """`live_revision` grows with whatever changes on the screens of the room (see
    discovery.live.revision)."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="workshops")
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("what this sitting is for"), max_length=2000, blank=True)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=WorkshopState.choices, default=WorkshopState.PLANNED)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code)
    live_revision = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta(Artefact.Meta):
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(name="workshop_state", condition=models.Q(state__in=WorkshopState.values)),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def spoken_code(self) -> str:
        """The code in two groups, as it is shown and read out: K7M-2QX."""
        return f"{self.code[:3]}-{self.code[3:]}"


class Track(Artefact):
    """A part of the room with an agenda and a cursor of its own; a workshop starts with one.

    The timer is held here: it runs until `timer_ends_at`, or is paused with `timer_left` seconds, or is not
    set.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="tracks")
    name = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    current = models.ForeignKey(
        "discovery.Activity", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    timer_ends_at = models.DateTimeField(null=True, blank=True)
    timer_left = models.IntegerField(null=True, blank=True)

    class Meta(Artefact.Meta):
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="track_timer_runs_or_waits",
                condition=models.Q(timer_ends_at=None) | models.Q(timer_left=None),
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.workshop)


class Activity(Artefact):
    """One item of an agenda. `kind` names an entry of discovery.activities.registry; `settings` are that
    kind's own."""

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    instructions = models.TextField(_("what people should do"), max_length=2000, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    position = models.PositiveSmallIntegerField(default=0)
    settings: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Artefact.Meta):
        ordering = ("position", "pk")
        verbose_name_plural = _("activities")
        constraints = (
            models.CheckConstraint(
                name="activity_minutes", condition=models.Q(minutes__gte=1, minutes__lte=480)
            ),
        )

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """A person in one workshop: a guest with a cookie, or an account that joined.

    `secret` is what the cookie and the personal link prove to hold; `join_key` makes joining idempotent: the
    same form sent twice is the same person.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    account = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="participations"
    )
    display_name = models.CharField(_("name"), max_length=60)
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    role_title = models.CharField(_("role"), max_length=80, blank=True)
    secret = models.CharField(max_length=48, default=new_key, unique=True, editable=False)
    join_key = models.CharField(max_length=48, default=new_key, editable=False)
    joined_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("joined_at", "pk")
        constraints = (
            models.UniqueConstraint(name="participant_join_once", fields=("workshop", "join_key")),
            models.CheckConstraint(name="participant_side", condition=models.Q(side__in=Side.values)),
        )

    def __str__(self) -> str:
        return self.display_name
