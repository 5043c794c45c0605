"""What the rest of a URL names, below the object that the access decorator found."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from core.exceptions import NotFound

M = TypeVar("M", bound=Model)


def find(rows: QuerySet[M], **lookup: Any) -> M:
    """The one row of `rows` that `lookup` names. Raises NotFound for an unknown, foreign or deleted one."""
    row = rows.filter(**lookup).first()
    if row is None:
        raise NotFound
    return row
