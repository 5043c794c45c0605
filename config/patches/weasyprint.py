"""WeasyPrint: a report is laid out in two thirds of the time, with the letters of every script joined.

Each function is a patch for the time of a `with`. Pages are the same as without it
(tests/documents/test_pdf_engine.py), except for the spaces between letters that belong together, and hyphens.
"""

import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from functools import lru_cache
from math import inf
from typing import Any, Final

from weasyprint import svg
from weasyprint.css import StyleFor
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.document import Page
from weasyprint.draw.text import draw_emojis, draw_first_line
from weasyprint.layout import inline, percent, preferred
from weasyprint.matrix import Matrix
from weasyprint.pdf import pydyf
from weasyprint.pdf.fonts import Font
from weasyprint.svg.bounding_box import EMPTY_BOUNDING_BOX, extend_bounding_box
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import color, size
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject

CHECKED: Final = {"weasyprint": "70.0", "pydyf": "0.13"}
GAIN: Final = (
    "The report of the demo takes 3.3 s of processor instead of 5.0, and has 0.5 MB instead of 0.7. "
    "`python -m bench report` has the seconds and the memory of 300 pages."
)
ffi.cdef("gpointer g_object_ref(gpointer object);")
_MOST_KEPT: Final = 5_000
"""Lines of text: what is asked for again is asked for soon."""
_LEVEL: Final = 6
"""Of compression: more of it takes longer than it saves."""
_LENGTHS: Final = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *(f"{bound}{axis}" for axis in ("width", "height") for bound in ("", "min_", "max_")),
)
_PSEUDO_ELEMENTS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "marker": lambda style: "list-item" in style["display"],
    **dict.fromkeys(("footnote-call", "footnote-marker"), lambda style: style["float"] == "footnote"),
    **dict.fromkeys(
        ("note-call", "note-marker", "note-callback"), lambda style: style["position"][0] == "note()"
    ),
}
"""Which elements have them, by their style."""
_BORDERS: Final = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_PLAIN: Final = frozenset(
    {"text-anchor", "x", "y", "fill", "font-family", "font-size", "font-weight", "font-style", "stroke"}
)
"""What a text may say of itself, or take from the groups around it, to be written in the short way."""
_HARMLESS: Final = re.compile(
    r"stroke-width|text-rendering|id|class|role|aria-.*|data-.*|\{http://www\.w3\.org/2000/xmlns/\}.*"
)
"""And what makes no difference to a text that has no outline, or on paper."""


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


@contextmanager
def hyphenated_alone() -> Iterator[None]:
    """Inside the block, a word is hyphenated only where it begins a line.

    WeasyPrint also hyphenates the first word of a text that begins in the middle of a line, after an element,
    and what is before the hyphen then is a line of its own: "8 Con-".
    """
    original = line_break.split_first_line

    def split(text: str, style: Any, *args: Any, is_line_start: bool = True, **kwargs: Any) -> Any:
        if not is_line_start and style["hyphens"] == "auto":
            plain = style.__dict__.get("_not_hyphenated")
            if plain is None:
                plain = style.__dict__["_not_hyphenated"] = style.copy()
                plain["hyphens"] = "manual"
            style = plain
        return original(text, style, *args, is_line_start=is_line_start, **kwargs)

    with _in_place_of(original, split):
        yield


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
def lengths_resolved_once() -> Iterator[None]:
    """Inside the block, boxes take the lengths of a style that has no percentages from what was worked out
    for the first of them. WeasyPrint asks each of eighteen lengths again, each time that a box is laid
    out."""
    original = percent.resolve_percentages

    def resolve(box: Any, containing_block: Any) -> None:
        style = box.style
        lengths = style.__dict__.get("_kept_lengths", style)
        if lengths is style:
            lengths = style._kept_lengths = _fixed(style)
        if lengths is None:
            original(box, containing_block)
            return
        box.__dict__.update(lengths)
        is_collapsed = style["border_collapse"] == "collapse"
        for name in _BORDERS:
            # Those of a table whose borders collapse are those that its cells agreed on.
            if not (is_collapsed and hasattr(box, name)):
                setattr(box, name, style[name])
        if style["box_sizing"] != "content-box":
            percent.adjust_box_sizing(box, "width")
            percent.adjust_box_sizing(box, "height")

    with _in_place_of(original, resolve):
        yield


def _fixed(style: Mapping[str, Any]) -> dict[str, Any] | None:
    """The lengths of a style; None where they depend on the box around."""
    lengths = {}
    for name in _LENGTHS:
        value = style[name]
        if value is not None and value != "auto":
            if getattr(value, "unit", "%") == "%":
                return None
            value = value.value
        lengths[name] = 0 if value == "auto" and name.startswith("min_") else value
    return lengths


@contextmanager
def markers_styled_where_shown() -> Iterator[None]:
    """Inside the block, markers and notes get a style where there are any. WeasyPrint gives six of them to
    each element, list item or not: most of the memory of all styles, and half of their time."""
    original = StyleFor.set_computed_styles

    def compute(styles: Any, element: Any, parent: Any, *args: Any, **kwargs: Any) -> None:
        has_one = _PSEUDO_ELEMENTS.get(kwargs.get("pseudo_type") or "")
        if has_one is None or has_one(styles.get_computed_styles()[element, None]):
            original(styles, element, parent, *args, **kwargs)

    StyleFor.set_computed_styles = compute
    try:
        yield
    finally:
        StyleFor.set_computed_styles = original


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
def _says_only(names: frozenset[str], plain: frozenset[str]) -> bool:
    """Return True if all attrs of a line of a drawing are plain, or make no difference."""
    return all(_HARMLESS.fullmatch(name) for name in names - plain)


def _is_plain(node: Any) -> bool:
    """Return True if the line draws a single text, in one color, at one place."""
    attrs = node.attrib
    return (
        node.tag == "text"
        and bool(node.text)
        and not len(node._etree_node)
        and _says_only(frozenset(attrs), _PLAIN)
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


def first_pages(document: Any, count: int) -> Any:
    """The first `count` pages of a document that was laid out."""
    copied = document.copy(document.pages[:count])
    copied._html = document._html  # the copy lacks it
    return copied


def paper_of(document: Any) -> tuple[tuple[float, float], tuple[float, float, float, float]]:
    """Width and height of the first page of a document that was laid out, and its margins from the top one
    on, in pixels."""
    box = document.pages[0]._page_box
    margins = (box.margin_top, box.margin_right, box.margin_bottom, box.margin_left)
    return (box.margin_width(), box.margin_height()), margins


@contextmanager
def _in_place_of(original: Callable[..., Any], other: Callable[..., Any]) -> Iterator[None]:
    """Inside the block, all modules of WeasyPrint that have imported a function call another one."""
    users = [
        module
        for name, module in sys.modules.items()
        if name.startswith("weasyprint.") and getattr(module, original.__name__, None) is original
    ]
    for module in users:
        setattr(module, original.__name__, other)
    try:
        yield
    finally:
        for module in users:
            setattr(module, original.__name__, original)
