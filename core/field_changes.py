"""Differences between two versions of the same fields. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that got another value; None where a version does not have the field."""

    name: str
    before: Any
    after: Any


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], ignored: Collection[str] = ()
) -> tuple[FieldChange, ...]:
    """The fields that differ, without those that are `ignored`, in the order of `after`, then of `before`."""
    return tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in {**after, **before}
        if name not in ignored and before.get(name) != after.get(name)
    )
