"""Tabs over the pages of a stream, for components/tabs.html."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from core.labels import Text
from discovery.models import Discovery


def stream_tabs(
    pages: Iterable[tuple[str, Text]], discovery: Discovery, current: str
) -> list[dict[str, Any]]:
    """A tab for each of the pages: the name of its address, and its word. `current` is the name of one."""
    return [
        {"words": words, "href": reverse(name, args=[discovery.slug]), "current": name == current}
        for name, words in pages
    ]
