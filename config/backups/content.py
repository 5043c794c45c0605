"""The form of an archive, for writing and restoring."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from organizations.models import Mail

FORMAT: Final = "headwaters-backup"
MANIFEST: Final = "manifest.json"
FILES: Final = "files/"
"""The folder of the archive in which the files of the installation lie."""
LOST: Final = "lost+found"
"""What belongs to a disk that is mounted as the folder of files, and not to the installation."""


class Refused(Exception):
    """There is no backup, or it is not restored; the text is for the operator."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the database: the names of its fields, and how many rows the archive has of it."""

    fields: list[str]
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The table of contents of an archive: the version of the product, the time of writing (ISO 8601), the
    kind of database, its migrations, the tables by label, and the sizes of the files by path."""

    version: str
    written_at: str
    database: str
    migrations: list[str]
    tables: dict[str, Table]
    files: dict[str, int]

    def summary(self) -> str:
        """Numbers of rows and files, and the time, for the operator."""
        rows = sum(table.rows for table in self.tables.values())
        return f"{rows} rows and {len(self.files)} files of {self.written_at}"

    def to_json(self) -> str:
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """The manifest in `text`. Raises Refused for anything that is no manifest of this product."""
        try:
            said: dict[str, Any] = json.loads(text)
            if said.pop("format") != FORMAT:
                raise ValueError
            said["tables"] = {str(label): Table(**table) for label, table in said["tables"].items()}
            manifest = cls(**said)
            [int(part) for part in manifest.version.split(".")]
            counts: list[Any] = [table.rows for table in manifest.tables.values()] + list(
                manifest.files.values()
            )
            if not all(isinstance(count, int) and count >= 0 for count in counts):
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Refused("This is not a backup of Headwaters.") from error
        return manifest


@cache
def table_models() -> dict[str, type[models.Model]]:
    """By label, the model of each table that holds rows of the installation: those of libraries, of history
    and between two models too."""
    every = apps.get_models(include_auto_created=True)
    kept = [model for model in every if model._meta.can_migrate(DEFAULT_DB_ALIAS)]
    return {model._meta.label_lower: model for model in sorted(kept, key=lambda each: each._meta.label_lower)}


def rows_of(model: type[models.Model], alias: str) -> models.QuerySet[models.Model]:
    """The rows of the model that a backup holds: all, but letters with links that sign somebody in."""
    rows: models.QuerySet[Any] = models.QuerySet(model, using=alias)
    return rows.filter(letter="") if model is Mail else rows


def files_folder() -> Path:
    """The folder of the installation's files, also where the settings name a link to it."""
    return Path(settings.MEDIA_ROOT).resolve()


def entries() -> list[Path]:
    """The files and folders in the folder of files."""
    root = files_folder()
    return [path for path in root.iterdir() if path.name != LOST] if root.is_dir() else []


def check_place(path: Path) -> None:
    """Raises Refused for an archive among the files of the installation, which would hold itself and which a
    restore would delete, and for the file of the database."""
    place, folder = path.resolve(), files_folder()
    if place.is_relative_to(folder):
        raise Refused(f"The file of a backup must be outside of {folder}, which is backed up and restored.")
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        database = Path(str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])).resolve()
        if place == database:
            raise Refused(f"{path} is the database. Name another file for the backup.")


def field_names(model: type[models.Model]) -> list[str]:
    """The names of the fields that have a column, in the order of the columns."""
    return [field.name for field in model._meta.local_concrete_fields]


def member_of(label: str) -> str:
    """The name of a table's rows in the archive."""
    return f"database/{label}.jsonl"


@cache
def migrations() -> list[str]:
    """The names of all migrations of this version."""
    return sorted(".".join(key) for key in MigrationLoader(None).graph.nodes)


def is_up_to_date(connection: BaseDatabaseWrapper) -> bool:
    """Whether all migrations of this version have been applied."""
    applied = MigrationRecorder(connection).applied_migrations()
    return set(migrations()) <= {".".join(key) for key in applied}
