"""Records new tables of documents, each with the fields that it has now. Older files lack fields that were
added later (exchange/format/later.py). `bin/record` runs it; a recorded table stays as it is."""

from __future__ import annotations

import json


def record() -> None:
    """Add the tables that aren't recorded yet, and write one line for each table."""
    from exchange.format.later import RECORDED, RecordedTable, recorded_tables
    from exchange.format.shape import exchanged, fields_of

    new = {
        label: RecordedTable(is_later=True, fields=sorted(field.name for field in fields_of(model)))
        for label, model in exchanged().items()
        if label not in recorded_tables()
    }
    tables = sorted((recorded_tables() | new).items())
    lines = (f"{json.dumps(label)}: {json.dumps(table)}" for label, table in tables)
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    record()
