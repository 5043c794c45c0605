"""Activities ahead of a workshop, and people's progress in them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from core.labels import Text
from workshops.activity_kind import ActivityKind
from workshops.models import Activity, Participant, Workshop, WorkshopState
from workshops.registries import activity_kinds
from workshops.room.running.selectors import PersonInRoom, awaited, people_in
from workshops.selectors.person_places import is_open_ahead

# So long before its end a deadline is near.
NEAR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Deadline:
    """An activity that was opened ahead, at `now`."""

    activity: Activity
    kind: ActivityKind
    now: datetime

    @property
    def is_open(self) -> bool:
        return is_open_ahead(self.activity, self.now)

    @property
    def closes_at(self) -> datetime:
        assert self.activity.closes_at is not None  # noqa: S101 - only those that were opened are here
        return self.activity.closes_at

    @property
    def is_near(self) -> bool:
        return self.is_open and self.closes_at - self.now <= NEAR


@dataclass(frozen=True, slots=True)
class ToDo:
    """One person's share of an activity ahead: `is_done`, or a `note` such as "2 of 3". In an anonymous one
    no one knows."""

    deadline: Deadline
    is_done: bool
    note: Text


@dataclass(frozen=True, slots=True)
class DeadlineStanding:
    """Progress of everyone in an activity ahead. By name; in an anonymous one only `finished`, the number of
    people who have given something."""

    deadline: Deadline
    people_done: list[PersonInRoom]
    under_way: list[tuple[PersonInRoom, Text]]
    missing: list[PersonInRoom]
    finished: int
    of: int


def opened_ahead(workshop: Workshop, now: datetime) -> list[Deadline]:
    """Activities that were opened ahead and that the room has not got to, in the order of the agenda; also
    those that are closed by now. None of them once the workshop has ended."""
    if workshop.state == WorkshopState.ENDED:
        return []
    activities = Activity.objects.select_related("track").filter(
        track__workshop=workshop, track__deleted_at=None, opens_at__isnull=False, started_at=None
    )
    activities = activities.order_by("track__position", "track_id", "position", "pk")
    return [
        deadline for activity in activities if (deadline := deadline_of(activity, workshop, now)) is not None
    ]


def deadline_of(activity: Activity, workshop: Workshop, now: datetime) -> Deadline | None:
    """The activity as one that was opened ahead; None when it was not, or its kind is gone."""
    if activity.opens_at is None or activity.kind not in activity_kinds:
        return None
    activity.track.workshop = workshop
    return Deadline(activity, activity_kinds.get(activity.kind), now)


def to_do(workshop: Workshop, participant: Participant) -> list[ToDo]:
    """Activities that the participant is asked for ahead of the workshop."""
    uuid = str(participant.uuid)
    tasks = []
    for deadline in opened_ahead(workshop, timezone.now()):
        if deadline.activity.is_anonymous:
            tasks.append(ToDo(deadline, False, ""))
            continue
        progress = deadline.kind.progress(deadline.activity, frozenset({uuid}))
        tasks.append(ToDo(deadline, uuid in progress.done, progress.partial.get(uuid, "")))
    return tasks


def standing_of(deadline: Deadline) -> DeadlineStanding:
    """Progress of everyone who joined."""
    activity = deadline.activity
    people = awaited(people_in(activity.track.workshop.pk), activity)
    progress = deadline.kind.progress(activity, frozenset(person.uuid for person in people))
    if activity.is_anonymous:
        return DeadlineStanding(deadline, [], [], [], progress.finished, len(people))
    finished, under_way, missing = [], [], []
    for person in people:
        if person.uuid in progress.done:
            finished.append(person)
        elif note := progress.partial.get(person.uuid):
            under_way.append((person, note))
        else:
            missing.append(person)
    return DeadlineStanding(deadline, finished, under_way, missing, len(finished), len(people))
