"""Data that regions are drawn from: the room, and what it tells of everyone in it. Each is read once per
tick."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language, ngettext

import live
from live import Snapshot
from workshops.activity_progress import Progress
from workshops.agenda import rules as agenda
from workshops.models import Activity, Track
from workshops.room.quick_questions.selectors import interrupted_by
from workshops.room.running.selectors import RoomState, progress_of, room_state
from workshops.selectors.roster import everybody_ever_in
from workshops.selectors.stage_language import stage_language
from workshops.selectors.workshop_clock import RoomClock, elapsed_in

Planned = tuple[Activity, datetime | None, int | None]
"""An activity of the agenda, when it began or is to begin, and its minutes, where these are known."""

# Activities that the stage names of a plan.
PLAN_SHOWN = 40


@dataclass(frozen=True, slots=True)
class PlanExcerpt:
    """The first activities of a plan as `rows`, how many `more` there are, and `until` when those last, if
    that is known."""

    rows: Sequence[Planned]
    more: int
    until: datetime | None


def first_of_plan(plan: Sequence[Planned], most: int) -> PlanExcerpt:
    """Return the part of a plan that fits on a screen: `most` lines, the last of which counts the rest where
    there are more."""
    if len(plan) <= most:
        return PlanExcerpt(plan, 0, None)
    _last, begins, minutes = plan[-1]
    until = begins + timedelta(minutes=minutes) if begins and minutes is not None else None
    if until is not None:
        until = until.replace(second=0, microsecond=0)  # people read hours and minutes
    return PlanExcerpt(plan[: most - 1], len(plan) - most + 1, until)


def state_of(snapshot: Snapshot) -> RoomState:
    """The room, read once per tick. Raises PlaceGone for a breakout room that is gone, and for an open stage
    in another language than the workshop's."""
    try:
        state = snapshot.read("room state", lambda: _room(snapshot))
    except Track.DoesNotExist:
        raise live.PlaceGone from None
    is_open_stage = snapshot.audience == "stage" and not snapshot.for_page
    if is_open_stage and get_language() != stage_language(state.workshop):
        raise live.PlaceGone
    return state


def _room(snapshot: Snapshot) -> RoomState:
    return room_state(snapshot.workshop_id, snapshot.track_id, snapshot.connected)


def look_of(snapshot: Snapshot) -> str:
    """Return the look whose templates draw the snapshot: observers see the stage's, the remote is drawn like
    the console."""
    return {"observer": "stage", "remote": "console"}.get(snapshot.audience, snapshot.audience)


def progress_in(snapshot: Snapshot) -> Progress:
    """People who are done with the current activity, counted once per tick."""
    return snapshot.read("room progress", lambda: progress_of(state_of(snapshot)))


def not_done_in(snapshot: Snapshot) -> dict[str, Any]:
    """The number of people who are `missing` in the activity, and as `not_done` the wording of steps that ask
    about them."""
    progress = progress_in(snapshot) if state_of(snapshot).counts else Progress(frozenset(), 0)
    missing, numbers = progress.of - progress.finished, {"of": progress.of}
    if progress.is_only_begun and progress.begun:
        # That no one is done would deny what they gave.
        message = ngettext(
            "%(count)s of %(of)s has begun.", "%(count)s of %(of)s have begun.", progress.begun
        )
        words = message % {**numbers, "count": progress.begun}
    else:
        not_done = ngettext("%(count)s of %(of)s is not done.", "%(count)s of %(of)s are not done.", missing)
        words = not_done % {**numbers, "count": missing}
    return {"missing": missing, "not_done": words}


def unseen_in(snapshot: Snapshot) -> int:
    """The number of people with contributions that the current activity still hides from the room, also of
    those who were removed since; 0 when the room may see all of it."""
    state = state_of(snapshot)
    kind, activity = state.kind, state.current
    if kind is None or activity is None or not (hidden := kind.hidden(activity)):
        return 0
    is_open = asks_for_answers(snapshot)
    is_seen = shows_nothing_in(snapshot) if is_open else not any(rows.exists() for rows in hidden)
    return 0 if is_seen else kind.progress(activity, everybody_ever_in(state.workshop.pk)).begun


def asks_for_answers(snapshot: Snapshot) -> bool:
    """Return True if people give something that a next step shows to everyone."""
    state = state_of(snapshot)
    is_open = state.phase is not None and state.phase.is_open
    return is_open and any(each.asks_while_working for each in state.next_phases)


def shows_nothing_in(snapshot: Snapshot) -> bool:
    """Return True if the next reveal of the current activity would show nothing, or the last one showed
    nothing; asked once per tick."""
    kind, activity, phase = state_of(snapshot).kind, state_of(snapshot).current, state_of(snapshot).phase
    if kind is None or activity is None or not (asks_for_answers(snapshot) or (phase and phase.reveals)):
        return False
    return snapshot.read("shows nothing", lambda: kind.has_nothing_to_show(activity))


def settled_in(snapshot: Snapshot) -> bool:
    """Return True if the outcome of the current activity is shown already; asked once per tick."""
    state = state_of(snapshot)
    kind, activity = state.kind, state.current
    if kind is None or activity is None:
        return False
    return snapshot.read("room settled", lambda: kind.is_settled(activity))


def time_in(snapshot: Snapshot) -> RoomClock:
    """The clock of the room, read once per tick."""
    state = state_of(snapshot)
    return snapshot.read("elapsed", lambda: elapsed_in(state.workshop, was_closed=state.was_closed))


def plan_shown_in(snapshot: Snapshot) -> PlanExcerpt:
    """As much of `plan_in` as a stage has room for."""
    return first_of_plan(plan_in(snapshot), PLAN_SHOWN)


def plan_in(snapshot: Snapshot) -> list[Planned]:
    """Activities of the agenda that take place, with their times. In a pause no one knows these: then the
    rest of it, with the minutes that remain of the first."""
    state = state_of(snapshot)
    planned = [activity for activity in state.activities if activity.skipped_at is None]
    here = state.standing_at
    if here is None:
        slots = agenda.slots([activity.minutes for activity in planned], state.workshop.starts_at)
        return [(each, slot.starts_at, each.minutes) for each, slot in zip(planned, slots, strict=True)]
    time, back_to = time_in(snapshot), interrupted_by(here, state.activities)
    if state.is_paused:
        rest = [(here, None, time.minutes_left(here, state.now))]
        if back_to is not None:
            rest.append((back_to, None, time.minutes_left(back_to, state.now, is_interrupted=True)))
        return [*rest, *((each, None, each.minutes) for each in agenda.to_come(planned, here))]
    times = time.begins(planned, here, state.now, back_to)
    # In whole minutes, as they are shown: else each drawing would differ from the one before.
    return [
        (each, begins and begins.replace(second=0, microsecond=0), each.minutes)
        for each, begins in zip(planned, times, strict=True)
    ]
