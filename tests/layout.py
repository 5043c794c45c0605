"""Documents laid out in this process."""

from __future__ import annotations

from documents import assets, pdf_engine


def pdf_of(html: str, *, tell: pdf_engine.Tell | None = None) -> bytes:
    """The PDF of a document in HTML, by `documents.pdf_engine.render`. Only our own assets are loaded."""
    return pdf_engine.render([html], fetcher=pdf_engine.FileFetcher(assets.own()), tell=tell)
