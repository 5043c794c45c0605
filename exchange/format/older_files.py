"""Completes older files of this version of the format.

`recorded_tables.json` has each table with its fields as it was when `bin/record` first recorded it. Older
files lack later additions: they have no rows for later tables, and later fields get the default that their
column had when they were recorded. A default that changes later changes no file.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final, TypedDict

from exchange.format.document_tables import exchanged, fields_of, with_history
from exchange.format.table_rules import former_labels

RECORDED: Final = Path(__file__).with_name("recorded_tables.json")


class RecordedTable(TypedDict):
    """A table: `is_later` if not every file of the format has it, the fields that each of its rows in a file
    has, and the defaults of the fields that came later."""

    is_later: bool
    fields: list[str]
    defaults: dict[str, Any]


@cache
def recorded_tables() -> dict[str, RecordedTable]:
    """Return the recorded tables by label."""
    tables: dict[str, RecordedTable] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return tables


@cache
def later_tables() -> tuple[str, ...]:
    """Return the labels of tables that older files lack."""
    recorded = recorded_tables()
    return tuple(label for label in exchanged() if label not in recorded or recorded[label]["is_later"])


@cache
def later_fields() -> dict[str, dict[str, Any]]:
    """Return the defaults of fields that older files lack, by label of the table. A table that isn't recorded
    yet has none, and neither has a field that was removed since."""
    recorded = recorded_tables()
    defaults = {
        label: {
            field.name: recorded[label]["defaults"][field.name]
            for field in fields_of(model)
            if field.name in recorded[label]["defaults"]
        }
        for label, model in exchanged().items()
        if label in recorded
    }
    return {label: fields for label, fields in defaults.items() if fields}


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
