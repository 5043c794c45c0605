"""python-pptx: parts of the XML of slides for which it has no names."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

CHECKED: Final = {"python-pptx": "1.0.2"}
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


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


_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The style of tables without fills and lines."""


def plain_table(frame: Any) -> None:
    """Take fills and bands from a table."""
    properties = frame._element.xpath(".//a:tblPr")[0]
    properties.set("bandRow", "0")
    properties.xpath("./a:tableStyleId")[0].text = _PLAIN


def ruled_below(cell: Any, color: str) -> None:
    """Draw a thin line of this color, six hexadecimal digits, below a cell."""
    properties = cell._tc.get_or_add_tcPr()
    line = etree.SubElement(properties, f"{{{_DRAWING}}}lnB", w="9525")
    fill = etree.SubElement(line, f"{{{_DRAWING}}}solidFill")
    etree.SubElement(fill, f"{{{_DRAWING}}}srgbClr", val=color)
