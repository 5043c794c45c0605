"""What the tests of frozen versions do."""

from __future__ import annotations

from typing import Any, TypeVar

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.models import Artifact
from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from handover.models import HandoverVersion
from handover.services import freezing
from handover.versions import services as versions
from tests.factories import SYSTEM

A = TypeVar("A", bound=Artifact)


def change(artifact: A, **fields: Any) -> A:
    """The artifact with other `fields`, as the system changes it."""
    with operation(SYSTEM, "test.changed"):
        return artifacts.change(artifact, **fields)


def finish(task: DBTaskResult[..., Any], **fields: Any) -> dict[str, str]:
    """What the worker does with the task."""
    told: dict[str, str] = freezing.freeze.call(*task.args_kwargs["args"])
    DBTaskResult.objects.filter(pk=task.pk).update(
        **{"status": "SUCCESSFUL", "return_value": told, "finished_at": timezone.now()} | fields
    )
    return told


def freeze(discovery: Discovery, **fields: Any) -> HandoverVersion:
    """A version of the handover, frozen by the system."""
    return versions.freeze_version(actor=SYSTEM, discovery=discovery, **fields)
