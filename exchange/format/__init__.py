"""A whole discovery as one JSON document, and back (docs/exchange.md)."""

import json
from typing import Any

# Of the form of the document: grows when an older Headwaters could not read a newer document, or the
# other way round.
VERSION = 1
FORMAT = "headwaters-discovery"


def dump(document: dict[str, Any]) -> bytes:
    """The document as a file: UTF-8 and in an order of its own, so that equal documents are equal bytes."""
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return text.encode("utf-8") + b"\n"
