"""Nodes of drawings in which each thing has its place: their words in lines that fit in their shape. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from documents import dot, drawing_positions
from documents.bevels import BEVEL, BEVELLED
from documents.marks import Shape

# Of the width of a node, what its words may take, and what a single word may; and the room above and below
# them, in lines.
_ACROSS, _LONGEST = 0.87, 0.9
_AROUND_WORDS, _AROUND_NOTES = 0.45, 0.35
# Of the two slanted sides of a hexagon, what is left of its words; and of both what a single word may reach.
_IN_BEVEL, _LONGEST_IN_BEVEL = 1.7, 1.5
_LINES, _NOTE_LINES = 6, 4
# The space above a note, in parts of the size of its words.
_BEFORE_NOTE = 0.2


@dataclass(frozen=True, slots=True)
class StageNode:
    """A node: its name, and its look in attributes of DOT. The letters of the name are `larger` than others';
    those of the caption above it and of the notes below aren't. Lines are centered, or begin `is_left`; of a
    name that takes more than `most_lines`, the rest is left out."""

    text: str
    shape: Shape
    look: Mapping[str, str]
    ink: str = dot.INK
    face: str = dot.SANS
    bold: bool = False
    larger: float = 1.0
    caption: str = ""
    notes: Sequence[str] = ()
    is_left: bool = False
    most_lines: int = _LINES

    def lines(self, width: float, size: float) -> list[str]:
        """Its name in lines, as a node that is so wide has them."""
        size *= self.larger
        longest = max(self._width_of(word, size) for word in dot.clean(self.text).split(" "))
        room = self._wide_enough(self._room(width)[0], longest, width)
        return drawing_positions.lines_of(
            self.text, room, size, bold=self.bold, face=self.face, most=self.most_lines
        )

    def _wide_enough(self, room: float, longest: float, width: float) -> float:
        """The room for words, wider if the longest word needs it."""
        return max(room, min(longest + 1, self._room(width)[1]))

    def _room(self, width: float) -> tuple[float, float]:
        """The width for words, and for a single word."""
        if self.shape is Shape.HEXAGON:
            return width - _IN_BEVEL * BEVEL, width - _LONGEST_IN_BEVEL * BEVEL
        return width * _ACROSS, width * _LONGEST

    def _width_of(self, words: str, size: float) -> float:
        return drawing_positions.width_of(words, size, bold=self.bold, face=self.face)

    def is_whole(self, lines: Sequence[str]) -> bool:
        """True if no word is broken or left out."""
        return " ".join(lines) == dot.clean(self.text)

    def high(self, lines: Sequence[str], width: float, size: float) -> float:
        """The height that it needs."""
        rows = sum(high for _words, high in self._rows(lines, width, size))
        around = _AROUND_WORDS * self.larger + (_AROUND_NOTES if self.notes or self.caption else 0.0)
        return rows + around * size * drawing_positions.LINE

    def drawn(self, lines: Sequence[str], width: float, size: float) -> dict[str, str]:
        """Its attributes besides its place."""
        indent = width * _ACROSS if self.is_left else 0.0
        label = dot.rows(self._rows(lines, width, size), width=indent)
        return {"label": label, **self.look, **(BEVELLED if self.shape is Shape.HEXAGON else {})}

    def _rows(self, lines: Sequence[str], width: float, size: float) -> Iterator[tuple[dot.Words, float]]:
        """The lines with their heights: of the caption, the name, and the notes."""
        room = width - 2 * BEVEL if self.shape is Shape.HEXAGON else width * _ACROSS
        high = size * drawing_positions.LINE
        for line in drawing_positions.lines_of(self.caption, room, size, bold=True) if self.caption else ():
            yield dot.Words(line, size=size, color=self.ink, bold=True), high
        for line in drawing_positions.even(lines):
            words = dot.Words(line, size=size * self.larger, color=self.ink, bold=self.bold, face=self.face)
            yield words, high * self.larger
        color = dot.INK_2 if self.ink == dot.INK and self.look.get("fillcolor") == dot.PAPER else self.ink
        for note in self.notes:
            yield dot.Words(""), size * _BEFORE_NOTE
            longest = max(drawing_positions.width_of(word, size) for word in dot.clean(note).split(" "))
            across = self._wide_enough(room, longest, width)
            for line in drawing_positions.even(
                drawing_positions.lines_of(note, across, size, most=_NOTE_LINES)
            ):
                yield dot.Words(line, size=size, color=color), high
