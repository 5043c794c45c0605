"""Restoring a backup: all of it or nothing."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final
from zipfile import ZipFile

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import (
    DEFAULT_DB_ALIAS,
    DataError,
    IntegrityError,
    OperationalError,
    connections,
    models,
    transaction,
)
from django.db.backends.base.base import BaseDatabaseWrapper

from config import database_tables, installation_check
from config.backups import content
from config.backups.content import FILES, MANIFEST, BackupError, Manifest, Schema
from config.backups.writing import AT_ONCE, BYTES_AT_ONCE
from config.database_locks import AlreadyServed, ServerLock
from config.installation_check import UnknownSchema
from core.zip_reading import DamagedZip, reading_zip
from exchange.erasure.services import erase_again
from exchange.services.erasure_after_restore import (
    ListedErasure,
    append_to_list,
    listed_erasures,
    missing_erasures,
    of_database,
)
from organizations.actors import Actor

LONGEST_MANIFEST: Final = 64 * 1024 * 1024
LONGEST_ROW: Final = 256 * 1024 * 1024
"""Bytes of one row, with frozen pages and pictures in it."""
_UNFIT: Final = (IntegrityError, DataError, ValueError, OverflowError)
"""What a database, its driver or a field raises for a value that the column cannot hold."""


@dataclass(frozen=True, slots=True)
class RepeatedErasures:
    """The pseudonyms of people who were erased once more, and of those who were nothing but a name in texts,
    which is kept nowhere: they are erased by hand."""

    pseudonyms: list[str]
    by_hand: list[str]


def restore_backup(path: Path, *, replace: bool) -> tuple[Manifest, RepeatedErasures]:
    """Put all rows and files of the backup at `path` into this installation, and erase again who was erased
    since then. Return its manifest, and these erasures.

    `replace`: delete what the installation holds. Raises BackupError for an archive that is not a whole
    backup of this version, and for an installation that holds something or is running; OSError and
    DatabaseError. Then everything is as it was before.
    """
    content.check_place(path)
    try:
        with reading_zip():
            archive = ZipFile(path)
        with archive:
            return _restored(archive, replace)
    except DamagedZip as error:
        raise BackupError("This isn't a complete backup of Headwaters.") from error


def _restored(archive: ZipFile, replace: bool) -> tuple[Manifest, RepeatedErasures]:
    manifest = _checked(archive)
    _check_room(archive, manifest)
    with reading_zip():
        damaged = archive.testzip()
    if damaged:
        raise BackupError(f"The backup is damaged: {damaged} cannot be read.")
    schema = content.schema_of(manifest.migrations)
    with _alone() as connection:
        is_ours = _check_target(connection, replace)
        erased = of_database() if is_ours else []
        append_to_list(erased)
        stays = is_ours and schema is content.of_today()
        with (
            _unpacked(archive, manifest) as folder,
            _tables_may_change(connection, stays=stays),
            _at_once_with_files(folder),
        ):
            if stays:
                _empty(connection)
            else:
                database_tables.replace_all(connection, schema.models.values(), schema.migrations)
            for label, model in schema.models.items():
                rows = _rows(archive, label, model, manifest)
                # Backups of before hold sessions: these are read and left out.
                _fill(connection, model, (some for some in rows if label not in content.SIGNED_IN))
            _continue_numbers(connection, schema)
            _check_keys(connection)
            if schema is not content.of_today():
                database_tables.migrate_filled(connection)
            installation_check.record()
            ContentType.objects.clear_cache()
            again = _erase_again(erased)
        installation_check.mark_files()
    return manifest, again


def _erase_again(erased: list[ListedErasure]) -> RepeatedErasures:
    """The list may lack what the database knew: a full disk takes no line."""
    pseudonyms: list[str] = []
    by_hand: list[str] = []
    for erasure in missing_erasures({each.uuid: each for each in (*listed_erasures(), *erased)}.values()):
        is_known = erase_again(actor=Actor.system("restore"), erasure=erasure)
        if is_known:
            pseudonyms.append(erasure.pseudonym)
        elif not erasure.uuids:
            by_hand.append(erasure.pseudonym)
    return RepeatedErasures(pseudonyms, by_hand)


# --- Before anything is written -------------------------------------------------------------------


def _checked(archive: ZipFile) -> Manifest:
    """The manifest of an archive of this version that holds all that the manifest lists, and nothing else."""
    names = archive.namelist()
    if MANIFEST not in names:
        raise BackupError("This isn't a backup of Headwaters.")
    if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
        raise BackupError("This isn't a backup of Headwaters: its manifest is too long.")
    with reading_zip():
        text = archive.read(MANIFEST)
    manifest = Manifest.from_json(text)
    try:
        installation_check.check("backup", manifest.version, manifest.migrations)
    except UnknownSchema as error:
        raise BackupError(str(error)) from error
    fields = {label: {*table.fields} for label, table in manifest.tables.items()}
    if content.schema_of(manifest.migrations).fields() != fields:
        raise BackupError("The backup wasn't restored: its tables don't match its migrations.")
    for name in manifest.files:
        pure = PurePosixPath(name)
        if name != pure.as_posix() or pure.is_absolute() or ".." in pure.parts:
            raise BackupError(
                f"The backup wasn't restored: {name!r} would be outside of the folder of files."
            )
    expected = [
        MANIFEST,
        *map(content.member_of, manifest.tables),
        *(FILES + name for name in manifest.files),
    ]
    if sorted(names) != sorted(expected):
        raise BackupError("The backup wasn't restored: its content differs from its manifest.")
    sizes = {name: archive.getinfo(FILES + name).file_size for name in manifest.files}
    if sizes != manifest.files:
        raise BackupError("The backup wasn't restored: file sizes differ from its manifest.")
    return manifest


def _check_room(archive: ZipFile, manifest: Manifest) -> None:
    """The disk has room for the files, and for the rows where they are a file as well."""
    size = sum(manifest.files.values())
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        size += sum(archive.getinfo(content.member_of(label)).file_size for label in manifest.tables)
    folder = _existing(content.files_folder())
    free = shutil.disk_usage(folder).free
    if size > free:
        raise BackupError(f"The backup needs {size} bytes, but {folder} has only {free} free.")


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def _check_target(connection: BaseDatabaseWrapper, replace: bool) -> bool:
    """Return True if the database has the tables of this version. Raises BackupError where anything in it
    would be lost unasked."""
    if not connection.introspection.table_names():
        database_tables.create_all(connection)
    is_ours = installation_check.applied(connection) == {*installation_check.migrations()}
    if not is_ours and not replace:
        raise BackupError(
            "The database is from another version. Start Headwaters once to migrate an earlier one. "
            "With --replace, the backup replaces it."
        )
    if not replace and (content.is_used(content.of_today()) or content.entries()):
        raise BackupError("This installation isn't empty. With --replace, the backup replaces its content.")
    return is_ours


@contextmanager
def _tables_may_change(connection: BaseDatabaseWrapper, *, stays: bool) -> Iterator[None]:
    """SQLite changes no table in a transaction that checks keys at once; they are checked at its end."""
    if stays:
        yield
    else:
        with connection.constraint_checks_disabled():
            yield


@contextmanager
def _alone() -> Iterator[BaseDatabaseWrapper]:
    """The connection to a database that no server uses meanwhile."""
    connection, lock = connections[DEFAULT_DB_ALIAS], ServerLock()
    if connection.vendor == "sqlite":
        Path(str(connection.settings_dict["NAME"])).parent.mkdir(parents=True, exist_ok=True)
        in_use = _is_open_elsewhere
    else:
        in_use = _has_other_clients
    # Before the lock, which on PostgreSQL is a client itself.
    is_used = in_use(connection)
    try:
        lock.acquire(wait=0)
    except AlreadyServed as error:
        raise BackupError("Headwaters is running on this database. Stop it before you restore.") from error
    try:
        if is_used:
            raise BackupError("This database is in use. Stop Headwaters and its worker before you restore.")
        yield connection
    finally:
        lock.release()


def _is_open_elsewhere(connection: BaseDatabaseWrapper) -> bool:
    """SQLite leaves the write-ahead log only where no other connection is open, of the worker for example."""
    with connection.cursor() as cursor:
        try:
            cursor.execute("PRAGMA journal_mode=DELETE")
        except OperationalError:
            return True
        cursor.execute("PRAGMA journal_mode=WAL")
    return False


def _has_other_clients(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0])


# --- Files ----------------------------------------------------------------------------------------


@contextmanager
def _unpacked(archive: ZipFile, manifest: Manifest) -> Iterator[Path]:
    """A folder within that of the files, on the same disk, which has those of the archive, and is deleted
    afterwards."""
    root = content.files_folder()
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=root, prefix=".restoring-"))
    try:
        (folder / "old").mkdir(mode=0o700)
        (folder / "new").mkdir(mode=0o700)
        for name in manifest.files:
            target = folder / "new" / name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with archive.open(FILES + name) as member, target.open("xb") as file:
                target.chmod(0o600)
                shutil.copyfileobj(member, file)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _at_once_with_files(folder: Path) -> Iterator[None]:
    """A transaction with which the new files of `folder` take the place of the old ones, which come back when
    it is not committed.

    Files and folders move one by one: the folder that they are in may be a disk or a link, which stays.
    """
    root = content.files_folder()
    moved: list[tuple[Path, Path]] = []
    try:
        with transaction.atomic():
            yield
            leaving = [path for path in content.entries() if path != folder]
            for source, target in (
                *((path, folder / "old" / path.name) for path in leaving),
                *((path, root / path.name) for path in (folder / "new").iterdir()),
            ):
                source.rename(target)
                moved.append((source, target))
    except BaseException:
        for source, target in reversed(moved):
            target.rename(source)
        raise


# --- Rows -----------------------------------------------------------------------------------------


def _empty(connection: BaseDatabaseWrapper) -> None:
    names = [model._meta.db_table for model in content.of_today().models.values()]
    statements = connection.ops.sql_flush(no_style(), names, reset_sequences=True, allow_cascade=False)
    connection.ops.execute_sql_flush(statements)


def _rows(
    archive: ZipFile, label: str, model: type[models.Model], manifest: Manifest
) -> Iterator[list[models.Model]]:
    """The rows of one table as its model, in lists that memory holds. Raises BackupError for a value that
    isn't a row."""
    table, number = manifest.tables[label], 0
    with archive.open(content.member_of(label)) as member:
        for lines in portions(member):
            try:
                rows = [_row(json.loads(line), model) for line in lines]
            except (ValueError, TypeError, ValidationError) as error:
                raise BackupError(f"The backup is damaged: a row of {label} cannot be read.") from error
            yield rows
            number += len(rows)
    if number != table.rows:
        raise BackupError(f"The backup is damaged: {label} has {number} rows, and should have {table.rows}.")


def portions(member: IO[bytes]) -> Iterator[list[bytes]]:
    """The lines, AT_ONCE together at most, and fewer where these have more than BYTES_AT_ONCE; one always."""
    lines: list[bytes] = []
    size = 0
    for line in iter(lambda: member.readline(LONGEST_ROW), b""):
        size += len(line)
        if lines and (len(lines) == AT_ONCE or size > BYTES_AT_ONCE):
            yield lines
            lines, size = [], len(line)
        lines.append(line)
    if lines:
        yield lines


def _row(entry: Any, model: type[models.Model]) -> models.Model:
    """A row as its model, which may be one of an earlier version. Raises ValueError, TypeError and
    ValidationError for what is none."""
    key, label = model._meta.pk.name, model._meta.label_lower
    expected = {name for name in content.field_names(model) if name != key}
    if not isinstance(entry, dict) or entry.keys() != {"model", "pk", "fields"} or entry["model"] != label:
        raise ValueError
    if not isinstance(entry["fields"], dict) or entry["fields"].keys() - {key} != expected:
        raise ValueError
    values = {**entry["fields"], key: entry["pk"]}
    fields = model._meta.local_concrete_fields
    return model(**{field.attname: field.to_python(values[field.name]) for field in fields})


def _fill(
    connection: BaseDatabaseWrapper, model: type[models.Model], rows: Iterator[list[models.Model]]
) -> None:
    """Insert rows as they are: no field sets its own time, and no one is notified."""
    fields, quoted = model._meta.local_concrete_fields, connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608  names of our tables
    with connection.cursor() as cursor:
        for some in rows:
            try:
                values = [
                    [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
                    for row in some
                ]
                cursor.executemany(statement, values)
            except _UNFIT as error:
                raise BackupError(
                    f"The backup is damaged: {model._meta.label_lower} cannot hold its rows."
                ) from error


def _continue_numbers(connection: BaseDatabaseWrapper, schema: Schema) -> None:
    """On PostgreSQL the next row gets the number after the highest; SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [*schema.models.values()]):
            cursor.execute(statement)


def _check_keys(connection: BaseDatabaseWrapper) -> None:
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise BackupError("The backup is damaged: rows name others that it does not hold.") from error
