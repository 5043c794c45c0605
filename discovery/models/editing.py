"""Who has an artifact open for editing at the moment."""

from __future__ import annotations

from django.db import models

from discovery.models.account import User
from discovery.models.workshop import Participant


class Editing(models.Model):
    """An open form reports every few seconds that `editor` edits artifact `uuid`; an old row has expired."""

    uuid = models.UUIDField()
    editor = models.CharField(max_length=64)
    label = models.CharField(max_length=200)
    account = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="editing_once", fields=("uuid", "editor")),)
        indexes = (models.Index(name="editing_seen_at", fields=("seen_at",)),)

    def __str__(self) -> str:
        return f"{self.label} edits {self.uuid}"
