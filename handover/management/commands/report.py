"""`manage.py report SLUG --format pdf|pptx|xlsx|html|archive --output FILE`: the report of a discovery,
without the worker."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from core.exceptions import DrawingFailed
from discovery.models import Discovery
from discovery.models.discovery import StreamKind
from documents.files import write_whole
from handover.models.handover import ReportAudience
from handover.reports.options import ReportOptions
from handover.reports.report_files import FORMATS, make_report_file


class Command(BaseCommand):
    help = "Writes the report of a discovery to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="which discovery, as in its address")
        parser.add_argument("--format", default="pdf", help=", ".join(FORMATS))
        parser.add_argument("--audience", default="full", choices=ReportAudience.values, help="for whom")
        parser.add_argument("--stream", default="", choices=StreamKind.values, help="of --audience stream")
        parser.add_argument("--language", default="", choices=dict(settings.LANGUAGES), help="of its labels")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, slug: str, format: str, output: Path, **options: Any) -> None:
        if format not in FORMATS:
            raise CommandError(f"Reports are made as {', '.join(FORMATS)}, not as {format!r}.")
        chosen = ReportOptions(
            audience=options["audience"], stream=options["stream"], language=options["language"]
        )
        if chosen.audience == ReportAudience.STREAM and not chosen.stream:
            raise CommandError("The report of a stream needs --stream.")
        try:
            discovery = Discovery.objects.select_related("domain__organization").filter(slug=slug).first()
            if discovery is None:
                raise CommandError(f"There is no discovery with the address {slug!r}.")
            write_whole(output, make_report_file(discovery, format, chosen))
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror or error}.") from error
        except DrawingFailed as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"Cannot read the database: {error}") from error
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")
