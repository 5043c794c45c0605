"""The exporters for catalogs and monitors, with the content that each format can't contain.

A format is written by `text` of the module with its key. Without the module, the format is on no page, in no
feed and in no archive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType

from core.labels import Text
from specifications.catalogs import catalog_omissions
from specifications.catalogs.catalog_omissions import NO_PRODUCT, NO_PROMISE, Lost
from specifications.catalogs.exporter_input import Contents
from specifications.files import file_stem, zip_of

_YAML, _JSON = "application/yaml", "application/json"


@dataclass(frozen=True, slots=True)
class Exporter:
    """An exporter. The text of a file is "" if no product has content for the standard; `needs` is the
    missing content then. `lost` is the content that the standard can't contain, with reasons. If
    `is_separate`, each product is in its own file."""

    key: str
    name: str
    suffix: str
    content_type: str
    lost: Lost
    needs: Text = NO_PRODUCT
    is_separate: bool = False

    def text(self, contents: Contents) -> str:
        """Return one file with all products; "" without content."""
        if not contents.products:
            return ""
        text: str = import_module(self.module).text(contents)
        return text

    @property
    def module(self) -> str:
        """The name of the module that writes the text."""
        return f"{__package__}.{self.key}"

    def missing(self, contents: Contents) -> Text:
        """Return the reason for an empty file."""
        return self.needs if contents.products else NO_PRODUCT

    def lacking(self, *, has_promises: bool) -> Text:
        """Return the reason for an empty file of a discovery with products; "" for a file with content."""
        return self.needs if self.needs == NO_PROMISE and not has_promises else ""

    def files(self, contents: Contents) -> dict[str, str]:
        """Return the texts by file name: one file, or one per product."""
        if not self.is_separate:
            text = self.text(contents)
            return {f"{self.key}.{self.suffix}": text} if text else {}
        return {
            f"{self.key}/{file_stem(product.name, product.id)}.{self.suffix}": self.text(
                replace(contents, products=(product,))
            )
            for product in contents.products
        }

    def zipped(self, contents: Contents) -> bytes:
        """Return the files as a zip; b"" without files."""
        files = self.files(contents)
        return zip_of(files) if files else b""

    def download(self, contents: Contents) -> tuple[bytes, str, str]:
        """Return the content (b"" if empty), its media type, and the ending of the file name."""
        if self.is_separate:
            return self.zipped(contents), "application/zip", f"{self.key}.zip"
        return self.text(contents).encode(), self.content_type, f"{self.key}.{self.suffix}"


_ALL = (
    Exporter("openslo", "OpenSLO v1", "yaml", _YAML, catalog_omissions.OPENSLO, NO_PROMISE),
    Exporter(
        "odps4", "ODPS 4.1 (opendataproducts.org)", "yaml", _YAML, catalog_omissions.ODPS4, is_separate=True
    ),
    Exporter("datahub", "DataHub", "json", _JSON, catalog_omissions.DATAHUB),
    Exporter("openmetadata", "OpenMetadata", "json", _JSON, catalog_omissions.OPENMETADATA),
    Exporter("backstage", "Backstage", "yaml", _YAML, catalog_omissions.BACKSTAGE),
    Exporter("dprod", "DPROD (RDF)", "jsonld", "application/ld+json", catalog_omissions.DPROD),
)
EXPORTERS: Mapping[str, Exporter] = MappingProxyType(
    {each.key: each for each in _ALL if find_spec(each.module)}
)
