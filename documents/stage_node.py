"""Nodes of drawings for a stage: their words in lines that fit in their shape. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from documents import dot, placed_drawing
from documents.marks import Shape

# Of the width of a node, what its words may take, and what a single word may; and the room above and below
# them, in lines.
_ACROSS, _LONGEST = 0.87, 0.9
_AROUND_WORDS = 0.45
# The same of a hexagon, which of these makes it lowest; between its words and a slanted side, in parts of
# their size; and how high it is at most, in parts of its width.
_IN_HEXAGON = (0.78, 0.74, 0.62, 0.5)
_INSIDE, HIGHEST = 0.2, 0.7
_LINES = 6


@dataclass(frozen=True, slots=True)
class StageNode:
    """A node: its name, and its look in attributes of DOT. Its letters are `larger` than others'."""

    text: str
    shape: Shape
    look: Mapping[str, str]
    ink: str = dot.INK
    face: str = dot.SANS
    bold: bool = False
    larger: float = 1.0

    def lines(self, width: float, size: float) -> list[str]:
        """Its name in lines, as a node that is so wide has them."""
        if self.shape is not Shape.HEXAGON:
            return self._broken(width, _ACROSS, size)
        ways = [self._broken(width, share, size) for share in _IN_HEXAGON]
        return min(ways, key=lambda lines: (not self.is_whole(lines), self.high(lines, width, size)))

    def _broken(self, width: float, share: float, size: float) -> list[str]:
        longest = max(self._width_of(word, size) for word in dot.clean(self.text).split(" "))
        room = max(width * share, min(longest + 1, width * _LONGEST))
        return placed_drawing.lines_of(self.text, room, size, bold=self.bold, face=self.face, most=_LINES)

    def _width_of(self, words: str, size: float) -> float:
        return placed_drawing.width_of(words, size, bold=self.bold, face=self.face)

    def is_whole(self, lines: Sequence[str]) -> bool:
        """True if no word is broken or left out."""
        return " ".join(lines) == dot.clean(self.text)

    def high(self, lines: Sequence[str], width: float, size: float) -> float:
        """The height that it needs: a hexagon is narrower above and below its middle."""
        line = size * placed_drawing.LINE
        least = (len(lines) + _AROUND_WORDS) * line
        if self.shape is not Shape.HEXAGON:
            return least
        for number, words in enumerate(lines):
            aside = abs(number - (len(lines) - 1) / 2) * line + size * 0.32
            share = (self._width_of(words, size) + 2 * _INSIDE * size) / width
            least = max(least, aside / max(1 - share, 0.1))
        return least

    def drawn(self, lines: Sequence[str], size: float) -> dict[str, str]:
        """Its attributes besides its place."""
        label = placed_drawing.label_of(lines, size, color=self.ink, bold=self.bold, face=self.face)
        return {"label": label, **self.look}
