"""SQL statements written by hand, whose rows become objects of models.

When two hundred people press at once, each request first reads its person, workshop and activity. Django
builds the SQL of such a query again each time, and even `raw` maps columns to fields again; that takes
several times as long as the database. Here a connection prepares both once, and PostgreSQL keeps its plan.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model
from django.db.models.expressions import Col

from core.query_plan_cache import execution

_Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class RowPart:
    """The columns of a `model` in a row: all of them, or `only` those of the named fields. Django reads the
    others when they are used."""

    model: type[Model]
    only: Sequence[str] = ()

    def fields(self) -> list[Field[Any, Any]]:
        """The fields in the order of the model, as `from_db` wants them."""
        concrete = self.model._meta.concrete_fields
        return [field for field in concrete if not self.only or field.name in self.only]


@dataclass(frozen=True, slots=True)
class _Statement:
    """The statement with its columns, where in a row each part ends, and the values that are converted."""

    statement: str
    parts: tuple[tuple[type[Model], list[str], int], ...]
    convert: tuple[tuple[int, _Convert], ...]


class WrittenOut:
    """A statement whose rows hold objects of models: ``WrittenOut("SELECT {bucket} FROM core_tokenbucket
    bucket WHERE id = %s", bucket=Part(TokenBucket))``.

    The parts have the names of their tables in the statement. It selects the parts in the order of the
    arguments, and nothing else.
    """

    def __init__(self, statement: str, **parts: RowPart) -> None:
        self._statement: Final = statement
        self._parts: Final = parts
        # Each thread has a connection of its own, and a conversion may belong to its connection.
        self._prepared: Final = WeakKeyDictionary[BaseDatabaseWrapper, _Statement]()

    def rows(self, *values: int | str) -> Iterator[tuple[Any, ...]]:
        """The objects of the parts, for each row; `values` are the parameters of the statement."""
        connection = connections[DEFAULT_DB_ALIAS]
        prepared = self._prepared.get(connection) or self._prepare(connection)
        with connection.cursor() as cursor:
            cursor.execute(execution(connection, prepared.statement), values)
            rows = cursor.fetchall()
        for row in map(list, rows):
            for place, convert in prepared.convert:
                if row[place] is not None:
                    row[place] = convert(row[place])
            start, objects = 0, []
            for model, names, end in prepared.parts:
                objects.append(model.from_db(connection.alias, names, row[start:end]))
                start = end
            yield tuple(objects)

    def first(self, *values: int | str) -> tuple[Any, ...] | None:
        """The objects of the first row, None without one."""
        return next(self.rows(*values), None)

    def _prepare(self, connection: BaseDatabaseWrapper) -> _Statement:
        columns: dict[str, str] = {}
        parts: list[tuple[type[Model], list[str], int]] = []
        convert: list[tuple[int, _Convert]] = []
        end = 0
        for alias, part in self._parts.items():
            fields = part.fields()
            names = [f"{alias}.{connection.ops.quote_name(str(field.column))}" for field in fields]
            columns[alias] = ", ".join(names)
            for place, field in enumerate(fields, start=end):
                if each := _conversion(field, connection):
                    convert.append((place, each))
            end += len(fields)
            parts.append((part.model, [field.attname for field in fields], end))
        prepared = _Statement(self._statement.format(**columns), tuple(parts), tuple(convert))
        self._prepared[connection] = prepared
        return prepared


def _conversion(field: Field[Any, Any], connection: BaseDatabaseWrapper) -> _Convert | None:
    """The function that makes the field's value from that of the database; None where they are the same."""
    column: Col = field.get_col(field.model._meta.db_table)
    steps = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
    if not steps:
        return None

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        return value

    return convert
