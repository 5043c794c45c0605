"""What speaks against a use case."""

from __future__ import annotations

from django.db import models

from core.models import Artifact
from lvt.models import UseCase


class Doubt(Artifact):
    """A reason why the use case may fail, until when it has to be settled."""

    use_case = models.ForeignKey(UseCase, on_delete=models.CASCADE, related_name="doubts")
    name = models.CharField("doubt", max_length=120)
    settle_by = models.DateField("to be settled by", null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name
