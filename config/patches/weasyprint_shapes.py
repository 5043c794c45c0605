"""WeasyPrint: how it draws the shapes of drawings, and what it keeps of a drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final
from xml.etree import ElementTree

from weasyprint import svg
from weasyprint.images import SVGImage
from weasyprint.svg.utils import color

from config.patches.weasyprint_words import says_only

CHECKED: Final = {"weasyprint": "70.0", "pydyf": "0.13"}
_PLAIN: Final = frozenset(
    {"d", "points", "fill", "stroke", "stroke-width", "stroke-dasharray"}
    | {"x", "y", "width", "height", "rx", "ry", "x1", "x2", "y1", "y2"}
    | {"font-family", "font-size", "font-weight", "font-style", "text-anchor"}
)
"""What a shape may say of itself, or take from the groups around it, to be drawn in the short way."""
_NUMBER: Final = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_NUMBERS: Final = re.compile(rf"\s*{_NUMBER.pattern}(?:[\s,]*{_NUMBER.pattern})*\s*")
_COLOR: Final = re.compile("#[0-9a-fA-F]+|[a-z]+")
_PATH: Final = re.compile(r"\s*M[MLHVCZmlhvcz\d\s.,-]+")
_STEPS: Final = re.compile(r"([MLHVCZmlhvcz])([^MLHVCZmlhvcz]*)")
_TAKES: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6}
"""How many numbers a step of a path takes."""
_CORNERS: Final = ("polygon", "polyline")
_AT_ONCE: Final = ("rect", "line")
_GROUP: Final = "{http://www.w3.org/2000/svg}g"
_SAYS_NOTHING: Final = re.compile(r"role|aria-.*|data-.*")
_color = lru_cache(1_000)(color)


@contextmanager
def shapes_in_short() -> Iterator[None]:
    """While inside, shapes of one color are drawn without a look at all that drawings may have.

    WeasyPrint looks for filters, masks, markers and the like at each of them, begins and ends a state of its
    own, and says of each how its corners are: most of the time, and of the bytes, of a large map.
    """
    draw_node = svg.SVG.draw_node

    def draw(
        drawing: Any, node: Any, font_size: float, fill_stroke: bool = True, context: Any = None
    ) -> None:
        if fill_stroke and context is None and _is_plain(node):
            _draw(drawing, node, font_size)
        else:
            draw_node(drawing, node, font_size, fill_stroke, context)

    svg.SVG.draw_node = draw
    try:
        yield
    finally:
        svg.SVG.draw_node = draw_node


@contextmanager
def drawings_forgotten() -> Iterator[None]:
    """While inside, a drawing has no groups that say nothing of how it looks, and what is worked out to draw
    it is forgotten once it is drawn. WeasyPrint keeps all of it until the PDF is written."""
    make, draw = svg.SVG.__init__, SVGImage.draw

    def make_flat(drawing: Any, tree: Any, *args: Any, **kwargs: Any) -> None:
        _flatten(tree)
        make(drawing, tree, *args, **kwargs)

    def draw_once(image: Any, *args: Any, **kwargs: Any) -> None:
        draw(image, *args, **kwargs)
        image._svg.tree._children = None

    svg.SVG.__init__, SVGImage.draw = make_flat, draw_once
    try:
        yield
    finally:
        svg.SVG.__init__, SVGImage.draw = make, draw


def _flatten(element: ElementTree.Element) -> None:
    flat: list[ElementTree.Element] = []
    for child in element:
        if child.tag == _GROUP:
            _flatten(child)
            if all(map(_SAYS_NOTHING.fullmatch, child.attrib)):
                flat.extend(child)
                continue
        flat.append(child)
    element[:] = flat


def _is_plain(node: Any) -> bool:
    attrs, tag = node.attrib, node.tag
    if tag == "path":
        is_simple = _PATH.fullmatch(attrs.get("d", "")) is not None
    elif tag in _CORNERS:
        is_simple = _NUMBERS.fullmatch(attrs.get("points", "")) is not None
    else:
        is_simple = tag in _AT_ONCE
    return (
        is_simple
        and not len(node._etree_node)
        and says_only(frozenset(attrs), _PLAIN)
        and all(_COLOR.fullmatch(attrs.get(name, "none")) for name in ("fill", "stroke"))
        and all(_NUMBERS.fullmatch(attrs.get(name, "0")) for name in ("stroke-width", "stroke-dasharray"))
    )


def _draw(drawing: Any, node: Any, font_size: float) -> None:
    """Draw the shape. No state is begun for it: each shape says what it needs, and no other takes from it."""
    stream, attrs = drawing.stream, node.attrib
    fill, stroke = attrs.get("fill", "black"), attrs.get("stroke", "none")
    width = float(attrs.get("stroke-width", "1"))
    is_filled, has_line = fill != "none", stroke != "none" and width > 0
    dashes = [float(each) for each in _NUMBER.findall(attrs.get("stroke-dasharray", ""))] if has_line else []
    if not is_filled and not has_line:
        return
    if is_filled:
        stream.set_color(_color(fill))
    if has_line:
        stream.set_color(_color(stroke), stroke=True)
        stream.set_line_width(width)
        stream.set_miter_limit(4)
    if any(dashes):
        stream.set_dash(dashes, 0)
    if node.tag == "path":
        _go(stream, attrs["d"])
    elif node.tag in _AT_ONCE:
        svg.TAGS[node.tag](drawing, node, font_size)
    else:
        _go(stream, f"M{attrs['points']}{'z' if node.tag == 'polygon' else ''}")
    if is_filled and has_line:
        stream.fill_and_stroke(False)
    elif is_filled:
        stream.fill(False)
    else:
        stream.stroke()
    if any(dashes):
        stream.set_dash((), 0)


def _go(stream: Any, path: str) -> None:
    """Draw the steps of a path; further pairs of numbers after a move are lines."""
    x = y = left = top = 0.0
    for letter, text in _STEPS.findall(path):
        if letter in "Zz":
            stream.close()
            x, y = left, top
            continue
        step, numbers = letter.upper(), [float(number) for number in _NUMBER.findall(text)]
        for at in range(0, len(numbers) - _TAKES[step] + 1, _TAKES[step]):
            across, down = (x, y) if letter.islower() else (0.0, 0.0)
            if step == "C":
                points = [
                    number + (down if place % 2 else across)
                    for place, number in enumerate(numbers[at : at + 6])
                ]
                stream.curve_to(*points)
                x, y = points[-2:]
                continue
            if step == "H":
                x = across + numbers[at]
            elif step == "V":
                y = down + numbers[at]
            else:
                x, y = across + numbers[at], down + numbers[at + 1]
            if step == "M" and not at:
                stream.move_to(x, y)
                left, top = x, y
            else:
                stream.line_to(x, y)
