"""The addresses of `specifications`: files that are made of data products for others."""

from __future__ import annotations

from specifications.catalogs.exporters import EXPORTERS
from tests.architecture.entries import GET, Entry, entry

ENTRIES: list[Entry] = [
    entry("products:product_specification", "discovery:viewer", GET, uuid="product"),
    entry("products:specification_zip", "discovery:viewer", GET, uuid="product"),
    entry("products:specification_file", "discovery:viewer", GET, uuid="product", document="product"),
    entry("products:specification_file", "discovery:viewer", GET, uuid="product", document="output_port"),
    entry("products:specifications_zip", "discovery:viewer", GET),
    *(
        Entry("products:catalog_file", "discovery:viewer", GET, text={"format": format})
        for format in EXPORTERS
    ),
    entry("products:product_repository", "discovery:viewer", GET, uuid="product"),
]
