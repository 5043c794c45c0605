"""Files that people bring into a discovery: each in its format, all by one plan, one preview and one undo."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import Invalid
from discovery.models import Discovery
from exchange.registries import FileFormat, file_formats
from exchange.services import columns, grid, lists, notes
from exchange.services.tables import as_read, import_table, was_saved_here
from exchange.services.texts import BroughtIn, New, import_text
from organizations.actors import Actor

TABLE = "table"
TEXT = FileFormat("text", (".yaml", ".yml"), import_text)
"""What a discovery says, as a text."""


def register_own() -> None:
    """Register texts, spreadsheets and tables, what people type as a list or in a grid, and notes."""
    file_formats.register(
        TEXT,
        FileFormat(TABLE, (".xlsx",), import_table, recognizes=was_saved_here, kept=as_read),
        FileFormat(
            columns.COLUMNS,
            (".xlsx", *columns.TABLES),
            columns.import_columns,
            kept=columns.unassigned,
            page=columns.url_of,
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
            notes.NOTES,
            (),
            notes.import_notes,
            page=notes.url_of,
            words=gettext_lazy("Change the notes"),
            confirm=gettext_lazy("Add"),
        ),
    )


def endings() -> list[str]:
    """How the names of files end that can be brought in."""
    return list(dict.fromkeys(ending for each in file_formats for ending in each.endings))


def as_kept(name: str, data: bytes) -> tuple[str, bytes]:
    """The format in which an uploaded file is kept, and what is kept of it. Raises Invalid for a file that
    nothing here reads."""
    taken = _taking(name)
    format = _recognized(taken, data) or next((each for each in taken if not each.recognizes), None)
    if format is None:
        if otherwise := next((str(each.otherwise) for each in taken if each.otherwise), ""):
            raise Invalid(otherwise, "file")
        words = {"endings": ", ".join(endings())}
        raise Invalid(_("You can import files that end in %(endings)s.") % words, "file")
    return format.key, format.kept(data, name)


def _taking(name: str) -> list[FileFormat]:
    return [each for each in file_formats if each.endings and name.lower().endswith(each.endings)]


def _recognized(formats: Iterable[FileFormat], data: bytes) -> FileFormat | None:
    return next((each for each in formats if each.recognizes and each.recognizes(data)), None)


def import_file(
    *, actor: Actor, data: bytes, name: str, into: Discovery, is_trial: bool = False
) -> BroughtIn:
    """A file in the format that its content tells; what tells none is the spreadsheet of a discovery. Raises
    as the `bring_in` of its format."""
    format = _recognized(_taking(name), data) or file_formats.get(TABLE)
    return format.bring_in(actor=actor, data=format.kept(data, name), into=into, is_trial=is_trial)


def bring_in(
    *,
    actor: Actor,
    data: bytes,
    format: str,
    into: Discovery | New,
    digest: str = "",
    is_trial: bool = False,
) -> BroughtIn:
    """What the file says, written into the discovery, or tried. Raises as the `bring_in` of its format."""
    take = file_formats.get(format).bring_in
    return take(actor=actor, data=data, into=into, digest=digest, is_trial=is_trial)
