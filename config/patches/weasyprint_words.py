"""WeasyPrint: how it writes the texts of drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from math import inf
from typing import Any, Final

from weasyprint import svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_emojis, draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.svg.bounding_box import EMPTY_BOUNDING_BOX, extend_bounding_box
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import color, size
from weasyprint.text import line_break

CHECKED: Final = {"weasyprint": "70.0"}
_PLAIN: Final = frozenset(
    {"text-anchor", "x", "y", "fill", "font-family", "font-size", "font-weight", "font-style", "stroke"}
)
"""What a text may say of itself, or take from the groups around it, to be written in the short way."""
_HARMLESS: Final = re.compile(
    r"stroke-width|text-rendering|id|class|role|aria-.*|data-.*|\{http://www\.w3\.org/2000/xmlns/\}.*"
)
"""And what makes no difference to a text that has no outline, or on paper."""


class _Whole(str):
    """A text that yields itself as one piece when a loop asks for its letters."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@contextmanager
def in_whole_words() -> Iterator[None]:
    """While inside, a text of a drawing is laid out as one piece unless it says where single letters go.

    WeasyPrint lays out each letter for itself, which takes a quarter of the time of our reports, and takes
    letters apart that belong together, such as those of Arabic. A text that is not written from its start it
    keeps as a separate small drawing; the labels of our maps are in their middle.
    """
    original, draw_node = svg.text, svg.SVG.draw_node
    tags = [tag for tag, draw in svg.TAGS.items() if draw is original]
    styles: dict[tuple[Any, ...], Any] = {}

    def text(drawing: Any, node: Any, font_size: float) -> None:
        places = (node.get(name, "").split() for name in ("x", "y", "dx", "dy"))
        if all(len(place) < 2 for place in places) and not any(
            name in node.attrib for name in ("rotate", "letter-spacing", "textLength")
        ):
            node._etree_node.text = _Whole(node.text or "")
        original(drawing, node, font_size)

    def draw(
        drawing: Any, node: Any, font_size: float, fill_stroke: bool = True, context: Any = None
    ) -> None:
        if fill_stroke and _is_plain(node):
            own_size = size(node.get("font-size", "1em"), font_size, font_size)
            _write(drawing, node, own_size, styles)
        else:
            draw_node(drawing, node, font_size, fill_stroke, context)

    svg.text, svg.SVG.draw_node = text, draw
    svg.TAGS.update(dict.fromkeys(tags, text))
    try:
        yield
    finally:
        svg.text, svg.SVG.draw_node = original, draw_node
        svg.TAGS.update(dict.fromkeys(tags, original))


@lru_cache(1_000)
def says_only(names: frozenset[str], plain: frozenset[str]) -> bool:
    """Return True if all attrs of a line of a drawing are plain, or make no difference."""
    return all(_HARMLESS.fullmatch(name) for name in names - plain)


def _is_plain(node: Any) -> bool:
    """Return True if the line draws a single text, in one color, at one place."""
    attrs = node.attrib
    return (
        node.tag == "text"
        and bool(node.text)
        and not len(node._etree_node)
        and says_only(frozenset(attrs), _PLAIN)
        and attrs.get("stroke", "none") == "none"
        and attrs.get("fill", "black") != "none"
        and "(" not in attrs.get("fill", "")
        and all(len(attrs.get(name, "").split()) == 1 for name in ("x", "y"))
    )


def _write(drawing: Any, node: Any, font_size: float, styles: dict[tuple[Any, ...], Any]) -> None:
    font = (node.get("font-family"), node.get("font-style"), node.get("font-weight"), font_size)
    if (style := styles.get(font)) is None:
        style = styles[font] = _style(drawing, *font)
    layout, _length, _resume, width, height, baseline = line_break.split_first_line(
        node.text, style, drawing.context, inf, 0
    )
    x = size(node.get("x"), font_size, drawing.inner_width)
    y = size(node.get("y"), font_size, drawing.inner_height)
    x -= {"middle": width / 2, "end": width}.get(node.get("text-anchor", "start"), 0)
    points = (x, y - baseline), (x + width, y - baseline + height)
    node.text_bounding_box = extend_bounding_box(EMPTY_BOUNDING_BOX, points)
    box = TextBox(layout, style)
    box.baseline = baseline
    stream = drawing.stream
    stream.set_color(color(node.get("fill", "black")))
    stream.begin_text()
    layout.reactivate(style)
    emojis = draw_first_line(stream, box, "none", "none", Matrix(d=-1, e=x, f=y))
    stream.end_text()
    draw_emojis(stream, style, x, y, emojis)


def _style(drawing: Any, family: str | None, slant: str | None, weight: str | None, font_size: float) -> Any:
    style: Any = Style(INITIAL_VALUES)
    style.font_config = drawing.font_config
    style["font_family"] = [name.strip("\"'") for name in (family or "sans-serif").split(",")]
    style["font_style"] = slant or "normal"
    weight = {"normal": "400", "bold": "700"}.get(weight or "normal", weight)
    style["font_weight"] = int(weight) if weight and weight.isdigit() else 400
    style["font_size"] = font_size
    return style
