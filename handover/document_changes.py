"""What changed between two versions of the same rows, such as those of two frozen documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
# The rows of a kind by their identifier.
Rows = Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs between two documents: its name and both values."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is in both versions, and what is different in it."""

    key: str
    before: Row
    after: Row
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class KindChanges:
    """What was added, removed and changed of one kind, each in the order of the rows."""

    kind: str
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[RowChange, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed)


def compare(
    before: Mapping[str, Rows], after: Mapping[str, Rows], *, ignored: Collection[str] = ()
) -> list[KindChanges]:
    """The kinds in which something changed, in the order of `after`, then of `before`. Fields that are
    `ignored` do not count as a change; one that a row lacks is None."""
    changed = (
        _of_kind(kind, before.get(kind, {}), after.get(kind, {}), frozenset(ignored))
        for kind in dict.fromkeys([*after, *before])
    )
    return [changes for changes in changed if not changes.is_empty]


def _of_kind(kind: str, before: Rows, after: Rows, ignored: frozenset[str]) -> KindChanges:
    changed = (
        RowChange(key, before[key], row, _fields(before[key], row, ignored))
        for key, row in after.items()
        if key in before
    )
    return KindChanges(
        kind,
        tuple(row for key, row in after.items() if key not in before),
        tuple(row for key, row in before.items() if key not in after),
        tuple(change for change in changed if change.fields),
    )


def _fields(before: Row, after: Row, ignored: frozenset[str]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in dict.fromkeys([*after, *before])
        if name not in ignored and before.get(name) != after.get(name)
    )
