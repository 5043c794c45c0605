"""`manage.py tasks SLUG --format jira --output FILE`: iterations, gaps and actions for a tracker."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from discovery.management.failures import writing
from discovery.management.named import check_choice, discovery_with
from documents.files import write_whole
from technology.selectors.trackers import tasks_of
from technology.trackers import TRACKERS


class Command(BaseCommand):
    """Prints how many tasks the file holds. Ends with an error when there is none."""

    help = "Writes iterations, gaps and actions of a discovery as CSV that a tracker imports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="which discovery, as in its address")
        parser.add_argument("--format", required=True, help=", ".join(TRACKERS))
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, slug: str, format: str, output: Path, **options: Any) -> None:
        check_choice(format, TRACKERS, "format")
        with writing(output):
            tasks = tasks_of(discovery_with(slug))
            if not tasks:
                raise CommandError("Nothing was written. There is no iteration, gap or action yet.")
            write_whole(output, TRACKERS[format].write(tasks).encode())
        self.stdout.write(f"{output}: {len(tasks)} tasks")
