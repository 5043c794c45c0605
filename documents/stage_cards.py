"""Cards in rows, with straight arrows between them, as DOT for a stage: in letters as large as fit. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from documents import dot, plane
from documents.boxes import Box

_SIZES = (*range(46, 9, -1),)
# Headings are larger; the space beside words, and above and below them.
_HEADING, _ASIDE, _AROUND = 1.15, 18.0, 14.0
# The part of a diamond's width and height for its words.
_IN_DIAMOND = (0.62, 0.5)
# The size of words beside an arrow, and their space.
_WORDS, _BESIDE = 31.0, 16.0
_ARROW = 12.0


@dataclass(frozen=True, slots=True)
class StageCard:
    """A card over `span` columns from `column` on: its heading, and lines below it. One that `is_low` is no
    higher than its words."""

    key: str
    heading: str
    lines: Sequence[str] = ()
    column: int = 0
    span: int = 1
    border: str = dot.INK_3
    is_diamond: bool = False
    is_low: bool = False


@dataclass(frozen=True, slots=True)
class CardArrow:
    """A straight arrow to the next card of a row or column, with words beside it."""

    start: str
    end: str
    words: str = ""
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class CardPicture:
    """Cards in rows and columns, with so much space beside and below each."""

    rows: Sequence[Sequence[StageCard]]
    columns: int
    arrows: Sequence[CardArrow]
    beside: float
    below: float


def cards_source(what: CardPicture, *, shape: float) -> str:
    """DOT source of a drawing whose height over width is `shape`."""
    return plane.widened(_SIZES, shape, partial(_Layout, what)).drawn()


@dataclass(slots=True)
class _Layout:
    what: CardPicture
    wide: float
    high: float
    size: float

    @property
    def _pitch(self) -> float:
        return (self.wide + self.what.beside) / self.what.columns

    def _width(self, card: StageCard) -> float:
        return self._pitch * card.span - self.what.beside

    def _words(self, card: StageCard) -> Iterator[dot.Words]:
        room = self._width(card) * (_IN_DIAMOND[0] if card.is_diamond else 1) - 2 * _ASIDE
        size = self.size * _HEADING
        for line in plane.lines_of(card.heading, room, size, bold=True) if card.heading else ():
            yield dot.Words(line, size=size, bold=True, width=len(line) + 1, lines=1)
        for text in card.lines:
            for line in plane.even(plane.lines_of(text, room, self.size)):
                yield dot.Words(line, size=self.size, color=dot.INK_2, width=len(line) + 1, lines=1)

    def _high(self, card: StageCard) -> float:
        words = sum(each.size * plane.LINE for each in self._words(card))
        return words / _IN_DIAMOND[1] if card.is_diamond else words + 2 * _AROUND

    @property
    def _highs(self) -> list[float]:
        return [max(map(self._high, row)) for row in self.what.rows]

    @property
    def _taller(self) -> float:
        """How much taller rows may be than their words need."""
        return (self.high - self.what.below * (len(self.what.rows) - 1)) / sum(self._highs)

    @property
    def fits(self) -> bool:
        """True if all of it has room, and no word is broken or left out."""
        return self._taller >= 1 and all(
            map(self._is_whole, (card for row in self.what.rows for card in row))
        )

    def _is_whole(self, card: StageCard) -> bool:
        texts = " ".join(dot.clean(each) for each in (card.heading, *card.lines) if each)
        return self.size == _SIZES[-1] or " ".join(each.text for each in self._words(card)) == texts

    def drawn(self) -> str:
        """DOT source."""
        drawing = plane.plane("cards")
        boxes, top = dict[str, Box](), 0.0
        for row, high in zip(self.what.rows, self._highs, strict=True):
            bottom = top + high * self._taller
            for card in row:
                left = self._pitch * card.column
                aside = (bottom - top - self._high(card)) / 2 if card.is_low else 0.0
                box = Box(left, top + aside, left + self._width(card), bottom - aside)
                boxes[card.key] = box
                drawing.node(card.key, **self._drawn(card), **plane.placed_in(box))
            top = bottom + self.what.below
        for arrow in self.what.arrows:
            start, end = boxes[arrow.start], boxes[arrow.end]
            way, (x, y) = _way(start, end)
            style = "dashed" if arrow.is_dashed else "solid"
            drawing.edge(arrow.start, arrow.end, pos=way, style=style, color=dot.INK_3, penwidth="3")
            if arrow.words:
                half = self.what.below / 2
                room = Box(x + _BESIDE, y - half, min(x + self._pitch, self.wide) - _BESIDE, y + half)
                lines = plane.lines_of(arrow.words, room.width, _WORDS)
                plane.put_left(drawing, f"{arrow.start}-{arrow.end}", lines, _WORDS, room)
        return str(drawing.source)

    def _drawn(self, card: StageCard) -> dict[str, str]:
        return {
            "shape": "diamond" if card.is_diamond else "box",
            "style": "filled" if card.is_diamond else "filled,rounded",
            "fillcolor": dot.PAPER,
            "color": card.border,
            "penwidth": "4" if card.border == dot.INK else "2.5",
            "label": dot.middle(self._words(card)),
        }


def _way(start: Box, end: Box) -> tuple[str, tuple[float, float]]:
    """The points of an arrow from the side of a box that faces the other one, as DOT has them, and its
    middle."""
    if start.bottom <= end.top or end.bottom <= start.top:
        x = (max(start.left, end.left) + min(start.right, end.right)) / 2
        ends = (start.bottom, end.top) if start.bottom <= end.top else (start.top, end.bottom)
        begin, tip = ((x, y) for y in ends)
    else:
        y = (max(start.top, end.top) + min(start.bottom, end.bottom)) / 2
        ends = (start.right, end.left) if start.right <= end.left else (start.left, end.right)
        begin, tip = ((x, y) for x in ends)
    length = abs(tip[0] - begin[0]) + abs(tip[1] - begin[1])
    back = tuple(there - (there - here) / length * _ARROW for here, there in zip(begin, tip, strict=True))
    points = [
        tuple(here + (to - here) * part / 3 for here, to in zip(begin, back, strict=True))
        for part in range(4)
    ]
    way = " ".join([f"e,{plane.at(*tip)}", *(plane.at(*point) for point in points)])
    return way, ((begin[0] + tip[0]) / 2, (begin[1] + tip[1]) / 2)
