"""What a new database and the tests start from, made of the models, is what migrations make."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# One row for each column, index and foreign key, without the order in which they were made.
_PARTS = (
    'SELECT m.name, c.name, c.type, c."notnull", c.pk, c.dflt_value'
    " FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND {ours}",
    'SELECT m.name, f."from", f."table", f."to", f.on_delete'
    " FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND {ours}",
    'SELECT m.name, i."unique", i.partial, (SELECT group_concat(name) FROM pragma_index_info(i.name))'
    " FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND {ours}",
)
_TABLES = "SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND {ours} ORDER BY m.name"
_TEXTS = "SELECT m.name, m.sql FROM sqlite_master m WHERE m.sql <> '' AND {ours}"
_CREATE = "from config.database_tables import bring_up_to_date\nbring_up_to_date()"
_MIGRATE = "from django.core.management import call_command\ncall_command('migrate', verbosity=0)"
_OURS = "m.name NOT LIKE 'sqlite_%' AND m.name <> 'django_migrations'"


def parts(query: Callable[[str], list[tuple[object, ...]]]) -> list[list[tuple[object, ...]]]:
    return [sorted(query(part.format(ours=_OURS)), key=repr) for part in _PARTS]


def named(query: Callable[[str], list[tuple[object, ...]]]) -> list[tuple[str, str, str]]:
    """Names and checks, which stand in the text of a table, and the texts of indexes."""
    pieces_by_table = []
    for table, text in query(_TEXTS.format(ours=_OURS)):
        is_table = str(text).startswith("CREATE TABLE")
        pieces = re.split(r"CONSTRAINT |(?=CHECK \()", str(text))[1:] if is_table else [str(text)]
        pieces_by_table += [(str(table), *_closed(piece)) for piece in pieces]
    return sorted(pieces_by_table)


def counts(query: Callable[[str], list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """How many rows each table has."""
    tables = [str(name) for (name,) in query(_TABLES.format(ours=_OURS))]
    return {name: query(f'SELECT COUNT(*) FROM "{name}"') for name in tables}  # noqa: S608  no name but ours


def _closed(piece: str) -> tuple[str, str]:
    """A constraint up to its last bracket: its name, and what it demands."""
    name, _space, rest = piece.partition(" ")
    depth = 0
    for place, sign in enumerate(rest):
        depth += (sign == "(") - (sign == ")")
        if sign == ")" and not depth:
            return name, rest[: place + 1]
    return name, rest


def made(folder: Path, code: str) -> sqlite3.Connection:
    """The database that `code` makes where there is none."""
    empty = Headwaters(folder)
    empty.python(code)
    empty.leave()
    return sqlite3.connect(folder / "database.sqlite3")


def test_tables_made_of_the_models_are_those_that_migrations_make(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    new = made(tmp_path_factory.mktemp("new"), _CREATE)
    old = made(tmp_path_factory.mktemp("old"), _MIGRATE)

    def there(query: str) -> list[tuple[object, ...]]:
        return old.execute(query).fetchall()

    def at_once(query: str) -> list[tuple[object, ...]]:
        return new.execute(query).fetchall()

    def here(query: str) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            return list(cursor.connection.execute(query).fetchall())

    assert len(named(there)) > 100
    assert parts(here) == parts(at_once) == parts(there)
    assert named(here) == named(at_once) == named(there)
    applied = "SELECT app, name FROM django_migrations ORDER BY app, name"
    assert at_once(applied) == there(applied)
    assert counts(at_once) == counts(there), "a new database has the rows that migrations add"
    for each in (new, old):
        each.close()
