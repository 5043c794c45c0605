"""The constraints that the models of all apps repeat. Each is what Django's own would be, so that a
migration says it in Django's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.expressions import Combinable

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_ALIVE = models.Q(deleted_at=None)


def once(
    name: str,
    *fields: str | Combinable,
    among: models.Q | None = None,
    message: str | _StrPromise | None = None,
) -> models.UniqueConstraint:
    """No two artifacts outside the trash are alike in `fields`: names of columns, or expressions such as
    Lower("name"). `among` narrows it to some of them."""
    condition = _ALIVE & among if among is not None else _ALIVE
    names = tuple(field for field in fields if isinstance(field, str))
    if len(names) == len(fields):
        return models.UniqueConstraint(
            name=name, fields=names, condition=condition, violation_error_message=message
        )
    return models.UniqueConstraint(*fields, name=name, condition=condition, violation_error_message=message)


def in_choices(name: str, field: str, choices: type[models.Choices]) -> models.CheckConstraint:
    """The column holds one of its choices."""
    return models.CheckConstraint(name=name, condition=models.Q(**{f"{field}__in": choices.values}))


def exactly_one(
    name: str, one: str, other: str, message: str | _StrPromise | None = None
) -> models.CheckConstraint:
    """One of two columns is filled, and the other is empty."""
    first = models.Q(**{one: None, f"{other}__isnull": False})
    second = models.Q(**{f"{one}__isnull": False, other: None})
    return models.CheckConstraint(name=name, condition=first | second, violation_error_message=message)
