"""Workshops that are live, today or next: before everything else on the pages of people who may open them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from organizations.models import User
from workshops.models import Workshop, WorkshopState
from workshops.organization_page.selectors import next_workshop
from workshops.room.running.selectors import here_in

_SOON = timedelta(days=1)
_MOST = 3
"""How many are shown; the others are counted."""


@dataclass(frozen=True, slots=True)
class Happening:
    """`here` is how many people are here (workshops.room.presence); `leads` whether it is the
    viewer who leads."""

    workshop: Workshop
    may_facilitate: bool
    here: int
    leads: bool

    @property
    def needs_a_date(self) -> bool:
        return self.workshop.starts_at is None or self.workshop.is_overdue

    @property
    def is_live(self) -> bool:
        return self.workshop.state == WorkshopState.LIVE


@dataclass(frozen=True, slots=True)
class Happenings:
    """The `first` few in their order, and how many `others` there are."""

    first: tuple[Happening, ...]
    others: int

    def __bool__(self) -> bool:
        return bool(self.first)


def happening(workshops: Iterable[tuple[Workshop, bool]], viewer: User | None) -> Happenings:
    """Of the workshops those that are live, then the paused ones, then those that start within a day and
    aren't overdue; among equals first what the viewer leads. Each comes with whether the viewer may
    facilitate it."""
    now = timezone.now()
    ranks = {WorkshopState.LIVE: 0, WorkshopState.PAUSED: 1, WorkshopState.PLANNED: 2}
    running = [
        (workshop, may_facilitate)
        for workshop, may_facilitate in workshops
        if workshop.state in (WorkshopState.LIVE, WorkshopState.PAUSED)
        or (
            workshop.state == WorkshopState.PLANNED
            and workshop.starts_at is not None
            and not workshop.is_overdue
            and workshop.starts_at < now + _SOON
        )
    ]

    def order(each: tuple[Workshop, bool]) -> tuple[int, bool, datetime, int]:
        workshop, _may = each
        rank = ranks[WorkshopState(workshop.state)]
        return rank, not _leads(viewer, workshop), workshop.starts_at or now, workshop.pk

    return _happenings(sorted(running, key=order), viewer)


def coming(workshops: Iterable[Workshop], viewer: User | None, *, may_facilitate: bool) -> Happenings:
    """The workshop that is to come next, on whatever day, or without one."""
    upcoming = next_workshop(workshops)
    return _happenings([] if upcoming is None else [(upcoming, may_facilitate)], viewer)


def _happenings(running: list[tuple[Workshop, bool]], viewer: User | None) -> Happenings:
    here = here_in([workshop for workshop, _may in running[:_MOST]])
    first = tuple(
        Happening(workshop, may_facilitate, here[workshop.pk], _leads(viewer, workshop))
        for workshop, may_facilitate in running[:_MOST]
    )
    return Happenings(first, len(running) - len(first))


def _leads(viewer: User | None, workshop: Workshop) -> bool:
    return viewer is not None and workshop.lead_id == viewer.pk
