"""Small drawings on pages: what is drawn from the product's own words is there at once."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.safestring import SafeString, mark_safe

from core.exceptions import DrawingFailed
from documents.diagrams import draw_svg

_NO_LINKS: Mapping[str, str] = MappingProxyType({})


def drawing_of(
    source: str, *, title: str, description: str, links: Mapping[str, str] = _NO_LINKS
) -> SafeString:
    """The drawing, "" where it cannot be drawn: what it shows stands in words beside it. The arguments are
    those of diagrams.draw_svg."""
    try:
        svg = draw_svg(source, title=title, description=description, links=links)
    except DrawingFailed:
        return SafeString("")
    return mark_safe(svg)  # noqa: S308  made inert by draw_svg
