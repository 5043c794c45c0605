"""`manage.py export_catalog SLUG --format openslo --output FILE`: the data products for a catalog."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from discovery.management.named import discovery_with
from documents.files import write_whole
from products.catalogs.exporters import EXPORTERS
from products.selectors.catalogs import contents_of


class Command(BaseCommand):
    help = "Writes the data products of a discovery as a catalog or monitor reads them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="which discovery, as in its address")
        parser.add_argument("--format", required=True, help=", ".join(EXPORTERS))
        parser.add_argument(
            "--output", required=True, type=Path, help="the file to write; .zip for a file of each product"
        )

    def handle(self, *args: Any, slug: str, format: str, output: Path, **options: Any) -> None:
        if format not in EXPORTERS:
            raise CommandError(f"There is no format {format!r}. There are: {', '.join(EXPORTERS)}.")
        exporter = EXPORTERS[format]
        try:
            contents = contents_of(discovery_with(slug))
            zipped = output.suffix.lower() == ".zip"
            content = exporter.zipped(contents) if zipped else exporter.text(contents).encode()
            if not content:
                raise CommandError(f"Nothing was written. {exporter.missing(contents)}")
            write_whole(output, content)
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror or error}.") from error
        except DatabaseError as error:
            raise CommandError(f"Cannot read the database: {error}") from error
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")
        self.stdout.write(f"Not in it: {'; '.join(str(what) for what, _why in exporter.lost)}.")
