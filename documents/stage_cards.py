"""Cards in rows, with straight arrows between them, as DOT for a stage: in letters as large as fit. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from documents import dot, drawing_positions
from documents.boxes import Box

_SIZES = (*range(46, 9, -1),)
# The space at the border of a drawing, beside the words of a card, and above and below them.
_INSET, _ASIDE, _AROUND = 12.0, 28.0, 24.0
# The part of a diamond's width and height for its words.
_IN_DIAMOND = (0.62, 0.5)
# The size of words beside an arrow, and their space.
_WORDS, _BESIDE = 31.0, 16.0
_ARROW, _CLEAR = 12.0, 5.0
# Between the name of a card and the words beside it.
_APART = 48.0
# By which part of their size letters are above the middle of their line.
_ABOVE_MIDDLE = 0.35
# What begins an entry of a list, and its further lines: spaces that stay; and how wide these are, in letters.
_ENTRY, _FURTHER = "•\u00a0", "\u00a0\u00a0\u00a0"
_HANGING = 0.85


@dataclass(frozen=True, slots=True)
class CardPart:
    """Words of a card, each text on lines of its own; a list if it `is_list`. Sizes are parts of the size of
    a drawing's letters, heights parts of the size of its own."""

    texts: Sequence[str]
    size: float = 1.0
    bold: bool = False
    color: str = dot.INK
    line: float = 1.3
    above: float = 0.35
    is_list: bool = False


def heading(text: str, size: float = 1.15) -> CardPart:
    """The name of a card."""
    return CardPart([text], size=size, bold=True, line=1.2, above=0)


def numeral(number: int) -> CardPart:
    """The number of a card, above its name."""
    return CardPart([f"{number}"], size=1.5, bold=True, color=dot.INK_3, line=1.2, above=0)


def label(text: str, above: float = 0.7) -> CardPart:
    """The heading of the next part."""
    return CardPart([text], size=0.95, bold=True, color=dot.INK_2, above=above)


@dataclass(frozen=True, slots=True)
class StageCard:
    """A card over `span` columns from `column` on, with its parts below each other: those of a row begin at
    the same heights. One that `is_low` is no higher than its words, which are centered, as in a diamond. A
    part may be `beside` the others."""

    key: str
    parts: Sequence[CardPart]
    column: int = 0
    span: int = 1
    border: str = dot.INK_3
    is_diamond: bool = False
    is_low: bool = False
    beside: CardPart | None = None

    @property
    def is_centered(self) -> bool:
        """True if its words are in its middle, rather than at its left and top."""
        return self.is_diamond or self.is_low


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
    return drawing_positions.widened(_SIZES, shape, partial(_Layout, what)).drawn()


@dataclass(slots=True)
class _Layout:
    what: CardPicture
    wide: float
    high: float
    size: float

    def __post_init__(self) -> None:
        self.wide, self.high = self.wide - 2 * _INSET, self.high - 2 * _INSET

    @property
    def _pitch(self) -> float:
        return (self.wide + self.what.beside) / self.what.columns

    def _width(self, card: StageCard) -> float:
        return self._pitch * card.span - self.what.beside

    def _room(self, card: StageCard) -> float:
        """The width for its words."""
        return self._width(card) * (_IN_DIAMOND[0] if card.is_diamond else 1) - 2 * _ASIDE

    def _room_beside(self, card: StageCard) -> float:
        """The width for what is beside its parts."""
        return self._room(card) - _APART - self._widest_name

    @property
    def _widest_name(self) -> float:
        """The width of the names that have words beside them, which begin at one place."""
        names = [card.parts[0] for row in self.what.rows for card in row if card.beside]
        widths = (
            drawing_positions.width_of(each.texts[0], self.size * each.size, bold=True) for each in names
        )
        return max(widths, default=0.0)

    def _lines(self, card: StageCard, part: CardPart) -> Iterator[str]:
        room = self._room_beside(card) if part is card.beside else self._room(card)
        size = self.size * part.size
        if part.is_list:
            room -= size * _HANGING
        for text in part.texts:
            lines = drawing_positions.lines_of(text, room, size, bold=part.bold)
            for number, line in enumerate(drawing_positions.even(lines)):
                yield (_FURTHER if number else _ENTRY) + line if part.is_list else line

    def _part_high(self, card: StageCard, part: CardPart) -> float:
        count = sum(1 for _line in self._lines(card, part))
        return (count * part.line + part.above) * self.size * part.size

    def _part_highs(self, row: Sequence[StageCard], card: StageCard) -> list[float]:
        """The heights of its parts, as high as those of the others in its row."""
        others = [card] if card.is_centered else [each for each in row if not each.is_centered]
        return [
            max(self._part_high(each, each.parts[number]) for each in others if len(each.parts) > number)
            for number in range(len(card.parts))
        ]

    def _high(self, row: Sequence[StageCard], card: StageCard) -> float:
        beside = self._part_high(card, card.beside) if card.beside else 0.0
        words = max(sum(self._part_highs(row, card)), beside)
        return words / _IN_DIAMOND[1] if card.is_diamond else words + 2 * _AROUND

    @property
    def _highs(self) -> list[float]:
        return [max(self._high(row, card) for card in row) for row in self.what.rows]

    @property
    def _spare(self) -> float:
        """The height that words leave."""
        return self.high - self.what.below * (len(self.what.rows) - 1) - sum(self._highs)

    @property
    def fits(self) -> bool:
        """True if all of it has room, and no word is broken or left out."""
        return self._spare >= 0 and all(map(self._is_whole, (card for row in self.what.rows for card in row)))

    def _is_whole(self, card: StageCard) -> bool:
        return self.size == _SIZES[-1] or all(
            " ".join(self._lines(card, part)).replace(_ENTRY, "").replace(_FURTHER, "")
            == " ".join(map(dot.clean, part.texts))
            for part in (*card.parts, *([card.beside] if card.beside else []))
        )

    def drawn(self) -> str:
        """DOT source."""
        drawing = drawing_positions.plane("cards")
        drawing.attr(pad=f"{(drawing_positions.PAD + _INSET) / 72:.3f}")
        boxes, top = dict[str, Box](), 0.0
        highs = self._highs
        # Rows with diamonds take all that is left, if there are any.
        has_diamond = [any(card.is_diamond for card in row) for row in self.what.rows]
        shares = has_diamond if any(has_diamond) else highs
        for row, high, share in zip(self.what.rows, highs, shares, strict=True):
            bottom = top + high + self._spare * share / sum(shares)
            for card in row:
                left = self._pitch * card.column
                aside = (bottom - top - self._high(row, card)) / 2 if card.is_low else 0.0
                box = Box(left, top + aside, left + self._width(card), bottom - aside)
                boxes[card.key] = box
                drawing.node(
                    card.key, **self._drawn(row, card, box.height), **drawing_positions.placed_in(box)
                )
            top = bottom + self.what.below
        for arrow in self.what.arrows:
            start, end = boxes[arrow.start], boxes[arrow.end]
            way, (x, y) = _way(start, end)
            style = "dashed" if arrow.is_dashed else "solid"
            drawing.edge(arrow.start, arrow.end, pos=way, style=style, color=dot.INK_3, penwidth="3")
            if arrow.words:
                half = self.what.below / 2
                room = Box(x + _BESIDE, y - half, min(x + self._pitch, self.wide) - _BESIDE, y + half)
                lines = drawing_positions.even(drawing_positions.lines_of(arrow.words, room.width, _WORDS))
                drawing_positions.put_left(drawing, f"{arrow.start}-{arrow.end}", lines, _WORDS, room)
        return str(drawing.source)

    def _drawn(self, row: Sequence[StageCard], card: StageCard, high: float) -> dict[str, str]:
        return {
            "shape": "diamond" if card.is_diamond else "box",
            "style": "filled" if card.is_diamond else "filled,rounded",
            "fillcolor": dot.PAPER,
            "color": card.border,
            "penwidth": "4" if card.border == dot.INK else "2.5",
            "label": self._label(row, card, high),
        }

    def _label(self, row: Sequence[StageCard], card: StageCard, high: float) -> str:
        lines: list[tuple[dot.Words, float]] = []
        for part, part_high in zip(card.parts, self._part_highs(row, card), strict=True):
            lines += [(dot.Words(""), part.above * self.size * part.size), *self._rows(card, part)]
            lines.append((dot.Words(""), part_high - self._part_high(card, part)))
        if card.is_centered:
            return dot.rows(lines)
        if card.beside:
            words = dot.rows(self._rows(card, card.beside), width=self._room_beside(card))
            # Letters are above the middle of their lines, larger ones farther: names go down to the words.
            down = self.size * (card.parts[0].size - card.beside.size) * _ABOVE_MIDDLE
            name = dot.rows([(dot.Words(""), down), *lines], width=self._widest_name)
            return dot.beside(name, words, apart=_APART)
        # What is left is below the words.
        lines.append((dot.Words(""), high - 2 * _AROUND - sum(each for _words, each in lines)))
        return dot.rows(lines, width=self._room(card))

    def _rows(self, card: StageCard, part: CardPart) -> Iterator[tuple[dot.Words, float]]:
        """Its lines with their heights."""
        size = self.size * part.size
        for line in self._lines(card, part):
            yield dot.Words(line, size=size, color=part.color, bold=part.bold), part.line * size


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
    # Its own line and that of the card are thick.
    tip = (tip[0] - (tip[0] - begin[0]) / length * _CLEAR, tip[1] - (tip[1] - begin[1]) / length * _CLEAR)
    length -= _CLEAR
    back = tuple(there - (there - here) / length * _ARROW for here, there in zip(begin, tip, strict=True))
    points = [
        tuple(here + (to - here) * part / 3 for here, to in zip(begin, back, strict=True))
        for part in range(4)
    ]
    way = " ".join([f"e,{drawing_positions.at(*tip)}", *(drawing_positions.at(*point) for point in points)])
    return way, ((begin[0] + tip[0]) / 2, (begin[1] + tip[1]) / 2)
