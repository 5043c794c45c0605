"""Room on a slide: text and tables in letters as large as the slide admits, the rest on the next one.

Widths are estimated from the number of letters, a little generously: the program that opens a slide lays it
out.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.text import clean_text
from documents.spelling import number, percentage
from documents.tables import Cell, Exact, Table

WIDTH = 13.333  # inches, of 16 by 9
MARGIN = 0.65
ACROSS = WIDTH - 2 * MARGIN
DOWN = 5.1  # how high the content may be
TEXT_SIZE = 20  # points
PADDING = 0.07  # inches, above and below the words of a cell

# How wide a letter is, and how high a line, in parts of the size; a little more than those of Arial.
_LETTER, _LINE = 0.53, 1.25
_POINTS = 72
_LARGER = (20, 18, 16, 14, 12)  # points, of tables
_LETTERS = int(ACROSS * _POINTS / (TEXT_SIZE * _LETTER)) - 3  # on a line of text
_MOST_IN_CELL = 400
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF))


def pages_of_lines(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines, so many at a time as a slide holds; one that is longer than a slide goes on on the next."""
    across = _LETTERS
    down = DOWN * _POINTS / (TEXT_SIZE * _LINE) - 1
    pieces = [
        piece for line in lines if line for piece in textwrap.wrap(line, across * int(down - 1)) or [line]
    ]
    page: list[str] = []
    total = 0.0
    for piece in pieces:
        height = len(textwrap.wrap(piece, across)) + 0.35
        if page and total + height > down:
            yield page
            page, total = [], 0.0
        page.append(piece)
        total += height
    if page:
        yield page


class TableLayout:
    """A part of a table as it stands on a slide: `widths` in inches, `heights` in points, the head first."""

    def __init__(
        self, columns: list[str], widths: list[float], size: int, head: float, rows: list[list[str]]
    ) -> None:
        self.columns, self.widths, self.size, self.rows = columns, widths, size, rows
        self.heights = [head, *(_height(row, widths, size) for row in rows)]


def pages_of_table(table: Table) -> Iterator[TableLayout]:
    """The table on as few slides as it takes, evenly, in the largest letters with which it takes no more."""
    columns, rows = _words_of(table)
    if not rows or not columns:
        return
    sizes = _sizes(columns, rows)
    widths = _widths(columns, rows)
    smallest = _parted(columns, rows, widths, sizes[-1])
    for size in sizes[:-1]:
        if (len(rows) + 1) * size * _LINE > len(smallest) * DOWN * _POINTS:
            continue
        parts = _parted(columns, rows, widths, size)
        if len(parts) <= len(smallest):
            yield from parts
            return
    yield from smallest


def _parted(columns: list[str], rows: list[list[str]], widths: list[float], size: int) -> list[TableLayout]:
    """The table in letters of this size on as few slides as it takes, each about as full as the others."""
    head = _height(columns, widths, size)
    heights = [_height(row, widths, size) for row in rows]
    most = DOWN * _POINTS - head
    parts = _filled(heights, most, most)
    even = _filled(heights, most, sum(heights) / len(parts))
    return [
        TableLayout(columns, widths, size, head, rows[begin:end])
        for begin, end in (even if len(even) == len(parts) else parts)
    ]


def _filled(heights: Sequence[float], most: float, enough: float) -> list[tuple[int, int]]:
    """Where each part begins and ends: it takes rows until it is `enough` high, and is never above `most`."""
    parts = []
    begin, total = 0, 0.0
    for place, height in enumerate(heights):
        if place > begin and (total + height > most or total + height / 2 > enough):
            parts.append((begin, place))
            begin, total = place, 0.0
        total += height
    return [*parts, (begin, len(heights))]


def _sizes(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The sizes to try, in points, from the largest with which no word is broken down to the smallest."""
    widths = _widths(columns, rows)
    smallest = 14 if len(columns) <= 4 else 12 if len(columns) <= 6 else 10
    longest = [
        max(len(word) for row in (columns, *rows) for word in row[place].split() or [""])
        for place in range(len(columns))
    ]
    return [
        size
        for size in _LARGER
        if size > smallest
        and all(count <= _across(width, size) for count, width in zip(longest, widths, strict=True))
    ] + [smallest]


def below(lines: Sequence[str], table: Table) -> TableLayout | None:
    """The table below these lines, when one slide holds both."""
    columns, rows = _words_of(table)
    if not rows or not columns:
        return None
    widths = _widths(columns, rows)
    for size in _sizes(columns, rows):
        layout = TableLayout(columns, widths, size, _height(columns, widths, size), rows)
        if sum(layout.heights) <= (DOWN - high(lines)) * _POINTS:
            return layout
    return None


def _words_of(table: Table) -> tuple[list[str], list[list[str]]]:
    columns = [clean(str(column)) for column in table.columns]
    return columns, [[_in_words(cell) for cell in row] for row in table.rows]


def high(lines: Sequence[str]) -> float:
    """Height of some lines of text, in inches, with the space below them."""
    if not lines:
        return 0
    return (
        sum(len(textwrap.wrap(line, _LETTERS)) + 0.35 for line in lines) * TEXT_SIZE * _LINE / _POINTS + 0.1
    )


def _across(width: float, size: int) -> int:
    """How many letters of `size` points a cell of `width` inches holds on a line."""
    return max(int((width - 0.16) * _POINTS / (size * _LETTER)), 3)


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """By what the cells hold, dampened so that no column is too narrow for its words."""
    weights = []
    for place, column in enumerate(columns):
        lengths = sorted(len(row[place]) for row in rows)
        weights.append(math.sqrt(max(len(column), lengths[-1] * 0.6, lengths[len(lengths) // 2], 6)))
    return [ACROSS * weight / sum(weights) for weight in weights]


def _height(cells: Sequence[str], widths: Sequence[float], size: int) -> float:
    lines = 1
    for words, width in zip(cells, widths, strict=True):
        across = _across(width, size)
        lines = max(lines, sum(len(textwrap.wrap(line, across)) or 1 for line in words.split("\n")))
    return lines * size * _LINE + 2 * PADDING * _POINTS


def _in_words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    if isinstance(cell, datetime):
        local = timezone.localtime(cell) if timezone.is_aware(cell) else cell
        return str(formats.date_format(local, "SHORT_DATETIME_FORMAT"))
    if isinstance(cell, int | float | Decimal | Exact):
        if isinstance(cell, Exact):
            return percentage(str(cell)[:-1]) if cell.is_share else number(str(cell))
        return number(f"{Decimal(str(cell)):f}")
    words = clean(str(formats.localize(cell) if not isinstance(cell, str) else cell))
    return words if len(words) <= _MOST_IN_CELL else words[: _MOST_IN_CELL - 1].rstrip() + "…"


def clean(words: str) -> str:
    """The words without what no slide can hold, such as control characters."""
    return clean_text(words).translate(_NOT_XML).replace("\t", " ").strip()
