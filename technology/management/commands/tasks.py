"""`manage.py tasks SLUG --format jira --output FILE`: iterations, gaps and actions for a tracker."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from discovery.management.named import discovery_with
from documents.files import write_whole
from technology.selectors.trackers import tasks_of
from technology.trackers import TRACKERS


class Command(BaseCommand):
    help = "Writes iterations, gaps and actions of a discovery as CSV that a tracker imports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="which discovery, as in its address")
        parser.add_argument("--format", required=True, help=", ".join(TRACKERS))
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, slug: str, format: str, output: Path, **options: Any) -> None:
        if format not in TRACKERS:
            raise CommandError(f"There is no format {format!r}. There are: {', '.join(TRACKERS)}.")
        try:
            tasks = tasks_of(discovery_with(slug))
            if not tasks:
                raise CommandError("Nothing was written. There is no iteration, gap or action yet.")
            write_whole(output, TRACKERS[format].write(tasks).encode())
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror or error}.") from error
        except DatabaseError as error:
            raise CommandError(f"Cannot read the database: {error}") from error
        self.stdout.write(f"{output}: {len(tasks)} tasks")
