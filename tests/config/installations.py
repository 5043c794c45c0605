"""Installations of the product on either kind of database, to back one up and restore it into another."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.served import Headwaters

# Every table as the models read it, with all that a column holds; it shares no code with the backup.
ROWS = """
import json
from django.apps import apps
from django.db.models import QuerySet

def text(value):
    return bytes(value).hex() if isinstance(value, memoryview | bytes) else str(value)

every = {
    model._meta.label: list(QuerySet(model).order_by("pk").values())
    for model in apps.get_models(include_auto_created=True)
    if model._meta.managed and not model._meta.proxy
}
print(json.dumps(every, default=text))
"""
COMMAND = """
from django.core.management import CommandError, call_command
try:
    call_command({arguments})
except CommandError as error:
    print("refused:", error)
"""


class Installation(Headwaters):
    """An installation in `folder`, on SQLite or on the PostgreSQL database at `address`."""

    def __init__(self, folder: Path, *, prepared: Path | None = None, address: str = "") -> None:
        super().__init__(folder, prepared=prepared)
        folder.mkdir(exist_ok=True)
        if address:
            self.environment["DATABASE_URL"] = address

    @property
    def files(self) -> Path:
        return self.folder / "files"

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """By table, all rows."""
        return dict(json.loads(self.python(ROWS)))

    def contents(self) -> dict[str, bytes]:
        """By path, what each file holds."""
        every = sorted(path for path in self.files.rglob("*") if path.is_file())
        return {str(path.relative_to(self.files)): path.read_bytes() for path in every}

    def command(self, name: str, path: Path, *options: str) -> str:
        """What `manage.py NAME PATH …` prints, or "refused:" and why."""
        arguments = ", ".join(map(repr, (name, str(path), *options)))
        return self.python(COMMAND.format(arguments=arguments)).strip()


@contextmanager
def new_database() -> Iterator[str]:
    """The address of an empty database on the PostgreSQL that the tests run on."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"restored_{uuid.uuid4().hex}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(address._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
