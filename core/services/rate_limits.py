"""Limits that all processes share: a row for each bucket (core/rate_limits.py says how one fills up)."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from core.models.token_buckets import TokenBucket
from core.rate_limits import Limit

BY_DAY: Final = "day:"
"""How the keys of buckets begin that take a day to fill up; the others take an hour at most."""
_FULL_BUCKET_KEPT: Final = timedelta(hours=1)


def tokens_in(bucket: TokenBucket | None, limit: Limit) -> float:
    """Tokens in the bucket now; all of the limit where there is no bucket yet."""
    if bucket is None:
        return limit.burst
    return limit.now_in(bucket.tokens, (timezone.now() - bucket.updated_at).total_seconds())


def take(key: str, limit: Limit) -> int:
    """Take a token, if there is one, which writes; else how long to wait for it, in seconds, and nothing is
    written."""
    bucket = TokenBucket.objects.filter(key=key).first()
    return limit.wait_for_one(tokens_in(bucket, limit)) or _take(key, limit)


@transaction.atomic
def _take(key: str, limit: Limit) -> int:
    now = timezone.now()
    # On both databases, the second request finds the row of the first and waits for its lock.
    full_bucket = TokenBucket(key=key, tokens=limit.burst, updated_at=now)
    TokenBucket.objects.bulk_create([full_bucket], ignore_conflicts=True)
    bucket = TokenBucket.objects.select_for_update().get(key=key)
    tokens = tokens_in(bucket, limit)
    wait = limit.wait_for_one(tokens)
    if not wait:  # what is refused takes nothing: the bucket goes on filling
        bucket.tokens, bucket.updated_at = tokens - 1, now
        bucket.save(update_fields=["tokens", "updated_at"])
    return wait


def forget_full_buckets() -> int:
    """Delete buckets that have long filled up again; returns how many. Those by day go at night
    (exchange/services/retention.py)."""
    stale = TokenBucket.objects.filter(updated_at__lt=timezone.now() - _FULL_BUCKET_KEPT)
    return stale.exclude(key__startswith=BY_DAY).delete()[0]
