"""The history of writes: one Operation per service call, and a history row per artifact that it touched.

Every history row names its operation, so that an operation can be undone as a whole and each change has an
actor that survives export. `current_operation` is set by `core.services.operations.operation` alone;
saving an artifact outside one raises.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from django.db import models
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from core.models.constraints import in_choices

current_operation: ContextVar[Operation | None] = ContextVar("current_operation", default=None)


class ActorKind(models.TextChoices):
    """Kinds of actors in the history: an account, a guest, someone anonymous, a file, the system."""

    ACCOUNT = "account", _("Account")
    PARTICIPANT = "participant", _("Participant")
    ANONYMOUS = "anonymous", _("Anonymous")
    IMPORT = "import", _("Import")
    SYSTEM = "system", _("System")


@dataclass(frozen=True, slots=True)
class OperationPlace:
    """The place of an operation. The scope is the discovery or organization that it belongs to, by the name
    of its model ("discovery") and its uuid; the room is the workshop, by its uuid. Each is empty where there
    is none."""

    scope_kind: str = ""
    scope_uuid: uuid.UUID | None = None
    room_uuid: uuid.UUID | None = None

    @property
    def place(self) -> OperationPlace:
        return self

    @classmethod
    def at(cls, scope: models.Model | None, room: models.Model | None = None) -> OperationPlace:
        """The place of these two rows, which have a `uuid`."""
        return cls(
            scope._meta.model_name or "" if scope is not None else "",
            getattr(scope, "uuid", None),
            getattr(room, "uuid", None),
        )


class HasPlace(Protocol):
    """An object that an operation can belong to, or be done in, such as a discovery or a workshop. Another
    operation has a place, too."""

    @property
    def place(self) -> OperationPlace: ...


class Operation(models.Model):
    """One thing that someone did. It names who, and where, by their uuids and without foreign keys, so that
    it needs to know no accounts, rooms and discoveries. `actor_label` stays readable when the actor is gone.

    All that is written anonymously in an activity is one operation, dated to the start of the activity.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    verb = models.CharField(max_length=60)
    summary = models.CharField(max_length=300, blank=True)
    actor_kind = models.CharField(max_length=12, choices=ActorKind.choices)
    actor_uuid = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    actor_label = models.CharField(max_length=200)
    # See OperationPlace.
    scope_kind = models.CharField(max_length=20, blank=True, editable=False)
    scope_uuid = models.UUIDField(null=True, blank=True, editable=False)
    room_uuid = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    # Something that it changed was deleted for good since, so it cannot be taken back.
    has_lost_rows = models.BooleanField(default=False, editable=False)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    # Of one that is under way: what it wrote, as model and key of the activity to which that was contributed,
    # if any; and whether what it adds was there before.
    written: frozenset[tuple[type[models.Model], int | None]] = frozenset()
    was_sent_before = False
    # What it is about, where that is no artifact: by uuid.
    about: UUID | None = None

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(name="operation_scope", fields=("scope_uuid", "id")),)
        constraints = (in_choices("operation_actor_kind", "actor_kind", ActorKind),)

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor_label}"

    @property
    def place(self) -> OperationPlace:
        return OperationPlace(self.scope_kind, self.scope_uuid, self.room_uuid)

    @property
    def is_anonymous(self) -> bool:
        return self.actor_kind == ActorKind.ANONYMOUS

    @property
    def root(self) -> Operation:
        """The operation that it undoes or, as the undo of an undo, redoes; itself if it is no undo."""
        return self._traced()[0]

    @property
    def takes_back(self) -> bool:
        """True if it undoes its root: the undo of an undo does the root again."""
        return self._traced()[1]

    def _traced(self) -> tuple[Operation, bool]:
        traced, takes_back = self, False
        while traced.undoes is not None:
            traced, takes_back = traced.undoes, not takes_back
        return traced, takes_back

    def is_by_same_actor(self, other: Operation) -> bool:
        """True if the same account or participant did both. Actors without a uuid count as one by their kind,
        such as all who write anonymously."""
        return (self.actor_kind, self.actor_uuid) == (other.actor_kind, other.actor_uuid)


def moment() -> datetime:
    """The time that a write carries: now, or for what is written anonymously the time at which the activity
    started, so that nothing tells who wrote when, nor in which order."""
    current = current_operation.get()
    return current.at if current is not None and current.is_anonymous else timezone.now()


class HistoryRow(models.Model):
    """Base of every history table: the operation that wrote the row."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class UnattributedChange(RuntimeError):
    """An artifact was saved outside an operation, so the code did not say who acts."""


@receiver(pre_create_historical_record, dispatch_uid="core.history.attribute")
def attribute(sender: Any, *, history_instance: Any, instance: models.Model, **_kwargs: Any) -> None:
    """Note the current operation on a history row before it is saved. Raises UnattributedChange outside an
    operation."""
    # The library offers no other way to fill a column of its history rows; nothing of the domain happens
    # here.
    current = current_operation.get()
    if current is None:
        raise UnattributedChange(f"{instance._meta.label} was saved outside an operation")
    history_instance.operation = current
    current.written |= {(type(instance), getattr(instance, "activity_id", None))}
    if current.is_anonymous:
        _hide_order(history_instance, current)


def record_added(current: Operation, artifacts: Sequence[models.Model]) -> None:
    """The first versions of artifacts of one model that were added together, for which the library sends no
    signals."""
    model = type(artifacts[0])
    versions: Any = vars(model)["history"]
    history = versions.__get__(None, model)
    history.bulk_history_create(
        artifacts, default_change_reason=None, custom_historical_attrs={"operation": current}
    )
    current.written |= {(model, getattr(each, "activity_id", None)) for each in artifacts}


def _hide_order(row: Any, current: Operation) -> None:
    """One row per artifact holds what its anonymous author made of it last, under the time of the operation
    and a random number. The number is negative, so that the row comes before later changes of others and the
    sequence of the table is not used."""
    rows = type(row).objects
    row.history_date = current.at
    before = rows.filter(uuid=row.uuid, operation=current).first()
    if before is not None:
        row.history_id, row.history_type = before.history_id, before.history_type  # saved in its place
        return
    row.history_id = -1 - secrets.randbelow(2**31 - 1)
    while rows.filter(pk=row.history_id).exists():
        row.history_id = -1 - secrets.randbelow(2**31 - 1)


class Versions(HistoryManager):  # type: ignore[misc]  # the library says nothing about its types
    """The manager of a history. The library asks for its class with each look at `history`, and so with each
    row that is saved; building that class takes longer than the query."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type[models.QuerySet[Any]], class_name: str | None = None) -> Any:
        return super().from_queryset(queryset_class, class_name)


def tracked() -> HistoricalRecords:
    """The history of an abstract base, inherited by its models, each with a table of its own."""
    return HistoricalRecords(
        inherit=True, bases=[HistoryRow], history_change_reason_field=None, history_manager=Versions
    )
