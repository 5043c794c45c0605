"""Token buckets that all processes share (see core.services.rate_limits)."""

from django.db import models


class TokenBucket(models.Model):
    """The rest of a limit for one key. Pure arithmetic of the refill is in `core/rate_limits.py`."""

    key = models.CharField(max_length=80, unique=True)
    tokens = models.FloatField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
