"""Reads of rehearsals: whose they are, how far they are, and where the agenda overruns."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from discovery.models import Discovery
from workshops.agenda.timeline.selectors import PlanRow, plan_of
from workshops.models import Rehearsal, RehearsalState, Workshop
from workshops.selectors.workshop_clock import in_minutes

UNDER_WAY = (RehearsalState.WAITING, RehearsalState.RUNNING)
# A worker looks for work several times a second; one that has not come after this is probably not there.
_PICKED_UP_WITHIN = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class RehearsalRow:
    """An activity of the agenda, in the breakout room `room` or "": the minutes that are planned, and those
    that it took; None before the rehearsal came there."""

    title: str
    room: str
    planned: int
    took: int | None

    @property
    def over(self) -> int:
        """By how many minutes it overran."""
        return max(0, (self.took or 0) - self.planned)


@dataclass(frozen=True, slots=True)
class RehearsalStanding:
    """A rehearsal of a workshop with its copy, as far as it is. `planned` and `took` are the minutes of the
    agenda of everyone."""

    rehearsal: Rehearsal
    copy: Workshop | None
    rows: tuple[RehearsalRow, ...]
    planned: int
    took: int

    @property
    def over(self) -> int:
        """By how many minutes it took longer than planned; negative where it was shorter."""
        return self.took - self.planned

    @property
    def percent(self) -> int:
        """The part of the agenda that it is through, in percent of the planned minutes."""
        reached = [row.planned for row in self.rows if not row.room and row.took is not None]
        if self.rehearsal.state == RehearsalState.DONE:
            return 100
        return 100 * sum(reached[:-1]) // self.planned if self.planned else 0

    @property
    def now(self) -> str:
        """The activity that the copy is at."""
        return next((row.title for row in reversed(self.rows) if row.took is not None), "")

    @property
    def waits_long(self) -> bool:
        """True if no worker has taken it up, although one would have."""
        asked_at = self.rehearsal.beat_at or self.rehearsal.created_at
        is_waiting = self.rehearsal.state == RehearsalState.WAITING
        return is_waiting and timezone.now() - asked_at > _PICKED_UP_WITHIN


def rehearsal_of(workshop: Workshop) -> Rehearsal | None:
    """The rehearsal of the workshop that was not thrown away."""
    rows = Rehearsal.objects.filter(workshop=workshop).exclude(state=RehearsalState.GONE)
    return rows.select_related("organization").first()


def standing_of(workshop: Workshop) -> RehearsalStanding | None:
    """The progress of its rehearsal; None without one."""
    rehearsal = rehearsal_of(workshop)
    if rehearsal is None:
        return None
    copies = Workshop.objects.filter(
        uuid=rehearsal.copied(workshop.uuid), discovery__domain__organization=rehearsal.organization_id
    )
    sheet = plan_of(workshop)
    rows: list[RehearsalRow] = []
    for row in sheet.rows:
        rows.append(_rehearsed(rehearsal, row))
        rows += [_rehearsed(rehearsal, each, room.name) for room in row.rooms for each in room.rows]
    took = sum(row.took or 0 for row in rows if not row.room)
    return RehearsalStanding(
        rehearsal, copies.first() if rehearsal.organization_id else None, tuple(rows), sheet.minutes, took
    )


def _rehearsed(rehearsal: Rehearsal, row: PlanRow, room: str = "") -> RehearsalRow:
    activity = row.item.activity
    seconds = rehearsal.seconds.get(str(rehearsal.copied(activity.uuid)))
    return RehearsalRow(
        activity.title, room, activity.minutes, None if seconds is None else in_minutes(seconds)
    )


def rehearsed_in(discovery: Discovery) -> Workshop | None:
    """The workshop, with its discovery, that is rehearsed in this one; None for a discovery that is no copy,
    or one that was thrown away."""
    if not discovery.domain.organization.is_rehearsal:
        return None
    row = (
        Rehearsal.objects.filter(
            organization=discovery.domain.organization_id,
            workshop__deleted_at=None,
            workshop__discovery__deleted_at=None,
        )
        .exclude(state=RehearsalState.GONE)
        .select_related("workshop__discovery__domain")
        .first()
    )
    return None if row is None else row.workshop
