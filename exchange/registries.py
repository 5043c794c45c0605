"""Plug-in points for the formats of imported files, and for the erasure of people. Each app registers its own
from AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.labels import Text
from core.registry import Registry

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from discovery.models import Discovery
    from exchange.services.discovery_text import ImportResult
    from organizations.actors import Actor


def _as_it_is(data: bytes, name: str) -> bytes:
    """Return the file unchanged."""
    return data


def _editors(actor: Actor, discovery: Discovery) -> None:
    """Everyone who may open the page of imports may import the file."""


_ANOTHER = _("Choose another file")
_IMPORT = _("Import")


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of imported files, by their endings; `bring_in` imports one, or tries it.

    `recognizes(data)` separates a file from others with the same ending; a format without it gets the files
    that no other recognizes. `unrecognized_hint` is the error for an unrecognized file. `prepare(data, name)`
    returns the pending content of an uploaded file. Typed formats have no endings: `page(discovery, data,
    token, back)` is the address where the input can be changed, linked with the text `words`. `confirm` is
    the label of the import button. `check(actor, discovery)` raises NotAllowed for editors who may not import
    the file.
    """

    key: str
    endings: tuple[str, ...]
    bring_in: Callable[..., ImportResult]
    recognizes: Callable[[bytes], bool] | None = None
    prepare: Callable[[bytes, str], bytes] = _as_it_is
    page: Callable[[Discovery, bytes, str, str], str] | None = None
    words: Text = _ANOTHER
    confirm: Text = _IMPORT
    unrecognized_hint: Text = ""
    check: Callable[[Actor, Discovery], None] = _editors


file_formats: Registry[FileFormat] = Registry("formats of files")


def _let_be(rows: QuerySet[Any]) -> None:
    """Leave rows without addresses unchanged."""


@dataclass(frozen=True, slots=True)
class ErasureHook:
    """Handles rows of `model` that an erased person made for others, such as webhooks. `link` is their field
    for the account.

    `settle(rows, pseudonym)` runs in the transaction of the erasure, while the person still has their roles:
    it ends rows that were the person's alone or invalid, and puts the pseudonym into the others.
    `readdressed(rows)` runs for rows whose texts named the person: an address without the name may lead
    elsewhere.
    """

    key: str
    model: type[Model]
    link: str
    settle: Callable[[QuerySet[Any], str], None]
    readdressed: Callable[[QuerySet[Any]], None] = _let_be


erasure_hooks: Registry[ErasureHook] = Registry("what erased people leave behind")
