"""People who have an artifact open for editing at the moment."""

from django.db import models


class Editing(models.Model):
    """An open form reports every few seconds that `editor`, the uuid of an actor, edits artifact `uuid`; an
    old row has expired."""

    uuid = models.UUIDField()
    editor = models.UUIDField()
    label = models.CharField(max_length=200)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="editing_once", fields=("uuid", "editor")),)
        indexes = (models.Index(name="editing_seen_at", fields=("seen_at",)),)

    def __str__(self) -> str:
        return f"{self.label} edits {self.uuid}"
