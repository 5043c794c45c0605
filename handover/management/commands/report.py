"""`manage.py report SLUG --format pdf|pptx|xlsx|html|archive --output FILE`: the report of a discovery,
without the worker. With `--paper a1 --section tree|landscape|ranking` it is that section as a poster."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from discovery.management.failures import writing
from discovery.management.lookups import discovery_with
from discovery.models import Discovery, StreamKind
from discovery.registries import Poster, posters
from discovery.reports.canvases_and_posters import POSTER_PAPER, paper_pdf, poster_html
from documents.atomic_files import write_whole
from handover.models import ReportAudience
from handover.reports.options import ReportOptions, in_language
from handover.reports.report_files import FORMATS, make_report_file

# A report has pages of A4.
PAPERS = ("a4", POSTER_PAPER)


class Command(BaseCommand):
    """Prints the size of the file."""

    help = "Writes the report of a discovery to a file."
    # They load all pages, for a second, and concern the server.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="slug of the discovery, as in its address")
        parser.add_argument("--format", default="pdf", help=", ".join(FORMATS))
        parser.add_argument("--audience", default="full", choices=ReportAudience.values, help="audience")
        parser.add_argument("--stream", default="", choices=StreamKind.values, help="for --audience stream")
        parser.add_argument(
            "--language", default="", choices=dict(settings.REPORT_LANGUAGES), help="of labels"
        )
        parser.add_argument("--paper", default=PAPERS[0], choices=PAPERS, help="a1 for a section as a poster")
        parser.add_argument("--section", default="", help=f"the section for a1: {_sections()}")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, slug: str, format: str, output: Path, **options: Any) -> None:
        if format not in FORMATS:
            raise CommandError(f"Format {format!r} not found. Choose one of: {', '.join(FORMATS)}.")
        report_options = ReportOptions(
            audience=options["audience"], stream=options["stream"], language=options["language"]
        )
        poster = _poster(format, options["paper"], options["section"])
        if report_options.audience == ReportAudience.STREAM and not report_options.stream:
            raise CommandError("A stream report needs --stream.")
        with writing(output):
            discovery = discovery_with(slug)
            content = (
                _hung_up(poster, discovery, report_options)
                if poster
                else make_report_file(discovery, format, report_options)
            )
            write_whole(output, content)
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")


def _sections() -> str:
    return ", ".join(each.key for each in sorted(posters, key=lambda each: each.order))


def _poster(format: str, paper: str, section: str) -> Poster | None:
    """The poster that is asked for, None for a report on pages."""
    if paper == PAPERS[0] and not section:
        return None
    if paper != POSTER_PAPER or format != "pdf":
        raise CommandError(f"A single section is a poster. Add --format pdf --paper {POSTER_PAPER}.")
    if section not in posters:
        raise CommandError(f"A poster needs --section. Choose one of: {_sections()}.")
    return posters.get(section)


def _hung_up(poster: Poster, discovery: Discovery, options: ReportOptions) -> bytes:
    with in_language(options.language):
        html = poster_html(poster, discovery)
    if html is None:
        raise CommandError(f"{discovery} has nothing to show on the poster {poster.key!r} yet.")
    return paper_pdf(html)
