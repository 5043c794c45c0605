"""HTML in, a tagged PDF out."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from django.utils.translation import gettext as _
from weasyprint import HTML

from discovery.reports.assets import OwnAssets

# What no font draws, and what turns the direction of the text around it. Marks that right-to-left scripts
# need stay.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# Told in whole words what the engine is doing, at each step and each page.
Tell = Callable[[str], None]


def render(html: str, *, tell: Tell | None = None) -> bytes:
    """The PDF of a document: tagged for screen readers (PDF/UA), the same bytes for the same `html`.

    The document brings its language, title and headings, and the alternative text of its pictures. Nothing is
    fetched but our own assets.
    """
    html = _UNPRINTABLE.sub("", html)
    with _told(tell):
        written = HTML(string=html, url_fetcher=OwnAssets()).write_pdf(
            pdf_variant="pdf/ua-1", pdf_identifier=hashlib.sha256(html.encode()).digest()[:16]
        )
    return _with_scopes(written)


def _with_scopes(written: bytes) -> bytes:
    """WeasyPrint does not say of a header cell whether it heads a column or a row: those of the table's head
    do the first, the others the second."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(written)) as pdf:
        _scope(pdf.Root.get("/StructTreeRoot"), in_head=False)
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _scope(element: Any, *, in_head: bool) -> None:
    if isinstance(element, pikepdf.Array):
        for child in element:
            _scope(child, in_head=in_head)
        return
    if not isinstance(element, pikepdf.Dictionary):
        return
    kind = element.get("/S")
    if kind == "/TH":
        if "/A" not in element:
            element.A = pikepdf.Dictionary(O=pikepdf.Name.Table)
        element.A.Scope = pikepdf.Name.Column if in_head else pikepdf.Name.Row
        return
    if "/K" in element:
        _scope(element.K, in_head=in_head or kind == "/THead")


@contextmanager
def _told(tell: Tell | None) -> Iterator[None]:
    """While inside, `tell` hears what the engine logs of its progress."""
    if tell is None:
        yield
        return
    logger = logging.getLogger("weasyprint.progress")
    handler = _Progress(tell)
    level, propagates = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagates


class _Progress(logging.Handler):
    """Turns the engine's log lines into words for the person who waits."""

    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.INFO)
        self._tell = tell

    def handle(self, record: logging.LogRecord) -> bool:
        # Not `emit`, which swallows exceptions: whoever is told may stop the work by raising one.
        writing = "PDF" in str(record.msg)
        self._tell(_("Writing the PDF") if writing else _("Laying out the pages"))
        return True
