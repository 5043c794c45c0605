"""Drawings on pages and screens: in the colors of the theme around them.

`drawing_of` makes one while the page waits, which is for drawings of a known, small size; `pending_drawing`
does not wait (docs/adr/0019); `themed` dresses one that was made before.
"""

from functools import lru_cache
from typing import Any, Final, Unpack

from django.utils.safestring import SafeString

from core.exceptions import DrawingFailed
from discovery.marks import THEME
from documents import pending_drawings
from documents.diagrams import NO_PARTS, DrawingTexts, Part, drawn_by_dot, dressed
from organizations.web import Request

# How long a page waits for its drawing, in seconds.
PATIENCE = 5.0
_KEPT: Final = 16
"""Drawings that are kept as pages show them, of some 200 kB each: dressing a large one takes 50 ms."""


def themed(svg: bytes, source: str, **words: Unpack[DrawingTexts]) -> SafeString:
    """The drawing that drawn_by_dot made of `source`, for a page. `words` are those of diagrams.draw_svg."""
    parts = words.get("parts", NO_PARTS)
    return _dressed(
        svg,
        source,
        words["title"],
        words["description"],
        tuple(words.get("links", {}).items()),
        tuple((name, part.words, tuple(part.data.items())) for name, part in parts.items()),
    )


@lru_cache(_KEPT)
def _dressed(
    svg: bytes,
    source: str,
    title: str,
    description: str,
    links: tuple[tuple[str, str], ...],
    parts: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...],
) -> SafeString:
    parts_by_key = {name: Part(words, dict(data)) for name, words, data in parts}
    return dressed(
        svg, source, title=title, description=description, links=dict(links), parts=parts_by_key, theme=THEME
    )


def drawing_of(source: str, **words: Unpack[DrawingTexts]) -> tuple[SafeString, str]:
    """The drawing of a DOT `source`, or "" and why there is none. `words` are those of diagrams.draw_svg."""
    try:
        return themed(drawn_by_dot(source, PATIENCE), source, **words), ""
    except DrawingFailed as failure:
        return SafeString(""), str(failure)


def pending_drawing(request: Request, key: str, source: str, **words: Unpack[DrawingTexts]) -> dict[str, Any]:
    """The context of a page for the drawing `key`: `drawing`, `is_pending`, `problem`. `words` are those of
    diagrams.draw_svg."""
    job = pending_drawings.drawing_for(key, source, person=request.user.pk)
    drawing = themed(job.svg, job.source, **words) if job.svg else ""
    return {"drawing": drawing, "is_pending": job.is_pending, "problem": job.problem}
