"""`manage.py import_discovery FILE.json`: a discovery from the file that export_discovery wrote."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from core.models import ActorKind
from discovery.management.failures import reading
from discovery.management.lookups import organization_with
from exchange.discovery_documents.services import import_document
from exchange.format.archive_reader import unpacked
from exchange.format.reading import InvalidDocument
from organizations.actors import Actor


class Command(BaseCommand):
    """Prints the address of the new discovery. Ends with an error, and writes nothing, for a file that cannot
    be taken in."""

    help = "Creates a discovery from a file of export_discovery: all of it or nothing. Scripts read the line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="a file written by export_discovery, or the archive of a discovery"
        )
        parser.add_argument(
            "--organization", help="slug of the organization to import into; by default the one in the file"
        )
        parser.add_argument(
            "--facilitator", default="", help="email address of the account that becomes facilitator"
        )

    def handle(
        self, *args: Any, file: Path, organization: str | None, facilitator: str, **options: Any
    ) -> None:
        """Print `discovery` with the address that it has here."""
        try:
            with reading(file):
                if facilitator:
                    validate_email(facilitator)
                discovery = import_document(
                    actor=Actor(ActorKind.IMPORT, f"import of {file.name}"[:200]),
                    data=unpacked(file.read_bytes()),
                    organization=organization_with(organization) if organization is not None else None,
                    facilitator=facilitator,
                )
        except InvalidDocument as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(f"{facilitator!r} isn't an email address.") from error
        self.stdout.write(f"discovery: {discovery.slug}")
