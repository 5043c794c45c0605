"""The rooms of a breakout, and who is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from workshops.agenda import rules as agenda
from workshops.models import Activity, Track
from workshops.room.running.selectors import PersonInRoom, people_in
from workshops.selectors.person_places import BREAKOUT

CHOOSE = "choose"
BY_HAND = "hand"
ASSIGNMENTS = ("balance", "side", BY_HAND, CHOOSE)


@dataclass(frozen=True, slots=True)
class BreakoutRoom:
    """A breakout room: the activity that it is at, its time, and its people. `now` is when it was
    read."""

    track: Track
    activities: tuple[Activity, ...]
    people: tuple[PersonInRoom, ...]
    now: datetime

    @property
    def current(self) -> Activity | None:
        return next((each for each in self.activities if each.pk == self.track.current_id), None)

    @property
    def number(self) -> int:
        """The place of the current activity, from 1; 0 when there is none."""
        return self.activities.index(self.current) + 1 if self.current else 0

    @property
    def task(self) -> str:
        """The instructions of the current activity; "" without any."""
        return self.current.instructions if self.current else ""

    @property
    def minutes(self) -> int:
        return sum(activity.minutes for activity in self.activities)

    @property
    def has_timer(self) -> bool:
        return self.track.timer_ends_at is not None or self.track.timer_left is not None

    @property
    def seconds_left(self) -> int | None:
        return agenda.seconds_left(self.track.timer_ends_at, self.track.timer_left, self.now)

    @property
    def timer_text(self) -> str:
        return agenda.as_clock(self.seconds_left)


# Rooms that begin together are a moment apart, in seconds.
SAME_TIME = 3
STEPS_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class Rooms:
    """All rooms of a breakout, and who has none."""

    activity: Activity
    rooms: tuple[BreakoutRoom, ...]
    without: tuple[PersonInRoom, ...]

    @property
    def in_step(self) -> BreakoutRoom | None:
        """One of several rooms that are all at the same step with the same time left; None if they aren't."""
        if len(self.rooms) == 1 or not all(room.current for room in self.rooms):
            return None
        steps = {(room.number, len(room.activities), str(room.current)) for room in self.rooms}
        left = [room.seconds_left or 0 for room in self.rooms]
        same = len(steps) == len({room.has_timer for room in self.rooms}) == 1
        return self.rooms[0] if same and max(left) - min(left) < SAME_TIME else None

    @property
    def shared_task(self) -> str:
        """The task of rooms that are all at the same step, where it is the same; else ""."""
        tasks = {room.task for room in self.rooms}
        return tasks.pop() if self.in_step and len(tasks) == 1 else ""

    @property
    def steps_in_a_row(self) -> tuple[Activity, ...]:
        """The steps of all rooms, where the stage has room for them beside each other; none if rooms have
        different ones."""
        titles = {tuple(each.title for each in room.activities) for room in self.rooms}
        steps = self.rooms[0].activities if len(titles) == 1 else ()
        return steps if len(steps) <= STEPS_IN_A_ROW else ()


def assignment_of(activity: Activity) -> str:
    """The rule by which people get into the rooms: one of ASSIGNMENTS."""
    assignment = activity.settings.get("assignment")
    return assignment if assignment in ASSIGNMENTS else ASSIGNMENTS[0]


def places_themselves(activity: Activity) -> bool:
    """Return True if people choose their rooms themselves, or a facilitator does, but no rule."""
    return assignment_of(activity) in (CHOOSE, BY_HAND)


def rooms_of(activity: Activity, people: Sequence[PersonInRoom] | None = None) -> Rooms:
    """The rooms of a breakout. Two queries, and one for the people unless they are given."""
    tracks = list(Track.objects.filter(breakout=activity).select_related("facilitator"))
    activities: dict[int, list[Activity]] = {track.pk: [] for track in tracks}
    for each in Activity.objects.filter(track__in=tracks):
        activities[each.track_id].append(each)
    everybody = people_in(activity.track.workshop_id) if people is None else people
    now = timezone.now()
    rooms = tuple(
        BreakoutRoom(
            track,
            tuple(activities[track.pk]),
            tuple(person for person in everybody if person.participant.track_id == track.pk),
            now,
        )
        for track in tracks
    )
    room_keys = set(activities)
    return Rooms(
        activity, rooms, tuple(each for each in everybody if each.participant.track_id not in room_keys)
    )


def tracks_beside(track: Track) -> list[Track]:
    """The rooms that a console at this track can switch to: those of the breakout that it is at, or in."""
    current = track.current
    if track.breakout_id is not None:
        return list(Track.objects.filter(breakout=track.breakout_id))
    if current is None or current.kind != BREAKOUT:
        return []
    return list(Track.objects.filter(breakout=current))
