"""What changed in a discovery since a program asked last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from api.selectors.artifacts import readable, scope_of
from core.models import Operation
from discovery.models import Discovery

SETTLED = timedelta(seconds=2)
"""How old an operation is at least: one that began earlier may be committed after a later one."""


@dataclass(frozen=True, slots=True)
class Touched:
    """An artifact that an operation wrote, by its kind and uuid, and whether it is deleted now."""

    kind: str
    uuid: UUID
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that somebody did, and the artifacts that it added, changed or deleted."""

    operation: UUID
    at: datetime
    verb: str
    artifacts: list[Touched]


def changes_since(discovery: Discovery, after: int, most: int) -> tuple[list[Changed], int]:
    """At most so many changes after the operation with the key `after`, the oldest first, and the key of the
    last one. Who did it stands in the history of the discovery."""
    rows = Operation.objects.filter(
        scope_uuid=discovery.uuid, pk__gt=after, at__lt=timezone.now() - SETTLED
    ).order_by("pk")[:most]
    operations = list(rows)
    nouns = [noun for noun, entry in readable().items() if scope_of(entry, discovery) == discovery]
    touched = _touched(nouns, [each.pk for each in operations])
    changes = [Changed(each.uuid, each.at, each.verb, touched[each.pk]) for each in operations]
    return changes, operations[-1].pk if operations else after


def touched_by(operation: Operation) -> list[Touched]:
    """The artifacts that an operation wrote by now, of the organization among them."""
    return _touched(readable(), [operation.pk])[operation.pk]


def _touched(nouns: Iterable[str], operations: list[int]) -> dict[int, list[Touched]]:
    by_operation: dict[int, list[Touched]] = defaultdict(list)
    for noun in nouns if operations else ():
        history: Any = readable()[noun].kind.model.history
        rows = history.filter(operation_id__in=operations).order_by("history_id")
        seen: dict[tuple[int, UUID], Touched] = {}
        for operation, uuid, gone in rows.values_list("operation_id", "uuid", "deleted_at"):
            seen[operation, uuid] = Touched(noun, uuid, gone is not None)
        for (operation, _uuid), each in seen.items():
            by_operation[operation].append(each)
    return by_operation
