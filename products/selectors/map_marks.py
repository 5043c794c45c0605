"""What a room noticed on the map of its products."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from organizations.actors import Actor
from products.models import MapMark, MarkKind
from workshops.models import Activity, Workshop

MARK, SETTLE = "mark", "settle"
"""The phases of a review: people mark, and then nothing more is taken."""


@dataclass(frozen=True, slots=True)
class MarkCount:
    """How many marks of a kind there are, and how many of them are open."""

    kind: MarkKind
    count: int
    open: int


def marks_of(activity: Activity) -> QuerySet[MapMark]:
    """The marks of the activity, the latest first, open ones before settled ones."""
    return (
        MapMark.objects.filter(activity=activity)
        .select_related("product", "participant")
        .order_by("is_settled", "-pk")
    )


def mark_counts(activity: Activity) -> list[MarkCount]:
    """By kind, also those that nobody used."""
    rows = MapMark.objects.filter(activity=activity).order_by().values_list("kind", "is_settled")
    counted = Counter(rows)
    return [
        MarkCount(kind, counted[kind.value, False] + counted[kind.value, True], counted[kind.value, False])
        for kind in MarkKind
    ]


def own_marks(activity: Activity, actor: Actor) -> list[MapMark]:
    """What the actor marked, the latest first where that is known."""
    if not actor.author:
        return []
    return list(marks_of(activity).filter(author=actor.author).order_by("-pk"))


def marks_by_author(activity: Activity) -> Counter[str]:
    """How many marks each author made."""
    return Counter(MapMark.objects.filter(activity=activity).order_by().values_list("author", flat=True))


def marks_in(workshop: Workshop) -> QuerySet[MapMark]:
    """The marks that were made in the workshop, each with what settling it needs."""
    return MapMark.objects.filter(activity__track__workshop=workshop).select_related(
        "activity__track__workshop__discovery__domain__organization", "product", "participant"
    )
