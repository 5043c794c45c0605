"""The status of checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from core.labels import Text
from discovery.models import Discovery
from discovery.registries import CheckpointStanding

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def checkpoint_standing(
    discovery: Discovery, address: str, step: Text, summary: str, *missing: str
) -> CheckpointStanding:
    """The status with `summary` and the `missing` sentences; empty ones are left out. `step` is the link to
    the page of the discovery at `address`."""
    url = reverse(address, args=[discovery.slug])
    return CheckpointStanding(summary, " ".join(filter(None, missing)), url, step)


def with_count(words: _StrPromise, count: int) -> str:
    """The words with their count, such as "2 roles are open."; "" for none. `words` are of
    ngettext_lazy, which chooses by "count"."""
    return words % {"count": count} if count else ""
