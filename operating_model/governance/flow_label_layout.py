"""The words beside the flows of governance: their lines, and their part of the space between boxes. Pure."""

from collections.abc import Iterable, Sequence

from documents import dot
from documents.boxes import Box

WORDS, LINE, LETTER = 19.0, 1.22, 0.52
"""The size of words; the height of a line, and the width of a letter in it."""
NEAR = 10.0
"""From an arrow to its words."""
_MANY = 50  # lines, of which none is left out
_FEW = 2  # lines of words


def most_lines(span: Box) -> int:
    """The number of lines that have room in this height."""
    return int(span.height / (WORDS * LINE))


def free_behind(span: Box, wide: float, obstacles: Iterable[Box]) -> float:
    """The width behind the space between boxes without any of the `obstacles`, in a drawing so `wide`."""
    behind = Box(span.right, span.top, wide, span.bottom)
    return min((each.left for each in obstacles if each.covers(behind)), default=wide) - span.right


def shared_widths(flows: Sequence[str], span: Box, free: float = 0.0) -> list[float]:
    """The width for the words of each flow: the same, or so that all of them have few lines. Those of the
    last one may be on the `free` width behind the space, too, as far as its arrow is before that."""
    alike = span.width / len(flows)
    first = [max(alike, _width_of(words, _FEW)) for words in flows[:-1]]
    last = span.width + free - sum(first)
    if free and sum(first) <= span.width - 4 * NEAR and last >= _width_of(flows[-1], _FEW):
        return [*first, last]
    for most in range(1, most_lines(span) + 1):
        widths = [_width_of(words, most) for words in flows]
        if max(widths) <= alike:
            return [alike] * len(flows)
        if most >= _FEW and (room := span.width - sum(widths)) >= 0:
            return [width + room / len(flows) for width in widths]
    return [alike] * len(flows)


def _width_of(words: str, lines: int) -> float:
    # A little more, so that as many letters fit again.
    return (narrowest(words, lines) + 0.1) * WORDS * LETTER + 3 * NEAR


def lines_of(words: str, width: float, most: int) -> list[str]:
    """The words of an arrow in lines of this width, or narrower ones where they are no more."""
    letters = max(int(width / (WORDS * LETTER)), 1)
    text = dot.wrapped(words, letters, most)
    return dot.wrapped(words, min(narrowest(words, len(text)), letters), most) if words else []


def narrowest(words: str, lines: int) -> int:
    """The least width in letters at which the words have so many lines."""
    least = max(map(len, words.split()), default=1)
    widths = range(least, max(len(words), least) + 1)
    return next((width for width in widths if len(dot.wrapped(words, width, _MANY)) <= lines), least)
