"""Files that people bring into a discovery: each in its format, all by one plan, one preview and one undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery.models import Discovery
from exchange.services.lists import LIST, import_list
from exchange.services.tables import import_table
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

FORMATS: Mapping[str, FileFormat] = {each.key: each for each in (TEXT, TABLE, PASTED)}


def format_of(name: str) -> FileFormat:
    """The format of a file with this name. Raises Invalid for one that nothing here reads."""
    for each in FORMATS.values():
        if name.lower().endswith(each.endings):
            return each
    endings = ", ".join(ending for each in FORMATS.values() for ending in each.endings)
    raise Invalid(_("Files that can be brought in end with %(endings)s.") % {"endings": endings}, "file")


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
