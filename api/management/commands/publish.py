"""`manage.py publish SLUG --to URL`: what changed of the data products, to a catalog."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api.catalog_publications.services import publish
from api.outgoing.safe_requests import Inside, Unknown
from discovery.management.failures import writing
from discovery.management.lookups import discovery_with

VARIABLE = "HEADWATERS_PUBLISH_TOKEN"
"""What holds the token that the catalog asks for, if it does."""


class Command(BaseCommand):
    """Prints a line for each specification, and how many were sent, taken back and refused. Ends with an
    error when the catalog refused one."""

    help = "Sends changed specifications of data products to a catalog, with PUT to URL/<uuid>."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="slug of the discovery, as in its address")
        parser.add_argument("--to", required=True, help="the base address for documents in the catalog")
        parser.add_argument("--allow-inside", action="store_true", help="allow an address inside the network")

    def handle(self, *args: Any, slug: str, to: str, allow_inside: bool, **options: Any) -> None:
        counts = {"sent": 0, "deleted": 0, "refused": 0}
        try:
            with writing():
                for each in publish(
                    discovery_with(slug),
                    address=to,
                    token=os.environ.get(VARIABLE, ""),
                    is_inside_allowed=allow_inside,
                ):
                    outcome = "sent" if each.verb == "PUT" else "deleted"
                    counts[outcome if each.is_done else "refused"] += 1
                    result = outcome if each.is_done else f"{each.answer.status}: {each.answer.detail[:200]}"
                    self.stdout.write(f"{each.name or each.document}: {result}")
        except Inside as error:
            raise CommandError(f"Nothing was sent: {error}. To allow it, add --allow-inside.") from error
        except Unknown as error:
            raise CommandError(f"Nothing was sent: {error}.") from error
        self.stdout.write(", ".join(f"{count} {word}" for word, count in counts.items()))
        if counts["refused"]:
            raise CommandError("The catalog refused some documents. Run the command again to send those.")
