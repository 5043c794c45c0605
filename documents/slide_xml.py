"""Parts of the XML of slides for which python-pptx has no names."""

from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLAIN: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The style of tables without fills and lines."""


def remove(shape: Any) -> None:
    """Remove a shape from its page."""
    shape.element.getparent().remove(shape.element)


def send_to_back(shape: Any) -> None:
    """Put a shape behind all others of its page."""
    shapes = shape.element.getparent()
    # Before it are the properties of the page.
    shapes.insert(2, shape.element)


def describe(shape: Any, text: str) -> None:
    """Set the text that a screen reader says instead of a shape; "" for decoration."""
    shape.element.xpath(".//p:cNvPr")[0].set("descr", text)


def append(page: Any, element: Any) -> None:
    """Add the XML of a shape to a page, under the page's next number."""
    shapes = page.shapes.element
    element.xpath(".//*[local-name()='cNvPr']")[0].set("id", str(shapes.max_shape_id + 1))
    shapes.append(element)


def plain_table(frame: Any) -> None:
    """Remove fills and bands from a table."""
    properties = frame.element.xpath(".//a:tblPr")[0]
    properties.set("bandRow", "0")
    properties.xpath("./a:tableStyleId")[0].text = _PLAIN


def draw_lines_below(frame: Any, colors: Iterable[str]) -> None:
    """Draw a thin line below each row of a table, in the color of the row: six hexadecimal digits."""
    for row, color in zip(frame.element.xpath(".//a:tr"), colors, strict=True):
        for cell in row.xpath("./a:tc"):
            line = etree.SubElement(cell.get_or_add_tcPr(), f"{{{_DRAWING}}}lnB", w="9525")
            fill = etree.SubElement(line, f"{{{_DRAWING}}}solidFill")
            etree.SubElement(fill, f"{{{_DRAWING}}}srgbClr", val=color)
