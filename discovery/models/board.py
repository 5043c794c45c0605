"""What people do in an activity, whatever its kind."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from discovery.models.workshop import Activity, Participant


class ActivityCompletion(models.Model):
    """A participant said "I am done" with an activity; taking it back deletes the row."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="completions")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="completions")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="activitycompletion_once", fields=("activity", "participant")),
        )

    def __str__(self) -> str:
        return f"{self.participant} is done with {self.activity}"
