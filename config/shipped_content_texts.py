"""The texts of content that ships: tables, agendas, and what code holds of it. Much of it is copied into
discoveries, in their language, so participants read all of it.
"""

from collections.abc import Iterator
from pathlib import Path

from config import urls  # noqa: F401  reads the tables of every app
from config.message_catalog_updates import SourceWords, collected
from config.message_extraction import AGENDAS, TABLES, texts_of
from config.report_texts import words_of_parts
from core.shipped_tables import text_columns

PARTS = {
    "discovery/data_mesh_basics.py": {"AUTONOMY"},
    "discovery/process.py": {"FIRST_DOMAIN", "WORKSHOP_PURPOSES"},
    "process/shipped.py": {"ShippedDimension"},
}
"""Definitions of modules whose texts are copied."""


def words_of_shipped(root: Path) -> dict[tuple[str, str], SourceWords]:
    """All texts of content that ships, by context and message."""
    return collected((*_in_tables(root), *_in_agendas(root), *words_of_parts(root, PARTS)))


def _in_tables(root: Path) -> Iterator[SourceWords]:
    for place, columns in text_columns(root).items():
        with (root / place).open("rb") as file:
            options = {"columns": " ".join(columns)}
            yield from (SourceWords.of(each, place) for each in texts_of(file, TABLES, options))


def _in_agendas(root: Path) -> Iterator[SourceWords]:
    for path in sorted(root.glob("*/agendas/**/*.json")):
        place = path.relative_to(root).as_posix()
        with path.open("rb") as file:
            yield from (SourceWords.of(each, place) for each in texts_of(file, AGENDAS))
