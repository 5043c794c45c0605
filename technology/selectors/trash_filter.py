"""Rows that name an artifact in the trash stay hidden until it is restored."""

from typing import TypeVar

from django.db.models import ForeignKey, QuerySet

from core.models import Artifact
from technology.models import Capability, DataAsset, Platform

N = TypeVar("N", bound=Capability | DataAsset | Platform)


def without_trash(rows: QuerySet[N]) -> list[N]:
    """The rows with the artifacts that they may name, in one query; None for those in the trash. They are to
    be shown, not to be written."""
    names = [
        field.name
        for field in rows.model._meta.fields
        if isinstance(field, ForeignKey) and field.null and issubclass(field.related_model, Artifact)
    ]
    listed = list(rows.select_related(*names))
    for row in listed:
        for name in names:
            artifact = getattr(row, name)
            if artifact is not None and artifact.deleted_at is not None:
                setattr(row, name, None)
    return listed
