"""Rules that several kinds share. Each raises Invalid with the name of the field."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.text import is_visible

YEARS = range(2000, 2101)
"""Dates outside these years are typing errors."""


def check_visible(text: str, field: str) -> None:
    """A text says something that people can see."""
    if text and not is_visible(text):
        raise Invalid(_("Say it in a few words."), field)


def check_year(day: date | None, field: str) -> None:
    """A date is of these years."""
    if day is not None and day.year not in YEARS:
        raise Invalid(_("Check the year."), field)
