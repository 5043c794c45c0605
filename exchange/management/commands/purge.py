"""The command that deletes what is kept no longer; the worker does it every night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from exchange.services.retention import purge


class Command(BaseCommand):
    """Prints how much of each kind is deleted."""

    help = (
        "Replaces guests of old workshops with pseudonyms, empties the trash, and deletes old reports, "
        "sessions and links, according to the settings. The worker does this every night."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="show how much would be deleted, and stop")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        for what, count in purge(dry_run=dry_run).items():
            self.stdout.write(f"{what}: {count}")
