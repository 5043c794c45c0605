"""Writing a backup while people work: all rows of one moment, then the files."""

import copy
import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import Max
from django.db.models.functions import Cast, Length

from config import installation_check
from config.backups import content
from config.backups.content import FILES, MANIFEST, BackupError, BackupTable, Manifest
from core.version import VERSION
from documents.atomic_files import writing_whole

SNAPSHOT: Final = "snapshot"
AT_ONCE: Final = 500
"""Rows that are in memory at most."""
BYTES_AT_ONCE: Final = 16 * 1024 * 1024
"""Bytes of the rows that are in memory at once, when they are several."""
_UNLIMITED: Final = (models.TextField, models.BinaryField, models.JSONField)
_BYTES_OF_A_CHARACTER: Final = 4
COMPRESSION: Final = 6

_T = TypeVar("_T")


class ExactJSONEncoder(DjangoJSONEncoder):
    """As Django's, with all decimals of a second: Django's keeps three."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


def write_backup(path: Path, *, before_upgrade: bool = False) -> Manifest:
    """Write all tables and files of this installation to `path`, which only its owner can read. Return the
    manifest.

    `before_upgrade`: the database is of an earlier version, which can restore it. Raises BackupError when it
    is of another version than this otherwise, or `path` is part of the installation, UnknownSchema, OSError,
    and DatabaseError; then there is no new file.
    """
    content.check_place(path)
    with writing_whole(path) as file, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        with moment() as alias:
            version = installation_check.version_of(connections[alias])
            applied = installation_check.applied(connections[alias])
            installation_check.check("database", version, applied)
            schema = content.schema_of(applied)
            if schema is not content.of_today() and not before_upgrade:
                raise BackupError(
                    "The database is from another version. Start Headwaters once to migrate it."
                )
            written_at = datetime.now(UTC).isoformat(timespec="seconds")
            tables = {
                label: BackupTable(content.field_names(model), write_table(archive, label, model, alias))
                for label, model in schema.models.items()
            }
        manifest = Manifest(
            version=VERSION if schema is content.of_today() else version,
            written_at=written_at,
            database=connections[DEFAULT_DB_ALIAS].vendor,
            migrations=schema.migrations,
            tables=tables,
            # A row comes after its file: what the rows of that moment name is there by now.
            files=dict(_write_files(archive, content.files_folder())),
        )
        archive.writestr(MANIFEST, manifest.to_json())
    return manifest


@contextmanager
def moment() -> Iterator[str]:
    """The alias of a connection that reads the database as it is now, whatever others write meanwhile.

    It keeps no writer waiting: SQLite reads beside the write-ahead log, PostgreSQL beside newer rows.
    """
    default = connections[DEFAULT_DB_ALIAS]
    options = copy.deepcopy(default.settings_dict)
    if default.vendor == "sqlite":
        # Ours take the lock of the writer when they begin (config.settings).
        options["OPTIONS"]["transaction_mode"] = "DEFERRED"
    connections[SNAPSHOT] = type(default)(options, SNAPSHOT)
    try:
        with transaction.atomic(using=SNAPSHOT), connections[SNAPSHOT].cursor() as cursor:
            if default.vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]


def write_table(archive: ZipFile, label: str, model: type[models.Model], alias: str) -> int:
    """Write all rows of the model into the archive; how many these are."""
    names, at_once = content.field_names(model), rows_at_once(model, alias)
    rows: Iterable[models.Model] = content.rows_of(model, alias).order_by("pk").iterator(at_once)
    count = 0
    with archive.open(content.member_of(label), "w", force_zip64=True) as member:
        for some in batched(rows, at_once):
            for row in serializers.serialize("python", some, fields=names):
                line = json.dumps(row, cls=ExactJSONEncoder, ensure_ascii=False, separators=(",", ":"))
                member.write(line.encode() + b"\n")
            count += len(some)
    return count


def rows_at_once(model: type[models.Model], alias: str) -> int:
    """The number of rows to hold in memory at once: fewer, the longer the longest ones are. Columns without a
    limit, such as a frozen page, are measured: most are short, and reading rows one by one takes long."""
    columns = model._meta.concrete_fields
    unlimited = [each for each in columns if each.max_length is None and isinstance(each, _UNLIMITED)]
    bytes_of_a_row = sum(_most_bytes(each) for each in columns if each not in unlimited)
    if unlimited:
        rows: models.QuerySet[Any] = models.QuerySet(model, using=alias)
        longest = rows.aggregate(**{each.name: Max(_length(each)) for each in unlimited})
        bytes_of_a_row += sum(length or 0 for length in longest.values()) * _BYTES_OF_A_CHARACTER
    return max(1, min(AT_ONCE, BYTES_AT_ONCE // bytes_of_a_row))


def _most_bytes(field: models.Field[Any, Any]) -> int:
    return len(str(UUID(int=0))) if field.max_length is None else field.max_length * _BYTES_OF_A_CHARACTER


def _length(field: models.Field[Any, Any]) -> Length:
    is_binary = isinstance(field, models.BinaryField)
    return Length(field.name if is_binary else Cast(field.name, models.TextField()))


def _write_files(archive: ZipFile, root: Path) -> Iterator[tuple[str, int]]:
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if not path.is_file() or path.is_symlink() or _is_none_of_ours(name):
            continue
        try:
            source = path.open("rb")
        except FileNotFoundError:  # it was deleted this moment
            continue
        with source, archive.open(FILES + name, "w", force_zip64=True) as member:
            shutil.copyfileobj(source, member)
            yield name, source.tell()


def _is_none_of_ours(name: str) -> bool:
    """A file is hidden until it is whole; that of a process that was killed stays hidden. What the check of a
    disk kept could not be restored: there is such a folder already."""
    parts = name.split("/")
    return parts[0] == content.LOST or any(part.startswith(".") for part in parts)


def batched(values: Iterable[_T], count: int) -> Iterator[list[_T]]:
    """The values in lists of at most `count`."""
    iterator = iter(values)
    while some := list(islice(iterator, count)):
        yield some
