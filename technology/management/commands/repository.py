"""`manage.py repository SLUG --product NAME --output FILE.zip`: a repository to start a data product from."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from discovery.management.named import choices, discovery_with
from documents.files import write_whole
from products.models import DataProduct
from technology.selectors.repository import repository_zip


class Command(BaseCommand):
    help = "Writes a repository to start a data product from: specification, contracts, access policy, tests."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="which discovery, as in its address")
        parser.add_argument("--product", required=True, help="the name of the data product")
        parser.add_argument("--output", required=True, type=Path, help="the zip to write")

    def handle(self, *args: Any, slug: str, product: str, output: Path, **options: Any) -> None:
        try:
            write_whole(output, repository_zip(_product(slug, product)))
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror or error}.") from error
        except DatabaseError as error:
            raise CommandError(f"Cannot read the database: {error}") from error
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")


def _product(slug: str, name: str) -> DataProduct:
    """The product of this name, in whatever case it is written."""
    products = list(DataProduct.objects.filter(discovery=discovery_with(slug)).select_related("discovery"))
    matching = [product for product in products if product.name.casefold() == name.strip().casefold()]
    if not matching:
        raise CommandError(f"There is no data product {name!r}. {choices(each.name for each in products)}")
    if len(matching) > 1:
        raise CommandError(f"There are {len(matching)} data products {name!r}: rename one of them first.")
    return matching[0]
