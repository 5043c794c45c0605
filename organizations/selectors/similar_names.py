"""Rows with names that perhaps mean one thing."""

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from core.name_comparison import alike


class HasName(Protocol):
    """A row with a name."""

    pk: Any
    name: Any


N = TypeVar("N", bound=HasName)


def perhaps_same_rows(rows: Iterable[N]) -> dict[int, tuple[N, ...]]:
    """The other rows that may have the same name as a row (core.name_comparison), by the key of that row."""
    others_by_key = alike(list(rows), key=lambda row: row.pk, name_of=lambda row: str(row.name))
    return {int(str(key)): others for key, others in others_by_key.items()}
