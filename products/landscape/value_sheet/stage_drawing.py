"""The value sheet as DOT source for a screen that is wider than high, and for a page. Texts in, text out.

The vision is above bands of equal columns, from goals to source-oriented products. A shared product is
yellow, with the number of use cases that share it, and another one has the number of those that need it if
several do; a part that lacks something has a red outline.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from discovery.drawing_key_entries import key_of, product_entry, shared_entry
from discovery.marks import MARKS
from discovery.state_looks import (
    ItemState,
    absent_entry,
    aside_entry,
    in_state,
    mark_look,
    state_entry,
)
from documents import dot
from documents.drawing_key import KeyEntry
from documents.marks import Shape
from documents.stage_node import StageNode
from products.landscape.map_columns import in_order
from products.landscape.stage_columns import Band, BandPicture, banded_source, page_source
from products.landscape.value_sheet.drawing import (
    COLUMNS,
    PRODUCTS,
    SheetLine,
    SheetPart,
    headings,
    shown_name,
)

# How much larger names are than sentences, and goals than both.
_LARGER, _OF_GOALS = 1.2, 1.3


def source(parts: Iterable[SheetPart], lines: Iterable[SheetLine], *, shape: float) -> str:
    """DOT source of the sheet, whose height over width is `shape`: names without captions and notes."""
    names = (replace(part, caption="", notes=()) for part in parts)
    return banded_source(_picture(names, lines), shape=shape)


def sheet_page_source(parts: Iterable[SheetPart], lines: Iterable[SheetLine]) -> str:
    """The same for a page, where the key is below the drawing."""
    return page_source(replace(_picture(parts, lines), key=()))


def _picture(parts: Iterable[SheetPart], lines: Iterable[SheetLine]) -> BandPicture:
    """A line whose end is no part is left out, and so are those from the vision, which is above all goals."""
    by_key = {part.key: part for part in parts}
    vision = next((part for part in by_key.values() if part.kind == "vision"), None)
    names = [name for name in COLUMNS if name != "vision"]
    by_column = {name: [key for key, part in by_key.items() if part.kind == name] for name in names}
    by_column = {name: keys for name, keys in by_column.items() if keys}
    inside = {key for keys in by_column.values() for key in keys}
    edges = [(line.start, line.end) for line in lines if line.start in inside and line.end in inside]
    rows = in_order([*by_column.values()], _neighbors(edges), fixed=by_column.get("goal", ()))
    words = headings()
    bands = [Band(f"column-{name}", words[name], (row,)) for name, row in zip(by_column, rows, strict=True)]
    return BandPicture(
        {key: _node(by_key[key]) for key in inside},
        bands,
        [(start, end, {"arrowhead": "none"}) for start, end in edges],
        banner=None if vision is None else (vision.key, words["vision"], vision.text),
        key=_key([by_key[key] for key in inside], {start for start, _end in edges}),
        has_arrows=False,
    )


def _neighbors(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    joined: dict[str, list[str]] = {}
    for start, end in edges:
        joined.setdefault(start, []).append(end)
        joined.setdefault(end, []).append(start)
    return joined


def _node(part: SheetPart) -> StageNode:
    if part.kind in PRODUCTS:
        mark = MARKS[part.uses.mark]
        look = {"shape": "hexagon", **mark_look(mark, part.state, thick=2.5)}
        ink, shape = mark.ink, Shape.HEXAGON
    else:
        ink, shape = dot.INK, Shape.ROUNDED
        border = {"goal": dot.INK, "use_case": MARKS["use_case"].color}.get(part.kind, dot.INK_3)
        look = {
            "shape": "box",
            "style": "filled,rounded",
            "fillcolor": dot.PAPER,
            "color": border,
            "penwidth": "4" if part.kind == "goal" else "2.5",
        }
        look = in_state(look, part.state)
    is_bold = part.kind in ("goal", "use_case", *PRODUCTS)
    face = dot.SERIF if part.kind == "hypothesis" else dot.SANS
    larger = {"hypothesis": 1.0, "goal": _OF_GOALS}.get(part.kind, _LARGER)
    is_left = bool(part.notes) and shape is Shape.ROUNDED
    return StageNode(
        shown_name(part), shape, look, ink, face, is_bold, larger, part.caption, part.notes, is_left
    )


def _key(parts: Collection[SheetPart], starts: Collection[str]) -> list[KeyEntry]:
    """The entries for what there is; `starts` are the parts from which lines lead."""
    products = [part for part in parts if part.kind in PRODUCTS]
    states = {part.state for part in parts}
    lacking = [part for part in parts if part.state is ItemState.LACKING]
    return key_of(
        (
            (bool(products), product_entry(has_states=True)),
            shared_entry(part.uses for part in products),
            (ItemState.ABSENT in states, absent_entry()),
            (bool(lacking), state_entry(_words_of(lacking, starts), ItemState.LACKING)),
            (ItemState.ASIDE in states, aside_entry()),
        )
    )


def _words_of(lacking: Iterable[SheetPart], starts: Collection[str]) -> str:
    """The meaning of a red outline: a use case from which a line leads lacks only a hypothesis."""
    lacks = {_lack_of(part, starts) for part in lacking}
    if len(lacks) == 1:
        return lacks.pop()
    if _("No use case yet") in lacks:
        return _("Something is missing")
    return _("Not linked, or no data product yet")


def _lack_of(part: SheetPart, starts: Collection[str]) -> str:
    if part.kind == "hypothesis":
        return _("No use case yet")
    is_bare = part.kind == "goal" or (part.kind == "use_case" and part.key not in starts)
    return _("No data product yet") if is_bare else _("Not linked")
