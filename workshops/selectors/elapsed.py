"""How time passes in a workshop: on our clock, in the copy of a rehearsal on the clock of that, which stands
still while the worker is at something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from documents import figures
from workshops import agenda
from workshops.models import Activity, Rehearsal, Workshop
from workshops.rehearsal import in_minutes
from workshops.selectors.workshops import pauses_of


@dataclass(frozen=True, slots=True)
class Elapsed:
    """From when until when the workshop was closed in between, how many seconds of its agenda pass in one of
    ours, and of a rehearsal the seconds that each activity took so far, by its uuid."""

    pauses: Sequence[agenda.Pause] = ()
    pace: int = 1
    seconds: Mapping[str, float] | None = None

    def minutes(self, activity: Activity) -> int | None:
        """Whole minutes that an activity took; None for one that did not start or is not over."""
        if self.seconds is None or activity.started_at is None or activity.ended_at is None:
            return agenda.minutes_taken(activity, self.pauses, pace=self.pace)
        return in_minutes(self._spent(activity))

    def forecast(
        self,
        activities: Sequence[Activity],
        current: Activity | None,
        now: datetime,
        *,
        planned_start: datetime | None = None,
        back_to: Activity | None = None,
    ) -> agenda.Forecast | None:
        """When the room will end against its plan, as agenda.forecast; None before it began."""
        if self.seconds is None or current is None:
            return agenda.forecast(
                activities,
                current,
                now,
                planned_start=planned_start,
                back_to=back_to,
                pauses=self.pauses,
                pace=self.pace,
            )
        under_way = (current,) if back_to is None else (current, back_to)
        left = sum(max(0.0, each.minutes * 60 - self._spent(each)) for each in under_way)
        left += 60 * agenda.total_minutes(each.minutes for each in agenda.to_come(activities, current))
        planned = 60 * agenda.total_minutes(each.minutes for each in activities)
        ends = now + timedelta(seconds=left) / self.pace
        ahead = timedelta(seconds=planned - left - sum(map(self._spent, activities)))
        return agenda.Forecast(ends + ahead / self.pace, ends, self.pace)

    def between(self, begun: datetime, over: datetime, activities: Sequence[Activity]) -> int:
        """Whole minutes from the beginning of the `activities` to the end of the last."""
        if self.seconds is not None:
            return sum(self.minutes(each) or 0 for each in activities)
        paused = agenda.paused_between(self.pauses, begun, over)
        return figures.minutes((over - begun - paused) * self.pace)

    def _spent(self, activity: Activity) -> float:
        return (self.seconds or {}).get(str(activity.uuid), 0.0)


def elapsed_in(workshop: Workshop, *, was_closed: bool = True) -> Elapsed:
    """`was_closed`: whether there can be pauses. One query for them, and one in the copy of a rehearsal."""
    pauses = pauses_of(workshop) if was_closed else []
    organization = workshop.discovery.domain.organization
    if not organization.is_rehearsal:
        return Elapsed(pauses)
    held = Rehearsal.objects.filter(organization=organization).values_list("speed", "seconds").first()
    speed, seconds = held or (1, {})
    return Elapsed(pauses, speed, seconds)
