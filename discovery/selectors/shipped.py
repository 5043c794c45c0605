"""Texts that shipped with the program and were copied where they are used."""

from __future__ import annotations

from core.labels import Text, former_names, in_english


def in_language_of_now(stored: str, shipped: Text | None) -> str:
    """The text as it was copied in the language of the pages, also before its wording changed, in the
    language of now, such as a report's. A text that someone changed since, or that was never shipped (None),
    stays as it is."""
    if shipped is None:
        return stored
    english = in_english(shipped)
    return str(shipped) if stored in (english, *former_names(english)) else stored
