"""python-pptx: parts of the XML of slides for which it has no names."""

from __future__ import annotations

from typing import Any, Final

CHECKED: Final = {"python-pptx": "1.0"}


def write_part(part: Any, content: bytes) -> None:
    """Replace what a part of the file holds."""
    part._blob = content


def take_out(shape: Any) -> None:
    """Remove a shape from its page."""
    shape._element.getparent().remove(shape._element)


def describe(shape: Any, words: str) -> None:
    """Set the words that a screen reader says instead of a shape; "" for decoration."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", words)


def append(page: Any, element: Any) -> None:
    """Add the XML of a shape to a page, under the page's next number."""
    element.xpath(".//*[local-name()='cNvPr']")[0].set("id", str(page.shapes._next_shape_id))
    page.shapes._spTree.append(element)
