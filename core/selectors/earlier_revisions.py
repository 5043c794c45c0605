"""An artifact as it was at an earlier revision, by what the history says."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from core.models import Artifact

A = TypeVar("A", bound=Artifact)


@dataclass(frozen=True, slots=True)
class Link:
    """Rows of `model` that connect an artifact (their field `owner`) to others (their field `other`).

    What adds or trashes one gives its owner a new revision, in the same operation.
    """

    model: type[Artifact]
    owner: str
    other: str

    def rows(self, artifact: Artifact) -> QuerySet[Any]:
        """Those that connect the artifact, which is their owner."""
        return self.model._default_manager.filter(**{self.owner: artifact})


def version_at(artifact: A, revision: int) -> A | None:
    """The artifact as it was when it had the `revision`; None when the history does not go back that far."""
    rows = _history(type(artifact)).filter(uuid=artifact.uuid, revision=revision)
    row = rows.order_by("-history_date", "-history_id").first()
    version: A | None = row.instance if row else None
    return version


def linked_at(link: Link, artifact: Artifact, revision: int) -> set[int]:
    """Primary keys of what the artifact was connected to when it had the `revision`."""
    return {getattr(row, f"{link.other}_id") for row in rows_at(link.model, link.owner, artifact, revision)}


def rows_at(model: type[A], owner: str, artifact: Artifact, revision: int) -> list[A]:
    """The rows of `model` that belonged to the artifact, by their field `owner`, when it had the `revision`.

    A service that changes one of them gives the artifact a new revision, in the same operation.
    """
    later = _history(type(artifact)).filter(uuid=artifact.uuid, revision__gt=revision)
    rows = _history(model).filter(**{f"{owner}_id": artifact.pk})
    before = rows.exclude(operation__in=later.values("operation")).order_by("history_date", "history_id")
    newest = {row.id: row for row in before}
    return [row.instance for row in newest.values() if row.deleted_at is None]


def _history(model: type[Artifact]) -> Any:
    history: Any = model.history
    return history.model.objects
