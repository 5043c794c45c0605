"""Pages of a PDF as pictures: what is laid out once, in the fonts of the product, looks the same in every
program that shows slides."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2 as pdfium

# Across, for a slide on a large screen.
PIXELS = 2000


def pictures_of(pdf: bytes) -> list[bytes]:
    """Each page as PNG, so many PIXELS wide. Raises pdfium.PdfiumError for what is no PDF."""
    import pypdfium2 as pdfium  # read when it is needed: every start and command would wait for it

    document = pdfium.PdfDocument(pdf)
    try:
        return [picture_of(page) for page in document]
    finally:
        document.close()


def picture_of(page: pdfium.PdfPage) -> bytes:
    """The page as PNG, so many PIXELS wide."""
    target = io.BytesIO()
    # PDFium rounds up.
    image = page.render(scale=(PIXELS - 0.5) / page.get_width()).to_pil()
    # Not `optimize`: two percent fewer bytes for three times the time.
    image.save(target, "PNG")
    return target.getvalue()
