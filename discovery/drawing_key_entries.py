"""Entries of artifacts in the key of a drawing. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from discovery.marks import MARKS
from documents import drawing_key
from documents.drawing_key import KeyEntry


def key_of(entries: Iterable[tuple[bool, KeyEntry]]) -> list[KeyEntry]:
    """The entries of what the drawing has."""
    return [entry for is_there, entry in entries if is_there]


def shared_entry() -> KeyEntry:
    """The entry of products with the number of use cases that share them: more may need them
    (docs/adr/0030)."""
    words = _("Shared by ② use cases")
    return drawing_key.entry_with_mark(MARKS["shared"], words)


def product_entry() -> KeyEntry:
    """The entry of data products."""
    return drawing_key.entry_with_mark(MARKS["product"])
