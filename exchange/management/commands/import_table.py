"""`manage.py import_table SLUG FILE.xlsx`: the spreadsheet of a discovery that comes back, or another file
that the page for files takes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from discovery.management.lookups import discovery_with
from exchange.file_imports.services import import_file
from exchange.management.import_helpers import bring_in, print_counts


class Command(BaseCommand):
    """Prints what came of a spreadsheet, or each problem with its sheet, row and column."""

    help = "Imports changes from the spreadsheet of a discovery: all of it or nothing (docs/texts.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="slug of the discovery, as in its address")
        parser.add_argument("file", type=Path, help="a file of `report --format xlsx` with your changes")
        parser.add_argument("--dry-run", action="store_true", help="show the changes without writing them")

    def handle(self, *args: Any, slug: str, file: Path, dry_run: bool, **options: Any) -> None:
        """Print `discovery` with its address, and how much is added, changed and unchanged."""
        into = discovery_with(slug)
        print_counts(self.stdout, bring_in(import_file, file, name=file.name, into=into, is_trial=dry_run))
