"""The timeline of a workshop, who did what during which activity, and what of it lies in the trash."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.labels import by_name
from core.models import ActorKind, Operation
from core.selectors.operations import tracked_models, union
from workshops.discovery_history.selectors import TimelineEntry, timeline, words_of_noun
from workshops.models import Activity, Workshop


@dataclass(frozen=True, slots=True)
class TimelineFilter:
    """Filter of the page; "" is all. `person` is a label as operations store it, `kind` the noun of verbs."""

    person: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Operations of one day, newest first, while the room was in one activity (or before, between or
    after)."""

    day: date
    title: str
    entries: tuple[TimelineEntry, ...]


def happened_in(workshop: Workshop, criteria: TimelineFilter) -> QuerySet[Operation]:
    """The operations of the workshop, newest first."""
    operations = Operation.objects.filter(room_uuid=workshop.uuid).select_related("undoes", "undone_by")
    if criteria.person:
        operations = operations.filter(actor_label=criteria.person).exclude(actor_kind=ActorKind.ANONYMOUS)
    if criteria.kind:
        operations = operations.filter(verb__startswith=f"{criteria.kind}.")
    return operations


def people_of(workshop: Workshop) -> list[str]:
    """People who did something by name, for the filter."""
    operations = Operation.objects.filter(room_uuid=workshop.uuid).exclude(actor_kind=ActorKind.ANONYMOUS)
    return sorted(set(operations.order_by().values_list("actor_label", flat=True)), key=by_name)


def kinds_of(workshop: Workshop) -> list[tuple[str, str]]:
    """The nouns of what happened, each with its words, for the filter."""
    verbs = (
        Operation.objects.filter(room_uuid=workshop.uuid).order_by().values_list("verb", flat=True).distinct()
    )
    nouns = {verb.partition(".")[0] for verb in verbs} - {"operation"}
    return sorted(((noun, words_of_noun(noun)) for noun in nouns), key=lambda pair: by_name(pair[1]))


def chapters(workshop: Workshop, operations: Iterable[Operation]) -> list[Chapter]:
    """The operations of one page by day and by the activity that the room was in; their order stays."""
    activities = list(Activity.everything.filter(track__workshop=workshop).exclude(started_at=None))

    def key(entry: TimelineEntry) -> tuple[date, str]:
        at = entry.operation.at
        return localdate(at), _during(activities, at)

    return [Chapter(*moment, tuple(entries)) for moment, entries in groupby(timeline(operations), key)]


def _during(activities: Sequence[Activity], at: datetime) -> str:
    earlier = [each for each in activities if each.started_at and each.started_at <= at]
    if not earlier:
        return _("Before the start")
    running = [each for each in earlier if each.ended_at is None or at <= each.ended_at]
    if not running:
        last = max(each.ended_at for each in activities if each.ended_at)
        return _("Afterwards") if at > last else _("Between activities")
    return max(running, key=lambda each: each.started_at or at).title


def trash_of(workshop: Workshop) -> list[TimelineEntry]:
    """The operations of the workshop that put something into the trash where it still lies, newest first:
    undoing one brings all of it back. A handful of queries.

    An entry has the words of its operation, never those of the deleted artifact: that may be hidden until a
    reveal.
    """
    models = {model._meta.label: model for model in tracked_models()}
    last: dict[tuple[str, UUID], tuple[int, int]] = {}
    for label, uuid, operation, history in union(
        model.history.filter(operation__room_uuid=workshop.uuid, deleted_at__isnull=False)
        .order_by()
        .values_list(Value(label), "uuid", "operation_id", "history_id")
        for label, model in models.items()
    ):
        last[label, uuid] = max((history, operation), last.get((label, uuid), (0, 0)))
    by_model: dict[str, list[UUID]] = {}
    for label, uuid in last:
        by_model.setdefault(label, []).append(uuid)
    lying: Iterable[Any] = union(
        models[label]
        .everything.filter(uuid__in=uuids, deleted_at__isnull=False)
        .order_by()
        .values_list(Value(label), "uuid")
        for label, uuids in by_model.items()
    )
    keys = {last[label, uuid][1] for label, uuid in lying}
    return timeline(
        Operation.objects.filter(pk__in=keys).select_related("undoes", "undone_by").order_by("-pk")
    )
