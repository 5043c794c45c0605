"""Helpers of the commands that export a discovery to a file."""

from abc import ABC, abstractmethod
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from discovery.management.failures import writing
from discovery.management.lookups import discovery_with
from discovery.models import Discovery
from documents.atomic_files import write_whole


class ExportCommand(BaseCommand, ABC):
    """Prints the size of the file. With `--schema` it writes the JSON Schema of such files instead."""

    @abstractmethod
    def content(self, discovery: Discovery) -> bytes:
        """Return the content of the file. Called in a transaction with one snapshot of the database."""

    @abstractmethod
    def schema(self) -> bytes:
        """The schema of such files."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="slug of the discovery, as in its address")
        parser.add_argument("--output", type=Path, help="the file to write")
        parser.add_argument("--schema", type=Path, help="write only the JSON Schema to this file")

    def handle(
        self, *args: Any, slug: str | None, output: Path | None, schema: Path | None, **options: Any
    ) -> None:
        with writing(schema or output):
            if schema is not None:
                write_whole(schema, self.schema())
                return
            if slug is None or output is None:
                raise CommandError("Give the slug of a discovery, and a file with --output.")
            with transaction.atomic():
                content = self.content(discovery_with(slug))
            write_whole(output, content)
        self.stdout.write(f"{output}: {len(content)} bytes")
