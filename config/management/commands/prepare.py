"""`manage.py prepare`: everything between an installed folder and a server that can start, in one process."""

import hashlib
import os
import stat
from argparse import ArgumentParser
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from config import database_tables, installation_check
from config.backups import content
from config.backups.content import BackupError
from config.backups.writing import write_backup
from config.database_locks import AlreadyServed, ServerLock, taking_turns
from config.settings_checks import CONFIGURATION
from config.static_files import StaticFiles
from core.version import VERSION
from documents import pango_fonts
from exchange.services.retention import schedule


class Command(BaseCommand):
    """Sets up what a server needs, and does only what has changed."""

    help = "Prepares the database and the static files. Does only what changed since the last time."
    # Set-up and tests check all; a start waits only for what an operator may have changed.
    requires_system_checks = (CONFIGURATION,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--demo`."""
        parser.add_argument("--demo", action="store_true", help="also load the demo, and print its links")
        parser.add_argument(
            "--without-backup",
            action="store_true",
            help="upgrade the database without a backup, because you have one already",
        )

    def handle(self, *args: Any, demo: bool, without_backup: bool, verbosity: int, **options: Any) -> None:
        """Bring the database up to date, collect static files, have the worker purge every night and, if
        asked, load the demo, whose lines go to standard output. Others that prepare it wait meanwhile.

        Raises CommandError for a database that this program must not touch."""
        hide_from_others()
        try:
            with taking_turns():
                self._bring_up_to_date(without_backup)
                collect_static_files()
                unwrap_fonts()
                schedule()
                if demo:
                    call_command("demo", stdout=self.stdout, verbosity=verbosity, skip_checks=True)
        except (AlreadyServed, BackupError, installation_check.UnknownSchema) as error:
            raise CommandError(str(error)) from error

    def _bring_up_to_date(self, without_backup: bool) -> None:
        connection = connections[DEFAULT_DB_ALIAS]
        before = installation_check.version_of(connection)
        applied = installation_check.applied(connection)
        installation_check.check("database", before, applied)
        if database_is_behind():
            if applied:
                self._upgrade(before, applied, without_backup)
            else:
                database_tables.bring_up_to_date()
        if installation_check.record():
            installation_check.mark_files()
        elif wrong := installation_check.foreign_files():
            self.stderr.write(wrong)

    def _upgrade(self, before: str, applied: set[str], without_backup: bool) -> None:
        """Migrate while no server runs, after a backup of whatever there is to lose."""
        lock = ServerLock()
        lock.acquire()
        try:
            path = None
            if not without_backup and content.is_used(content.schema_of(applied)):
                path = self._back_up(before)
            try:
                database_tables.bring_up_to_date()
            except Exception:
                if path is not None and installation_check.applied(connections[DEFAULT_DB_ALIAS]) == applied:
                    path.unlink()  # nothing has changed, and each further attempt writes another one
                raise
        finally:
            lock.release()

    def _back_up(self, before: str) -> Path:
        """Write what there is to lose. Raises BackupError where it cannot be written."""
        path = backup_path()
        try:
            write_backup(path, before_upgrade=True)
        except OSError as error:
            raise BackupError(
                f"The database wasn't upgraded, because its backup can't be written to {path}: "
                f"{error.strerror or error}. Free some space, or use --without-backup."
            ) from error
        self.stderr.write(f"Backup before the upgrade from {before} to {VERSION}: {path}")
        return path


def database_is_behind() -> bool:
    """Say whether a migration is still to be applied."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def backup_path() -> Path:
    """The path of the backup before an upgrade."""
    at = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    return Path(settings.VAR_DIR) / "backups" / f"before-{VERSION}-{at}.zip"


def hide_from_others() -> None:
    """Leave what is kept to its owner alone: the folder of this installation, and a SQLite file elsewhere.

    Existing files have the permissions of the process that made them. Files of another user stay as they are.
    """
    folder = Path(settings.VAR_DIR)
    paths = [folder, *folder.rglob("*")]
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        database = Path(str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]))
        paths += database.parent.glob(f"{database.name}*")  # its write-ahead log too
    for path in paths:
        with suppress(FileNotFoundError, PermissionError):
            status = path.lstat()
            if status.st_mode & 0o077 and status.st_uid == os.getuid() and not stat.S_ISLNK(status.st_mode):
                path.chmod(stat.S_IMODE(status.st_mode) & 0o700)


def collect_static_files() -> None:
    """Collect, compress and name the static files, unless none has changed since the last time.

    What was collected earlier stays, so that a page opened before a restart still finds its files.
    """
    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name(f"{root.name}.stamp")
    fingerprint = static_fingerprint()
    if root.is_dir() and stamp.is_file() and stamp.read_text() == fingerprint:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
    stamp.write_text(fingerprint)


def unwrap_fonts() -> None:
    """Unwrap the fonts of reports and drawings unless it was done, so that the first report does not wait."""
    # An error is left to documents.diagrams, which reports it and draws with other fonts.
    with suppress(OSError, LookupError):
        pango_fonts.configuration()


def static_fingerprint() -> str:
    """Return a digest that changes when a static file is added, removed or written, or the storage is."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list(StaticFiles.ignore_patterns):
            status = Path(storage.path(path)).stat()
            digest.update(f"\0{storage.path(path)}\0{status.st_size}\0{status.st_mtime_ns}".encode())
    return digest.hexdigest()
