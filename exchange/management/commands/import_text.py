"""`manage.py import_text FILE.yaml`: a discovery from a text, or what a text says into one that is there."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from core.exceptions import DomainError
from core.models.history import ActorKind
from core.services.incoming import Refused, in_words
from discovery.models import Discovery
from exchange.services.texts import New, import_text
from organizations.actors import Actor
from organizations.models import Organization


class Command(BaseCommand):
    help = "Makes a discovery of a YAML file, or merges it into one: all of it or nothing (docs/texts.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what somebody wrote, or export_text")
        parser.add_argument("--organization", help="for a new discovery: its organization, as in its address")
        parser.add_argument("--domain", default="", help="for a new discovery: the name of its domain")
        parser.add_argument("--into", help="the discovery to merge it into, as in its address")
        parser.add_argument("--dry-run", action="store_true", help="say what would come, and write nothing")

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
            raise CommandError("Say --organization for a new discovery, or --into for one that is there.")
        try:
            came = import_text(
                actor=Actor(ActorKind.IMPORT, f"import of {file.name}"[:200]),
                data=file.read_bytes(),
                into=_discovery(into) if into is not None else New(_organization(organization), domain),
                is_rehearsal=dry_run,
            )
        except Refused as refused:
            raise CommandError("\n".join(map(in_words, refused.problems))) from None
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror or error}.") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"Cannot write the database: {error}") from error
        self.stdout.write(f"discovery: {came.slug}")
        counts = {
            "added": came.plan.added,
            "changed": came.plan.changed,
            "unchanged": came.plan.unchanged,
        }
        for word, rows in counts.items():
            self.stdout.write(f"{word}: {len(rows)}")


def _discovery(slug: str) -> Discovery:
    discovery = Discovery.objects.select_related("domain__organization").filter(slug=slug).first()
    if discovery is None:
        raise CommandError(f"There is no discovery with the address {slug!r}.")
    return discovery


def _organization(slug: str | None) -> Organization:
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        raise CommandError(f"There is no organization with the address {slug!r}.")
    return organization
