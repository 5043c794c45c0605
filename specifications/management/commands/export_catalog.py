"""`manage.py export_catalog SLUG --format openslo --output FILE`: the data products for a catalog."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from discovery.management.failures import writing
from discovery.management.lookups import check_choice, discovery_with
from documents.atomic_files import write_whole
from specifications.catalogs.exporters import EXPORTERS
from specifications.selectors.catalog_contents import contents_of


class Command(BaseCommand):
    """Prints the size of the file, and what of the discovery is not in it."""

    help = "Writes the data products of a discovery in the format of a catalog or monitor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="slug of the discovery, as in its address")
        parser.add_argument("--format", required=True, help=", ".join(EXPORTERS))
        parser.add_argument(
            "--output", required=True, type=Path, help="the file to write; .zip for one file per product"
        )

    def handle(self, *args: Any, slug: str, format: str, output: Path, **options: Any) -> None:
        check_choice(format, EXPORTERS, "format")
        exporter = EXPORTERS[format]
        with writing(output):
            contents = contents_of(discovery_with(slug))
            zipped = output.suffix.lower() == ".zip"
            content = exporter.zipped(contents) if zipped else exporter.text(contents).encode()
            if not content:
                raise CommandError(f"Nothing was written. {exporter.missing(contents)}")
            write_whole(output, content)
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")
        self.stdout.write(f"Not included: {'; '.join(str(name) for name, _reason in exporter.lost)}.")
