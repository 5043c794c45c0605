"""Outlines of the shapes and words of a drawing, read from its SVG. Pure."""

import re

from lxml import etree

# What SVG and the drawing program take for the size of words without one, in points.
SIZE = 14.0
# In parts of the size of the letters, a little more than they take on average.
_WIDTH_OF_A_LETTER = 0.55
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def size_of(text: etree._Element) -> float:
    """Size of a line of text, in points of the drawing."""
    return float(text.get("font-size", SIZE))


def ends(text: etree._Element) -> tuple[float, float]:
    """About where a line of text begins and ends."""
    wide = len("".join(text.itertext())) * size_of(text) * _WIDTH_OF_A_LETTER
    begins = float(text.get("x", "0"))
    begins -= {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", "start"), 0.0)
    return begins, begins + wide


def points(group: etree._Element) -> tuple[list[float], list[float]]:
    """All points of the shapes of a group: how far across, and how far down."""
    numbers = [
        float(number)
        for element in group.iter()
        for attribute in ("points", "d")
        for number in _NUMBER.findall(element.get(attribute, ""))
    ]
    return numbers[::2], numbers[1::2]


def shift_of(drawing: etree._Element) -> tuple[float, float]:
    """Offset by which `dot` moved everything, in points: translate(4 396)."""
    moved = re.search(r"translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)", drawing.get("transform", ""))
    return (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)
