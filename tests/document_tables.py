"""Records new tables of documents, each with the fields that it has now. What a table gets later, older files
lack (exchange/format/later.py). `bin/record` runs it; a recorded table stays as it is."""

from __future__ import annotations

import csv


def record() -> None:
    """Add the tables that aren't recorded yet."""
    from exchange.format.later import RECORDED, recorded_tables
    from exchange.format.shape import exchanged, fields_of

    new = {label: model for label, model in exchanged().items() if label not in recorded_tables()}
    with RECORDED.open("a", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        for label, model in new.items():
            lines.writerow((label, "yes", " ".join(sorted(field.name for field in fields_of(model)))))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    record()
