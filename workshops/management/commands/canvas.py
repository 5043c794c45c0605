"""`manage.py canvas KIND --format pdf --paper a4|a3 --output FILE`: a blank canvas to fill in by hand."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from discovery.management.failures import writing
from discovery.management.lookups import check_choice, discovery_with
from discovery.registries import canvases
from discovery.reports.canvases_and_posters import CANVAS_PAPERS, canvas_html, paper_pdf
from documents.atomic_files import write_whole

FORMATS = ("pdf",)


class Command(BaseCommand):
    """Prints the size of the file."""

    help = "Writes a blank canvas to a file. Its code opens the page where you enter the content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help=", ".join(each.key for each in canvases))
        parser.add_argument("--format", default="pdf", choices=FORMATS)
        parser.add_argument("--paper", default="a4", choices=CANVAS_PAPERS)
        parser.add_argument("--discovery", default="", help="slug of the discovery; by default any")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, kind: str, paper: str, output: Path, **options: Any) -> None:
        check_choice(kind, (each.key for each in canvases), "canvas")
        slug = options["discovery"]
        with writing(output):
            html = canvas_html(canvases.get(kind), paper, discovery_with(slug) if slug else None)
            write_whole(output, paper_pdf(html))
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")
