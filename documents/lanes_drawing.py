"""Lists beside each other as DOT source, such as the goals of a value tree with what is below each: laid out
for a screen that is wider than high. Pure: texts in, text out.

A lane takes as many columns as it needs; short ones share a column. What people wrote becomes inert in
documents.dot.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from documents import dot

WIDE = 1.9
"""Width over height: of a screen below a title."""
_WIDTHS = (210.0, 260.0, 290.0, 320.0, 400.0)
_BESIDE, _BELOW, _BETWEEN = 26.0, 7.0, 20.0
_INDENT, _INSIDE = 16.0, 20.0
# The width of a letter in its size, with and without serifs, and the height of a line.
_LETTER, _SERIF_LETTER, _LINE = 0.53, 0.485, 1.2
_HEADING, _NAME, _NOTE, _BANNER = 15.0, 12.0, 11.0, 17.0
_LINES = 3
_POINTS = 72
_STEP = 12.0
# How much smaller all may be, so that no lane is broken.
_UNBROKEN = 0.75


@dataclass(frozen=True, slots=True)
class LaneCard:
    """A card in a lane: `text` large, `note` small below it; `depth` moves it to the right. Colors have six
    hexadecimal digits."""

    key: str
    text: str
    note: str = ""
    depth: int = 0
    border: str = dot.LINE
    fill: str = dot.PAPER
    ink: str = dot.INK
    face: str = dot.SANS
    bold: bool = False
    line: str = "solid"


@dataclass(frozen=True, slots=True)
class Lane:
    """Cards below each other under a heading."""

    key: str
    heading: str
    cards: tuple[LaneCard, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Its nodes in the drawing."""
        return (_heading(self.key), *(card.key for card in self.cards))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A node: its label and its size."""

    key: str
    label: str
    width: float
    high: float
    aside: float = 0.0


@dataclass(frozen=True, slots=True)
class _Columns:
    """The pieces of each column with their places from above."""

    width: float
    columns: list[list[tuple[_Piece, float]]]
    is_broken: bool

    @property
    def wide(self) -> float:
        return (self.width + _BESIDE) * len(self.columns) - _BESIDE

    @property
    def high(self) -> float:
        return max((down + piece.high for column in self.columns for piece, down in column), default=1.0)

    def banner(self, text: str) -> dot.Words:
        """The words above all columns, as wide as the screen."""
        letters = int(max(self.wide, WIDE * self.high) / (_BANNER * _SERIF_LETTER))
        return dot.Words(text, size=_BANNER, face=dot.SERIF, width=letters, lines=3)

    def worth(self, banner: str) -> float:
        """Its scale on the screen below the banner; unbroken lanes are worth more."""
        above = _high([self.banner(banner)]) + _BETWEEN if banner else 0.0
        size = min(WIDE / self.wide, 1 / (self.high + above))
        return size * (_UNBROKEN if self.is_broken else 1)


def lanes_source(lanes: Sequence[Lane], *, banner: str = "") -> str:
    """DOT source of the lanes in their order, with `banner` above all of them."""
    best = max(
        (each for width in _WIDTHS for each in _layouts_of_width(lanes, width)),
        key=lambda each: each.worth(banner),
    )
    drawing = dot.drawing("lanes", direction="LR", between="0", between_ranks="0")
    drawing.attr(layout="nop2")
    if banner:
        words = [best.banner(banner)]
        place = f"{best.wide / 2:.1f},{_high(words) / 2 + _BETWEEN:.1f}"
        drawing.node("banner", label=dot.middle(words), shape="plain", pos=place)
    for number, column in enumerate(best.columns):
        x = (best.width + _BESIDE) * number
        for piece, down in column:
            drawing.node(
                piece.key,
                label=piece.label,
                shape="plain",
                pos=f"{x + piece.aside + piece.width / 2:.1f},{-down - piece.high / 2:.1f}",
                width=f"{piece.width / _POINTS:.4f}",
                height=f"{piece.high / _POINTS:.4f}",
            )
    return str(drawing.source)


def _layouts_of_width(lanes: Sequence[Lane], width: float) -> Iterator[_Columns]:
    """Columns of this width and of every height, from the lowest that there can be."""
    pieces = [[_head(lane, width), *(_card(card, width) for card in lane.cards)] for lane in lanes]
    most = max((piece.high for lane in pieces for piece in lane), default=0.0)
    whole = sum(piece.high + _BELOW + _BETWEEN for lane in pieces for piece in lane)
    while True:
        yield _fill_columns(pieces, width, most)
        if most > whole:
            return
        most += max(_STEP, whole / 200)


def _heading(key: str) -> str:
    return f"lane-{key}"


def _head(lane: Lane, width: float) -> _Piece:
    letters = int(width / (_HEADING * (_LETTER + 0.03)))
    words = [dot.Words(lane.heading, size=_HEADING, bold=True, width=letters, lines=_LINES)]
    high = _high(words) + _BELOW
    label = dot.card(words, border=dot.PAPER, thickness=0, size=(width, high))
    return _Piece(_heading(lane.key), label, width, high)


def _card(card: LaneCard, width: float) -> _Piece:
    aside = card.depth * _INDENT
    width -= aside
    room = width - _INSIDE
    words = [
        dot.Words(
            card.text,
            size=_NAME,
            face=card.face,
            color=card.ink,
            bold=card.bold,
            width=int(room / (_NAME * (_SERIF_LETTER if card.face == dot.SERIF else _LETTER))),
            lines=_LINES,
        ),
        dot.Words(card.note, size=_NOTE, color=card.ink, width=int(room / (_NOTE * _LETTER)), lines=1),
    ]
    high = _high(words) + _INSIDE
    label = dot.card(
        words, border=card.border, fill=card.fill, line=card.line, thickness=1.5, size=(width, high)
    )
    return _Piece(card.key, label, width, high, aside)


def _high(words: Iterable[dot.Words]) -> float:
    return sum(
        each.size * _LINE
        for each in words
        if dot.clean(each.text[:400])
        for _line in dot.wrapped(each.text, each.width, each.lines)
    )


def _fill_columns(lanes: Sequence[Sequence[_Piece]], width: float, most: float) -> _Columns:
    """The pieces in columns that are no higher than `most`. A lane that fits into one is whole there, and one
    that is broken shares no column."""
    columns: list[list[tuple[_Piece, float]]] = []
    down = most
    is_broken = False
    for lane in lanes:
        high = sum(piece.high + _BELOW for piece in lane) - _BELOW
        if down + _BETWEEN + high > most:
            columns.append([])
            down = 0.0
        else:
            down += _BETWEEN
        for piece in lane:
            if columns[-1] and down + piece.high > most:
                columns.append([])
                down = 0.0
            columns[-1].append((piece, down))
            down += piece.high + _BELOW
        down -= _BELOW
        if high > most:
            is_broken = True
            down = most
    return _Columns(width, columns, is_broken)
