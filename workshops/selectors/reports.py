"""Parts of the report on a discovery as a whole: its decisions and participants."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from core.selectors.request_cache import one_reading
from discovery.models import Discovery
from organizations.models import Side
from workshops.activity_kind import ActivityKind
from workshops.models import Activity, Decision, Participant, Track, Workshop
from workshops.registries import activity_kinds
from workshops.room.running.selectors import PersonInRoom, told_apart


@dataclass(frozen=True, slots=True)
class Attendance:
    """People in one workshop, in the order of joining; `sides` counts them by side, sides without anyone left
    out."""

    workshop: Workshop
    people: tuple[PersonInRoom, ...]
    sides: tuple[tuple[Side, int], ...]


def decisions_of(discovery: Discovery) -> QuerySet[Decision]:
    """The log in the order in which things were decided."""
    rows = Decision.objects.filter(discovery=discovery).select_related("workshop")
    return rows.prefetch_related("links").order_by("decided_at", "pk")


def attendances_of(discovery: Discovery) -> list[Attendance]:
    """The workshops in which someone was, with those who were not removed; in the order of their dates."""
    return [
        _attendance(workshop, workshop.present) for workshop in _with_people(discovery) if workshop.present
    ]


def attendance_of(workshop: Workshop) -> Attendance:
    """People in the workshop who were not removed."""
    return _attendance(workshop, list(workshop.participants.filter(removed_at=None)))


def workshops_of(discovery: Discovery) -> QuerySet[Any]:
    """All workshops in the order of their dates, with those `present`, and with tracks and activities each as
    `agenda`."""
    activities = Prefetch("activities", to_attr="agenda")
    return _with_people(discovery).prefetch_related(
        Prefetch("tracks", Track.objects.prefetch_related(activities), to_attr="agenda")
    )


def results_in(discovery: Discovery) -> list[tuple[ActivityKind, Activity, dict[str, Any]]]:
    """The activities of all workshops whose kinds tell what came out (ActivityKind.result_lines), with that;
    those of nothing left out. What is read of many (ActivityKind.reads) is read once for each kind."""
    telling = [kind for kind in activity_kinds if type(kind).result_lines is not ActivityKind.result_lines]
    activities: list[Activity] = [
        activity
        for workshop in workshops_of(discovery).prefetch_related("participants")
        for track in workshop.agenda
        for activity in track.agenda
    ]
    for kind in telling:
        prefetch_related_objects([each for each in activities if each.kind == kind.key], *kind.reads)
    by_key = {kind.key: kind for kind in telling}
    rows = []
    with one_reading():
        for activity in activities:
            of = by_key.get(activity.kind)
            if of is not None and (results := of.results(activity)) is not None:
                rows.append((of, activity, results))
    return rows


def _with_people(discovery: Discovery) -> QuerySet[Any]:
    return discovery.workshops.prefetch_related(
        Prefetch("participants", Participant.objects.filter(removed_at=None), to_attr="present")
    )


def _attendance(workshop: Workshop, people: list[Participant]) -> Attendance:
    counts = [(side, sum(person.side == side for person in people)) for side in Side]
    return Attendance(
        workshop, tuple(told_apart(people)), tuple((side, count) for side, count in counts if count)
    )
