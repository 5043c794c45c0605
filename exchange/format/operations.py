"""The operations of documents: participant, organization, discovery and workshop are links to rows of the
document, in separate columns. An operation itself stores uuids of its actor and place."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import models

from core.models import ActorKind, Operation, OperationPlace
from discovery.discoveries.models import IMPORTED, OF_DISCOVERY
from discovery.models import Discovery
from exchange.format.document_tables import label_of
from organizations.models import Organization
from workshops.models import Participant, Workshop


class DocumentOperation(models.Model):
    """The fields of an operation in documents. This model has no table."""

    document_label = label_of(Operation)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    summary = models.CharField(max_length=300, blank=True)
    actor_kind = models.CharField(max_length=12, choices=ActorKind.choices)
    actor_participant = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL)
    actor_label = models.CharField(max_length=200)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE)
    discovery = models.ForeignKey(Discovery, null=True, on_delete=models.CASCADE)
    workshop = models.ForeignKey(Workshop, null=True, on_delete=models.CASCADE)
    undoes = models.OneToOneField(Operation, null=True, on_delete=models.PROTECT)

    class Meta:
        abstract = True
        verbose_name = str(Operation._meta.verbose_name)

    def __str__(self) -> str:
        return self.verb


def names_in(operation: Operation, organization: UUID) -> dict[str, UUID | None]:
    """Return the uuids of the rows that the operation refers to, by the fields of documents, without
    `undoes`. `organization` is that of the discovery."""
    is_of_discovery = operation.scope_kind == OF_DISCOVERY
    # An import belongs to the discovery, and documents have always said into which organization it came.
    scope = organization if is_of_discovery and operation.verb == IMPORTED else None
    return {
        "actor_participant": operation.actor_uuid if operation.actor_kind == ActorKind.PARTICIPANT else None,
        "organization": scope if is_of_discovery else operation.scope_uuid,
        "discovery": operation.scope_uuid if is_of_discovery else None,
        "workshop": operation.room_uuid,
    }


def columns_of(row: Mapping[str, Any], organization: Organization) -> dict[str, Any]:
    """The columns of an operation that a document tells by `row`, but for `undoes`; `organization` is the one
    into which the document comes."""
    place = OperationPlace(room_uuid=row["workshop"])
    if row["discovery"] is not None:
        place = OperationPlace(OF_DISCOVERY, row["discovery"], row["workshop"])
    elif row["organization"] is not None:
        place = OperationPlace(OperationPlace.at(organization).scope_kind, organization.uuid, row["workshop"])
    same = ("uuid", "at", "verb", "summary", "actor_kind", "actor_label")
    # A file names no account, and could only pretend to.
    actor = row["actor_participant"] if row["actor_kind"] == ActorKind.PARTICIPANT else None
    return {name: row[name] for name in same} | {"actor_uuid": actor} | asdict(place)
