"""`manage.py report SLUG --format pdf --output FILE`: the report of a discovery, without the worker."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from discovery.models import Discovery
from discovery.reports.document import make_pdf
from discovery.reports.files import write_whole
from discovery.services.exports import FORMATS


class Command(BaseCommand):
    help = "Writes the report of a discovery to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="which discovery, as in its address")
        parser.add_argument("--format", default="pdf", help="pdf")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, slug: str, format: str, output: Path, **options: Any) -> None:
        if format not in FORMATS:
            raise CommandError(f"Reports are made as PDF, not as {format!r}.")
        try:
            discovery = Discovery.objects.select_related("domain__organization").filter(slug=slug).first()
            if discovery is None:
                raise CommandError(f"There is no discovery with the address {slug!r}.")
            write_whole(output, make_pdf(discovery))
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror or error}.") from error
        except DatabaseError as error:
            raise CommandError(f"Cannot read the database: {error}") from error
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")
