"""Comparison of the planned minutes of activities with what people give in them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from workshops.agenda.selectors import still_to_come
from workshops.agenda.time_estimates.rules import (
    COUNT,
    EffortFit,
    Estimate,
    estimate,
    seconds_between,
    with_easier,
)
from workshops.models import Activity, Track, Workshop, WorkshopState
from workshops.registries import activity_kinds
from workshops.workshop.selectors import Agenda

# So many past activities of a kind, and answers in them, are measured: the newest.
_ACTIVITIES, _ANSWERS = 5, 1000


@dataclass(frozen=True, slots=True)
class TooMuch:
    """An activity whose minutes don't fit, or only just."""

    activity: Activity
    estimate: Estimate


def expected_people(workshop: Workshop, joined: int | None = None) -> int:
    """The number of people to plan for: those who joined, if there are any once the workshop is live. Before,
    it is the usual number, or more if more joined ahead. One query, if it isn't known how many joined."""
    if joined is None:
        joined = _joined(workshop)
    return max(joined, COUNT) if workshop.state == WorkshopState.PLANNED else joined or COUNT


def people_in(room: Track, joined: int | None = None) -> int:
    """The number of people to plan for in the workshop or, for a breakout room, in one of its rooms. `joined`
    is how many joined the workshop."""
    people = expected_people(room.workshop, joined)
    return people if room.breakout is None else math.ceil(people / max(1, _rooms_of(room.breakout)))


@cached_per_request
def _joined(workshop: Workshop) -> int:
    return workshop.participants.filter(removed_at=None).count()


@cached_per_request
def _rooms_of(breakout: Activity) -> int:
    return breakout.rooms.count()


def estimates_of(activities: Iterable[Activity], people: int) -> dict[int, Estimate]:
    """By their primary keys, what those activities need that did not begin yet, with so many people.
    Activities in which people give nothing are left out."""
    estimates = {}
    for activity in activities:
        kind = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
        if kind is None or kind.no_effort or activity.started_at or activity.skipped_at:
            continue
        estimated_with = partial(
            estimate,
            talks=kind.talk_rounds(),
            planned=activity.minutes,
            people=people,
            seconds_each=median_seconds(activity.track.workshop.discovery, activity.kind),
        )
        result = estimated_with(kind.effort_in(activity, people))
        if result is None:
            continue
        easier = None if result.fit == EffortFit.FITS else kind.easier_in(activity, people)
        if easier is not None:
            result = with_easier(result, easier, estimated_with(easier.loads))
        estimates[activity.pk] = result
    return estimates


def estimated(agenda: Agenda) -> Agenda:
    """The agenda of everyone or of a breakout room, with what its activities need."""
    estimates = estimates_of([item.activity for item in agenda.items], people_in(agenda.track))
    return replace(
        agenda, items=tuple(replace(item, estimate=estimates.get(item.activity.pk)) for item in agenda.items)
    )


def too_much_among(
    room: Track, activities: Iterable[Activity], joined: int | None = None
) -> dict[int, Estimate]:
    """By their primary keys, what those activities of a room need whose minutes don't fit. The room is
    that of everyone or a breakout's; `joined` is how many joined the workshop."""
    estimates = estimates_of(activities, people_in(room, joined))
    return {pk: each for pk, each in estimates.items() if each.fit != EffortFit.FITS}


def too_much_in(workshop: Workshop) -> list[TooMuch]:
    """The activities still to come whose minutes don't fit, those of breakout rooms too, in their order."""
    rows = []
    for activity in still_to_come(workshop):
        result = estimates_of([activity], people_in(activity.track)).get(activity.pk)
        if result is not None and result.fit != EffortFit.FITS:
            rows.append(TooMuch(activity, result))
    return rows


@cached_per_request
def median_seconds(discovery: Discovery, kind: str) -> float | None:
    """The median of the seconds between two answers of one person in the latest activities of this kind in
    the discovery's organization; None where too few are known, or none are kept."""
    past = Activity.objects.filter(
        kind=kind,
        started_at__isnull=False,
        track__workshop__discovery__domain__organization=discovery.domain.organization_id,
    ).order_by("-started_at")
    rows = activity_kinds.get(kind).answer_times(
        Activity.objects.filter(pk__in=past.values("pk")[:_ACTIVITIES])
    )
    if rows is None:
        return None
    return seconds_between(((room, person), at) for room, person, at in rows[:_ANSWERS])
