"""A write of a program that is only tried: done by the same services, taken back before anyone is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from api.artifacts.selectors import ArtifactRecord, artifact_record, name_of
from api.selectors.changes import ArtifactWrite, touched_by
from core.field_changes import FieldChange, changes
from core.imports.importable_kinds import Entry
from core.services import operation
from discovery.models import Discovery
from organizations.actors import Actor


@dataclass(frozen=True, slots=True)
class TrialResult:
    """Effects of a write: on the artifact, whose `uuid` is None where it is new, by its fields, "parent"
    and "position" among them, and which artifacts it would write in all. Both are empty where nothing would
    change."""

    kind: str
    uuid: UUID | None
    fields: tuple[FieldChange, ...]
    artifacts: list[ArtifactWrite]
    trial: bool = True


@contextmanager
def write_or_try(is_trial: bool) -> Iterator[None]:
    """The frame of every write: kept, or in a trial taken back, with what it would have told others."""
    with transaction.atomic():
        yield
        if is_trial:
            transaction.set_rollback(True)


def trial_of(
    *, actor: Actor, discovery: Discovery, entry: Entry, uuid: UUID | None, write: Callable[[], Any]
) -> TrialResult:
    """Effects of `write` on the artifact with the uuid, or on the new one that it returns. Raises what
    `write` raises."""
    before = artifact_record(entry, discovery, uuid) if uuid is not None else None
    with write_or_try(is_trial=True), operation(actor, "discovery.tried", place=discovery) as current:
        artifact = write()
        after = artifact_record(entry, discovery, uuid or artifact.uuid)
        touched = touched_by(current)
    is_known = before is not None
    return TrialResult(
        kind=name_of(entry),
        uuid=uuid if is_known else None,
        fields=changes(_values_of(before), _values_of(after)),
        artifacts=[each for each in touched if is_known or each.uuid != artifact.uuid],
    )


def _values_of(artifact: ArtifactRecord | None) -> dict[str, Any]:
    return (
        {}
        if artifact is None
        else {**artifact.fields, "parent": artifact.parent, "position": artifact.position}
    )
