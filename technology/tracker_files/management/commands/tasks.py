"""`manage.py tasks SLUG --format jira --output FILE`: iterations, gaps and actions for a tracker."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from discovery.management.failures import writing
from discovery.management.lookups import check_choice, discovery_with
from documents.atomic_files import write_whole
from documents.foreign_sheet import NotATable
from documents.foreign_tables import rows_of_csv
from technology.tracker_files.rules import NOTHING, TRACKERS, NoNumbers, Tracker, TrackerTasks
from technology.tracker_files.selectors import tasks_of


class Command(BaseCommand):
    """Prints how many tasks the file holds. Ends with an error when there is none."""

    help = "Writes iterations, gaps and actions of a discovery as CSV for import into a tracker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="slug of the discovery, as in its address")
        parser.add_argument("--format", required=True, help=", ".join(TRACKERS))
        parser.add_argument("--output", required=True, type=Path, help="the file to write")
        parser.add_argument(
            "--known", type=Path, help="the tracker's own export (CSV): its tasks are updated"
        )

    def handle(
        self, *args: Any, slug: str, format: str, output: Path, known: Path | None, **options: Any
    ) -> None:
        check_choice(format, TRACKERS, "format")
        tracker = TRACKERS[format]
        existing = _existing(tracker, known) if known else NOTHING
        with writing(output):
            tasks = tasks_of(discovery_with(slug))
            if not tasks:
                raise CommandError("Nothing was written: there are no iterations, gaps or actions yet.")
            write_whole(output, tracker.write(tasks, existing).encode())
        updated = sum(each.key in existing for each in tasks)
        self.stdout.write(f"{output}: {len(tasks)} tasks" + (f", {updated} of them known" if known else ""))


def _existing(tracker: Tracker, path: Path) -> TrackerTasks:
    """The tasks that the tracker has already. Raises CommandError."""
    try:
        existing = tracker.tasks_in(rows_of_csv(path.read_bytes()))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    except NotATable:
        raise CommandError(f"{path}: not a CSV table, or too large.") from None
    except NoNumbers as missing:
        raise CommandError(f"{path}: The column “{missing.column}” is missing.") from None
    if not existing:
        raise CommandError(f"{path}: no keys of Headwaters found.")
    return existing
