"""The feed of a discovery: a JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) whose items are data
products, and the documents that it names. No Django, and no database."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from specifications.catalogs.catalog_omissions import NO_PRODUCT
from specifications.catalogs.exporter_input import Contents, Document
from specifications.catalogs.exporters import EXPORTERS
from specifications.data_contract import CONTRACT_STANDARD, contract_document
from specifications.data_product import PRODUCT_STANDARD, product_document, timestamp, without_empty
from specifications.files import contract_file, product_file
from specifications.product_rows import ProductSpec

VERSION: Final = "https://jsonfeed.org/version/1.1"
CONTENT_TYPE: Final = "application/feed+json"
PRODUCT, CONTRACT = "odps", "odcs"
YAML: Final = "application/yaml"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document of a data product: `uuid` is that of the product, or of the output port whose contract it
    is; `digest` changes with its content, "" where it says what another one says too."""

    format: str
    uuid: str
    title: str
    content_type: str
    version: str = ""
    digest: str = ""


def feed_text(contents: Contents, *, base: str, times: Mapping[str, datetime]) -> bytes:
    """The feed. `base` is the address below which the documents lie, and `times` says when each product was
    changed last, by its id."""
    feed = {
        "version": VERSION,
        "title": contents.name,
        "home_page_url": contents.pages,
        "feed_url": base,
        "_headwaters": {"keys": f"{base}keys"},
        "items": [_item(each, contents, base, times[each.id]) for each in contents.products],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=2) + "\n").encode()


def document_text(contents: Contents, format: str, uuid: str) -> tuple[bytes, str]:
    """The document with this format and uuid, and its type; b"" where there is none."""
    for product in contents.products:
        if uuid != product.id and all(uuid != port.id for port in product.ports):
            continue
        for each in attached(product, contents):
            if (each.format, each.uuid) == (format, uuid):
                return _text(product, each, contents).encode(), each.content_type
    return b"", ""


def attached(product: ProductSpec, contents: Contents) -> Iterator[Attachment]:
    """The documents of the product: itself, the contract of each port, and what other catalogs read."""
    digest = _digest(product_document(product))
    yield Attachment(PRODUCT, product.id, f"ODPS {PRODUCT_STANDARD}", YAML, digest=digest)
    for port in product.ports:
        document = contract_document(product, port)
        title = f"ODCS {CONTRACT_STANDARD}: {port.name}"
        yield Attachment(CONTRACT, port.id, title, YAML, document["version"], _digest(document))
    alone = replace(contents, products=(product,))
    for key, exporter in EXPORTERS.items():
        if exporter.needs is NO_PRODUCT or exporter.text(alone):
            yield Attachment(key, product.id, exporter.name, exporter.content_type)


def _text(product: ProductSpec, attachment: Attachment, contents: Contents) -> str:
    if attachment.format == PRODUCT:
        return product_file(product).text
    if attachment.format == CONTRACT:
        (port,) = (each for each in product.ports if each.id == attachment.uuid)
        return contract_file(product, port).text
    return EXPORTERS[attachment.format].text(replace(contents, products=(product,)))


def _item(product: ProductSpec, contents: Contents, base: str, modified_at: datetime) -> Document:
    documents = list(attached(product, contents))
    revision = hashlib.sha256("".join(each.digest for each in documents).encode()).hexdigest()
    return without_empty(
        id=f"urn:uuid:{product.id}",
        url=contents.page_of(product),
        title=product.name,
        content_text=product.job or product.description or product.name,
        date_modified=timestamp(modified_at),
        authors=[{"name": product.owner.name}] if product.owner else [],
        attachments=[
            {
                "url": f"{base}{each.format}/{each.uuid}",
                "mime_type": each.content_type,
                "title": each.title,
                "_headwaters": without_empty(format=each.format, id=each.uuid, version=each.version),
            }
            for each in documents
        ],
        _headwaters={"state": product.state, "revision": revision},
    )


def _digest(document: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
