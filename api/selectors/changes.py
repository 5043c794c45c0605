"""Changes of a discovery since a program's last request."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from api.artifacts.selectors import readable, scope_of
from core.models import Operation
from core.selectors.operations import models_touched
from discovery.models import Discovery

SETTLED = timedelta(seconds=2)
"""How old an operation is at least: one that began earlier may be committed after a later one."""


@dataclass(frozen=True, slots=True)
class ArtifactWrite:
    """An artifact that an operation wrote, by its kind and uuid, and whether it is deleted now."""

    kind: str
    uuid: UUID
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class OperationChanges:
    """One thing that someone did, and the artifacts that it added, changed or deleted."""

    operation: UUID
    at: datetime
    verb: str
    artifacts: list[ArtifactWrite]


def changes_since(discovery: Discovery, after: int, most: int) -> tuple[list[OperationChanges], int]:
    """At most so many changes after the operation with the key `after`, the oldest first, and the key of the
    last one. Who did it stands in the history of the discovery."""
    rows = Operation.objects.filter(
        scope_uuid=discovery.uuid, pk__gt=after, at__lt=timezone.now() - SETTLED
    ).order_by("pk")[:most]
    operations = list(rows)
    nouns = {noun for noun, entry in readable().items() if scope_of(entry, discovery) == discovery}
    touched = _touched(nouns, operations)
    changes = [OperationChanges(each.uuid, each.at, each.verb, touched[each.pk]) for each in operations]
    return changes, operations[-1].pk if operations else after


def touched_by(operation: Operation) -> list[ArtifactWrite]:
    """The artifacts that an operation has written so far, also those of the organization."""
    return _touched(readable().keys(), [operation])[operation.pk]


def _touched(nouns: Collection[str], operations: Sequence[Operation]) -> dict[int, list[ArtifactWrite]]:
    """The writes of each operation, by its primary key. The operations come in the order of their keys."""
    by_operation: dict[int, list[ArtifactWrite]] = defaultdict(list)
    # Most operations write one kind, and a query for each kind takes long: those without a row are left out.
    models = set(models_touched(operations[0], operations[-1])) if operations else set()
    for noun, entry in readable().items():
        if noun not in nouns or entry.kind.model not in models:
            continue
        history: Any = entry.kind.model.history
        rows = history.filter(operation__in=operations).order_by("history_id")
        latest: dict[tuple[int, UUID], ArtifactWrite] = {}
        for operation, uuid, deleted_at in rows.values_list("operation_id", "uuid", "deleted_at"):
            latest[operation, uuid] = ArtifactWrite(noun, uuid, deleted_at is not None)
        for (operation, _uuid), each in latest.items():
            by_operation[operation].append(each)
    return by_operation
