"""Specifications as files: their names, their order, and all of them as one zip, the same each time."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.yaml_text import to_yaml
from specifications.data_contract import CONTRACT_STANDARD, contract_document
from specifications.data_product import PRODUCT_STANDARD, Document, product_document
from specifications.product_rows import OutputPortSpec, ProductSpec

README = f"""\
Specifications of data products, created by Headwaters.

*.odps.yaml   one data product each: Open Data Product Standard {PRODUCT_STANDARD}
*.odcs.yaml   one output port each: Open Data Contract Standard {CONTRACT_STANDARD}

To check them, in this folder:

    dataproduct lint --local-references <product>/<product>.odps.yaml
    datacontract lint --all-errors <product>/<port>.odcs.yaml
"""

# The first moment that a zip can name. The files have none of their own.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE_BY_ALL = 0o644 << 16


@dataclass(frozen=True, slots=True)
class File:
    """A specification with the `path` that it has in a zip. `id` is the uuid of the product or port."""

    id: str
    name: str
    path: str
    document: Document
    text: str

    @property
    def file_name(self) -> str:
        return self.path.rpartition("/")[2]


def product_file(product: ProductSpec) -> File:
    """The specification of the product (ODPS), in a folder of its own."""
    document = product_document(product)
    folder = file_stem(product.name, product.id)
    return File(product.id, product.name, f"{folder}/{folder}.odps.yaml", document, to_yaml(document))


def contract_file(product: ProductSpec, port: OutputPortSpec) -> File:
    """The contract of an output port (ODCS), in the folder of its product."""
    document = contract_document(product, port)
    path = f"{file_stem(product.name, product.id)}/{file_stem(port.name, port.id)}.odcs.yaml"
    return File(port.id, port.name, path, document, to_yaml(document))


def files_of(product: ProductSpec) -> list[File]:
    """The product first, then its contracts."""
    return [product_file(product), *(contract_file(product, port) for port in product.ports)]


def archive(files: Iterable[File]) -> bytes:
    """Return a zip of the files with a README. Duplicate paths are included once."""
    return zip_of({"README.txt": README, **{file.path: file.text for file in files}})


def zip_of(texts: Mapping[str, str]) -> bytes:
    """A zip of texts by their path, in their order; the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive_file:
        for path, text in texts.items():
            _write(archive_file, path, text)
    return buffer.getvalue()


def _write(archive_file: zipfile.ZipFile, path: str, text: str) -> None:
    entry = zipfile.ZipInfo(path, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = _READABLE_BY_ALL
    archive_file.writestr(entry, text.encode())


def file_stem(name: str, uuid: str) -> str:
    """Return a file name for every file system, unique also for equal names."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return f"{words}-{uuid[:8]}" if words else uuid[:8]
