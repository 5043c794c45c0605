"""Every catalog and monitor for which there is an exporter, and what each of them has no place for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from core.labels import Text
from specifications.catalogs import backstage, datahub, dprod, lost, odps4, openmetadata, openslo
from specifications.catalogs.contents import Contents
from specifications.catalogs.lost import NO_PRODUCT, NO_PROMISE, Lost
from specifications.files import file_stem, zip_of

_YAML, _JSON = "application/yaml", "application/json"


@dataclass(frozen=True, slots=True)
class Exporter:
    """`write` answers the text of one file with the products, "" where none of them has what the standard
    describes; `needs` says then what is missing. `lost` are what the standard has no place for, and why.
    Where `is_separate`, readers of the standard take one product from a file."""

    key: str
    name: str
    suffix: str
    content_type: str
    write: Callable[[Contents], str]
    lost: Lost
    needs: Text = NO_PRODUCT
    is_separate: bool = False

    def text(self, contents: Contents) -> str:
        """One file with all products; "" where there is nothing to say."""
        return self.write(contents) if contents.products else ""

    def missing(self, contents: Contents) -> Text:
        """Why there is nothing to say."""
        return self.needs if contents.products else NO_PRODUCT

    def lacking(self, *, has_promises: bool) -> Text:
        """Why there is nothing to say of a discovery that has products; "" where there is."""
        return self.needs if self.needs == NO_PROMISE and not has_promises else ""

    def files(self, contents: Contents) -> dict[str, str]:
        """The texts by the names of their files: one file, or one for each product."""
        if not self.is_separate:
            whole = self.text(contents)
            return {f"{self.key}.{self.suffix}": whole} if whole else {}
        return {
            f"{self.key}/{file_stem(product.name, product.id)}.{self.suffix}": self.text(
                replace(contents, products=(product,))
            )
            for product in contents.products
        }

    def zipped(self, contents: Contents) -> bytes:
        """The files as a zip; b"" where there are none."""
        files = self.files(contents)
        return zip_of(files) if files else b""

    def download(self, contents: Contents) -> tuple[bytes, str, str]:
        """What a browser gets: the content (b"" where there is none), its type, and the end of its name."""
        if self.is_separate:
            return self.zipped(contents), "application/zip", f"{self.key}.zip"
        return self.text(contents).encode(), self.content_type, f"{self.key}.{self.suffix}"


_ALL = (
    Exporter("openslo", "OpenSLO v1", "yaml", _YAML, openslo.text, lost.OPENSLO, NO_PROMISE),
    Exporter(
        "odps4",
        "ODPS 4.1 (opendataproducts.org)",
        "yaml",
        _YAML,
        odps4.text,
        lost.ODPS4,
        is_separate=True,
    ),
    Exporter("datahub", "DataHub", "json", _JSON, datahub.text, lost.DATAHUB),
    Exporter("openmetadata", "OpenMetadata", "json", _JSON, openmetadata.text, lost.OPENMETADATA),
    Exporter("backstage", "Backstage", "yaml", _YAML, backstage.text, lost.BACKSTAGE),
    Exporter("dprod", "DPROD (RDF)", "jsonld", "application/ld+json", dprod.text, lost.DPROD),
)
EXPORTERS: Mapping[str, Exporter] = MappingProxyType({each.key: each for each in _ALL})
