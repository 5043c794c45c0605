"""Who did what, when: one Operation per service call, and a history row per artefact that it touched.

Every history row names its operation, so that an operation can be undone as a whole and each change has an
actor that survives export. `current_operation` is set by `discovery.services.operations.operation` alone;
saving an artefact outside one raises.
"""

from __future__ import annotations

import uuid
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

current_operation: ContextVar[Operation | None] = ContextVar("current_operation", default=None)


class ActorKind(models.TextChoices):
    ACCOUNT = "account", _("Account")
    PARTICIPANT = "participant", _("Participant")
    IMPORT = "import", _("Import")
    SYSTEM = "system", _("System")


class Operation(models.Model):
    """One thing that somebody did. `actor_label` stays readable when the account or participant is gone."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    verb = models.CharField(max_length=60)
    summary = models.CharField(max_length=300, blank=True)
    actor_kind = models.CharField(max_length=12, choices=ActorKind.choices)
    actor_account = models.ForeignKey(
        "discovery.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_participant = models.ForeignKey(
        "discovery.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_label = models.CharField(max_length=200)
    # What belongs to the organization as a whole (a person, a team, a domain) names it here, else it is None.
    organization = models.ForeignKey(
        "discovery.Organization", null=True, blank=True, on_delete=models.CASCADE, related_name="operations"
    )
    discovery = models.ForeignKey(
        "discovery.Discovery", null=True, blank=True, on_delete=models.CASCADE, related_name="operations"
    )
    workshop = models.ForeignKey(
        "discovery.Workshop", null=True, blank=True, on_delete=models.CASCADE, related_name="operations"
    )
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="operation_actor_kind", condition=models.Q(actor_kind__in=ActorKind.values)
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor_label}"


class HistoryRow(models.Model):
    """Base of every history table: the operation that wrote the row."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class UnattributedChange(RuntimeError):
    """An artefact was saved outside an operation: whoever did it forgot to say who acts."""


@receiver(pre_create_historical_record, dispatch_uid="discovery.history.attribute")
def attribute(sender: Any, *, history_instance: Any, instance: models.Model, **_kwargs: Any) -> None:
    # The library offers no other way to fill a column of its history rows; nothing of the domain happens
    # here.
    current = current_operation.get()
    if current is None:
        raise UnattributedChange(f"{instance._meta.label} was saved outside an operation")
    history_instance.operation = current


def tracked() -> HistoricalRecords:
    """The history of an abstract base, inherited by its models, each with a table of its own."""
    return HistoricalRecords(inherit=True, bases=[HistoryRow], history_change_reason_field=None)
