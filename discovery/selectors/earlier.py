"""An artefact as it was at an earlier revision, by what the history says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from discovery.models import Artefact

A = TypeVar("A", bound=Artefact)


@dataclass(frozen=True, slots=True)
class Link:
    """Rows of `model` that connect an artefact (their field `owner`) to others (their field `other`).

    What adds or trashes one gives its owner a new revision, in the same operation.
    """

    model: type[Artefact]
    owner: str
    other: str


def version_at(artefact: A, revision: int) -> A | None:
    """The artefact as it was when it had the `revision`; None when the history does not go back that far."""
    rows = _history(type(artefact)).filter(uuid=artefact.uuid, revision=revision)
    row = rows.order_by("-history_date", "-history_id").first()
    version: A | None = row.instance if row else None
    return version


def linked_at(link: Link, artefact: Artefact, revision: int) -> set[int]:
    """Primary keys of what the artefact was connected to when it had the `revision`."""
    return {getattr(row, f"{link.other}_id") for row in rows_at(link.model, link.owner, artefact, revision)}


def rows_at(model: type[A], owner: str, artefact: Artefact, revision: int) -> list[A]:
    """The rows of `model` that belonged to the artefact, by their field `owner`, when it had the `revision`.

    What changes one of them gives the artefact a new revision, in the same operation.
    """
    later = _history(type(artefact)).filter(uuid=artefact.uuid, revision__gt=revision)
    rows = _history(model).filter(**{f"{owner}_id": artefact.pk})
    before = rows.exclude(operation__in=later.values("operation")).order_by("history_date", "history_id")
    newest = {row.id: row for row in before}
    return [row.instance for row in newest.values() if row.deleted_at is None]


def _history(model: type[Artefact]) -> Any:
    history: Any = model.history
    return history.model.objects
