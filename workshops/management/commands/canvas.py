"""`manage.py canvas KIND --format pdf --paper a4|a3 --output FILE`: a blank canvas to fill in by hand."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from core.exceptions import DrawingFailed
from discovery.models import Discovery
from discovery.registries import canvases
from discovery.reports.papers import CANVAS_PAPERS, canvas_html, paper_pdf
from documents.files import write_whole

FORMATS = ("pdf",)


class Command(BaseCommand):
    help = "Writes a blank canvas to a file. Its code leads to the page that takes what is written on it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help=", ".join(each.key for each in canvases))
        parser.add_argument("--format", default="pdf", choices=FORMATS)
        parser.add_argument("--paper", default="a4", choices=CANVAS_PAPERS)
        parser.add_argument("--discovery", default="", help="as in its address; else for any")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, kind: str, paper: str, output: Path, **options: Any) -> None:
        if kind not in canvases:
            known = ", ".join(each.key for each in canvases)
            raise CommandError(f"There is no canvas {kind!r}. There are: {known}.")
        try:
            html = canvas_html(canvases.get(kind), paper, _discovery(options["discovery"]))
            write_whole(output, paper_pdf(html))
        except DrawingFailed as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror or error}.") from error
        except DatabaseError as error:
            raise CommandError(f"Cannot read the database: {error}") from error
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")


def _discovery(slug: str) -> Discovery | None:
    if not slug:
        return None
    discovery = Discovery.objects.select_related("domain__organization").filter(slug=slug).first()
    if discovery is None:
        raise CommandError(f"There is no discovery with the address {slug!r}.")
    return discovery
