"""WeasyPrint: what it works out once."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import lru_cache
from typing import Any, Final

from weasyprint.document import Page
from weasyprint.layout import inline, preferred
from weasyprint.pdf import pydyf
from weasyprint.svg import utils
from weasyprint.text import line_break

CHECKED: Final = {"weasyprint": "70.0", "pydyf": "0.13"}
_MOST_KEPT: Final = 5_000
"""Lines of text, and numbers of drawings: what is asked for again is asked for soon."""
_LEVEL: Final = 6
"""Of compression: more of it takes longer than it saves."""
_READERS: Final = ("size", "normalize", "parse_url")


@contextmanager
def pages_counted_once() -> Iterator[None]:
    """Inside the block, a PDF that is written lists its pages once.

    WeasyPrint lists all pages for each tag, to name the page of the tag: the time grows with the square of
    the pages, to some seconds for three hundred of them.
    """
    original = pydyf.PDF.page_references

    def references(pdf: Any) -> tuple[bytes, ...]:
        cache: tuple[bytes, ...] = pdf.__dict__.get("_cached_references", ())
        if len(cache) != pdf.pages["Count"]:
            cache = pdf._cached_references = original.fget(pdf)
        return cache

    pydyf.PDF.page_references = property(references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = original


@contextmanager
def pages_packed() -> Iterator[None]:
    """Inside the block, what a page shows is compressed as soon as it is drawn. WeasyPrint keeps each number
    of it as a separate object until the PDF is written, which takes ten times the memory."""
    original = Page.paint

    def paint(page: Any, stream: Any, *args: Any, **kwargs: Any) -> None:
        original(page, stream, *args, **kwargs)
        content = b"\n".join(part if type(part) is bytes else pydyf._to_bytes(part) for part in stream.stream)
        stream.stream = [zlib.compress(content, _LEVEL)]
        stream.extra["Filter"] = "/FlateDecode"

    Page.paint = paint
    try:
        yield
    finally:
        Page.paint = original


@contextmanager
def lines_split_once() -> Iterator[None]:
    """Inside the block, the same text in the same style and width is broken into lines once.

    WeasyPrint does it again for the narrowest and the widest of each cell and flexible box, for each height
    that it tries for columns, and twice for each text of a drawing.
    """
    original = line_break.split_first_line
    # With its style: a number that identifies an object holds as long as the object lives.
    cache: dict[tuple[Any, ...], tuple[Any, tuple[Any, ...]]] = {}

    def split(text: str, style: Any, context: Any, *args: Any, **kwargs: Any) -> tuple[Any, ...]:
        key = (text, id(style), args, *kwargs.items())
        if key in cache:
            layout, *rest = cache[key][1]
            return copy(layout), *rest  # each box draws with its own
        if len(cache) >= _MOST_KEPT:
            cache.clear()
        line: tuple[Any, ...] = original(text, style, context, *args, **kwargs)
        cache[key] = style, line
        return line

    users = line_break, preferred, inline
    for module in users:
        module.split_first_line = split
    try:
        yield
    finally:
        for module in users:
            module.split_first_line = original


@contextmanager
def numbers_read_once() -> Iterator[None]:
    """Inside the block, the same number, length or address in drawings is read once."""
    originals = tuple(getattr(utils, name) for name in _READERS)
    users = [module for name, module in sys.modules.items() if name.startswith("weasyprint.svg")]
    readers = tuple(lru_cache(_MOST_KEPT)(original) for original in originals)
    for original, reading in zip(originals, readers, strict=True):
        _replace(users, original, reading)
    try:
        yield
    finally:
        for original, reading in zip(originals, readers, strict=True):
            _replace(users, reading, original)


def _replace(users: list[Any], present: Any, other: Any) -> None:
    for module in users:
        if getattr(module, other.__name__, None) is present:
            setattr(module, other.__name__, other)


def first_pages(document: Any, count: int) -> Any:
    """The first `count` pages of a document that was laid out."""
    copied = document.copy(document.pages[:count])
    copied._html = document._html  # the copy lacks it
    return copied
