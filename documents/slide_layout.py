"""Room on a slide: text and tables in letters as large as the slide admits, the rest on the next one.

Widths are estimated from the letters, a little generously: the program that opens a slide lays it out.
"""

from __future__ import annotations

import textwrap
from collections.abc import Container, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.clean_text import clean_text
from documents import column_widths, word_widths
from documents.localized_numbers import number, percentage
from documents.table_and_slide_parts import Cell, ExactNumber, Table

WIDTH = 13.333  # inches, of 16 by 9
MARGIN = 48 / 72
ACROSS = WIDTH - 2 * MARGIN
DOWN = 5.4  # how high the content may be
TEXT_SIZE = 18  # points
PADDING = 0.07  # inches, above and below the words of a cell
HEAD_SIZE = 12  # points, of the heads of columns
# Points: all titles have the first size, but for those that it gives more lines than are reserved.
TITLE_SIZES, TITLE_LINES = (22, 18, 16), 2

# How wide a letter is, and how high a line, in parts of the size; a little more than those of Arial, in fonts
# that stand in for it, too.
_LETTER, _LINE = 0.53, 1.36
_POINTS = 72
SIZES = (18, 16, 14, 12)  # points, of tables; less isn't read from the seats of a room
_BOLD = 1.12  # how much wider bold letters are, in fonts that stand in for Arial, too
_SIDES = 0.16  # inches, left and right of the words of a cell
_MOST_IN_CELL = 400
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF))


def title_size(title: str) -> int:
    """The size of a title, in points."""
    return next((size for size in TITLE_SIZES if lines_of_title(title, size) <= TITLE_LINES), TITLE_SIZES[-1])


def lines_of_title(title: str, size: int) -> int:
    """Return the number of lines of a title in this size."""
    return word_widths.lines(title, ACROSS * _POINTS / size / _BOLD)


def _letters(size: int) -> int:
    """Return the number of letters of this size on a line of text."""
    return int(ACROSS * _POINTS / (size * _LETTER)) - 3


def pages_of_lines(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines, so many at a time as a slide holds; one that is longer than a slide goes on on the next."""
    across = _letters(TEXT_SIZE)
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
    """A part of a table on a slide: `widths` in inches, `heights` in points with the head first. `numbers`
    has True for columns of numbers. `name` is the column with the names of the rows, in bold, or -1.
    `padding` is that of its rows, in inches."""

    padding = PADDING

    def __init__(self, columns: Columns, size: int, rows: list[list[str]]) -> None:
        self.columns, self.numbers, self.size, self.rows = columns.heads, columns.numbers, size, rows
        self.name = columns.name
        self.widths = columns.widths(size)
        every = range(len(self.columns))
        self.heights = [_height(self.columns, self.widths, HEAD_SIZE, bold=every)]
        self.heights += [_height(row, self.widths, size, bold=(self.name,)) for row in rows]

    def spread(self, padding: float) -> None:
        """Give its rows this padding, in inches."""
        more = 2 * (padding - self.padding) * _POINTS
        self.heights[1:] = [height + more for height in self.heights[1:]]
        self.padding = padding


class Columns:
    """Columns that stand side by side, with the words of all their rows."""

    def __init__(self, heads: list[str], rows: list[list[str]], numbers: list[bool]) -> None:
        self.heads, self.rows, self.numbers = heads, rows, numbers
        self.name = numbers.index(False) if False in numbers else -1
        self._longest = [
            max(
                word_widths.widest(head) * _BOLD,
                *(word_widths.widest(row[place]) * (_BOLD if place == self.name else 1) for row in rows),
            )
            for place, head in enumerate(heads)
        ]
        self._widths: dict[int, list[float]] = {}

    def fit(self, size: int) -> bool:
        """Return True if no word is broken in letters of this size."""
        return column_widths.fits(self._longest, ACROSS * _POINTS / size)

    def widths(self, size: int) -> list[float]:
        """Return the widths of the columns, in inches."""
        if size not in self._widths:
            cells = [
                [[*map(word_widths.ems, words.split("\n"))] for words in row]
                for row in (self.heads, *self.rows)
            ]
            shares = column_widths.shares(self._longest, cells, self.numbers, ACROSS * _POINTS / size)
            self._widths[size] = [ACROSS * share / 100 for share in shares]
        return self._widths[size]

    def groups(self) -> list[Columns]:
        """The columns on as many slides as they need in the smallest letters, the first one on each."""
        if self.fit(SIZES[-1]) or len(self.heads) < 3:
            return [self]
        parts = [[0]]
        for place in range(1, len(self.heads)):
            if len(parts[-1]) > 1 and not self._only([*parts[-1], place]).fit(SIZES[-1]):
                parts.append([0])
            parts[-1].append(place)
        return [self._only(places) for places in parts]

    def _only(self, places: list[int]) -> Columns:
        rows = [[row[place] for place in places] for row in self.rows]
        return Columns(
            [self.heads[place] for place in places], rows, [self.numbers[place] for place in places]
        )


def pages_of_table(table: Table) -> Iterator[TableLayout]:
    """The table on as few slides as it takes, evenly, in the largest letters with which it takes no more. A
    table that is too wide goes on with its further columns."""
    columns = columns_of(table)
    if columns is None:
        return
    for group in columns.groups():
        yield from _pages_of(group)


def _pages_of(columns: Columns) -> list[TableLayout]:
    smallest = _parted(columns, SIZES[-1])
    for size in SIZES[:-1]:
        if columns.fit(size):
            parts = _parted(columns, size)
            if len(parts) <= len(smallest):
                return parts
    return smallest


def _parted(columns: Columns, size: int) -> list[TableLayout]:
    """The table in letters of this size on as few slides as it takes, each about as full as the others."""
    head, *heights = TableLayout(columns, size, columns.rows).heights
    most = DOWN * _POINTS - head
    parts = _parts_of(heights, most, most)
    even = _parts_of(heights, most, sum(heights) / len(parts))
    return [
        TableLayout(columns, size, columns.rows[begin:end])
        for begin, end in (even if len(even) == len(parts) else parts)
    ]


def _parts_of(heights: Sequence[float], most: float, enough: float) -> list[tuple[int, int]]:
    """The start and end of each part: it takes rows until it is `enough` high, and is never above `most`."""
    parts = []
    begin, total = 0, 0.0
    for place, height in enumerate(heights):
        if place > begin and (total + height > most or total + height / 2 > enough):
            parts.append((begin, place))
            begin, total = place, 0.0
        total += height
    return [*parts, (begin, len(heights))]


def columns_of(table: Table) -> Columns | None:
    """The columns of a table; None when it has none, or no rows."""
    heads = [clean(str(column)) for column in table.columns]
    rows = [[_in_words(cell) or "–" for cell in row] for row in table.rows]
    columns = [
        [cell for cell in column if cell not in (None, "")] for column in zip(*table.rows, strict=True)
    ]
    numbers = [bool(column) and all(map(_is_number, column)) for column in columns]
    return Columns(heads, rows, numbers) if heads and rows else None


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float | Decimal | ExactNumber) and not isinstance(cell, bool)


def high(lines: Sequence[str], size: int = TEXT_SIZE) -> float:
    """Height of some lines of text in letters of this size, in inches, with the space below them."""
    if not lines:
        return 0
    across = _letters(size)
    return sum(len(textwrap.wrap(line, across)) + 0.35 for line in lines) * size * _LINE / _POINTS + 0.1


def _height(cells: Sequence[str], widths: Sequence[float], size: int, *, bold: Container[int]) -> float:
    """The height of a row, in points; `bold` are the places of cells in bold letters."""
    lines = 1
    for place, (words, width) in enumerate(zip(cells, widths, strict=True)):
        across = (width - _SIDES) * _POINTS / size / (_BOLD if place in bold else 1)
        lines = max(lines, sum(word_widths.lines(line, across) for line in words.split("\n")))
    return lines * size * _LINE + 2 * PADDING * _POINTS


def _in_words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    if isinstance(cell, datetime):
        local = timezone.localtime(cell) if timezone.is_aware(cell) else cell
        return str(formats.date_format(local, "SHORT_DATETIME_FORMAT"))
    if isinstance(cell, date):
        return str(formats.date_format(cell, "SHORT_DATE_FORMAT"))
    if isinstance(cell, int | float | Decimal | ExactNumber):
        if isinstance(cell, ExactNumber):
            return percentage(str(cell)[:-1]) if cell.is_share else number(str(cell))
        return number(f"{Decimal(str(cell)):f}")
    words = clean(str(formats.localize(cell) if not isinstance(cell, str) else cell))
    return words if len(words) <= _MOST_IN_CELL else words[: _MOST_IN_CELL - 1].rstrip() + "…"


def clean(words: str) -> str:
    """The words without what no slide can hold, such as control characters."""
    return clean_text(words).translate(_NOT_XML).replace("\t", " ").strip()
