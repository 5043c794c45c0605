"""The revision of a workshop: a number that every write to it moves by one.

It tells a page whether what it shows is current, and it lets the broker notice what other processes wrote.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from core.query_plan_cache import execution

_room_tables: list[tuple[type[Model], str, str]] = []
"""The model of rooms, its table and the column of the revision, once an app said so."""


def keep(model: type[Model], column: str) -> None:
    """Say which model is a room, and which of its columns keeps the revision: from ``AppConfig.ready()``."""
    _room_tables[:] = [(model, model._meta.db_table, column)]


def bump(workshop_id: int) -> int:
    """Move the revision of a workshop by one and return it; raise ``DoesNotExist`` for an unknown one.

    Call it first in the transaction: the row lock it takes makes the writers of one room follow each other,
    so what a service reads afterwards is what it decides on.
    """
    # Raw, because an F() update followed by a read costs twice as much and a scoring burst is bound by CPU
    # time.
    model, table, column = _room_tables[0]
    with connection.cursor() as cursor:
        # Table and column are ours.
        cursor.execute(
            f"UPDATE {table} SET {column} = {column} + 1 WHERE id = %s RETURNING {column}",  # noqa: S608  ours
            [workshop_id],
        )
        row = cursor.fetchone()
    if row is None:
        unknown = f"There is no workshop {workshop_id}."
        raise model.DoesNotExist(unknown)  # type: ignore[attr-defined]  # each model has its own
    return int(row[0])


# What is written, and the revision with it. The others of the room wait until it is planned and run, so its
# plan is kept.
_WRITE = """
    WITH written AS ({statement})
    UPDATE {table} SET {column} = {column} + 1 FROM written WHERE id = %(workshop)s
    RETURNING {column}, written.*
"""
# One message of two statements, which PostgreSQL takes for one transaction: the second sees whatever was
# written before the first got the lock.
_MESSAGE = """
    SELECT id FROM {table} WHERE id = %(workshop)s FOR NO KEY UPDATE;
    {write}
"""


def bump_with(workshop_id: int, statement: str, fields: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Write one row under the lock of the room, and move the revision with it. Return the revision and what
    the statement returns. When the statement writes nothing, the revision stays, and None is returned.

    ``statement`` names its ``fields`` as in %(value)s; ``workshop`` is added to them. It sees all that was
    written under earlier locks.
    """
    values = {**fields, "workshop": workshop_id}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The lock is held while the database writes, and never while two hundred answers wait for us.
            cursor.execute(_message(statement), values)
            cursor.nextset()
            return cursor.fetchone()  # type: ignore[no-any-return]  # a row may hold anything
        with transaction.atomic():  # on SQLite a separate turn
            cursor.execute(statement, values)
            row = cursor.fetchone()
            return row and (bump(workshop_id), *row)


def _message(statement: str) -> str:
    """The message that writes by the statement."""
    _model, table, column = _room_tables[0]
    write = execution(connection, _WRITE.format(table=table, column=column, statement=statement))
    return _MESSAGE.format(table=table, write=write)


def current(workshop_ids: Iterable[int]) -> dict[int, int]:
    """Return the revision of each workshop that exists, by its id, with one query."""
    ids = list(workshop_ids)
    if not ids:
        return {}
    _model, table, column = _room_tables[0]
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        # Only our own names and placeholders are put in.
        cursor.execute(f"SELECT id, {column} FROM {table} WHERE id IN ({marks})", ids)  # noqa: S608  see above
        return {int(pk): int(revision) for pk, revision in cursor.fetchall()}
