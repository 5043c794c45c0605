"""The feed of a discovery: the link by which programs without a key read what is published."""

from django.db import models
from django.utils import timezone

from discovery.models import Discovery


class Feed(models.Model):
    """A link to the published data products of a discovery, which has at most one in force. Only the digest
    of its key is kept. A withdrawn link stays, with the day on which that happened."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    last_read_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                name="feed_in_force", fields=("discovery",), condition=models.Q(withdrawn_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"feed of {self.discovery}"
