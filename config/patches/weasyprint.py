"""WeasyPrint: how it lays out the texts of drawings, and how it counts the pages of a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from weasyprint import svg
from weasyprint.pdf import pydyf

CHECKED: Final = {"weasyprint": "70.0", "pydyf": "0.13.0"}


class _Whole(str):
    """A text that yields itself as one piece when a loop asks for its letters."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@contextmanager
def in_whole_words() -> Iterator[None]:
    """While inside, a text of a drawing is laid out as one piece unless it says where single letters go.

    WeasyPrint lays out each letter for itself, which takes a quarter of the time of our reports, and takes
    letters apart that belong together, such as those of Arabic.
    """
    original = svg.text
    tags = [tag for tag, draw in svg.TAGS.items() if draw is original]

    def text(drawing: Any, node: Any, font_size: float) -> None:
        places = (node.get(name, "").split() for name in ("x", "y", "dx", "dy"))
        if all(len(place) < 2 for place in places) and not any(
            name in node.attrib for name in ("rotate", "letter-spacing", "textLength")
        ):
            node._etree_node.text = _Whole(node.text or "")
        original(drawing, node, font_size)

    svg.text = text
    svg.TAGS.update(dict.fromkeys(tags, text))
    try:
        yield
    finally:
        svg.text = original
        svg.TAGS.update(dict.fromkeys(tags, original))


@contextmanager
def pages_counted_once() -> Iterator[None]:
    """Inside the block, a PDF that is written lists its pages once.

    WeasyPrint lists all pages for each tag, to name the page of the tag: the time grows with the square of
    the pages, to some seconds for three hundred of them.
    """
    original = pydyf.PDF.page_references

    def references(pdf: Any) -> tuple[bytes, ...]:
        known: tuple[bytes, ...] = pdf.__dict__.get("_known_references", ())
        if len(known) != pdf.pages["Count"]:
            known = pdf._known_references = original.fget(pdf)
        return known

    pydyf.PDF.page_references = property(references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = original


def first_pages(document: Any, count: int) -> Any:
    """The first `count` pages of a document that was laid out."""
    copied = document.copy(document.pages[:count])
    copied._html = document._html  # the copy lacks it
    return copied
