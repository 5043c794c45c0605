"""Rows that come in, and rows that are there: what a plan is made of. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from core.field_changes import FieldChange


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an import: a line of a text, or of one `file` of several, or a row of a sheet with the head
    of a column."""

    line: int
    sheet: str = ""
    column: str = ""
    file: str = ""


class Trouble(Enum):
    """The kinds of errors of a row."""

    UNKNOWN = auto()
    NAMED_TWICE = auto()
    UNCLEAR = auto()
    NO_PARENT = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """An error and its place: a trouble with the `name` that it is about, or a sentence. `count` is the
    number of rows concerned."""

    place: Place
    trouble: Trouble | None
    name: str = ""
    model: str = ""
    count: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Names another row: by what people call it, and where several are called so, by what it belongs to
    (`of`) and which of them it is (`number`, from 1)."""

    name: str
    of: Reference | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class RowShape:
    """Facts that a plan needs about a kind of rows, whose key is the label of their model.

    Rows are the same when they belong to the same and have the same `recognized_by`. `names` are the fields
    that name rows of other models (the labels of those), `lists` those of them that name several. `parents`
    are the parents of rows, besides their scope. `empty` is the value of an empty field.
    """

    key: str
    title: str
    recognized_by: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    parents: tuple[str, ...] = ()
    is_ordered: bool = False
    grouped_by: tuple[str, ...] = ()
    empty: Mapping[str, Any] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class SavedRow:
    """A row that is there. `fields` are plain values, the tokens of what it names, and sets of tokens."""

    kind: str
    key: int
    title: str
    parent: SavedRow | None
    fields: Mapping[str, Any]
    artifact: Any = None
    uuid: str = ""

    @property
    def token(self) -> tuple[Any, ...]:
        """Tells it from all other rows."""
        return known_token(self.kind, self.key)


def known_token(kind: str, key: int) -> tuple[Any, ...]:
    """The token of the row with this primary key."""
    return "known", kind, key


@dataclass(eq=False, slots=True)
class InputRow:
    """A row that comes in: `fields` are plain values, a Reference, or a tuple of References. It belongs to
    another row that comes in, on a saved row, on a row that it names, or on its scope (None). What comes back
    from elsewhere says by its uuid which row it is the same as. Fields of `named_rows` name others that come
    in, and the numbers of `in_percent` are followed by their sign, so that no one can take them for
    shares."""

    kind: str
    place: Place
    fields: dict[str, Any]
    parent: InputRow | SavedRow | Reference | None = None
    places: dict[str, Place] = field(default_factory=dict)
    same_as: str = ""
    named_rows: dict[str, InputRow] = field(default_factory=dict)
    in_percent: set[str] = field(default_factory=set)

    def place_of(self, name: str) -> Place:
        """Place of the field, or of the row for a field without a place of its own."""
        return self.places.get(name, self.place)


@dataclass(eq=False, slots=True)
class Row:
    """A row of a plan: added, or `existing` and changed, or existing and unchanged. `fields` are as given,
    with rows in place of references."""

    source: InputRow
    shape: RowShape
    parent: Row | SavedRow | None
    fields: dict[str, Any] = field(default_factory=dict)
    existing: SavedRow | None = None
    changes: tuple[FieldChange, ...] = ()

    @property
    def token(self) -> tuple[Any, ...]:
        """Tells it from all other rows: that of the known one, where it is one."""
        return self.existing.token if self.existing else ("new", id(self))

    @property
    def title(self) -> str:
        """The name that people use for it; "" where that is the name of another row."""
        value = self.fields.get(self.shape.title, "")
        return value if isinstance(value, str) else ""


Target = Row | SavedRow
"""What a row names, or belongs to."""


@dataclass(frozen=True, slots=True)
class RowOrder:
    """Rows below one parent, in their future order."""

    shape: RowShape
    parent: Target | None
    rows: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The rows of an import in the order of writing; nothing is written while there are problems.
    `absent` are rows that are there and that nothing named, beside others of their kind that came."""

    rows: tuple[Row, ...]
    orders: tuple[RowOrder, ...]
    absent: tuple[SavedRow, ...]
    problems: tuple[Problem, ...]

    @property
    def added(self) -> list[Row]:
        return [row for row in self.rows if row.existing is None]

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if row.existing is not None and row.changes]

    @property
    def unchanged(self) -> list[Row]:
        return [row for row in self.rows if row.existing is not None and not row.changes]
