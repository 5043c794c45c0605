"""A data product as a repository to start from, as a zip."""

from products.models import DataProduct
from specifications.files import zip_of
from specifications.selectors.specification_products import contracts_relied_on, product_specs
from specifications.starter_repository.rules import files_of


def repository_zip(product: DataProduct) -> bytes:
    """The zip of the repository; the same bytes each time for the same product."""
    (described,) = product_specs(product.discovery, only=product)
    return zip_of(files_of(described, contracts_relied_on(product)))
