"""The Headwaters that a database belongs to: does this program know its version, and are the files its
own?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from core.version import VERSION

if TYPE_CHECKING:
    from core.models import Installation

MARKER: Final = ".installation"
"""The file in the folder of files that says to which installation these belong."""
UNNAMED: Final = "1.0.0"
"""What a database is of that does not say it."""
_EVER: Final = "discovery.0001_initial"
"""A migration that every database has."""
_FROZEN: Final = "core.0001_initial"
"""One that each has had before it since migrations never change."""


class UnknownSchema(Exception):
    """This program does not know all tables of a database or backup; the text is for the operator."""


@cache
def migrations() -> list[str]:
    """The names of all migrations of this version."""
    return sorted(".".join(key) for key in MigrationLoader(None).graph.nodes)


def schema(names: Iterable[str]) -> str:
    """A short name for the tables that these migrations make."""
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:12]


def applied(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the migrations that this database has."""
    return {".".join(key) for key in MigrationRecorder(connection).applied_migrations()}


def version_of(connection: BaseDatabaseWrapper) -> str:
    """The version of Headwaters that this database is of."""
    row = _row(connection)
    return row.version if row else UNNAMED


def check(what: str, version: str, names: Iterable[str]) -> None:
    """Raises UnknownSchema for a database or backup, as `what` says, whose tables this program does not know:
    those of a later version, and those from before migrations were frozen."""
    unknown = {*names} - {*migrations()}
    if _EVER in names and _FROZEN not in names:
        raise UnknownSchema(
            f"This {what} is from before 2026-11-23 and can't be upgraded. With the program that wrote it, "
            "export each discovery (manage.py export_discovery SLUG --output FILE.json). Then import the "
            "files into a new installation."
        )
    if unknown or _numbers(version) > _numbers(VERSION):
        raise UnknownSchema(
            f"This {what} is from Headwaters {version}, schema {schema(names)}. This is {VERSION} and "
            f"can't read it. Use Headwaters {version} or a later version."
        )


def check_database() -> None:
    """Raises UnknownSchema where the default database is of another program than this, or an earlier one."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        row = _row(connection)
        if row is not None:
            check("database", row.version, applied(connection))
    finally:
        connection.close()  # of a thread that does nothing else; one that broke would stay so


def record() -> bool:
    """Write into the database which Headwaters it is of. Return whether it says so for the first time."""
    values = {"version": VERSION, "schema": schema(migrations())}
    rows = _model().objects
    if rows.filter(pk=1, **values).exists():
        return False
    _row_of_it, is_new = rows.update_or_create(pk=1, defaults=values)
    return is_new


def mark_files() -> None:
    """Say in the folder of files to which installation they belong."""
    path = _marker()
    path.write_text(f"{_uuid()}\n")
    path.chmod(0o600)


def foreign_files() -> str:
    """A sentence for the operator where the folder of files is not the one of this database, else nothing."""
    path, uuid = _marker(), _uuid()
    if path.is_file() and path.read_text().strip() == uuid:
        return ""
    return (
        f"{path.parent} isn't the folder of files that other servers of this database use. Reports and "
        "uploads of one would be missing on the other. Share the folder (HEADWATERS_VAR_DIR). If this is "
        f"the only server and the folder is right, write {uuid} to {path}."
    )


def _marker() -> Path:
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / MARKER


def _uuid() -> str:
    return str(_model().objects.get(pk=1).uuid)


def _model() -> type[Installation]:
    from core.models import Installation  # models can be imported once Django is set up

    return Installation


def _row(connection: BaseDatabaseWrapper) -> Installation | None:
    table = _model()._meta.db_table
    if table not in connection.introspection.table_names():
        return None
    # No column but these is asked for: those of a later version may differ.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT version, schema FROM {table}")  # noqa: S608  the name of our table
        row = cursor.fetchone()
    return _model()(pk=1, version=row[0], schema=row[1]) if row else None


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
