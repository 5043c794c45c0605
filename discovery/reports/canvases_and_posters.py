"""Blank canvases to fill in by hand, and posters, as PDF: each with a code that leads to its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _

from core.labels import Text
from core.selectors.request_cache import one_reading
from discovery import registries
from discovery.models import Discovery
from discovery.registries import Canvas, Poster
from discovery.templatetags.components import on_paper
from documents.drawing_tiles import PATIENCE
from documents.pdf_engine_process import render_in_subprocess

CANVAS_PAPERS: Final = {"a4": 580, "a3": 820}
"""The formats of a canvas, each with the height in pixels that its rows share."""
POSTER_PAPER: Final = "a1"
"""The format of a poster."""

P = TypeVar("P", Canvas, Poster)


@dataclass(frozen=True, slots=True)
class Code:
    """A code in the corner of a sheet: its `picture` as a data address, the `url` that it holds, and what
    that leads to."""

    picture: str
    url: str
    words: Text


def papers_at(discovery: Discovery, page: str) -> list[tuple[str, str]]:
    """The papers that the page of the navigation with this key offers: words, and the address of the file. A
    poster only when there is something to show on it."""
    blank = [
        (
            _("Blank canvas: %(canvas)s, %(paper)s") % {"canvas": each.title, "paper": paper.upper()},
            reverse("discovery:canvas", args=[discovery.slug, each.key, paper]),
        )
        for each in _sheets_of(registries.canvases, page)
        for paper in CANVAS_PAPERS
    ]
    large = [
        (
            _("Poster: %(title)s, %(paper)s") % {"title": each.title, "paper": POSTER_PAPER.upper()},
            reverse("discovery:poster", args=[discovery.slug, each.key]),
        )
        for each in _sheets_of(registries.posters, page)
        if each.is_filled(discovery)
    ]
    return [*large, *blank]


def _sheets_of(sheets: Iterable[P], page: str) -> list[P]:
    return sorted(
        (each for each in sheets if page == each.page or page in each.offered_on), key=lambda each: each.order
    )


def pages_with_papers() -> frozenset[str]:
    """The keys of the pages to which a code may lead."""
    return frozenset(each.page for each in (*registries.canvases, *registries.posters))


def code_to(page: str, discovery: Discovery | None) -> Code:
    """The code that leads to the page of the navigation with this key: in the discovery, or, without one, to
    a page on which people choose one of their discoveries."""
    entry = registries.navigation.get(page)
    if discovery is None:
        path = reverse("discovery:paper_choice", args=[page])
    else:
        path = reverse("discovery:paper_code", args=[discovery.slug, page, discovery.uuid])
    url = settings.BASE_URL + path
    picture = segno.make(url, error="m", micro=False).svg_data_uri(border=0)
    return Code(picture, url, entry.label)


def canvas_html(canvas: Canvas, paper: str, discovery: Discovery | None = None) -> str:
    """The canvas as a document on a paper of CANVAS_PAPERS; without a discovery, for any."""
    with one_reading(), on_paper():
        context = canvas.context(discovery, CANVAS_PAPERS[paper])
        return _document(canvas, discovery, {"paper": paper, **context})


def poster_html(poster: Poster, discovery: Discovery) -> str | None:
    """The poster as a document, None when the discovery has nothing to show on it."""
    with one_reading(), on_paper():
        context = poster.context(discovery)
        if context is None:
            return None
        return _document(poster, discovery, {"paper": POSTER_PAPER, **context})


def _document(sheet: Canvas | Poster, discovery: Discovery | None, context: dict[str, Any]) -> str:
    more = {
        "title": sheet.title,
        "discovery": discovery,
        "code": code_to(sheet.page, discovery),
        "made_at": timezone.now(),
        "language": get_language() or "en",
    }
    return str(render_to_string(sheet.template, {**more, **context}))


def paper_pdf(html: str) -> bytes:
    """The PDF of a canvas or poster. Raises DrawingFailed when it cannot be laid out."""
    return render_in_subprocess(html, timeout=2 * PATIENCE)
