"""Imports files into a discovery: each format with the same plan, preview and undo."""

from collections.abc import Iterable

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from discovery.models import Discovery
from exchange.column_mapping import services as column_mapping
from exchange.grid import services as grid
from exchange.lists import services as lists
from exchange.registries import FileFormat, file_formats
from exchange.services.discovery_text import ImportResult, NewDiscovery, import_text
from exchange.services.edited_spreadsheets import as_read, import_table, was_saved_here
from exchange.whiteboard_notes import services as whiteboard_notes
from organizations.actors import Actor

TABLE = "table"
TEXT = FileFormat("text", (".yaml", ".yml"), import_text)
"""The format of a discovery as text."""


def register_own() -> None:
    """Register the formats of texts, spreadsheets, tables, pasted lists, grids and notes."""
    file_formats.register(
        TEXT,
        FileFormat(TABLE, (".xlsx",), import_table, recognizes=was_saved_here, prepare=as_read),
        FileFormat(
            column_mapping.COLUMNS,
            (".xlsx", *column_mapping.TABLES),
            column_mapping.import_columns,
            prepare=column_mapping.table_file,
            page=column_mapping.url_of,
            words=gettext_lazy("Change the columns"),
        ),
        FileFormat(
            lists.LIST,
            (),
            lists.import_list,
            page=lists.url_of,
            words=gettext_lazy("Change the list"),
            confirm=gettext_lazy("Add"),
        ),
        FileFormat(
            grid.GRID,
            (),
            grid.import_grid,
            page=grid.url_of,
            words=gettext_lazy("Change the grid"),
            confirm=gettext_lazy("Save changes"),
        ),
        FileFormat(
            whiteboard_notes.NOTES,
            (),
            whiteboard_notes.import_notes,
            page=whiteboard_notes.url_of,
            words=gettext_lazy("Change the notes"),
            confirm=gettext_lazy("Add"),
        ),
    )


def endings() -> list[str]:
    """Return the file endings that can be imported."""
    return list(dict.fromkeys(ending for each in file_formats for ending in each.endings))


def prepared_file(name: str, data: bytes) -> tuple[str, bytes]:
    """Return the format of an uploaded file, and the pending content. Raises Invalid for a file without a
    format."""
    formats = _formats_for(name)
    format = _recognized(formats, data) or next((each for each in formats if not each.recognizes), None)
    if format is None:
        if hint := next((str(each.unrecognized_hint) for each in formats if each.unrecognized_hint), ""):
            raise Invalid(hint, "file")
        words = {"endings": ", ".join(endings())}
        raise Invalid(_("You can import files that end in %(endings)s.") % words, "file")
    return format.key, format.prepare(data, name)


def _formats_for(name: str) -> list[FileFormat]:
    return [each for each in file_formats if each.endings and name.lower().endswith(each.endings)]


def _recognized(formats: Iterable[FileFormat], data: bytes) -> FileFormat | None:
    return next((each for each in formats if each.recognizes and each.recognizes(data)), None)


def import_file(
    *, actor: Actor, data: bytes, name: str, into: Discovery, is_trial: bool = False
) -> ImportResult:
    """Import a file in the format of its content, else as the spreadsheet of a discovery. Raises the errors
    of `bring_in` of its format."""
    format = _recognized(_formats_for(name), data) or file_formats.get(TABLE)
    return format.bring_in(actor=actor, data=format.prepare(data, name), into=into, is_trial=is_trial)


def bring_in(
    *,
    actor: Actor,
    data: bytes,
    format: str,
    into: Discovery | NewDiscovery,
    digest: str = "",
    is_trial: bool = False,
) -> ImportResult:
    """Import the file into the discovery, or try it. Raises the errors of `bring_in` of its format."""
    take = file_formats.get(format).bring_in
    return take(actor=actor, data=data, into=into, digest=digest, is_trial=is_trial)
