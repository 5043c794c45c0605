"""Contributions that no room has seen: how many there are, never their content. They are in no report."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import ngettext

from core.labels import listed
from workshops.models import Activity, Vote, Workshop, WorkshopState
from workshops.registries import activity_kinds

_WORDS: Mapping[str, Callable[[int], str]] = {
    "Note": lambda count: ngettext("%(count)s note", "%(count)s notes", count),
    "Vote": lambda count: ngettext("%(count)s dot", "%(count)s dots", count),
    "Answer": lambda count: ngettext("%(count)s answer", "%(count)s answers", count),
    "Score": lambda count: ngettext("%(count)s score", "%(count)s scores", count),
}
"""How much of each table that holds something hidden (ActivityKind.hidden) is said."""


@dataclass(frozen=True, slots=True)
class UnrevealedActivity:
    """An activity in which something was given and not revealed: `words` say how much, such as "12 notes"."""

    activity: Activity
    words: str


def unrevealed_in(activity: Activity) -> str:
    """The hidden contributions of the activity, counted in words; "" for none."""
    if activity.kind not in activity_kinds:
        return ""
    return listed(
        [
            words
            for rows in activity_kinds.get(activity.kind).hidden(activity)
            if (words := _count_words(rows))
        ]
    )


def unrevealed_of(workshop: Workshop) -> list[UnrevealedActivity]:
    """The activities of the workshop of which something is hidden, those of breakout rooms too, in the order
    of their agendas. While it is not over, that is what its report would lack if it ended now."""
    return unrevealed_among(begun_in(workshop))


def unrevealed_among(activities: Iterable[Activity]) -> list[UnrevealedActivity]:
    """Those of the activities of which something is hidden."""
    return [UnrevealedActivity(each, words) for each in activities if (words := unrevealed_in(each))]


def begun_in(workshop: Workshop) -> Iterable[Activity]:
    """The activities in which people may have given something."""
    rows = Activity.objects.filter(track__workshop=workshop, track__deleted_at=None)
    activities = rows.exclude(started_at=None, opens_at=None).select_related("track__workshop__discovery")
    return activities.order_by("track__position", "track__pk", "position", "pk")


def is_over(activity: Activity) -> bool:
    """Return True if the activity or its workshop has ended, so that nothing more of it is revealed."""
    return activity.ended_at is not None or activity.track.workshop.state == WorkshopState.ENDED


def _count_words(rows: QuerySet[Any]) -> str:
    """Rows that are there, with the word for one or for many; of votes the dots."""
    model = rows.model
    if hasattr(model, "deleted_at"):
        rows = rows.filter(deleted_at=None)
    count = rows.order_by().aggregate(sum=Sum("dots"))["sum"] if model is Vote else rows.order_by().count()
    return _WORDS[model.__name__](count) % {"count": count} if count else ""
