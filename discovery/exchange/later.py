"""What came into this version of the format later, so that files of before are without it."""

from __future__ import annotations

from typing import Any, Final

TABLES: Final = ("products.ConsumerUseCase", "products.DistinctProducts")
"""Without rows in a file of before."""
FIELDS: Final[dict[str, dict[str, Any]]] = {"products.DataProduct": {"is_no_aggregate": False}}
"""By table, what a row of before says in them."""


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
