"""The regions that only the console has: the agenda, the people, what was captured, and paired devices."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

import live
from core.labels import Text
from live import Region, Snapshot
from workshops.activities.regions import draw_part
from workshops.activities.room_snapshot import progress_in, state_of, time_in
from workshops.agenda import rules as agenda
from workshops.agenda.time_estimates.selectors import too_much_among
from workshops.agenda.timeline.selectors import rows_now, strip_of_rows
from workshops.agenda.timeline.timeline_layout import Against
from workshops.joining.device_pairing.selectors import devices_of
from workshops.models import Activity, Workshop
from workshops.results.quick_captures.forms import labels_of_kinds
from workshops.results.quick_captures.selectors import captured_in
from workshops.room.running.selectors import PersonInRoom, RoomState

# People, and things that were captured, in the console's lists before they are cut.
PEOPLE_SHOWN = 12
CAPTURED_SHOWN = 6


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in the console's list; `note` is "2 of 3", `away` that they are not here
    (workshops.room.presence)."""

    person: PersonInRoom
    is_done: bool
    away: bool
    note: Text


def draw_agenda(snapshot: Snapshot) -> SafeString:
    """Draw the agenda: past, current and coming activities, how far ahead or behind the room is, when it will
    end, and what could be left out."""
    state = state_of(snapshot)
    here = state.standing_at if state.is_paused else state.current
    joined = None if state.is_breakout else len(state.people)
    too_much = too_much_among(state.track, state.activities, joined)
    # A breakout room has its own time; the plan of everyone says when it began.
    starts_at = None if state.is_breakout else state.workshop.starts_at
    forecast = time_in(snapshot).forecast(
        state.activities, state.current, state.now, planned_start=starts_at, back_to=state.interrupted
    )
    ahead = forecast.ahead if forecast else 0
    to_come = agenda.to_come(state.activities, state.current)
    others = [activity for activity in state.activities if activity != here]
    rows = rows_now(
        state.activities,
        starts=_starts_in(state, forecast, to_come),
        states={activity.pk: _state_of_row(activity, here) for activity in state.activities},
        actual={activity.pk: time_in(snapshot).minutes(activity) for activity in others},
        estimates=too_much,
    )
    may_go = [
        row.activity for row in rows if row.activity in to_come and row.item.kind and row.item.kind.may_be_cut
    ]
    planned = sum(activity.minutes for activity in state.activities)
    return draw_part(
        "console_agenda",
        snapshot,
        rows=rows,
        against=Against(planned, None if state.is_breakout else state.workshop.minutes_available),
        strip=strip_of_rows(rows),
        took=any(row.actual is not None for row in rows),
        order=",".join(str(row.activity.uuid) for row in rows),
        ahead=ahead,
        behind=-ahead,
        lateness=agenda.lateness(ahead),
        forecast=forecast,
        cut=agenda.activities_to_skip(may_go, -ahead) if forecast else [],
        skipped=any(activity.skipped_at is not None for activity in state.activities),
        planned=planned,
    )


def _starts_in(
    state: RoomState, forecast: agenda.Forecast | None, to_come: Sequence[Activity]
) -> dict[int, datetime]:
    """The times at which activities begin, by their primary keys: as planned before the start, then as
    forecast, so that they agree with the end. In a pause they are unknown."""
    if forecast is not None:
        starts = agenda.starts_before(forecast.end, to_come, pace=forecast.pace)
        return {activity.pk: at for activity, at in zip(to_come, starts, strict=True)}
    if state.standing_at is not None or state.is_breakout or state.workshop.starts_at is None:
        return {}
    slots = agenda.slots([activity.minutes for activity in state.activities], state.workshop.starts_at)
    planned = zip(state.activities, slots, strict=True)
    return {activity.pk: slot.starts_at for activity, slot in planned if slot.starts_at is not None}


def _state_of_row(activity: Activity, here: Activity | None) -> str:
    if activity == here:
        return "now"
    if activity.skipped_at is not None:
        return "skipped"
    return "done" if activity.ended_at else "next"


def draw_people(snapshot: Snapshot) -> SafeString:
    """Draw the people in the room, their progress, and whose devices are away.

    A large room shows some who are not done yet: the whole list would be sent again with every score.
    """
    rows = _people(snapshot)
    visible = rows if len(rows) <= PEOPLE_SHOWN else sorted(rows, key=lambda row: row.is_done)[:PEOPLE_SHOWN]
    return draw_part(
        "console_people",
        snapshot,
        rows=_drawn_rows(snapshot, "person", visible),
        count=len(rows),
        here=sum(not row.away for row in rows),
        away=sum(row.away for row in rows),
        finished=progress_in(snapshot).finished,
    )


def draw_everybody(snapshot: Snapshot) -> SafeString:
    """The whole list of people; fetched when the facilitator asks for it, never pushed."""
    return draw_part(
        "console_everybody", snapshot, rows=_drawn_rows(snapshot, "everybody", _people(snapshot))
    )


_html_by_row: dict[Hashable, SafeString] = {}
"""Rows of the lists of people by all that they show: a score changes the row of one person."""
_MOST_DRAWN = 4000


def _drawn_rows(snapshot: Snapshot, of: str, rows: Iterable[PersonRow]) -> Sequence[SafeString]:
    """The rows of the list, of which those that are as they were are not drawn again."""
    workshop, language = state_of(snapshot).workshop, get_language()
    if len(_html_by_row) > _MOST_DRAWN:
        _html_by_row.clear()
    items = []
    for row in rows:
        one = row.person
        fields = (one.participant.pk, one.uuid, one.label, one.side, one.role_title, one.is_proxy)
        key = (of, language, workshop.code, *fields, row.is_done, row.away, str(row.note))
        if (html := _html_by_row.get(key)) is None:
            html = draw_part("who_row", snapshot, row=row, person=one, list=of)
            _html_by_row[key] = html
        items.append(html)
    return items


def _people(snapshot: Snapshot) -> list[PersonRow]:
    progress, state = progress_in(snapshot), state_of(snapshot)
    return [
        PersonRow(
            person,
            person.uuid in progress.done,
            person.uuid in state.away,
            progress.partial.get(person.uuid, ""),
        )
        for person in state.people
    ]


def draw_devices(workshop: Workshop) -> SafeString:
    """Draw the devices paired with the room, for the dialog of pairing; fetched, never pushed."""
    context = {"workshop": workshop, "devices": devices_of(workshop)}
    return SafeString(render_to_string("workshops/live/devices.html", context).strip())


def draw_captured(snapshot: Snapshot) -> SafeString:
    """Draw the number of outcomes captured in the workshop, and the latest; all of them are on the page of
    its results."""
    rows = captured_in(snapshot.workshop_id)
    labels = labels_of_kinds()
    latest = [{"words": labels[row.kind], "by": row.by, "title": row.title} for row in rows[:CAPTURED_SHOWN]]
    return draw_part("console_captured", snapshot, rows=latest, count=len(rows))


def register_all() -> None:
    """Tell the live layer of every region."""
    for key, topics, draw in (
        ("agenda", {"cursor", "timer", "agenda"}, draw_agenda),
        ("people", {live.PEOPLE, "cursor", "progress"}, draw_people),
        ("captured", {"captures"}, draw_captured),
    ):
        live.register(Region(key, "console", frozenset(topics), draw))
