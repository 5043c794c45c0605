"""A sitting of a discovery: its agenda, its cursor, and who is in the room."""

import secrets
import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from core.models import Artifact, OperationPlace, in_choices, optional_link
from discovery.discoveries.models import Discovery, SittingStream, StreamKind
from organizations.models.account import User
from organizations.people_and_teams.models import Side
from workshops.agenda.rules import LONGEST_SLOT

# Letters and digits that no one confuses when they are read out: 31 of them, so six give 887 million codes.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6

_OVERDUE_AFTER = timedelta(hours=12)


def new_code() -> str:
    """A code by which people join, of letters and digits that no one mixes up."""
    return "".join(secrets.choice(CODE_ALPHABET) for _index in range(CODE_LENGTH))


def new_key() -> str:
    """A key for a link, which no one guesses."""
    return secrets.token_urlsafe(24)


class WorkshopState(models.TextChoices):
    """State of a workshop; `policies.py` has the transitions."""

    PLANNED = "planned", _("Planned")
    LIVE = "live", pgettext_lazy("workshop", "Live")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


class Workshop(Artifact):
    """`minutes_available` is the slot that its agenda is compared with. `live_revision` grows with each
    change on the screens of the room (see live.revision). `language` is that of the stage, and of
    people whose browser asks for none that we have.

    `lead` is the facilitator who holds the room at the moment. `is_gathered` calls everyone out of the
    breakout rooms while those go on. `eyes_up` pauses all devices; `message` is shown on all of them;
    `shows_code` shows the code to join on every stage;
    `spotlight_kind` and `spotlight_uuid` name the artifact that every screen shows (registries.spotlights).
    `observer_key` and `result_key` are what the read-only links hold, empty while there is none;
    `result_parts` are the parts of the results that the latter shows (selectors.results.PARTS).
    """

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="workshops")
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("purpose"), max_length=2000, blank=True)
    stream = models.CharField(
        _("stream"), max_length=16, choices=SittingStream.choices, default=SittingStream.ACCELERATE
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    minutes_available = models.PositiveSmallIntegerField(_("minutes available"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=WorkshopState.choices, default=WorkshopState.PLANNED)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code)
    live_revision = models.PositiveBigIntegerField(default=0, editable=False)
    lead = optional_link(User, "+")
    is_locked = models.BooleanField(default=False)
    is_gathered = models.BooleanField(default=False)
    eyes_up = models.BooleanField(default=False)
    shows_code = models.BooleanField(default=False)
    message = models.CharField(max_length=300, blank=True)
    spotlight_kind = models.CharField(max_length=40, blank=True)
    spotlight_uuid = models.UUIDField(null=True, blank=True)
    observer_key = models.CharField(max_length=48, blank=True, editable=False)
    result_key = models.CharField(max_length=48, blank=True, editable=False)
    result_parts: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("starts_at", "pk")
        constraints = (
            in_choices("workshop_state", "state", WorkshopState),
            in_choices("workshop_stream", "stream", SittingStream),
            models.CheckConstraint(
                name="workshop_minutes_available",
                condition=models.Q(minutes_available=None)
                | models.Q(minutes_available__gte=1, minutes_available__lte=LONGEST_SLOT),
                violation_error_message=_("A workshop can have 1 to 1,440 minutes."),
            ),
        )

    @property
    def place(self) -> OperationPlace:
        return OperationPlace.at(self.discovery, self)

    @property
    def spoken_code(self) -> str:
        """The code in two groups, as it is shown and read out: K7M-2QX."""
        return f"{self.code[:3]}-{self.code[3:]}"

    @property
    def is_overdue(self) -> bool:
        """True if it is still planned, although its start is more than twelve hours ago. (The day of its
        people isn't known here.)"""
        if self.state != WorkshopState.PLANNED or self.starts_at is None:
            return False
        return self.starts_at < timezone.now() - _OVERDUE_AFTER


class LeadNotice(models.Model):
    """`account` was handed the lead of the workshop by `by`, and has not said yet that they read it."""

    workshop = models.OneToOneField(Workshop, on_delete=models.CASCADE, related_name="lead_notice")
    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    by = optional_link(User, "+")

    def __str__(self) -> str:
        return f"{self.account} leads {self.workshop}"


class Track(Artifact):
    """A part of the room with its own agenda and cursor.

    A workshop starts with one, for everyone. A breakout activity of that one has more (`breakout`), each
    with its stream and facilitator; who is in which is Participant.track. The timer is held here: it runs
    until `timer_ends_at`, or is paused with `timer_left` seconds, or is not set. So is the stage's camera
    (workshops.room.drawing_camera.rules.place_of): empty at the whole drawing, and on a spotlight that of
    everyone's track.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="tracks")
    name = models.CharField(max_length=80, blank=True)
    breakout = models.ForeignKey(
        "workshops.Activity", null=True, blank=True, on_delete=models.CASCADE, related_name="rooms"
    )
    stream = models.CharField(_("stream"), max_length=20, blank=True, choices=StreamKind.choices)
    facilitator = optional_link(User, "+")
    position = models.PositiveSmallIntegerField(default=0)
    current = models.ForeignKey(
        "workshops.Activity", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    timer_ends_at = models.DateTimeField(null=True, blank=True)
    timer_left = models.IntegerField(null=True, blank=True)
    camera = models.CharField(max_length=200, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="track_timer_runs_or_waits",
                condition=models.Q(timer_ends_at=None) | models.Q(timer_left=None),
                violation_error_message=_("A timer is either running or paused with time left."),
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.workshop)


class Activity(Artifact):
    """One item of an agenda. `kind` names an entry of workshops.registries.activity_kinds; `settings` are
    that kind's own.

    `phase` is how far it is, one of its kind's `phases`, empty before it started. From `opens_at` to
    `closes_at` people take part ahead of the workshop, wherever the cursor is. `is_anonymous` is chosen
    before the start and never changes afterwards. `groups` are the people who work together, as lists of
    their uuids. `skipped_at` is set when the room went past it. `away_seconds` is how long the room was
    elsewhere between its first beginning and its last.
    """

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    instructions = models.TextField(_("instructions"), max_length=2000, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    position = models.PositiveSmallIntegerField(default=0)
    settings: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    facilitation_notes = models.TextField(_("notes for the facilitator"), max_length=4000, blank=True)
    phase = models.CharField(max_length=20, blank=True)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    groups: models.JSONField[list[list[str]], list[list[str]]] = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    away_seconds = models.PositiveIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        verbose_name_plural = _("activities")
        constraints = (
            models.CheckConstraint(
                name="activity_minutes", condition=models.Q(minutes__gte=1, minutes__lte=480)
            ),
            models.CheckConstraint(
                name="activity_ahead_has_an_end",
                condition=models.Q(opens_at=None, closes_at=None)
                | models.Q(opens_at__isnull=False, closes_at__gt=models.F("opens_at")),
                violation_error_message=_("The closing time must be after the opening time."),
            ),
        )

    # What the room did with it, and its state: a copy begins without.
    HAPPENED = frozenset(
        {
            *("away_seconds", "closes_at", "ended_at", "groups", "opens_at", "phase", "skipped_at"),
            *("started_at", "position", "track"),
        }
    )

    def __str__(self) -> str:
        return self.title

    @property
    def asked_in(self) -> str:
        """The uuid of the activity that a quick question interrupted; "" for everything else."""
        return str(self.settings.get("asked_in") or "")

    @property
    def is_passed_over(self) -> bool:
        """True if "Next" and "Back" leave it out: it is skipped, or a quick question that was asked."""
        return self.skipped_at is not None or bool(self.asked_in)

    @classmethod
    def planned_fields(cls) -> list[str]:
        """The names of the fields that say what was planned: they belong to each copy of it."""
        row = {field.name for field in Artifact._meta.fields} | {"id"}
        return [
            field.name
            for field in cls._meta.concrete_fields
            if field.name not in row and field.name not in cls.HAPPENED
        ]


LONGEST_NAME = 60
"""Characters of the name of a participant."""


class Participant(models.Model):
    """A person in one workshop: a guest with a cookie, or an account that joined.

    `secret` is what the cookie and the personal link prove to hold; `join_key` makes joining idempotent: the
    same form sent twice is the same person. `track` is the breakout room they belong to. `is_proxy`: a person
    without a device, for whom a facilitator enters.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    account = optional_link(User, "participations")
    display_name = models.CharField(_("name"), max_length=LONGEST_NAME)
    # Names before, by which texts may still know the person: an erasure looks for them, too.
    former_names: models.JSONField[list[str], list[str]] = models.JSONField(default=list, editable=False)
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    role_title = models.CharField(_("role"), max_length=80, blank=True)
    secret = models.CharField(max_length=48, default=new_key, unique=True, editable=False)
    join_key = models.CharField(max_length=48, default=new_key, editable=False)
    joined_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    track = optional_link(Track, "participants")
    is_proxy = models.BooleanField(default=False)
    hand_raised_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("joined_at", "pk")
        constraints = (
            models.UniqueConstraint(name="participant_join_once", fields=("workshop", "join_key")),
            in_choices("participant_side", "side", Side),
        )

    def __str__(self) -> str:
        return self.display_name

    def as_author(self, label: str = "") -> str:
        """Their name beside their contributions; `label` tells them apart from others of their name."""
        label = label or self.display_name
        if not self.is_proxy:
            return label
        return str(_("%(person)s (entered by the facilitator)") % {"person": label})
