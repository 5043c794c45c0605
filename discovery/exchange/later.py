"""Tables and fields that were added to this version of the format, so that older files lack them."""

from __future__ import annotations

from typing import Any, Final

TABLES: Final = ("products.ConsumerUseCase", "products.DistinctProducts")
"""Have no rows in an older file."""
FIELDS: Final[dict[str, dict[str, Any]]] = {"products.DataProduct": {"is_no_aggregate": False}}
"""By table, the values that rows of an older file get in these fields."""


def complete(document: dict[str, Any]) -> None:
    """Adds to a document what it may be without. What else is wrong with it stays as it is."""
    for part in ("rows", "history"):
        tables = document.get(part)
        if not isinstance(tables, dict):
            continue
        for label in TABLES:
            tables.setdefault(label, [])
        for label, fields in FIELDS.items():
            rows = tables.get(label)
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, dict):
                    row.update(fields | row)
