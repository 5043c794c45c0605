"""`bin/record` writes anew what is kept of models and kinds."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_schema_in_the_documents_is_written() -> None:
    written = (ROOT / "bin" / "record").read_text()
    schemas = {f"--schema docs/{path.name}" for path in (ROOT / "docs").glob("*.schema.json")}
    assert {each for each in schemas if each not in written} == set()
