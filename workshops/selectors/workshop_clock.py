"""Time in a workshop: on our clock; in the copy of a rehearsal, on the clock of the rehearsal, which stops
while the worker does something else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from documents import rounded_numbers
from workshops.agenda import rules as agenda
from workshops.models import Activity, Rehearsal, Workshop
from workshops.workshop.selectors import pauses_of


def in_minutes(seconds: float) -> int:
    """Return the seconds as whole minutes, rounded, at least 1."""
    return max(1, rounded_numbers.minutes(timedelta(seconds=seconds)))


@dataclass(frozen=True, slots=True)
class RoomClock:
    """`pauses` are the times in which the workshop was closed; `pace` is how many seconds of its agenda pass
    in one of ours; `seconds` says of a rehearsal how long each activity took so far, by its uuid."""

    pauses: Sequence[agenda.Pause] = ()
    pace: int = 1
    seconds: Mapping[str, float] | None = None

    def minutes(self, activity: Activity) -> int | None:
        """Whole minutes that an activity took; None for one that did not start or is not over."""
        if self.seconds is None or activity.started_at is None or activity.ended_at is None:
            return agenda.minutes_taken(activity, self.pauses, pace=self.pace)
        spent = self.seconds.get(str(activity.uuid))
        return None if spent is None else in_minutes(spent)

    def minutes_left(self, activity: Activity, now: datetime, *, is_interrupted: bool = False) -> int:
        """Whole minutes left of those that are planned for an activity that the room is in, or goes back to
        from a quick question; 0 when they are over."""
        if self.seconds is not None:
            return rounded_numbers.minutes(timedelta(seconds=self._left(activity)))
        if is_interrupted:
            return agenda.minutes_to_go_back(activity, self.pauses, pace=self.pace)
        return agenda.minutes_left(activity, now, self.pauses, pace=self.pace)

    def begins(
        self, activities: Sequence[Activity], current: Activity, now: datetime, back_to: Activity | None
    ) -> list[datetime | None]:
        """The actual or expected beginning of each activity, as agenda.begins."""
        if self.seconds is None:
            return agenda.begins(
                activities, current, now, back_to=back_to, pauses=self.pauses, pace=self.pace
            )
        coming, at = agenda.to_come(activities, current), now + self._until_next(current, back_to)
        times: list[datetime | None] = []
        for each in activities:
            times.append(at if each in coming else each.started_at)
            at += timedelta(minutes=each.minutes if each in coming else 0) / self.pace
        return times

    def forecast(
        self,
        activities: Sequence[Activity],
        current: Activity | None,
        now: datetime,
        *,
        planned_start: datetime | None = None,
        back_to: Activity | None = None,
    ) -> agenda.Forecast | None:
        """The expected end of the room against its plan, as agenda.forecast; None before it began."""
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
        coming = sum(each.minutes for each in agenda.to_come(activities, current))
        remaining = self._until_next(current, back_to) + timedelta(minutes=coming) / self.pace
        planned = sum(each.minutes for each in activities)
        spent = timedelta(seconds=sum(map(self._spent, activities)))
        ahead = (timedelta(minutes=planned) - spent) / self.pace - remaining
        return agenda.Forecast(now + remaining + ahead, now + remaining, self.pace)

    def between(self, start: datetime, over: datetime, activities: Sequence[Activity]) -> int:
        """Whole minutes from the beginning of the `activities` to the end of the last."""
        if self.seconds is not None:
            return sum(self.minutes(each) or 0 for each in activities)
        paused = agenda.paused_between(self.pauses, start, over)
        return rounded_numbers.minutes((over - start - paused) * self.pace)

    def _spent(self, activity: Activity) -> float:
        return (self.seconds or {}).get(str(activity.uuid), 0.0)

    def _left(self, activity: Activity) -> float:
        return max(0.0, activity.minutes * 60 - self._spent(activity))

    def _until_next(self, current: Activity, back_to: Activity | None) -> timedelta:
        under_way = (current,) if back_to is None else (current, back_to)
        return timedelta(seconds=sum(map(self._left, under_way))) / self.pace


def elapsed_in(workshop: Workshop, *, was_closed: bool = True) -> RoomClock:
    """`was_closed`: whether there can be pauses. One query for them, and one in the copy of a rehearsal."""
    pauses = pauses_of(workshop) if was_closed else []
    organization = workshop.discovery.domain.organization
    if not organization.is_rehearsal:
        return RoomClock(pauses)
    row = Rehearsal.objects.filter(organization=organization).values_list("speed", "seconds").first()
    return RoomClock(pauses, *(row or (1, None)))
