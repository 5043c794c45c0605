"""WeasyPrint: fonts that it draws with, but does not keep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, gobject

CHECKED: Final = {"weasyprint": "70.0"}
ffi.cdef("gpointer g_object_ref(gpointer object);")


@contextmanager
def fonts_kept() -> Iterator[None]:
    """Inside the block, a font of a PDF lives as long as the PDF is written.

    WeasyPrint asks it for each colored letter, such as an emoji, by an address that belongs to the font of
    the first text that used it. Once that text is forgotten, the address leads nowhere, and the program that
    lays out the report crashes.
    """
    original = Font.__init__

    def make(font: Any, pango_font: Any, *args: Any) -> None:
        font.reference = ffi.gc(gobject.g_object_ref(pango_font), gobject.g_object_unref)
        original(font, pango_font, *args)

    Font.__init__ = make
    try:
        yield
    finally:
        Font.__init__ = original
