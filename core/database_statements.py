"""Statements of the database: deletion of rows without reading what is linked to them, statements that are
written once, and a value that changes with each write."""

from collections.abc import Callable, Collection, Iterable
from copy import copy
from threading import local
from typing import Any

from django.db import connection, connections, router
from django.db.models import Model, QuerySet
from django.db.models.sql import DeleteQuery

from core.query_plan_cache import execution


def delete_rows(model: type[Model], keys: Collection[int]) -> None:
    """Delete the rows with these keys; what is linked to them must be deleted already."""
    DeleteQuery(model).delete_batch([*keys], router.db_for_write(model))


class PreparedQuery:
    """A question that is asked with each request: Django takes longer to write its statement than the
    database to answer it, so the statement is written once, and PostgreSQL plans it once.

    `make` gives the queryset for `stand_ins`, values of its parameters that nothing else in it has.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *stand_ins: Any) -> None:
        self._make, self._stand_ins = make, stand_ins
        self._cache = local()  # each thread has its own connection
        self._statements: dict[str, tuple[Any, Any, str, tuple[Any, ...]]] = {}

    def __call__(self, *values: Any) -> list[Any]:
        """The artifacts or other rows for these values, each in the place of its stand-in."""
        rows, compiler = self._ready(values)
        query: Any = _Over(rows.query, get_compiler=lambda *_, **__: compiler)
        return list(QuerySet(rows.model, query=query))

    def tuples(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a `values_list` for these values."""
        _rows, compiler = self._ready(values)
        return list(compiler.results_iter(tuple_expected=True))

    def plain(self, *values: Any) -> tuple[tuple[Any, ...], ...]:
        """The rows for these values as the database tells them, for what only compares them: turning them
        into values of Python takes as long as the question. They are kept while nothing is written."""
        now = write_state()
        if now is None or getattr(self._cache, "state", None) != now:
            self._cache.state, self._cache.rows = now, {}
        cache: dict[Any, tuple[tuple[Any, ...], ...]] = self._cache.rows
        if values not in cache:
            rows, _compiler, statement, params = self._statement()
            with connections[rows.db].cursor() as cursor:
                cursor.execute(statement, self._with_values(params, values))
                cache[values] = tuple(cursor.fetchall())
        return cache[values]

    def _ready(self, values: tuple[Any, ...]) -> tuple[Any, Any]:
        """The queryset, and its compiler with these values, for the connection of this thread."""
        rows, compiler, statement, params = self._statement()
        ready = copy(compiler)
        ready.connection = connections[rows.db]
        ready.as_sql = lambda *_, **__: (
            execution(ready.connection, statement),
            self._with_values(params, values),
        )
        return rows, ready

    def _with_values(self, params: Iterable[Any], values: tuple[Any, ...]) -> tuple[Any, ...]:
        values_by_stand_in = dict(zip(self._stand_ins, values, strict=True))
        return tuple(values_by_stand_in.get(each, each) for each in params)

    def _statement(self) -> tuple[Any, Any, str, tuple[Any, ...]]:
        statement = self._statements.get(connection.vendor)
        if statement is None:
            statement = self._statements[connection.vendor] = self._write()
        return statement

    def _write(self) -> tuple[Any, Any, str, tuple[Any, ...]]:
        rows = self._make(*self._stand_ins)
        compiler = rows.query.get_compiler(rows.db)
        statement, params = compiler.as_sql()
        converters = compiler.get_converters([each[0] for each in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda _expressions: converters
        return rows, compiler, statement, params


def write_state() -> tuple[object, ...] | None:
    """A value that stays equal until anyone writes to the database; None within a transaction, which may be
    rolled back. It belongs to this thread's connection."""
    if connection.vendor == "sqlite":
        return connection.write_state()  # type: ignore[attr-defined, no-any-return]  # of our own backend
    return _snapshot()


def _snapshot() -> tuple[object, ...] | None:
    """`write_state` of PostgreSQL: which transactions its readers see as ended."""
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return connection.connection, *cursor.fetchone()


class _Over:
    """An object as another one, with some attributes replaced."""

    def __init__(self, other: Any, **own: Any) -> None:
        vars(self).update(own, _other=other)

    def __getattr__(self, name: str) -> Any:
        return getattr(vars(self)["_other"], name)
