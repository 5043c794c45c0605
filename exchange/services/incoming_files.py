"""Files that people bring into a discovery: each in its format, all by one plan, one preview and one undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery.models import Discovery
from exchange.services.columns import COLUMNS, TABLES, import_columns, unassigned
from exchange.services.grid import GRID, import_grid
from exchange.services.lists import LIST, import_list
from exchange.services.tables import import_table, was_saved_here
from exchange.services.texts import BroughtIn, New, import_text
from organizations.actors import Actor


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of files, by the end of their names; `bring_in` writes one, or tries that."""

    key: str
    endings: tuple[str, ...]
    bring_in: Callable[..., BroughtIn]


TEXT = FileFormat("text", (".yaml", ".yml"), import_text)

TABLE = FileFormat("table", (".xlsx",), import_table)

PASTED = FileFormat(LIST, (), import_list)

ASSIGNED = FileFormat(COLUMNS, TABLES, import_columns)

TYPED = FileFormat(GRID, (), import_grid)

FORMATS: Mapping[str, FileFormat] = {each.key: each for each in (TEXT, TABLE, ASSIGNED, PASTED, TYPED)}


def format_of(name: str) -> FileFormat:
    """The format of a file with this name. Raises Invalid for one that nothing here reads."""
    for each in FORMATS.values():
        if name.lower().endswith(each.endings):
            return each
    endings = ", ".join(ending for each in FORMATS.values() for ending in each.endings)
    raise Invalid(_("Files that can be brought in end with %(endings)s.") % {"endings": endings}, "file")


def as_kept(name: str, data: bytes) -> tuple[str, bytes]:
    """The format in which an uploaded file is kept, and what is kept of it: a table that was not saved here
    waits for what its columns are. Raises Invalid."""
    format = format_of(name)
    if format is ASSIGNED or (format is TABLE and not was_saved_here(data)):
        return COLUMNS, unassigned(data, name)
    return format.key, data


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
    return FORMATS[format].bring_in(actor=actor, data=data, into=into, digest=digest, is_trial=is_trial)
