"""`manage.py backup FILE`: database and files of this installation in one archive, while people work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from config.backups.content import BackupError
from config.backups.writing import write_backup
from config.installation_check import UnknownSchema


class Command(BaseCommand):
    """Prints the size and contents of the archive. Ends with an error when nothing was written."""

    help = "Writes a consistent copy of all tables and files of this installation to one archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive to write; an existing file is replaced")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Print what the archive holds."""
        try:
            manifest = write_backup(file)
        except (BackupError, UnknownSchema) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Can't write {file}: {error.strerror or error}.") from error
        except DatabaseError as error:
            raise CommandError(f"Can't read the database: {error}") from error
        self.stdout.write(f"{file}: {file.stat().st_size} bytes, {manifest.summary()}")
