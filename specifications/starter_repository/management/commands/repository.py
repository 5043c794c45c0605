"""`manage.py repository SLUG --product NAME --output FILE.zip`: a repository to start a data product from."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from discovery.management.failures import writing
from discovery.management.lookups import discovery_with, one_named
from documents.atomic_files import write_whole
from products.models import DataProduct
from specifications.starter_repository.selectors import repository_zip


class Command(BaseCommand):
    """Prints the size of the zip. Ends with an error for a name that no product has, or several have."""

    help = "Writes a repository to start a data product from: specification, contracts, access policy, tests."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="slug of the discovery, as in its address")
        parser.add_argument("--product", required=True, help="the name of the data product")
        parser.add_argument("--output", required=True, type=Path, help="the zip to write")

    def handle(self, *args: Any, slug: str, product: str, output: Path, **options: Any) -> None:
        with writing(output):
            products = DataProduct.objects.filter(discovery=discovery_with(slug)).select_related("discovery")
            write_whole(output, repository_zip(one_named(products, product, "data product")))
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")
