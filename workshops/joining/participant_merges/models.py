"""People who joined a workshop twice and were merged into one."""

from typing import Any

from django.db import models
from django.utils import timezone

from workshops.workshop.models import Participant


class MergedParticipant(models.Model):
    """`other` joined a second time, and counts as `kept` from then on: `other` is removed, and their device
    is let in as `kept`.

    `record` is what `workshops.joining.participant_merges.services` needs to separate them again: every row
    that moved or was set aside, as it was. Separating them deletes this row.
    """

    other = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="merge")
    kept = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="merged")
    at = models.DateTimeField(default=timezone.now)
    record: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="mergedparticipant_are_two", condition=~models.Q(other=models.F("kept"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.other} is {self.kept}"
