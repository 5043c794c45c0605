"""Documents laid out in this process."""

from __future__ import annotations

from documents import assets, engine


def pdf_of(html: str, *, tell: engine.Tell | None = None) -> bytes:
    """The PDF of a document in HTML, by `documents.engine.render`. Only our own assets are loaded."""
    return engine.render([html], fetcher=engine.FileFetcher(assets.own()), tell=tell)
