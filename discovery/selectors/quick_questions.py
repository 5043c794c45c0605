"""What a quick question (services.quick_questions) notes in the settings of its poll, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from discovery import agenda
from discovery.models import Activity, Track
from discovery.registries import activity_kinds

# The uuid of the activity that it interrupted, and the seconds that were left there: on a timer that ran, or
# on one that was paused. Without either there was no timer.
ASKED_IN, LEFT_RUNNING, LEFT_PAUSED = NOTED = ("asked_in", "left_running", "left_paused")


def way_back(track: Track, current: Activity, now: datetime) -> dict[str, Any]:
    """What a question notes that interrupts `current`, where the track is. One that is asked from a question
    leads back to where that was asked. Of a timer that ended long ago, at most eight hours are noted."""
    if current.asked_in:
        return {name: current.settings[name] for name in NOTED if name in current.settings}
    left = agenda.seconds_left(track.timer_ends_at, track.timer_left, now)
    noted: dict[str, Any] = {ASKED_IN: str(current.uuid)}
    if left is not None:
        noted[LEFT_PAUSED if track.timer_ends_at is None else LEFT_RUNNING] = max(left, -agenda.LONGEST_TIMER)
    return noted


def interrupted_by(question: Activity | None, activities: Iterable[Activity]) -> Activity | None:
    """The one of the `activities` to which the room goes back from its quick question; None for every other
    activity, and when that one was deleted in the meantime."""
    asked_in = question.asked_in if question else ""
    return next((each for each in activities if str(each.uuid) == asked_in), None)


def unanswered(activity: Activity | None) -> str:
    """Why no other quick question can be asked now: this one is not revealed yet. "" if it can."""
    if activity is None or not activity.asked_in:
        return ""
    if activity_kinds.get(activity.kind).is_settled(activity):
        return ""
    return _("“%(question)s” is still open. Reveal it, or go back, before you ask another one.") % {
        "question": activity.title
    }


def timer_to_return_to(
    question: Activity | None, activity: Activity, now: datetime
) -> tuple[datetime | None, int | None] | None:
    """Until when the timer runs, or the seconds at which it is paused, when the room goes back from its quick
    question to the activity that it interrupted; None for every other way."""
    if question is None or question.asked_in != str(activity.uuid):
        return None
    running: int | None = question.settings.get(LEFT_RUNNING)
    return (None if running is None else now + timedelta(seconds=running)), question.settings.get(LEFT_PAUSED)
