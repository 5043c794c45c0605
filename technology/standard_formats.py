"""Formats, addresses and versions that any tool can work with. Pure."""

import re

_FORMATS = """
    arrow avro csv delta geojson graphql grpc hudi iceberg json json-ld jsonl ndjson odata openapi orc parquet
    protobuf rdf rest sql tsv turtle xml xlsx yaml
"""
# Formats that any tool reads, as the first words of a port's format ("JSON (OpenAPI 3)", "Delta Lake").
FORMATS = frozenset(_FORMATS.split())
_WORDS = 3
_URI = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)  # RFC 3986, section 3: a scheme, and what it names
_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?")  # semver.org 2.0.0


def is_standard_format(text: str) -> bool:
    """Return True if a standard format is among the first words of a port's format, whatever its case."""
    words = re.split(r"[\s,;/()]+", text.strip().casefold().lstrip("."))
    return any(word in FORMATS for word in words[:_WORDS])


def is_uri(text: str) -> bool:
    """Return True for an absolute address without spaces, such as s3://bucket/visits/."""
    return _URI.fullmatch(text.strip()) is not None


def is_version(text: str) -> bool:
    """Return True for a version of three numbers, such as 1.0.0 or 2.1.0-beta."""
    return _VERSION.fullmatch(text.strip()) is not None
