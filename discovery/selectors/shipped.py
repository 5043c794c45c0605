"""Texts that shipped with the program and were copied where they are used."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import override

from core.labels import Text


def in_language_of_now(stored: str, shipped: Text | None) -> str:
    """The text as it was copied in the language of the pages, said in the language of now, such as a
    report's; a text that somebody changed since, or that was never shipped (None), stays as it is."""
    if shipped is None:
        return stored
    with override(settings.LANGUAGE_CODE):
        if str(shipped) != stored:
            return stored
    return str(shipped)
