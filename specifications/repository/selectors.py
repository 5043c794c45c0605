"""A data product as a repository to start from, as a zip."""

from products.models import DataProduct
from specifications.files import zip_of
from specifications.repository.rules import files_of
from specifications.selectors.specified import contracts_relied_on, product_specs


def repository_zip(product: DataProduct) -> bytes:
    """The zip of the repository; the same bytes each time for the same product."""
    (described,) = product_specs(product.discovery, only=product)
    return zip_of(files_of(described, contracts_relied_on(product)))
