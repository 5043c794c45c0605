"""The rows of whole tables, taken as the database keeps them, and put back: a world that many tests begin
with is made once in each process."""

from __future__ import annotations

from typing import Any

from django.db import connection

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
