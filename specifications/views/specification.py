"""The specification of a product: shown, and as files."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.exceptions import NotFound
from discovery.models import Discovery
from discovery.permissions import may_edit
from documents.concurrency_limit import takes_turn
from organizations.web import Request, attachment
from products.models import DataProduct
from products.promises.selectors import slos_of
from products.views.common import (
    INTERFACE,
    ProductPart,
    product_of,
    product_parts,
    viewer,
)
from specifications.catalogs.exporters import EXPORTERS
from specifications.files import File, archive, files_of
from specifications.omissions import CUSTOM, LEFT_OUT
from specifications.registries import downloads
from specifications.selectors import specification_products as selectors
from specifications.selectors.catalog_contents import contents_of


def _context(request: Request, product: DataProduct) -> dict[str, Any]:
    """The documents of the product, and what the standards have no place for."""
    discovery = product.discovery
    described, *contracts = _files(product)
    has_promises = slos_of(discovery).exists()
    return {
        "described": described,
        "contracts": contracts,
        "elsewhere": [
            feeder for feeder, _port in selectors.feeding(product) if feeder.discovery_id != discovery.pk
        ],
        "beside": [CUSTOM[name] for name in sorted({*_custom([described, *contracts])})],
        "left_out": LEFT_OUT,
        "catalogs": [(each, each.lacking(has_promises=has_promises)) for each in EXPORTERS.values()],
        "downloads": downloads,
        "ports_url": reverse("products:product_ports", args=[discovery.slug, product.uuid]),
        "editing": may_edit(request.actor, discovery),
    }


SPECIFICATION = ProductPart(
    "specification",
    gettext_lazy("Specification"),
    INTERFACE,
    40,
    "products:product_specification",
    "specifications/page.html",
    _context,
    gettext_lazy(
        "For catalogs and pipelines: the product in the Open Data Product Standard, and each output port "
        "as a contract in the Open Data Contract Standard."
    ),
    "Architectural quantum",
)
product_parts.register(SPECIFICATION)


@viewer
@require_safe
def specification_file(request: Request, discovery: Discovery, uuid: UUID, document: UUID) -> HttpResponse:
    """One document: that of the product, or of its output port `document`."""
    files = _files(product_of(discovery, uuid))
    file = next((each for each in files if each.id == str(document)), None)
    if file is None:
        raise NotFound
    return attachment(file.text, "application/yaml", file.file_name)


@viewer
@require_safe
@takes_turn
def specification_zip(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The product's documents, with the contracts that it relies on, so that they can be checked together."""
    product = product_of(discovery, uuid)
    files = [*_files(product), *selectors.contracts_relied_on(product)]
    return attachment(archive(files), "application/zip", f"{_stem(files[0])}.zip")


@viewer
@require_safe
@takes_turn
def specifications_zip(request: Request, discovery: Discovery) -> HttpResponse:
    """The documents of all products of the discovery."""
    files = [file for product in selectors.product_specs(discovery) for file in files_of(product)]
    return attachment(archive(files), "application/zip", f"{discovery.slug}-specifications.zip")


@viewer
@require_safe
@takes_turn
def catalog_file(request: Request, discovery: Discovery, format: str) -> HttpResponse:
    """All products of the discovery as a catalog or monitor reads them. Raises NotFound where there is
    nothing that it could read."""
    exporter = EXPORTERS.get(format)
    if exporter is None:
        raise NotFound
    contents = contents_of(discovery)
    content, content_type, end = exporter.download(contents)
    if not content:
        raise NotFound(exporter.missing(contents))
    return attachment(content, content_type, f"{discovery.slug}-{end}")


def _files(product: DataProduct) -> list[File]:
    return files_of(selectors.product_specs(product.discovery, only=product)[0])


def _stem(file: File) -> str:
    return file.file_name.partition(".")[0]


def _custom(value: Any) -> Iterator[str]:
    """The names of all custom properties in the documents of some files."""
    if isinstance(value, File):
        yield from _custom(value.document)
    elif isinstance(value, dict):
        for each in value.get("customProperties", ()):
            yield each["property"]
        for inner in value.values():
            yield from _custom(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _custom(inner)
