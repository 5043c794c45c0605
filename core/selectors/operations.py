"""Reads of what operations changed."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.models import Artifact, Operation
from core.registries import claims


def last_change(artifact: Artifact) -> Operation | None:
    """The operation that changed the artifact last, None when nothing is recorded."""
    row = (
        type(artifact)
        .history.filter(uuid=artifact.uuid)
        .select_related("operation")
        .order_by("-history_id")
        .first()
    )
    operation: Operation | None = row.operation if row else None
    return operation


def which_added(artifact: Artifact, current: Operation) -> Operation:
    """The operation that added the artifact: `current`, or where the same form was sent before, that one."""
    earlier = last_change(artifact) if current.was_sent_before else None
    return earlier or current


def who_did(operation: Operation) -> str:
    """The label of its actor; for an operation that came with a file, the words say so."""
    if not any(each.came_with_file(operation) for each in claims):
        return operation.actor_label
    return _("%(who)s (from an imported file)") % {"who": operation.actor_label}


def is_claim(row: Artifact) -> bool:
    """True if the row's statements about people come only from an imported file."""
    return any(each.is_claim(row) for each in claims)


def last_changed_by(artifact: Artifact) -> str:
    """The label of the person who changed the artifact last, "" when nothing is recorded."""
    operation = last_change(artifact)
    return who_did(operation) if operation else ""


def tracked_models() -> list[type[Artifact]]:
    """Every concrete artifact model, in a stable order."""
    models = [model for model in apps.get_models() if issubclass(model, Artifact)]
    return sorted(models, key=lambda model: model._meta.label)


def models_touched(operation: Operation, up_to: Operation | None = None) -> list[type[Artifact]]:
    """Those of `tracked_models` whose artifacts the operation added, changed or deleted, or one of the
    operations that follow it `up_to` another, in whatever discovery; with one query."""
    tracked = tracked_models()
    between = (operation.pk, (up_to or operation).pk)
    with connection.cursor() as cursor:
        cursor.execute(_touching(*tracked), between * len(tracked))
        touched = {number for (number,) in cursor.fetchall()}
    return [model for number, model in enumerate(tracked) if number in touched]


@cache
def _touching(*tracked: type[Artifact]) -> str:
    """The query of `models_touched`, written out: with this many tables, putting it together takes ten times
    as long as the answer."""
    tables = (model.history.model._meta.db_table for model in tracked)
    return " UNION ALL ".join(
        f"SELECT {number} WHERE EXISTS (SELECT 1 FROM {table} WHERE operation_id BETWEEN %s AND %s)"  # noqa: S608  names of ours
        for number, table in enumerate(tables)
    )


def standing(operations: Iterable[tuple[int, int | None]]) -> set[int]:
    """Of operations, as pairs of their key and the key of what they undo, those that have an effect together:
    one and its undo, both among them, have none."""
    standing: set[int] = set()
    for operation, undoes in sorted(set(operations)):
        if undoes in standing:
            standing.discard(undoes)
        else:
            standing.add(operation)
    return standing


def union(queries: Iterable[QuerySet[Any, Any]]) -> Iterable[Any]:
    """The rows of all queries with one; none of none."""
    every = list(queries)
    if len(every) < 2:
        return every[0] if every else ()
    return every[0].union(*every[1:], all=True)
