"""`manage.py restore FILE`: this installation as it was when `backup` wrote the archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from config.backups.content import BackupError
from config.backups.restoring import restore_backup


class Command(BaseCommand):
    """Prints what was put back. Ends with an error, and changes nothing, when the archive does not fit."""

    help = "Restores a backup into this installation, on SQLite or PostgreSQL: all of it or nothing."
    # The tables that the checks ask may not be there yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an archive written by backup")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="delete the content of this installation first; otherwise it must be empty",
        )

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        """Print what was restored."""
        try:
            manifest, again = restore_backup(file, replace=replace)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Can't restore {file}: {error.strerror or error}.") from error
        except DatabaseError as error:
            raise CommandError(f"Can't write the database: {error}") from error
        self.stdout.write(f"{file}: restored {manifest.summary()}")
        if again.pseudonyms:
            self.stdout.write(f"Erased again: {', '.join(again.pseudonyms)}")
        if again.by_hand:
            names = ", ".join(again.by_hand)
            self.stdout.write(f"Erase these people again manually, who were only mentioned in texts: {names}")
