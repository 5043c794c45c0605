"""Texts that shipped with the program and were copied where they are used."""

from core.labels import Text, names_of


def in_language_of_now(stored: str, shipped: Text | None) -> str:
    """The text as it was copied in any language, also before its wording changed, in the language of now,
    such as a report's. A text that someone changed since, or that was never shipped (None), stays as it
    is."""
    return str(shipped) if shipped is not None and stored in names_of(shipped) else stored
