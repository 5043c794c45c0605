"""A data product as a repository to start from, as a zip."""

from __future__ import annotations

from products.models import DataProduct
from products.selectors.specification import contracts_relied_on, specified
from products.specification_files import zip_of
from technology.repository import files_of


def repository_zip(product: DataProduct) -> bytes:
    """The zip of the repository; the same bytes each time for the same product."""
    (described,) = specified(product.discovery, only=product)
    return zip_of(files_of(described, contracts_relied_on(product)))
