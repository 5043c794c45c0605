"""Objects that the rest of a URL names, below the object that the access decorator found."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from core.exceptions import NotFound

M = TypeVar("M", bound=Model)


def find(rows: QuerySet[M], **lookup: Any) -> M:
    """The one row of `rows` that `lookup` names. It holds the objects of `lookup`, such as `discovery=…`,
    instead of reading them again. Raises NotFound for an unknown, foreign or deleted row."""
    row = rows.filter(**lookup).first()
    if row is None:
        raise NotFound
    for path, value in lookup.items():
        *above, name = path.split("__")
        if isinstance(value, Model) and (holder := _loaded(row, above)) is not None:
            setattr(holder, name, value)
    return row


def _loaded(row: Model, path: list[str]) -> Model | None:
    """The row at the end of the path of foreign keys; None where one of them was not read with the row."""
    for name in path:
        field: Any = row._meta.get_field(name)
        if not field.is_cached(row):
            return None
        row = getattr(row, name)
    return row
