"""Reads of workshops and their agendas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from discovery import agenda
from discovery.models import Activity, Discovery, Track, Workshop
from discovery.registries import ActivityKind, activity_kinds


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An activity with its kind (None when no app offers it any more) and its planned times."""

    activity: Activity
    kind: ActivityKind | None
    slot: agenda.Slot


@dataclass(frozen=True, slots=True)
class Agenda:
    track: Track
    items: tuple[AgendaItem, ...]
    minutes: int
    ends_at: datetime | None


def workshops_of(discovery: Discovery) -> QuerySet[Workshop]:
    """The workshops of a discovery in order, each with `activity_count` and `minutes`."""
    current = Q(tracks__deleted_at=None, tracks__activities__deleted_at=None)
    rows = discovery.workshops.annotate(
        activity_count=Count("tracks__activities", filter=current, distinct=True),
        minutes=Sum("tracks__activities__minutes", filter=current, default=0),
    )
    return rows.order_by("starts_at", "pk")


def people_counts(discovery: Discovery) -> dict[int, int]:
    """How many people joined each workshop of the discovery, by its id."""
    rows = discovery.workshops.annotate(
        people_count=Count("participants", filter=Q(participants__removed_at=None))
    )
    return dict(rows.values_list("pk", "people_count"))


def track_of(workshop: Workshop) -> Track:
    """The first track of a workshop: the one that all of its screens follow."""
    track = workshop.tracks.order_by("position", "pk")[:1].get()
    track.workshop = workshop
    return track


def agenda_of(workshop: Workshop) -> Agenda:
    """The agenda with planned times. Two queries."""
    track = track_of(workshop)
    activities = list(track.activities.all())
    slots = agenda.slots([activity.minutes for activity in activities], workshop.starts_at)
    items = tuple(
        AgendaItem(
            activity, activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None, slot
        )
        for activity, slot in zip(activities, slots, strict=True)
    )
    return Agenda(
        track,
        items,
        agenda.total_minutes(activity.minutes for activity in activities),
        slots[-1].ends_at if slots else None,
    )
