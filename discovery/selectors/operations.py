"""Reads of who did what, when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Max, QuerySet, Value
from django.utils.translation import gettext as _

from discovery.models import Artefact, Discovery, Operation


def last_changed_by(artefact: Artefact) -> str:
    """The label of whoever changed the artefact last, "" when nothing is recorded."""
    row = (
        type(artefact)
        .history.filter(uuid=artefact.uuid)
        .select_related("operation")
        .order_by("-history_id")
        .first()
    )
    return row.operation.actor_label if row else ""


def tracked_models() -> list[type[Artefact]]:
    """Every concrete artefact model, in a stable order."""
    found = [model for model in apps.get_models() if issubclass(model, Artefact)]
    return sorted(found, key=lambda model: model._meta.label)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An operation in words. `can_undo` says that nothing stands in the way; who may is for permissions to
    say."""

    operation: Operation
    words: str
    is_undone: bool
    can_undo: bool


def operations_of(discovery: Discovery) -> QuerySet[Operation]:
    """What happened in the discovery, newest first."""
    return Operation.objects.filter(discovery=discovery).select_related("workshop", "undoes", "undone_by")


def timeline(operations: Iterable[Operation]) -> list[TimelineEntry]:
    """The operations of one page, each with whether it can be undone. A handful of queries, however many
    there are."""
    operations = list(operations)
    undoable = _undoable(operations)
    return [
        TimelineEntry(
            operation,
            in_words(operation.verb),
            hasattr(operation, "undone_by"),
            operation.pk in undoable,
        )
        for operation in operations
    ]


def in_words(verb: str) -> str:
    """ "goal.added" as "Goal added"."""
    if verb == "operation.undone":
        return _("Undone")
    noun, _dot, action = verb.partition(".")
    return f"{noun} {action}".replace("_", " ").strip().capitalize()


def _undoable(operations: list[Operation]) -> set[int]:
    """The keys of those that changed something, were not undone, and whose every change is the latest of its
    artefact: what services.undo would find, for a whole page at once."""
    candidates = [operation.pk for operation in operations if not hasattr(operation, "undone_by")]
    models = {model._meta.label: model for model in tracked_models()}
    rows = _union(
        model.history.filter(operation__in=candidates)
        .order_by()
        .values_list(Value(label), "operation_id", "uuid", "history_id")
        for label, model in models.items()
    )
    touched: dict[str, set[UUID]] = defaultdict(set)
    last: dict[tuple[str, UUID, int], int] = {}
    for label, operation, uuid, history in rows:
        touched[label].add(uuid)
        key = (label, uuid, operation)
        last[key] = max(history, last.get(key, 0))
    latest = {
        (label, uuid): history
        for label, uuid, history in _union(
            models[label]
            .history.filter(uuid__in=uuids)
            .order_by()
            .values("uuid")
            .annotate(latest=Max("history_id"))
            .values_list(Value(label), "uuid", "latest")
            for label, uuids in touched.items()
        )
    }
    changed = {operation for _label, _uuid, operation in last}
    overtaken = {
        operation for (label, uuid, operation), history in last.items() if history < latest[label, uuid]
    }
    return changed - overtaken


def _union(queries: Iterable[QuerySet[Any, Any]]) -> Iterable[Any]:
    every = list(queries)
    if len(every) < 2:
        return every[0] if every else ()
    return every[0].union(*every[1:], all=True)
