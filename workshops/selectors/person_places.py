"""Places of people: everyone together, or in the breakout rooms."""

from collections.abc import Mapping
from datetime import datetime

from core.selectors.raw_sql import RowPart, WrittenOut
from workshops.models import Activity, Participant, Track, Workshop

BREAKOUT = "breakout"
"""The kind of activity that has rooms."""
_UNDER_WAY = WrittenOut(
    """
    SELECT {activity} FROM workshops_activity activity
    JOIN workshops_track track ON track.current_id = activity.id
    WHERE track.workshop_id = %s AND track.breakout_id IS NULL AND track.deleted_at IS NULL
      AND activity.kind = %s
    """,
    activity=RowPart(Activity),
)


def main_track(workshop_id: int) -> Track:
    """The track for everyone, with its current activity."""
    return (
        Track.objects.filter(workshop_id=workshop_id, breakout=None)
        .select_related("current")
        .order_by("position", "pk")[:1]
        .get()
    )


def breakout_under_way(workshop_id: int) -> Activity | None:
    """The breakout activity that everyone's track is at; None at another one."""
    row = _UNDER_WAY.first(workshop_id, BREAKOUT)
    return row[0] if row else None


def rooms_open(workshop: Workshop, main: Track) -> int | None:
    """The breakout activity (its primary key) whose rooms people are in; None while all are together."""
    current = main.current
    if current is None or current.kind != BREAKOUT or workshop.is_gathered:
        return None
    return current.pk


def is_track_open(track: Track) -> bool:
    """Return True if the room is at this track: always for the one for everyone, else while its breakout
    lasts."""
    return track.breakout_id is None or main_track(track.workshop_id).current_id == track.breakout_id


def place_of(workshop: Workshop, participant: Participant) -> int | None:
    """The track (its primary key) that a participant's screens follow; None for the one for everyone."""
    return places(workshop, (participant,)).get(str(participant.uuid)) if participant.track_id else None


def places(workshop: Workshop, participants: tuple[Participant, ...] | None = None) -> Mapping[str, int]:
    """By the participant's uuid, the breakout room (primary key of its track) they are in; who is not named
    is where everyone is."""
    breakout = None if workshop.is_gathered else breakout_under_way(workshop.pk)
    if breakout is None:
        return {}
    rooms = set(Track.objects.filter(breakout=breakout).values_list("pk", flat=True))
    participants_placed = (
        participants
        if participants is not None
        else Participant.objects.filter(workshop=workshop, removed_at=None, track__in=rooms).only(
            "uuid", "track_id"
        )
    )
    return {str(each.uuid): each.track_id for each in participants_placed if each.track_id in rooms}


def places_in(workshop_id: int) -> Mapping[str, int]:
    """`places` of a workshop by its primary key; empty when there is none, or it is in the trash."""
    workshop = Workshop.objects.filter(pk=workshop_id).first()
    return {} if workshop is None else places(workshop)


def is_open_ahead(activity: Activity, now: datetime) -> bool:
    """Return True if people take part in it ahead of the workshop, wherever the cursor is."""
    return (
        activity.opens_at is not None
        and activity.closes_at is not None
        and activity.opens_at <= now < activity.closes_at
    )
