"""Activities that an agenda brings, and what it still lacks before the room can begin."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from core.labels import Text
from workshops.activity_kind import LeftOpen, Way
from workshops.agenda.timeline.timeline_layout import Against
from workshops.models import Activity, Track, Workshop
from workshops.registries import activity_kinds


@dataclass(frozen=True, slots=True)
class Unready:
    """An activity that the room cannot begin with yet, and what it lacks, in a sentence; `way` leads to the
    page that adds it, None means the form of the activity."""

    activity: Activity
    lacks: Text
    way: Way | None


def unready_of(workshop: Workshop) -> list[Unready]:
    """The activities that are still to come and not ready, those of breakout rooms too, in their order."""
    unready = []
    for activity in still_to_come(workshop):
        kind = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
        if kind and (lacks := kind.unready(activity)):
            unready.append(Unready(activity, lacks, kind.way_to_ready(activity)))
    return unready


def still_to_come(workshop: Workshop) -> list[Activity]:
    """The activities that did not begin yet, those of breakout rooms too, in their order. One query."""
    rows = Activity.objects.filter(track__workshop=workshop, track__deleted_at=None, started_at=None)
    return sorted(rows.select_related("track__workshop__discovery__domain", "track__breakout"), key=_place)


@dataclass(frozen=True, slots=True)
class OverTime:
    """A breakout room whose agenda is longer than its breakout."""

    room: Track
    against: Against


def rooms_over_time(workshop: Workshop) -> list[OverTime]:
    """The breakout rooms still to come whose agenda is longer than their breakout, in their order. One
    query."""
    minutes: dict[Track, int] = {}
    for activity in still_to_come(workshop):
        if activity.track.breakout:
            minutes[activity.track] = minutes.get(activity.track, 0) + activity.minutes
    rooms = [
        OverTime(room, Against(planned, room.breakout.minutes))
        for room, planned in minutes.items()
        if room.breakout
    ]
    return [each for each in rooms if each.against.over]


@dataclass(frozen=True, slots=True)
class UnsettledActivity:
    """An activity of which something is left open."""

    activity: Activity
    open_point: LeftOpen


def unsettled_of(workshop: Workshop) -> list[UnsettledActivity]:
    """Activities that began and left something open, those of breakout rooms too, in their order."""
    activities = Activity.objects.filter(
        track__workshop=workshop, track__deleted_at=None, started_at__isnull=False
    ).select_related("track__workshop__discovery", "track__breakout")
    unsettled = []
    for activity in sorted(activities, key=_place):
        kind = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
        if kind and (open_point := kind.left_open(activity)):
            unsettled.append(UnsettledActivity(activity, open_point))
    return unsettled


def _place(activity: Activity) -> tuple[int, int, int]:
    breakout = activity.track.breakout
    if breakout is None:
        return (activity.position, -1, 0)
    return (breakout.position, activity.track.position, activity.position)


def comes_before(activity: Activity, kinds: Collection[str]) -> bool:
    """Return True if the agenda brings an activity of one of the `kinds` before this one."""
    return earlier_in(activity, kinds).exists()


def earlier_in(activity: Activity, kinds: Collection[str]) -> QuerySet[Activity]:
    """The activities of the `kinds` that the agenda brings before this one: in its track, or before the
    breakout whose room it is in."""
    earlier = Q(track=activity.track_id, position__lt=activity.position)
    breakout = activity.track.breakout
    if breakout is not None:
        earlier |= Q(track=breakout.track_id, position__lt=breakout.position)
    return Activity.objects.filter(earlier, kind__in=kinds)
