"""Documents that this format wrote, in the folder `documents`, are imported for ever.

They are never changed, and may lack a field or table that was added since. A new table also needs a document
with a row of it, written by the version that adds the table.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exchange.format import older_files
from exchange.format.document_tables import HISTORY_FIELDS, exchanged, fields_of, with_history
from tests.exchange.exchanging import Document, again

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.json"))

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)


def _added_since(document: Document) -> set[str]:
    """The present tables and fields that the document lacks, by their names."""
    added = set()
    for part, tables, own in (("rows", exchanged(), ()), ("history", with_history(), HISTORY_FIELDS)):
        for label in tables:
            if label not in document[part]:
                added.add(label)
            for row in document[part].get(label, [])[:1]:
                names = {*(field.name for field in fields_of(exchanged()[label])), *own}
                added |= {f"{label}.{name}" for name in names - row.keys()}
    return added


@every_document
def test_what_was_added_since_may_be_missing(path: Path) -> None:
    named = {
        *older_files.later_tables(),
        *(f"{label}.{name}" for label, names in older_files.later_fields().items() for name in names),
    }
    assert _added_since(json.loads(path.read_text())) - named == set()


def test_every_table_has_a_row_in_a_document() -> None:
    with_rows = {
        label for path in DOCUMENTS for label, rows in json.loads(path.read_text())["rows"].items() if rows
    }
    without = exchanged().keys() - with_rows
    assert not without, "add a document with a row of each of them: docs/exchange.md says how"


@pytest.mark.django_db
@every_document
def test_a_document_is_imported_with_all_that_it_says(path: Path) -> None:
    document = json.loads(path.read_text())
    imported = json.loads(again(path.read_bytes()))
    for part in ("rows", "history"):
        for label, rows in document[part].items():
            after = imported[part][label]
            assert [{name: row[name] for name in rows[0]} for row in after] == rows, label
