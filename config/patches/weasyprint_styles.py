"""WeasyPrint: what follows from a style alone is worked out once for it, not for each box and line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from weasyprint.css import StyleFor
from weasyprint.layout import percent
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

CHECKED: Final = {"weasyprint": "70.0"}
ffi.cdef("PangoLayout* pango_layout_copy(PangoLayout*);")
_LENGTHS: Final = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *(f"{bound}{axis}" for axis in ("width", "height") for bound in ("", "min_", "max_")),
)
_OF_A_TEXT: Final = {"style", "text", "max_width", "justification_spacing"}
_PSEUDO_ELEMENTS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "marker": lambda style: "list-item" in style["display"],
    **dict.fromkeys(("footnote-call", "footnote-marker"), lambda style: style["float"] == "footnote"),
    **dict.fromkeys(
        ("note-call", "note-marker", "note-callback"), lambda style: style["position"][0] == "note()"
    ),
}
"""Which elements have them, by their style."""
_BORDERS: Final = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


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

    with in_place_of(original, resolve):
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


@contextmanager
def fonts_described_once() -> Iterator[None]:
    """Inside the block, texts of the same style share the description of their font, and their height."""
    setup, strut = line_break.Layout.setup, line_break.strut

    def described(layout: Any, style: Any) -> None:
        cache = style.__dict__.get("_kept_layout")
        if cache is None:
            setup(layout, style)
            cache = style._kept_layout = {
                name: layout.__dict__[name] for name in layout.__dict__.keys() - _OF_A_TEXT
            }
        layout.style = style
        layout.__dict__.update(cache)
        layout.first_line_direction = 0
        layout.layout = ffi.gc(pango.pango_layout_copy(cache["layout"]), gobject.g_object_unref)

    def height(style: Any) -> tuple[float, float]:
        cache: tuple[float, float] | None = style.__dict__.get("_kept_strut")
        if cache is None:
            cache = style._kept_strut = strut(style)
        return cache

    line_break.Layout.setup = described
    try:
        with in_place_of(strut, height):
            yield
    finally:
        line_break.Layout.setup = setup


@contextmanager
def in_place_of(original: Callable[..., Any], other: Callable[..., Any]) -> Iterator[None]:
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
