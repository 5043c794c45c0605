"""Changes between two versions of the same rows, such as those of two frozen documents."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from core.field_changes import FieldChange, changes

Row = Mapping[str, Any]
# The rows of a kind by their identifier.
Rows = Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is in both versions, and what is different in it."""

    key: str
    before: Row
    after: Row
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class KindChanges:
    """Rows of one kind that were added, removed and changed, each in the order of the rows."""

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
    compared = (
        _of_kind(kind, before.get(kind, {}), after.get(kind, {}), ignored) for kind in {**after, **before}
    )
    return [each for each in compared if not each.is_empty]


def _of_kind(kind: str, before: Rows, after: Rows, ignored: Collection[str]) -> KindChanges:
    row_changes = (
        RowChange(key, before[key], row, changes(before[key], row, ignored))
        for key, row in after.items()
        if key in before
    )
    return KindChanges(
        kind,
        tuple(row for key, row in after.items() if key not in before),
        tuple(row for key, row in before.items() if key not in after),
        tuple(change for change in row_changes if change.fields),
    )
