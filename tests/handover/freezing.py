"""What the tests of frozen versions do."""

from __future__ import annotations

from typing import Any, TypeVar

from core.models import Artifact
from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from handover.models import HandoverVersion
from handover.services import versions
from tests.factories import SYSTEM

A = TypeVar("A", bound=Artifact)


def change(artifact: A, **fields: Any) -> A:
    """The artifact with other `fields`, as the system changes it."""
    with operation(SYSTEM, "test.changed"):
        return artifacts.change(artifact, **fields)


def freeze(discovery: Discovery, **fields: Any) -> HandoverVersion:
    """A version of the handover, frozen by the system."""
    return versions.freeze_version(actor=SYSTEM, discovery=discovery, **fields)
