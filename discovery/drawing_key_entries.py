"""Entries of artifacts in the key of a drawing. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from discovery.marks import MARKS
from discovery.use_count_words import key_words
from discovery.use_counts import UseCount
from documents import drawing_key
from documents.drawing_key import KeyEntry


def key_of(entries: Iterable[tuple[bool, KeyEntry]]) -> list[KeyEntry]:
    """The entries of what the drawing has."""
    return [entry for is_there, entry in entries if is_there]


def shared_entry(uses: Iterable[UseCount]) -> tuple[bool, KeyEntry]:
    """The entry of shared products, with whether there is one (docs/adr/0030)."""
    return any(each.is_shared for each in uses), drawing_key.entry_with_mark(MARKS["shared"], key_words())


def product_entry(*, has_states: bool = False) -> KeyEntry:
    """The entry of data products; the outline of a drawing that `has_states` tells which of them exist."""
    words = _("Data product, live or being built") if has_states else ""
    return drawing_key.entry_with_mark(MARKS["product"], words)
