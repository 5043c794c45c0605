"""The links that the models of all apps repeat. A migration says them in Django's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models.expressions import Combinable

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_Target = TypeVar("_Target", bound=models.Model)


def optional_link(
    to: type[_Target], related_name: str, verbose_name: str | _StrPromise | None = None
) -> models.ForeignKey[_Target | Combinable | None, _Target | None]:
    """A foreign key that may be empty, and becomes empty when the row that it points to is deleted."""
    return models.ForeignKey(
        to,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=verbose_name,
    )
