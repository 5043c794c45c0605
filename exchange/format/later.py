"""Completes older files of this version of the format."""

from __future__ import annotations

from typing import Any

from exchange.format.rules import former_labels, later_fields, later_tables
from exchange.format.shape import with_history


def complete(document: dict[str, Any]) -> None:
    """Add missing tables and fields to a document, and rename tables with former labels. Other problems
    stay."""
    for part in ("rows", "history"):
        tables = document.get(part)
        if not isinstance(tables, dict):
            continue
        for former, label in former_labels().items():
            if former in tables and label not in tables:
                tables[label] = tables.pop(former)
        for label in later_tables():
            if part == "rows" or label in with_history():
                tables.setdefault(label, [])
        for label, fields in later_fields().items():
            rows = tables.get(label)
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, dict):
                    row.update({**fields, **row})
