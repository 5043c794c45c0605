"""The value sheet as DOT source for a screen that is wider than high. Texts in, text out.

The vision is above columns of equal width, from goals to source-oriented products. Letters are as large as
the whole allows. A shared product is yellow, with the number of use cases that share it; a part that stands
out has a red, dashed outline.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from discovery.marks import MARKS
from documents import dot
from documents.marks import Shape
from products.landscape.drawing import counted_name
from products.landscape.map_columns import in_order
from products.landscape.places import MapPlaces, in_stacks
from products.landscape.placing import NodeCard, card, placed
from products.landscape.sheet.drawing import COLUMNS, PRODUCTS, SheetLine, SheetPart, column_of, headings

# The sizes of words, of goals and of the vision.
_WORDS, _GOAL, _VISION = 15.0, 17.0, 19.0
_SERIF_LETTER = 0.47
# The widths that columns may have, what is between them and below a part, and the height of the headings.
_WIDTHS = (130.0, 145.0, 160.0, 180.0, 205.0, 235.0, 270.0, 320.0, 380.0, 450.0)
_BESIDE, _BELOW, _HEADINGS = 46.0, 16.0, 48.0
_LINES = 8


@dataclass(frozen=True, slots=True)
class _Columns:
    """The parts by columns, in cards of a width."""

    rows: Sequence[Sequence[str]]
    cards: Mapping[str, NodeCard]
    width: float
    above: float

    @property
    def wide(self) -> float:
        return (self.width + _BESIDE) * len(self.rows) - _BESIDE

    @property
    def is_cut(self) -> bool:
        """True if a text has more lines than are drawn."""
        return any("…" in each.label for each in self.cards.values())

    @property
    def high(self) -> float:
        stacks = (sum(self.cards[key].high + _BELOW for key in row) for row in self.rows)
        return max(stacks, default=0.0) + _HEADINGS + self.above


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
    tried = [_in_cards(rows, by_key, width, vision) for width in _WIDTHS]
    best = min(tried, key=lambda each: (each.is_cut, max(each.wide, each.high / shape)))
    wide = max(best.wide, best.high / shape)
    pitch = (wide - best.width) / (len(rows) - 1) if len(rows) > 1 else wide
    room = (wide * shape - best.high) / max(map(len, rows), default=1)
    places = _places(best, pitch, _BELOW + max(room, 0.0))
    drawing = placed(
        places,
        best.cards,
        [(f"column-{name}", headings()[name], number) for number, name in enumerate(by_column)],
        [(start, end, {"arrowhead": "none"}) for start, end in edges],
        pitch=pitch,
        heading=_WORDS,
        has_arrows=False,
    )
    drawing.attr(pad="0.2")
    if vision is not None:
        middle = pitch * len(rows) / 2
        words = _banner(vision, wide)
        y = places.top + _HEADINGS + best.above / 2
        drawing.node(vision.key, label=dot.middle([words]), shape="plain", pos=f"{middle:.1f},{y:.1f}")
    return str(drawing.source)


def _neighbors(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    joined: dict[str, list[str]] = {}
    for start, end in edges:
        joined.setdefault(start, []).append(end)
        joined.setdefault(end, []).append(start)
    return joined


def _places(columns: _Columns, pitch: float, between: float) -> MapPlaces:
    high = {key: each.high for key, each in columns.cards.items()}
    return in_stacks(
        columns.rows, high, pitch=pitch, width=columns.width, between=between, most_between=float("inf")
    )


def _in_cards(
    rows: Sequence[Sequence[str]], parts: Mapping[str, SheetPart], width: float, vision: SheetPart | None
) -> _Columns:
    cards = {key: _card(parts[key], width) for keys in rows for key in keys}
    above = 0.0
    if vision is not None:
        words = _banner(vision, (width + _BESIDE) * len(rows) - _BESIDE)
        above = len(dot.wrapped(words.text, words.width, words.lines)) * _VISION * 1.25 + _BELOW
    return _Columns(rows, cards, width, above)


def _banner(vision: SheetPart, wide: float) -> dot.Words:
    letters = int(wide / (_VISION * _SERIF_LETTER))
    return dot.Words(vision.text, size=_VISION, face=dot.SERIF, width=letters, lines=3)


def _card(part: SheetPart, width: float) -> NodeCard:
    if part.kind in PRODUCTS:
        mark = MARKS["shared" if part.count > 1 else "product"]
        name = counted_name(part.text, part.count) if part.count > 1 else part.text
        look = {"shape": "hexagon", "style": "filled", "fillcolor": mark.color, "color": mark.color}
        ink, shape = mark.ink, Shape.HEXAGON
    else:
        name, ink, shape = part.text, dot.INK_2 if part.kind == "gap" else dot.INK, Shape.ROUNDED
        border = {"goal": dot.INK, "use_case": MARKS["use_case"].color}.get(part.kind, dot.INK_3)
        is_dashed = part.dashed or part.kind == "gap"
        look = {
            "shape": "box",
            "style": "filled,rounded,dashed" if is_dashed else "filled,rounded",
            "fillcolor": dot.PAPER,
            "color": border,
            "penwidth": "2.5" if part.kind == "goal" else "1.5",
        }
    if part.stands_out:
        look |= {"style": f"{look['style']},dashed", "color": dot.WRONG, "penwidth": "3"}
    return card(
        name,
        "",
        ink=ink,
        shape=shape,
        look=look,
        width=width,
        size=_GOAL if part.kind == "goal" else _WORDS,
        face=dot.SERIF if part.kind == "hypothesis" else dot.SANS,
        bold=part.kind in ("goal", "use_case", *PRODUCTS),
        lines=_LINES,
    )
