"""Recognizes formats of specifications and catalogs by their content. Unsupported formats are refused with
their name and advice, and never read as a text of a discovery."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.imports.yaml_parser import Fields, Items, Node
from core.labels import Text
from specifications.catalogs.odps4 import VERSION
from specifications.document_lookup import CONTRACT, PRODUCT, items_in, of_opendataproducts, text_in

_BY_CLI = _("Convert it to ODCS 3 first, for example with the Data Contract CLI.")
_TO_BITOL = _("Describe the product in Bitol’s ODPS 1, and each of its outputs in an ODCS 3 contract.")
_FROM_CATALOG = _("Export the data contracts from the catalog as ODCS 3, and import those.")


@dataclass(frozen=True, slots=True)
class Format:
    """A format of documents, and what to do with one that is not read ("" for one that is)."""

    name: str
    advice: Text = ""


def is_read(document: Node) -> bool:
    """Return True for a data product of Bitol's ODPS 1 or of ODPS 4.1, and for a data contract of ODCS 3."""
    format = format_of(document)
    return format is not None and not format.advice


def format_of(document: Node) -> Format | None:
    """Return the format of a document, of a list one that is read if it has one; None if it is unknown."""
    if isinstance(document, Items):
        formats = [format for each in document.items if (format := _in_list(each))]
        return next((format for format in formats if not format.advice), next(iter(formats), None))
    if not isinstance(document, Fields):
        return None
    kind, version = text_in(document, "kind"), text_in(document, "apiVersion")
    if kind in (PRODUCT, CONTRACT) and not version.partition("/")[2]:
        return _of_bitol(document, kind, version.strip().lower().removeprefix("v"))
    if version.startswith("openslo/"):
        return Format(f"OpenSLO {version.partition('/')[2]}", _TO_BITOL)
    if version.startswith("backstage.io/"):
        return Format(_name_with_kind("Backstage", kind), _FROM_CATALOG)
    for key, of_key in _BY_KEY.items():
        if key in document.fields and (format := of_key(document)):
            return format
    if kind and version:
        return Format(_name_with_kind(version, kind), _TO_BITOL)
    return None


def _of_bitol(document: Fields, kind: str, version: str) -> Format:
    if kind == PRODUCT:
        is_later = version and not version.startswith(("0.", "1"))
        return Format(f"ODPS {version}".strip(), _TO_BITOL if is_later else "")
    # Version 2 calls the schema "dataset", and the contract "datasetName" or "uuid".
    is_older = version.startswith(("1", "2")) or (
        not version and any(key in document.fields for key in ("dataset", "datasetName", "quantumName"))
    )
    is_later = version[:1].isdecimal() and not version.startswith(("1", "2", "3", "0"))
    name = f"ODCS {version or '2'}" if is_older else f"ODCS {version}".strip()
    return Format(name, _BY_CLI if is_older or is_later else "")


def _of_opendataproducts(document: Fields) -> Format | None:
    product = of_opendataproducts(document)
    if product is None and "opendataproducts" not in text_in(document, "schema"):
        return None
    version = text_in(document, "version").removeprefix("v")
    is_read = product is not None and version == VERSION
    return Format(
        f"Open Data Product Specification {version} (opendataproducts.org)".replace("  ", " "),
        "" if is_read else _TO_BITOL,
    )


def _of_schema(document: Fields) -> Format | None:
    return Format("JSON Schema", _BY_CLI) if "json-schema" in text_in(document, "$schema") else None


def _of_properties(document: Fields) -> Format | None:
    is_schema = isinstance(document.fields["properties"], Fields) and text_in(document, "type") == "object"
    return Format("JSON Schema", _BY_CLI) if is_schema else None


def _of_dbt(document: Fields) -> Format | None:
    return Format("dbt", _BY_CLI) if isinstance(document.fields["models"], Items) else None


def _of_dbt_sources(document: Fields) -> Format | None:
    sources = items_in(document.fields["sources"])
    has_tables = any(isinstance(each, Fields) and "tables" in each.fields for each in sources)
    return Format("dbt", _BY_CLI) if has_tables else None


def _of_dbt_artifact(document: Fields) -> Format | None:
    metadata = document.fields["metadata"]
    is_of_dbt = isinstance(metadata, Fields) and "dbt_schema_version" in metadata.fields
    return Format("dbt", _BY_CLI) if is_of_dbt else None


def _of_avro(document: Fields) -> Format | None:
    return Format("Avro", _BY_CLI) if text_in(document, "type") == "record" else None


def _of_openmetadata(document: Fields) -> Format | None:
    is_list = isinstance(document.fields["dataProducts"], Items)
    return Format("OpenMetadata", _FROM_CATALOG) if is_list else None


def _plainly(name: str, advice: Text, version: str = "") -> Callable[[Fields], Format | None]:
    return lambda document: Format(f"{name} {text_in(document, version)}".strip(), advice)


# By a key that their documents have at the top.
_BY_KEY: Mapping[str, Callable[[Fields], Format | None]] = {
    "dataContractSpecification": _plainly(
        "Data Contract Specification", _BY_CLI, "dataContractSpecification"
    ),
    "dataProductSpecification": _plainly("Data Product Specification", _TO_BITOL, "dataProductSpecification"),
    "dataProductDescriptor": _plainly(
        "Data Product Descriptor Specification", _TO_BITOL, "dataProductDescriptor"
    ),
    "schema": _of_opendataproducts,
    "product": _of_opendataproducts,
    "dataProducts": _of_openmetadata,
    "fullyQualifiedName": _plainly("OpenMetadata", _FROM_CATALOG),
    "entityUrn": _plainly("DataHub", _FROM_CATALOG),
    "@context": _plainly("DPROD (RDF)", _FROM_CATALOG),
    "@graph": _plainly("DPROD (RDF)", _FROM_CATALOG),
    "openapi": _plainly("OpenAPI", _TO_BITOL, "openapi"),
    "asyncapi": _plainly("AsyncAPI", _TO_BITOL, "asyncapi"),
    "swagger": _plainly("Swagger", _TO_BITOL, "swagger"),
    "$schema": _of_schema,
    "properties": _of_properties,
    "models": _of_dbt,
    "sources": _of_dbt_sources,
    "metadata": _of_dbt_artifact,
    "fields": _of_avro,
}


def _in_list(item: Node) -> Format | None:
    """Return the format of an item in a list of documents."""
    if not isinstance(item, Fields):
        return None
    if {"entityUrn", "entityType", "aspect", "proposedSnapshot"} & item.fields.keys():
        return Format("DataHub", _FROM_CATALOG)
    return format_of(item)


def _name_with_kind(name: str, kind: str) -> str:
    return f"{name} ({kind})" if kind else name
