"""What a quick question (services.quick_questions) notes in the settings of its poll, and what follows."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from discovery.models import Activity
from discovery.registries import activity_kinds

# The seconds that were left in the activity that it interrupted (`asked_in`): on a timer that ran, or on one
# that was paused. Without either there was no timer.
LEFT_RUNNING, LEFT_PAUSED = "left_running", "left_paused"


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
