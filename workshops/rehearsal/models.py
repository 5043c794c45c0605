"""A dress rehearsal of a workshop: simulated people in a copy that is thrown away."""

import uuid
from uuid import UUID, uuid5

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import in_choices, optional_link
from organizations.models.account import User
from organizations.organization.models import Organization
from workshops.workshop.models import Workshop


class RehearsalState(models.TextChoices):
    """Progress of a rehearsal."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    GONE = "gone", _("Discarded")


class Rehearsal(models.Model):
    """The copy is a discovery in its own `organization`, of which no one is a member; there is none
    before the worker has made it.

    `clock` counts the seconds of the rehearsal, `speed` of them in one of ours. `tracks` says by the uuid of
    each track of the copy what it is at (dress_rehearsal.services), `seconds` how long it was at each
    activity, by the uuid of the copy. Each turn of the worker has a number, the `turn`: one that was taken
    over stops.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="rehearsals")
    organization = models.OneToOneField(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="rehearsal"
    )
    asked_by = optional_link(User, "+")
    speed = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    state = models.CharField(max_length=8, choices=RehearsalState.choices, default=RehearsalState.WAITING)
    clock = models.FloatField(default=0)
    tracks: models.JSONField[dict[str, dict[str, object]], dict[str, dict[str, object]]] = models.JSONField(
        default=dict, blank=True
    )
    seconds: models.JSONField[dict[str, float], dict[str, float]] = models.JSONField(default=dict, blank=True)
    turn = models.PositiveIntegerField(default=0)
    # How often it was taken up again after a worker had been killed.
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            in_choices("rehearsal_state", "state", RehearsalState),
            models.CheckConstraint(name="rehearsal_speed", condition=models.Q(speed__gte=1, speed__lte=10)),
            models.UniqueConstraint(
                name="rehearsal_one_of_a_workshop",
                fields=("workshop",),
                condition=~models.Q(state="gone"),
            ),
        )

    def __str__(self) -> str:
        return f"Rehearsal of {self.workshop}, {self.get_state_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (RehearsalState.WAITING, RehearsalState.RUNNING)

    def copied(self, original: UUID) -> UUID:
        """The uuid that a row has in the copy."""
        return uuid5(self.uuid, str(original))
