"""`manage.py import_text FILE.yaml`: imports a text as a new discovery, or into an existing one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from discovery.management.lookups import discovery_with, organization_with
from exchange.management.import_helpers import bring_in, print_counts
from exchange.services.discovery_text import NewDiscovery, import_text


class Command(BaseCommand):
    """Prints what came of a text, or each problem with its line."""

    help = "Creates a discovery from a YAML file, or merges it into one: all or nothing (docs/texts.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a text, for example one written by export_text")
        parser.add_argument("--organization", help="for a new discovery: slug of its organization")
        parser.add_argument("--domain", default="", help="for a new discovery: the name of its domain")
        parser.add_argument("--into", help="slug of the discovery to merge it into")
        parser.add_argument("--dry-run", action="store_true", help="show the changes without writing them")

    def handle(
        self,
        *args: Any,
        file: Path,
        organization: str | None,
        domain: str,
        into: str | None,
        dry_run: bool,
        **options: Any,
    ) -> None:
        """Print `discovery` with its address, and how much is added, changed and unchanged."""
        if (organization is None) == (into is None):
            raise CommandError("Use --organization for a new discovery, or --into for an existing one.")
        new = None if organization is None else NewDiscovery(organization_with(organization), domain)
        target = new or discovery_with(into or "")
        print_counts(self.stdout, bring_in(import_text, file, into=target, is_trial=dry_run))
