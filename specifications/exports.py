"""The files of specifications in the archive of a discovery."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from discovery.document_parts import ArchivePart, archive_parts
from discovery.models import Discovery
from specifications.catalogs.exporters import EXPORTERS
from specifications.files import files_of
from specifications.selectors.catalog_contents import contents_of
from specifications.selectors.specification_products import product_specs


def specification_documents(discovery: Discovery) -> Iterator[tuple[str, bytes]]:
    """Path and content of the specification of each product that has one, for the archive."""
    for product in product_specs(discovery):
        for file in files_of(product):
            yield f"specifications/{file.path}", file.text.encode()


def catalogs(discovery: Discovery) -> Iterator[tuple[str, bytes]]:
    """Return the files for catalogs and monitors; none for a format without content."""
    contents = contents_of(discovery)
    for exporter in EXPORTERS.values():
        for path, text in exporter.files(contents).items():
            yield f"catalogs/{path}", text.encode()


def register_own() -> None:
    """Register the files of this app."""
    archive_parts.register(
        ArchivePart(
            "products.specifications",
            gettext_lazy("Specifications of the data products"),
            20,
            specification_documents,
        ),
        ArchivePart("products.catalogs", gettext_lazy("Data products for catalogs"), 25, catalogs),
    )
