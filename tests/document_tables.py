"""Records new tables and fields of documents. Older files lack what a table gets later, and have its default
instead (exchange/format/older_files.py). `bin/record` runs it. Recorded tables and fields don't change."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Choices, Field


def default_of(field: Field[Any, Any]) -> Any:
    """Return the default of the column as files have it: a choice is its value. Raises ValueError for a
    default that is computed, such as a new uuid: all rows of an older file would have the same one."""
    if field.has_default() and callable(field.default) and field.default not in (dict, list):
        raise ValueError(f"{field.model.__name__}.{field.name}: older files need a fixed default")
    default = field.get_default()
    return default.value if isinstance(default, Choices) else default


def record() -> None:
    """Add the tables and fields that aren't recorded yet, and write one line for each table."""
    from exchange.format.document_tables import exchanged, fields_of
    from exchange.format.older_files import RECORDED, RecordedTable, recorded_tables

    tables = dict(recorded_tables())
    for label, model in exchanged().items():
        fields = fields_of(model)
        names = sorted(field.name for field in fields)
        table = tables.setdefault(label, RecordedTable(is_later=True, fields=names, defaults={}))
        known = {*table["fields"], *table["defaults"]}
        later = {field.name: default_of(field) for field in fields if field.name not in known}
        tables[label] = {**table, "defaults": table["defaults"] | later}
    lines = (f"{json.dumps(label)}: {json.dumps(table)}" for label, table in sorted(tables.items()))
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    record()
