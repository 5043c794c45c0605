"""Which workshops are live, or today: before everything else on the pages of those who may open them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

import live
from organizations.models import User
from workshops.models import Workshop
from workshops.models.workshop import WorkshopState

_SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Happening:
    """`here` is how many people are connected; `leads` whether it is the viewer who leads."""

    workshop: Workshop
    may_facilitate: bool
    here: int
    leads: bool

    @property
    def is_live(self) -> bool:
        return self.workshop.state == WorkshopState.LIVE


def happening(workshops: Iterable[tuple[Workshop, bool]], viewer: User | None) -> list[Happening]:
    """Of the workshops those that are live, then the paused ones, then those that start today or within a
    day; each with whether the viewer may facilitate it."""
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    ranks = {WorkshopState.LIVE: 0, WorkshopState.PAUSED: 1, WorkshopState.PLANNED: 2}
    running = [
        Happening(
            workshop,
            may_facilitate,
            len(live.connected(workshop.pk)),
            viewer is not None and workshop.lead_id == viewer.pk,
        )
        for workshop, may_facilitate in workshops
        if workshop.state in (WorkshopState.LIVE, WorkshopState.PAUSED)
        or (
            workshop.state == WorkshopState.PLANNED
            and workshop.starts_at is not None
            and today <= workshop.starts_at < now + _SOON
        )
    ]

    def order(each: Happening) -> tuple[int, datetime, int]:
        return ranks[WorkshopState(each.workshop.state)], each.workshop.starts_at or now, each.workshop.pk

    return sorted(running, key=order)
