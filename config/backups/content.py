"""The form of an archive, for writing and restoring."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.migrations.loader import MigrationLoader

from config import installation_check

FORMAT: Final = "headwaters-backup"
MANIFEST: Final = "manifest.json"
FILES: Final = "files/"
"""The folder of the archive in which the files of the installation lie."""
LOST: Final = "lost+found"
"""What belongs to a disk that is mounted as the folder of files, and not to the installation."""


_FILLED_BY_ITSELF: Final = frozenset({"contenttypes", "auth", "django_tasks_database"})
"""Apps whose tables a new database fills by itself."""
_FILLED_BY_US: Final = frozenset({"core.Installation"})
_LETTERS: Final = "organizations.Mail"
"""By its label: a backup before an upgrade holds tables of an earlier version."""
SIGNED_IN: Final = ("sessions.session", "usersessions.usersession")
"""By label, the tables with keys of sessions: who read a backup could use them, and those that were ended
would be back. None is written or restored."""


class BackupError(Exception):
    """There is no backup, or it is not restored; the text is for the operator."""


@dataclass(frozen=True, slots=True)
class BackupTable:
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
    tables: dict[str, BackupTable]
    files: dict[str, int]

    def summary(self) -> str:
        """Numbers of rows and files, and the time, for the operator."""
        rows = sum(table.rows for table in self.tables.values())
        return (
            f"{rows} rows and {len(self.files)} files of {self.written_at}, "
            f"Headwaters {self.version}, schema {installation_check.schema(self.migrations)}"
        )

    def to_json(self) -> str:
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """The manifest in `text`. Raises BackupError for any other text."""
        try:
            document: dict[str, Any] = json.loads(text)
            if document.pop("format") != FORMAT:
                raise ValueError
            document["tables"] = {
                str(label): BackupTable(**table) for label, table in document["tables"].items()
            }
            manifest = cls(**document)
            [int(part) for part in manifest.version.split(".")]
            counts: list[Any] = [table.rows for table in manifest.tables.values()] + list(
                manifest.files.values()
            )
            if not all(isinstance(count, int) and count >= 0 for count in counts):
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BackupError("This isn't a backup of Headwaters.") from error
        return manifest


@dataclass(frozen=True, slots=True)
class Schema:
    """Tables: by label the model of each that holds rows of the installation, those of libraries, of history
    and between two models too; and the names of the migrations that make them."""

    models: dict[str, type[models.Model]]
    migrations: list[str]

    def fields(self) -> dict[str, set[str]]:
        """By label, the names of the fields that have a column."""
        return {label: {*field_names(model)} for label, model in self.models.items()}


@cache
def of_today() -> Schema:
    """The tables of this version."""
    return Schema(_own_models(apps.get_models(include_auto_created=True)), installation_check.migrations())


def schema_of(names: Collection[str]) -> Schema:
    """The tables that these migrations make, which this version has all. Raises BackupError for migrations
    that are not all that was there at some time."""
    if {*names} == {*installation_check.migrations()}:
        return of_today()
    loader = MigrationLoader(None)
    nodes = [key for key in loader.graph.nodes if ".".join(key) in names]
    required = {".".join(each) for node in nodes for each in loader.graph.forwards_plan(node)}
    if required != {*names}:
        raise BackupError("The tables don't match any version of Headwaters.")
    state = loader.project_state(nodes)
    return Schema(_own_models(state.apps.get_models(include_auto_created=True)), sorted(names))


def _own_models(every: Iterable[type[models.Model]]) -> dict[str, type[models.Model]]:
    own = [model for model in every if model._meta.can_migrate(DEFAULT_DB_ALIAS)]
    return {model._meta.label_lower: model for model in sorted(own, key=lambda each: each._meta.label_lower)}


def rows_of(model: type[models.Model], alias: str) -> models.QuerySet[models.Model]:
    """The rows of the model that a backup holds: all, but what signs someone in, which are sessions, and
    letters with links."""
    rows: models.QuerySet[Any] = models.QuerySet(model, using=alias)
    if model._meta.label_lower in SIGNED_IN:
        return rows.none()
    return rows.filter(letter="") if model._meta.label == _LETTERS else rows


def is_used(schema: Schema, alias: str = DEFAULT_DB_ALIAS) -> bool:
    """Return True if the database holds anything that someone would lose."""
    return any(
        models.QuerySet(model, using=alias).exists()
        for model in schema.models.values()
        if model._meta.app_label not in _FILLED_BY_ITSELF and model._meta.label not in _FILLED_BY_US
    )


def files_folder() -> Path:
    """The folder of the installation's files, also where the settings name a link to it."""
    return Path(settings.MEDIA_ROOT).resolve()


def entries() -> list[Path]:
    """The files and folders in the folder of files."""
    root = files_folder()
    return (
        [path for path in root.iterdir() if path.name not in (LOST, installation_check.MARKER)]
        if root.is_dir()
        else []
    )


def check_place(path: Path) -> None:
    """Raises BackupError for an archive among the files of the installation, which would hold itself and
    which a restore would delete, and for the file of the database."""
    place, folder = path.resolve(), files_folder()
    if place.is_relative_to(folder):
        raise BackupError(f"Choose a file outside of {folder}, which is included in backups.")
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        database = Path(str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])).resolve()
        if place == database:
            raise BackupError(f"{path} is the database. Choose another file for the backup.")


def field_names(model: type[models.Model]) -> list[str]:
    """The names of the fields that have a column, in the order of the columns."""
    return [field.name for field in model._meta.local_concrete_fields]


def member_of(label: str) -> str:
    """The name of a table's rows in the archive."""
    return f"database/{label}.jsonl"
