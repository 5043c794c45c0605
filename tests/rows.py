"""The rows of whole tables, taken as the database keeps them, and put back: a world that many tests begin
with is made once for all processes of a run, on PostgreSQL once in each."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.utils import timezone

T = TypeVar("T")

# By table: its columns, as they stand in a statement, and what it holds.
Rows = dict[str, tuple[str, Any]]


def counts() -> dict[str, int]:
    """How many rows each table has."""
    tables = sorted(connection.introspection.table_names())
    counted: dict[str, int] = {}
    with connection.cursor() as cursor:
        # SQLite takes 500 parts of one question.
        for first in range(0, len(tables), 400):
            parts = (f"SELECT '{table}', COUNT(*) FROM {table}" for table in tables[first : first + 400])  # noqa: S608  no name but ours
            cursor.execute(" UNION ALL ".join(parts))
            counted |= dict(cursor.fetchall())
    return counted


def taken(since: dict[str, int]) -> Rows | None:
    """What came into tables that were empty; None where some came beside other rows."""
    grown = [table for table, count in counts().items() if count != since[table]]
    return None if any(since[table] for table in grown) else {table: _read(table) for table in grown}


def _read(table: str) -> tuple[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608  no name but ours
        columns = [f'"{each[0]}"' for each in cursor.description]
        names = ", ".join(columns)
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) TO STDOUT (FORMAT BINARY)") as copy:
                return names, b"".join(copy)
        # Of an expression, SQLite says no type, and its value comes as it is stored.
        plain = ", ".join(f"+{name}" for name in columns)
        cursor.execute(f"SELECT {plain} FROM {table}")  # noqa: S608  no name but ours
        return names, cursor.fetchall()


def put(rows: Rows) -> None:
    """Put back what was taken, into tables that are empty again."""
    with connection.cursor() as cursor:
        for table, (names, held) in rows.items():
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
                    copy.write(held)
            else:
                marks = ", ".join("%s" for _name in names.split(", "))
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", held)  # noqa: S608  no name but ours


# By name, day, and the rows that were there before: the rows of a world, and what its maker returned.
_made: dict[str, tuple[Rows, bytes]] = {}


def put_world(name: str, make: Callable[[], T]) -> T:
    """Have the rows in the database that `make` adds to it, and return a copy of what it returns. It runs
    again on another day, beside other rows, and always where it adds to tables that have some."""
    there = counts()
    # Links in it are signed with the secret key.
    conditions = f"{timezone.localdate()} {settings.SECRET_KEY} {sorted(there.items())}"
    key = sha256(conditions.encode()).hexdigest()
    key = f"{name}-{key[:16]}"
    if key not in _made:
        with _file(key) as file:
            if file is None or not file.exists():
                result = make()
                if (rows := taken(since=there)) is not None:
                    _made[key] = (rows, pickle.dumps(result))
                    if file is not None:
                        file.write_bytes(pickle.dumps(_made[key]))
                return result
            _made[key] = pickle.loads(file.read_bytes())  # noqa: S301  written by this run of the tests
    rows, result_of_maker = _made[key]
    put(rows)
    copy: T = pickle.loads(result_of_maker)  # noqa: S301  written by this run of the tests
    return copy


@contextmanager
def _file(key: str) -> Iterator[Path | None]:
    """Where the processes of `make test` share a world; the first one makes it while the others wait. On
    PostgreSQL they do not, because rows that another process made leave the sequences behind."""
    if "MADE_ONCE" not in os.environ or connection.vendor != "sqlite":
        yield None
        return
    path = Path(os.environ["MADE_ONCE"]) / key
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path
