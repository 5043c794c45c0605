"""Reads of workshops and their agendas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Sum, When

from core.models import Operation
from core.selectors.raw_sql import RowPart, WrittenOut
from core.selectors.request_cache import cached_per_request
from discovery.discoveries.selectors import places_of
from discovery.models import Discovery, SittingStream
from workshops.activity_kind import ActivityKind
from workshops.agenda import rules as agenda
from workshops.agenda.time_estimates.rules import Estimate
from workshops.models import Activity, Track, Workshop, WorkshopState
from workshops.registries import activity_kinds
from workshops.selectors.person_places import main_track

CLOSED_BY = ("workshop.paused", "workshop.ended")
_OPENED_BY = ("workshop.resumed", "workshop.reopened")
_WITH_CODE = WrittenOut(
    """
    SELECT {workshop} FROM workshops_workshop workshop
    JOIN discovery_discovery discovery ON discovery.id = workshop.discovery_id
    WHERE workshop.code = %s AND workshop.deleted_at IS NULL AND discovery.deleted_at IS NULL
    """,
    workshop=RowPart(Workshop),
)
_AS_IT_IS = WrittenOut(
    "SELECT {workshop} FROM workshops_workshop workshop WHERE id = %s AND deleted_at IS NULL",
    workshop=RowPart(Workshop),
)
_ACTIVITY = WrittenOut(
    """
    SELECT {activity} FROM workshops_activity activity
    JOIN workshops_track track ON track.id = activity.track_id
    WHERE activity.uuid = %s AND track.workshop_id = %s AND activity.deleted_at IS NULL
    """,
    activity=RowPart(Activity),
)
_HELD = WrittenOut(
    """
    SELECT {activity}, {track}, {workshop} FROM workshops_activity activity
    JOIN workshops_track track ON track.id = activity.track_id
    JOIN workshops_workshop workshop ON workshop.id = track.workshop_id
    WHERE activity.id = %s AND activity.deleted_at IS NULL
    """,
    activity=RowPart(Activity),
    track=RowPart(Track, ("id", "workshop", "current", "breakout")),
    workshop=RowPart(Workshop, ("id", "discovery", "code", "state")),
)


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An activity with its kind (None when no app offers it any more), its planned times, and what it needs
    (selectors.effort), where that was asked for."""

    activity: Activity
    kind: ActivityKind | None
    slot: agenda.Slot
    estimate: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """The activities of a track in their order, how long they take, and when they end."""

    track: Track
    items: tuple[AgendaItem, ...]
    minutes: int
    ends_at: datetime | None


def workshops_of(discovery: Discovery) -> QuerySet[Workshop]:
    """The workshops of a discovery in order, each with `activity_count` and `minutes`."""
    # What goes on in breakout rooms lies within the minutes of the breakout.
    current = Q(tracks__deleted_at=None, tracks__breakout=None, tracks__activities__deleted_at=None)
    rows = discovery.workshops.annotate(
        activity_count=Count("tracks__activities", filter=current, distinct=True),
        minutes=Sum("tracks__activities__minutes", filter=current, default=0),
    )
    return rows.order_by("starts_at", "pk")


def language_of_workshops(discoveries: QuerySet[Discovery]) -> str:
    """The language of the workshop under way, else of the last one; "" for none. What is copied for a room is
    in the language of that room."""
    under_way = When(state__in=(WorkshopState.LIVE, WorkshopState.PAUSED), then=0)
    waits = Case(under_way, default=1, output_field=IntegerField())
    rows = Workshop.objects.filter(discovery__in=discoveries).order_by(waits, "-pk")
    return rows.values_list("language", flat=True).first() or ""


def in_streams(
    discovery: Discovery, workshops: Iterable[Workshop], first: Sequence[str] = ()
) -> list[tuple[SittingStream, list[Workshop]]]:
    """Workshops of the discovery by the streams that it runs: those of another come under the first. In the
    order of the process; those in the states `first` come first in their stream, by these, and their streams
    before the others. Streams without any are left out."""

    def place(workshop: Workshop) -> int:
        return first.index(workshop.state) if workshop.state in first else len(first)

    run = {kind.value for kind in SittingStream if kind.place in places_of(discovery)}
    streams: dict[str, list[Workshop]] = {kind: [] for kind in SittingStream.values}
    for each in sorted(workshops, key=place):
        streams[each.stream if each.stream in run else SittingStream.ACCELERATE].append(each)
    pairs = [(SittingStream(kind), rows) for kind, rows in streams.items() if rows]
    return sorted(pairs, key=lambda stream: place(stream[1][0]))


@cached_per_request
def workshops_in(discovery: Discovery) -> list[Workshop]:
    """All workshops of the discovery, in their order. To be read only."""
    return list(discovery.workshops.all())


@cached_per_request
def workshops_by_stream(discovery: Discovery) -> dict[str, list[Workshop]]:
    """All workshops of the discovery, as in_streams has them; also of streams without any."""
    pairs = in_streams(discovery, workshops_in(discovery))
    return {kind: [] for kind in SittingStream.values} | {kind.value: rows for kind, rows in pairs}


def people_counts(discovery: Discovery) -> dict[int, int]:
    """The number of people who joined each workshop of the discovery, by its id."""
    rows = discovery.workshops.annotate(
        people_count=Count("participants", filter=Q(participants__removed_at=None))
    )
    return dict(rows.values_list("pk", "people_count"))


def workshop_with_code(code: str) -> Workshop | None:
    """The workshop with this join code; None when there is none, or it or its discovery is in the trash.

    Everyone who joins runs this query.
    """
    row = _WITH_CODE.first(code)
    return row[0] if row else None


def workshop_as_it_is(pk: int) -> Workshop:
    """The workshop, read again. Raises Workshop.DoesNotExist when it is gone or in the trash."""
    row = _AS_IT_IS.first(pk)
    if row is None:
        raise Workshop.DoesNotExist(f"There is no workshop {pk}.")
    workshop: Workshop = row[0]
    return workshop


def workshop_with_observer_key(key: str) -> Workshop | None:
    """The workshop whose read-only link holds the key, None when there is none (any more)."""
    if not key:
        return None
    return Workshop.objects.filter(observer_key=key, discovery__deleted_at=None).first()


def anonymous_activity(code: str, uuid: UUID) -> Activity | None:
    """The anonymous activity of the workshop with this join code, with both; None when there is none."""
    return (
        Activity.objects.select_related("track__workshop__discovery__domain__organization")
        .filter(
            uuid=uuid,
            is_anonymous=True,
            track__workshop__code=code,
            track__workshop__deleted_at=None,
            track__workshop__discovery__deleted_at=None,
        )
        .first()
    )


def activity_uuids(workshop: Workshop) -> list[str]:
    """The uuids of the activities of all its tracks, also of those in the trash."""
    rows = Activity.everything.filter(track__workshop=workshop).values_list("uuid", flat=True)
    return [str(uuid) for uuid in rows]


def track_of(workshop: Workshop) -> Track:
    """The track of a workshop for everyone; breakout rooms have others."""
    track = main_track(workshop.pk)
    track.workshop = workshop
    return track


def activity_in(workshop: Workshop, uuid: UUID) -> Activity | None:
    """The activity of the workshop with this uuid; None for an unknown or deleted one."""
    db_uuid = Activity._meta.get_field("uuid").get_db_prep_value(uuid, connection)
    row = _ACTIVITY.first(db_uuid, workshop.pk)
    return of_workshop(row[0], workshop) if row else None


def of_workshop(activity: Activity, workshop: Workshop) -> Activity:
    """The activity with its workshop. The other fields of the track are read when they are used."""
    activity.track = Track.from_db(connection.alias, ["id", "workshop_id"], [activity.track_id, workshop.pk])
    activity.track.workshop = workshop
    return activity


def read_anew(activity: Activity) -> Activity | None:
    """The activity as it is now, with its track and workshop; None when it was deleted.

    Every note of two hundred people runs this query. The other fields of track and workshop are read when
    they are used.
    """
    row = _HELD.first(activity.pk)
    if row is None:
        return None
    fresh: Activity
    fresh, fresh.track, fresh.track.workshop = row
    return fresh


def agenda_of(workshop: Workshop, room: Track | None = None, *, starts_at: datetime | None = None) -> Agenda:
    """The agenda with planned times, of everyone or of a breakout room. Two queries; for a room one, where
    it is known when it `starts_at`.

    A breakout room begins when its breakout is planned to.
    """
    track = room or track_of(workshop)
    activities = list(track.activities.all())
    begins = starts_at or _planned_start(workshop, room)
    slots = agenda.slots([activity.minutes for activity in activities], begins)
    return Agenda(
        track,
        items_of(activities, slots),
        sum(activity.minutes for activity in activities),
        slots[-1].ends_at if slots else None,
    )


def items_of(activities: Iterable[Activity], slots: Iterable[agenda.Slot]) -> tuple[AgendaItem, ...]:
    """The activities with their kinds, each in its slot."""
    return tuple(
        AgendaItem(
            activity, activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None, slot
        )
        for activity, slot in zip(activities, slots, strict=True)
    )


@dataclass(frozen=True, slots=True)
class WorkshopChanges:
    """The number of changes of a workshop and its agenda, and the time of the last one."""

    count: int
    last_at: datetime


def changes_of(workshop: Workshop) -> WorkshopChanges:
    """Those of the workshop and of its activities, also of deleted ones: the count never gets smaller."""
    rows = Activity.everything.filter(track__workshop=workshop)
    agenda = rows.aggregate(count=Sum("revision", default=0), last_at=Max("modified_at"))
    last_at = max(filter(None, (workshop.modified_at, agenda["last_at"])))
    return WorkshopChanges(workshop.revision - 1 + agenda["count"], last_at)


def _planned_start(workshop: Workshop, room: Track | None) -> datetime | None:
    if room is None:
        return workshop.starts_at
    items = agenda_of(workshop).items
    return next((item.slot.starts_at for item in items if item.activity.pk == room.breakout_id), None)


def pauses_of(workshop: Workshop) -> list[agenda.Pause]:
    """From when until when the workshop was paused or ended in between, in order. One query."""
    pauses: list[agenda.Pause] = []
    closed_at: datetime | None = None
    steps = Operation.objects.filter(room_uuid=workshop.uuid, verb__in=(*CLOSED_BY, *_OPENED_BY)).order_by(
        "pk"
    )
    for verb, at in steps.values_list("verb", "at"):
        if verb in CLOSED_BY:
            closed_at = closed_at or at
        elif closed_at is not None:
            pauses.append((closed_at, at))
            closed_at = None
    return pauses if closed_at is None else [*pauses, (closed_at, None)]
