"""An import compared with the saved rows: the rows that it adds, changes or keeps, and unclear ones.
Pure.

Rows are compared by names as people see them (core.name_comparison). A name means a row that came
first, then one that is there; of several, the one that belongs to the same as the row, or to something else
that the row names.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any, Generic, TypeVar

from core.field_changes import FieldChange
from core.grouping import grouped
from core.imports.rows import (
    ImportPlan,
    InputRow,
    Problem,
    Reference,
    Row,
    RowOrder,
    RowShape,
    SavedRow,
    Target,
    Trouble,
)
from core.name_comparison import looks

Elsewhere = Callable[[Row, str, str], Iterable[SavedRow]]
"""Rows of elsewhere that a field of a row can name, by the row, the field and their name."""

_ENDINGS = ("…", "...")
T = TypeVar("T", Row, SavedRow)


def _nowhere(row: Row, field: str, name: str) -> Iterable[SavedRow]:
    return ()


def plan(
    incoming: Iterable[InputRow],
    existing: Iterable[SavedRow],
    shapes: Sequence[RowShape],
    *,
    elsewhere: Elsewhere = _nowhere,
    is_in_order: bool = False,
    keeps_names: bool = False,
) -> ImportPlan:
    """Return the plan for the `incoming` rows beside the `existing` ones. `shapes` are sorted: a shape comes
    after its parents and after those that it names in `recognized_by`. With `is_in_order`, rows get the order
    of the input; with `keeps_names`, existing rows keep their names if another one looks the same."""
    planner = _Planner(incoming, existing, shapes, elsewhere, keeps_names=keeps_names)
    return planner.plan(is_in_order=is_in_order)


class _Names(Generic[T]):
    """Rows of a kind, by their names as people see them."""

    def __init__(self) -> None:
        self._rows: dict[str, list[T]] = {}
        self._sorted: list[str] = []
        self._came: dict[str, int] = {}

    def add(self, row: T) -> None:
        name = looks(row.title)
        if name not in self._rows:
            insort(self._sorted, name)
            self._came[name] = len(self._came)
        self._rows.setdefault(name, []).append(row)

    def called(self, name: str) -> Sequence[T]:
        return self._rows.get(name, ())

    def beginning(self, with_these: str) -> Iterator[T]:
        """Those whose names begin so, in the order in which the names came."""
        first = bisect_left(self._sorted, with_these)
        names = takewhile(
            lambda name: name.startswith(with_these),
            (self._sorted[at] for at in range(first, len(self._sorted))),
        )
        for name in sorted(names, key=self._came.__getitem__):
            yield from self._rows[name]


class _Planner:
    def __init__(
        self,
        incoming: Iterable[InputRow],
        existing: Iterable[SavedRow],
        shapes: Sequence[RowShape],
        elsewhere: Elsewhere,
        *,
        keeps_names: bool,
    ) -> None:
        self.keeps_names = keeps_names
        self.shapes = {shape.key: shape for shape in shapes}
        self.incoming: dict[str, list[InputRow]] = defaultdict(list)
        for each in incoming:
            self.incoming[each.kind].append(each)
        self.existing: dict[str, list[SavedRow]] = defaultdict(list)
        self.by_uuid: dict[tuple[str, str], SavedRow] = {}
        self.named_known: dict[str, _Names[SavedRow]] = defaultdict(_Names)
        for there in existing:
            self.existing[there.kind].append(there)
            self.named_known[there.kind].add(there)
            self.by_uuid[there.kind, there.uuid] = there
        self.named_rows: dict[str, _Names[Row]] = defaultdict(_Names)
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.row_of: dict[int, Row] = {}
        self.elsewhere = elsewhere
        self.problems: list[Problem] = []

    def plan(self, *, is_in_order: bool) -> ImportPlan:
        for shape in self.shapes.values():
            for incoming in self.incoming[shape.key]:
                self._take(incoming, shape)
            self._match(shape)
        rows = [row for shape in self.shapes for row in self.rows[shape]]
        for row in rows:
            self._compare(row)
        orders = list(self._orders()) if is_in_order and not self.problems else []
        return ImportPlan(tuple(rows), tuple(orders), tuple(self._gone()), tuple(self.problems))

    # --- Rows and what they belong to ---------------------------------------------------------------

    def _take(self, incoming: InputRow, shape: RowShape) -> None:
        parent: Target | None
        if incoming.same_as:
            self._take_same(incoming, shape)
            return
        if isinstance(incoming.parent, InputRow):
            if id(incoming.parent) not in self.row_of:
                return  # what it belongs to has a problem of its own
            parent = self.row_of[id(incoming.parent)]
        elif isinstance(incoming.parent, Reference):
            row = Row(incoming, shape, None)
            parent = self._named(row, "", incoming.parent, shape.parents)
            if parent is None:
                return
        else:
            parent = incoming.parent
        row = Row(incoming, shape, parent)
        for name in shape.recognized_by:
            if not self._resolve(row, name):
                return
        if shape.title not in row.fields and shape.title in incoming.fields:
            self._resolve(row, shape.title)
        self._enter(row)

    def _take_same(self, incoming: InputRow, shape: RowShape) -> None:
        """Takes a row that says which one it is."""
        existing = self.by_uuid.get((shape.key, incoming.same_as))
        row = Row(incoming, shape, existing.parent if existing else None, existing=existing)
        if existing is None:
            title = incoming.fields.get(shape.title, "")
            self._refuse(row, "", Trouble.GONE, title if isinstance(title, str) else "", shape.key, 0)
            return
        if isinstance(incoming.fields.get(shape.title), str):
            self._resolve(row, shape.title)
        self._enter(row)

    def _enter(self, row: Row) -> None:
        """Registers an incoming row, so that other rows can name it."""
        self.row_of[id(row.source)] = row
        self.rows[row.shape.key].append(row)
        if row.title:
            self.named_rows[row.shape.key].add(row)

    def _match(self, shape: RowShape) -> None:
        """Finds the rows of the kind that are there already. Several of one name are told apart by their
        order, when as many came as are there."""
        there: dict[Any, list[SavedRow]] = defaultdict(list)
        matched = {row.token for row in self.rows[shape.key] if row.existing}
        for existing in self.existing[shape.key]:
            if existing.token in matched:
                continue
            values = (existing.fields.get(name, shape.empty.get(name)) for name in shape.recognized_by)
            there[_token(existing.parent), tuple(map(_as_read, values))].append(existing)
        came: dict[Any, list[Row]] = defaultdict(list)
        for row in self.rows[shape.key]:
            if row.existing:
                continue
            values = (row.fields.get(name, shape.empty.get(name)) for name in shape.recognized_by)
            came[_token(row.parent), tuple(map(_as_read, values))].append(row)
        for key, rows in came.items():
            same = there[key]
            if same and len(same) != len(rows):
                for row in rows:
                    count = max(len(same), len(rows))
                    self._refuse(row, shape.title, Trouble.UNCLEAR, _row_name(row), shape.key, count)
                continue
            for row, existing in zip(rows, same, strict=False):
                row.existing = existing

    def _compare(self, row: Row) -> None:
        for name, incoming in row.source.named_rows.items():
            if id(incoming) in self.row_of:
                row.fields[name] = self.row_of[id(incoming)]
        for name in row.source.fields:
            if name not in row.fields:
                self._resolve(row, name)
        if self.keeps_names and row.existing is not None:
            row.fields.pop(row.shape.title, None)
        if row.existing is not None:
            before = row.existing.fields
            row.changes = tuple(
                FieldChange(name, before.get(name), after)
                for name, after in row.fields.items()
                if _plain(before.get(name)) != _plain(after)
            )

    def _gone(self) -> Iterator[SavedRow]:
        tokens = {row.token for rows in self.rows.values() for row in rows}
        came = {(row.shape.key, _token(row.parent)) for rows in self.rows.values() for row in rows}
        for kind, there in self.existing.items():
            for existing in there:
                if existing.token not in tokens and (kind, _token(existing.parent)) in came:
                    yield existing

    # --- Names ------------------------------------------------------------------------------------

    def _resolve(self, row: Row, name: str) -> bool:
        """Puts the value of the field into the row, with rows in place of names. Whether there are such."""
        if name not in row.source.fields:
            return True
        value = row.source.fields[name]
        if isinstance(value, Reference):
            value = self._named(row, name, value, (row.shape.names[name],))
            if value is None:
                return False
        elif isinstance(value, tuple):
            labels = (row.shape.names[name],)
            targets = [self._named(row, name, each, labels) for each in value]
            value = tuple({_token(each): each for each in targets if each is not None}.values())
            if None in targets:
                return False
        row.fields[name] = value
        return True

    def _named(self, row: Row, name: str, reference: Reference, labels: Iterable[str]) -> Target | None:
        labels = tuple(labels)
        targets = self._candidates(row, name, reference, labels)
        if len(targets) > 1 and reference.of is None and reference.number is None:
            targets = nearest_of(targets, [row.parent, *row.fields.values()]) or targets
        if reference.number is not None:
            targets = targets[reference.number - 1 : reference.number]
        if len(targets) == 1:
            return targets[0]
        trouble = Trouble.NAMED_TWICE if targets else Trouble.UNKNOWN
        if not name and not targets:
            trouble = Trouble.NO_PARENT
        self._refuse(row, name, trouble, reference.name, labels[0] if labels else "", len(targets))
        return None

    def _candidates(self, row: Row, name: str, reference: Reference, labels: tuple[str, ...]) -> list[Target]:
        key = looks(reference.name)
        sources: list[Callable[[], Iterable[Target]]] = [
            lambda: (each for label in labels for each in self.named_rows[label].called(key)),
            lambda: (each for label in labels for each in self.named_known[label].called(key)),
        ]
        if beginning := _beginning(key):
            sources += [
                lambda: (each for label in labels for each in self.named_rows[label].beginning(beginning)),
                lambda: (each for label in labels for each in self.named_known[label].beginning(beginning)),
            ]
        if name:
            sources.append(lambda: self.elsewhere(row, name, reference.name))
        for source in sources:
            targets = {each.token: each for each in source() if _is_of(each, reference.of)}
            if targets:
                return list(targets.values())
        return []

    def _refuse(self, row: Row, name: str, trouble: Trouble, text: str, model: str, count: int) -> None:
        self.problems.append(Problem(row.source.place_of(name), trouble, text, model, count))

    # --- Order ------------------------------------------------------------------------------------

    def _orders(self) -> Iterator[RowOrder]:
        for shape in self.shapes.values():
            if not shape.is_ordered:
                continue
            came = grouped(self.rows[shape.key], self._group)
            there: dict[Any, list[Target]] = grouped(self.existing[shape.key], self._group)
            for group, rows in came.items():
                before = there[group]
                by_itself = [*before, *(row for row in rows if row.token not in _tokens(before))]
                order = _in_order(rows, before)
                if [each.token for each in by_itself] != [each.token for each in order]:
                    yield RowOrder(shape, rows[0].parent, tuple(order))

    def _group(self, target: Target) -> tuple[Any, ...]:
        """The key of the row's group: siblings with another one are in another group."""
        if isinstance(target, SavedRow):
            shape, fields = self.shapes[target.kind], target.fields
        else:
            shape = target.shape
            fields = {**(target.existing.fields if target.existing else {}), **target.fields}
        values = (_plain(fields.get(name, shape.empty.get(name))) for name in shape.grouped_by)
        return _token(target.parent), *values


def nearest_of(targets: Sequence[Target], near: Iterable[Any]) -> list[Target]:
    """Those that belong to something `near`, such as what the row belongs to, or what it names
    besides."""
    tokens = {each.token for each in near if isinstance(each, Row | SavedRow)}
    return [each for each in targets if each.parent is not None and each.parent.token in tokens]


def _in_order(rows: Sequence[Target], before: Sequence[Target]) -> list[Target]:
    """The rows as they came; what nothing named stays behind what it stood behind."""
    tokens = _tokens(rows)
    behind: dict[Any, list[Target]] = defaultdict(list)
    last: Any = None
    for existing in before:
        if existing.token in tokens:
            last = existing.token
        else:
            behind[last].append(existing)
    order = behind.pop(None, [])
    for row in rows:
        order += [row, *behind.pop(row.token, ())]
    return order


def _tokens(targets: Iterable[Target]) -> set[Any]:
    return {each.token for each in targets}


def _token(target: Target | None) -> tuple[Any, ...] | None:
    return None if target is None else target.token


def _plain(value: Any) -> Any:
    """As it can be compared: rows by their tokens."""
    if isinstance(value, Row | SavedRow):
        return value.token
    if isinstance(value, tuple) and all(isinstance(each, Row | SavedRow) for each in value):
        return frozenset(each.token for each in value)
    return value


def _as_read(value: Any) -> Any:
    """As a reader sees it: texts that look the same are the same."""
    return looks(value) if isinstance(value, str) else _plain(value)


def _row_name(row: Row) -> str:
    names = (row.fields.get(name) for name in row.shape.recognized_by)
    return row.title or ", ".join(
        each.title if isinstance(each, Row | SavedRow) else str(each) for each in names if each
    )


def _is_of(target: Target, of: Reference | None) -> bool:
    if of is None:
        return True
    parent = target.parent
    return parent is not None and looks(parent.title) == looks(of.name) and _is_of(parent, of.of)


def _beginning(key: str) -> str:
    """The beginning of a long name that was cut short; "" for a whole one."""
    for ending in _ENDINGS:
        if key.endswith(ending) and len(key) > len(ending) + 3:
            return key.removesuffix(ending).rstrip()
    return ""
