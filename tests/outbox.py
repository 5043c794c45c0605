"""What the worker sends, where tests ask for it."""

from __future__ import annotations

from unittest.mock import patch

from django.utils import timezone

from organizations.delivery_queue import services as outbox
from organizations.models import Outgoing, OutgoingState


def _at_once(channel: outbox.Channel, row: Outgoing) -> None:
    """Attempts are made where they are asked for: other threads do not see what a test writes."""
    outbox.make_attempt(channel, row.pk, row.turn)


def work(*, also_later: bool = True) -> int:
    """One attempt for whatever waits; without `also_later`, for what is due. Returns how many there were."""
    for channel in outbox.channels if also_later else ():
        waiting = channel.rows().model.objects.filter(state=OutgoingState.WAITING)
        waiting.filter(due_at__gt=timezone.now()).update(due_at=timezone.now())
    with patch.object(outbox, "in_turn", _at_once):
        return outbox.hand_out()
