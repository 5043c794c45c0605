"""Notes of a quick question (quick_questions.services) in the settings of its poll, and what follows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from workshops.agenda import rules as agenda
from workshops.models import Activity, Track
from workshops.registries import activity_kinds

# The uuid of the activity that it interrupted, and the seconds that were left there: on a timer that ran, or
# on one that was paused. Without either there was no timer. Of a breakout, the same of each room, a line for
# one ("<uuid> left_running 300", or its uuid alone), and whether everyone was called out of them.
ASKED_IN, LEFT_RUNNING, LEFT_PAUSED, LEFT_IN_ROOMS, WAS_GATHERED = NOTED = (
    "asked_in",
    "left_running",
    "left_paused",
    "left_in_rooms",
    "was_gathered",
)
# What services keep in the settings of an activity that was used already: an agenda does without.
KEPT_IN_USE = frozenset({"earlier", "slide", *NOTED})

_LINE = re.compile(rf"(\S+)(?: ({LEFT_RUNNING}|{LEFT_PAUSED}) (-?\d{{1,6}}))?")

# Until when a timer runs, or the seconds at which it is paused; neither where there is none.
Timer = tuple[datetime | None, int | None]


@dataclass(frozen=True, slots=True)
class Return:
    """The state that the room finds again when it goes back from its quick question: its timer, those of
    breakout rooms by uuid, and True if everyone `is_gathered`."""

    timer: Timer
    rooms: Mapping[str, Timer]
    is_gathered: bool


def way_back(track: Track, current: Activity, now: datetime) -> dict[str, Any]:
    """Return the notes of a question that interrupts `current`, the present activity of the track. One that
    is asked from a question leads back to where that was asked. Of a timer that ended long ago, at most eight
    hours are noted."""
    if current.asked_in:
        return {name: current.settings[name] for name in NOTED if name in current.settings}
    noted: dict[str, Any] = {ASKED_IN: str(current.uuid), **_timer_state(track, now)}
    if rooms := list(current.rooms.all()):
        noted[LEFT_IN_ROOMS] = [
            " ".join(
                [str(room.uuid), *(f"{name} {seconds}" for name, seconds in _timer_state(room, now).items())]
            )
            for room in rooms
        ]
        noted[WAS_GATHERED] = track.workshop.is_gathered
    return noted


def _timer_state(track: Track, now: datetime) -> dict[str, int]:
    seconds = agenda.seconds_left(track.timer_ends_at, track.timer_left, now)
    if seconds is None:
        return {}
    return {LEFT_PAUSED if track.timer_ends_at is None else LEFT_RUNNING: max(seconds, -agenda.LONGEST_TIMER)}


def interrupted_by(question: Activity | None, activities: Iterable[Activity]) -> Activity | None:
    """The one of the `activities` to which the room goes back from its quick question; None for every other
    activity, and when that one was deleted in the meantime."""
    asked_in = question.asked_in if question else ""
    return next((each for each in activities if str(each.uuid) == asked_in), None)


def unanswered(activity: Activity | None) -> str:
    """Return why no other quick question can be asked now: this one is not revealed yet. "" if it can."""
    if activity is None or not activity.asked_in:
        return ""
    if activity_kinds.get(activity.kind).is_settled(activity):
        return ""
    return _("“%(question)s” is still open. Reveal it, or go back, before you ask another one.") % {
        "question": activity.title
    }


def what_to_return_to(question: Activity | None, activity: Activity, now: datetime) -> Return | None:
    """Return what the room finds as before when it goes back from its quick question to the activity that it
    interrupted; None for every other way."""
    if question is None or question.asked_in != str(activity.uuid):
        return None
    rooms = {}
    for line in filter(None, map(_LINE.fullmatch, question.settings.get(LEFT_IN_ROOMS, ()))):
        uuid, name, seconds = line.groups()
        rooms[uuid] = _timer({name: int(seconds)} if name else {}, now)
    return Return(_timer(question.settings, now), rooms, bool(question.settings.get(WAS_GATHERED)))


def _timer(noted: Mapping[str, Any], now: datetime) -> Timer:
    running: int | None = noted.get(LEFT_RUNNING)
    paused: int | None = noted.get(LEFT_PAUSED)
    ends_at = None if running is None else now + timedelta(seconds=running)
    return ends_at, None if paused is None else max(paused, 0)
