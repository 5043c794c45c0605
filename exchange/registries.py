"""Where apps plug in formats of files that people bring into a discovery, and what becomes of what an erased
person made. Each app registers its own from AppConfig.ready()."""

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
    from exchange.services.texts import BroughtIn
    from organizations.actors import Actor


def _as_it_is(data: bytes, name: str) -> bytes:
    """What is kept of a file, and its name, where that is all of it."""
    return data


def _editors(actor: Actor, discovery: Discovery) -> None:
    """Everybody who may open the page of imports may bring in the file."""


_ANOTHER = _("Choose another file")
_IMPORT = _("Import")


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of files, by the end of their names; `bring_in` writes one, or tries that.

    `recognizes(data)` tells a file from others with the same end of its name; without it, a format takes
    those that no other recognizes. `otherwise` is said of a file that nothing recognizes. `kept(data, name)`
    is what is kept of an uploaded file until somebody confirmed what comes of it. What is typed on a page has
    no endings: `page(discovery, data, token, back)` is where it can be changed, by a link that says `words`.
    `confirm` is the button that writes what its preview shows.
    `check(actor, discovery)` raises NotAllowed for editors who may not bring it in: they are told when they
    choose the file.
    """

    key: str
    endings: tuple[str, ...]
    bring_in: Callable[..., BroughtIn]
    recognizes: Callable[[bytes], bool] | None = None
    kept: Callable[[bytes, str], bytes] = _as_it_is
    page: Callable[[Discovery, bytes, str, str], str] | None = None
    words: Text = _ANOTHER
    confirm: Text = _IMPORT
    otherwise: Text = ""
    check: Callable[[Actor, Discovery], None] = _editors


file_formats: Registry[FileFormat] = Registry("formats of files")


def _let_be(rows: QuerySet[Any]) -> None:
    """What becomes of rows in which no address stands."""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Rows of `model` that an erased person made for others, such as webhooks, found by their `link` to the
    account.

    `settle(rows, pseudonym)` is called in the transaction of the erasure while the person still has their
    roles: it ends those that were the person's alone, or that worked no more, and has the others name the
    pseudonym. `readdressed(rows)` is called for rows whose texts named the person: an address without the
    name may lead elsewhere.
    """

    key: str
    model: type[Model]
    link: str
    settle: Callable[[QuerySet[Any], str], None]
    readdressed: Callable[[QuerySet[Any]], None] = _let_be


left_behind: Registry[LeftBehind] = Registry("what erased people leave behind")
