"""The value sheet as DOT source for a screen that is wider than high. Texts in, text out.

The vision is above bands of equal columns, from goals to source-oriented products. A shared product is
yellow, with the number of use cases that share it; a part that lacks something has a red outline.
"""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from discovery.drawing_key_entries import key_of, product_entry, shared_entry
from discovery.marks import MARKS
from discovery.state_looks import (
    ItemState,
    absent_entry,
    aside_entry,
    in_state,
    mark_look,
    missing_entry,
    state_entry,
)
from documents import dot
from documents.drawing_key import KeyEntry
from documents.marks import Shape
from documents.stage_node import StageNode
from products.landscape.drawing import counted_name
from products.landscape.map_columns import in_order
from products.landscape.stage_columns import Band, BandPicture, banded_source
from products.landscape.value_sheet.drawing import (
    COLUMNS,
    PRODUCTS,
    SheetLine,
    SheetPart,
    column_of,
    headings,
)

# How much larger names are than sentences.
_LARGER = 1.2


def source(parts: Iterable[SheetPart], lines: Iterable[SheetLine], *, shape: float) -> str:
    """DOT source of the sheet, whose height over width is `shape`. A line whose end is no part is left out,
    and so are those from the vision, which is above all goals."""
    by_key = {part.key: part for part in parts}
    vision = next((part for part in by_key.values() if part.kind == "vision"), None)
    names = [name for name in COLUMNS if name != "vision"]
    by_column = {name: [key for key, part in by_key.items() if column_of(part) == name] for name in names}
    by_column = {name: keys for name, keys in by_column.items() if keys}
    inside = {key for keys in by_column.values() for key in keys}
    edges = [(line.start, line.end) for line in lines if line.start in inside and line.end in inside]
    rows = in_order([*by_column.values()], _neighbors(edges), fixed=by_column.get("goal", ()))
    words = headings()
    bands = [Band(f"column-{name}", words[name], (row,)) for name, row in zip(by_column, rows, strict=True)]
    return banded_source(
        BandPicture(
            {key: _node(by_key[key]) for key in inside},
            bands,
            [(start, end, {"arrowhead": "none"}) for start, end in edges],
            banner=None if vision is None else (vision.key, words["vision"], vision.text),
            key=_key([by_key[key] for key in inside]),
            has_arrows=False,
        ),
        shape=shape,
    )


def _neighbors(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    joined: dict[str, list[str]] = {}
    for start, end in edges:
        joined.setdefault(start, []).append(end)
        joined.setdefault(end, []).append(start)
    return joined


def _node(part: SheetPart) -> StageNode:
    if part.kind in PRODUCTS:
        mark = MARKS["shared" if part.count > 1 else "product"]
        name = counted_name(part.text, part.count) if part.count > 1 else part.text
        look = {"shape": "hexagon", **mark_look(mark, part.state, thick=2.5)}
        ink, shape = mark.ink, Shape.HEXAGON
    else:
        name, ink, shape = part.text, dot.INK_2 if part.kind == "gap" else dot.INK, Shape.ROUNDED
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
    return StageNode(name, shape, look, ink, face, is_bold, 1.0 if part.kind == "hypothesis" else _LARGER)


def _key(parts: Collection[SheetPart]) -> list[KeyEntry]:
    products = [part for part in parts if part.kind in PRODUCTS]
    states = {part.state for part in parts}
    return key_of(
        (
            (bool(products), product_entry()),
            (any(part.count > 1 for part in products), shared_entry()),
            (ItemState.ABSENT in states, absent_entry()),
            (ItemState.MISSING in states, missing_entry()),
            (ItemState.LACKING in states, state_entry(_("Not linked"), ItemState.LACKING)),
            (ItemState.ASIDE in states, aside_entry()),
        )
    )
