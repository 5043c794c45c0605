"""HTML in, a tagged PDF out, in this process: for what is small, and for tests. What may be large is laid out
by a process of its own (documents/subprocesses.py)."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from documents import assets, engine

# Told in whole words what the engine is doing, at each step and each page.
Tell = Callable[[str], None]


def render(html: str, *, tell: Tell | None = None) -> bytes:
    """The PDF of a document, see engine.render. Nothing is fetched but our own assets."""

    def in_words(step: str) -> None:
        if tell is not None:
            tell(_("Writing the PDF") if step == engine.WRITING else _("Laying out the pages"))

    return engine.render([html], fetcher=engine.FileFetcher(assets.own()), tell=in_words)
