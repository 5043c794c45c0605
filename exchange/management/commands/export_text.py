"""`manage.py export_text SLUG --output FILE.yaml`: what a discovery says, as a text that people write."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from discovery.models import Discovery
from documents.files import write_whole
from exchange.services.text_schema import text_schema_file
from exchange.services.texts import export_text
from organizations.actors import Actor


class Command(BaseCommand):
    """Prints the text of a discovery, or its schema."""

    help = "Writes what a discovery says to a YAML file, which import_text reads again (docs/texts.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="which discovery, as in its address")
        parser.add_argument("--output", type=Path, help="the file to write")
        parser.add_argument("--schema", type=Path, help="instead: the file to write the JSON Schema to")

    def handle(
        self, *args: Any, slug: str | None, output: Path | None, schema: Path | None, **options: Any
    ) -> None:
        try:
            if schema is not None:
                write_whole(schema, text_schema_file())
                return
            if slug is None or output is None:
                raise CommandError("Say which discovery, and with --output where to.")
            with transaction.atomic():  # one moment of the database
                discovery = Discovery.objects.select_related("domain__organization").filter(slug=slug).first()
                if discovery is None:
                    raise CommandError(f"There is no discovery with the address {slug!r}.")
                content = export_text(actor=Actor.system("export"), discovery=discovery).encode()
            write_whole(output, content)
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror or error}.") from error
        except DatabaseError as error:
            raise CommandError(f"Cannot read the database: {error}") from error
        self.stdout.write(f"{output}: {len(content)} bytes")
