"""Widths of the columns of a table on paper: as wide as their content asks for.

Left alone, a table gives a column of one long cell as much as one of ten short ones, or cuts a word in two
beside a column that is half empty (documents/column_widths.py shares it out). Tables with the same
`data-grid` have the same widths, so that they can be compared.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

from lxml import html

from documents import column_widths, word_widths
from documents.failed_parts import attempt

# The cells of a row by column.
_Row = list[html.HtmlElement | None]
# A blank at the end of a cell would break a line that just fits, after its first word.
_BLANK_END = re.compile(r"\s+(?=</t[hd]>)")
_GRID = re.compile(r"<table\b[^>]*\bdata-grid=\"([^\"]+)\"")
_TABLE = re.compile(r"<table\b[^>]*>.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<table\b[^>]*>(?:\s*<caption\b.*?</caption>)?", re.DOTALL)
# Tables whose columns are alike, or hold drawings and figures of a size of their own.
_LEFT_ALONE = {
    "matrix",
    "risk-map",
    "reveal",
    "apart",
    "timeline",
    "asked-cases",
    "asked-for",
    "due",
    "to-decide",
    "short-bells",
    "raci",
}
# A date stays in one line: "Feb 5, 2027", "5. Feb. 2027", "5 de febrero de 2027".
_MONTH = r"[^\W\d]{3,10}\.?"
_DATE = re.compile(rf"(?<!\w)(?:\d{{1,2}}\.? (?:de )?{_MONTH} (?:de )?|{_MONTH} \d{{1,2}}, )\d{{4}}(?!\w)")
# Values without blanks, such as those of a sample, may be broken after a comma. Numbers, such as 1,250,
# may not.
_VALUES = re.compile(r"(?:(?<=[^\W\d]),(?=\w)|(?<=\d),(?=[^\W\d]))(?=[^<>]*<)")
# An upright page, in ems of the letters of a table. Another width is in `data-ems`, and another width of its
# drawings in `data-drawing-ems`.
_ACROSS = 56.0
# The first two rows of a table stay together if they have at most so many lines. Where high rows have to, the
# library leaves the heading alone on the page before.
_LOW = 8
# Of high rows, a table of at most so many lines may stay whole, too: its style sheet decides.
_SHORT = 30
# A first row of more lines than about half a page has may be broken, or its heading would be alone.
_HALF_A_PAGE = 24
# A head is set smaller and bold, the first cell of a row a little bold.
_HEAD, _ROW_HEAD, _CELL = 0.94, 1.03, 1.0
# What is never broken, or has room around it: by class, with what it takes besides its letters.
_UNBROKEN = {"side": 1.2, "percent": 0.2, "headcount": 0.0, "unbroken": 0.0}
_AROUND = {"chip": 1.5}
_DRAWN = {"dumbbell": 16.0, "due-line": 5.0}
# In ems, of the blank between a text and the element that follows it.
_BLANK = word_widths.ems("a b") - word_widths.ems("ab")
# The digits of a number are as wide as each other.
_DIGITS = re.compile(r"\d")


def with_columns(document: str) -> str:
    """The document with the widths of the columns of its tables, in percent, dates in one line,
    and values without blanks in several."""

    def with_room(table: str) -> str:
        table = _DATE.sub(lambda date: date[0].replace(" ", "\N{NO-BREAK SPACE}"), table)
        table = _BLANK_END.sub("", table)
        return _VALUES.sub(",\N{ZERO WIDTH SPACE}", table)

    alike: dict[str, list[_Row]] = defaultdict(list)
    for match in _TABLE.finditer(document):
        if grid := _GRID.match(match[0]):
            alike[grid[1]] += _rows(html.fragment_fromstring(with_room(match[0])))

    def widened(match: re.Match[str]) -> str:
        table = with_room(match[0])
        grid = _GRID.match(table)
        rows = alike[grid[1]] if grid else []
        return attempt("the columns of a table", lambda: _with_columns(table, rows), lambda: table)

    return _TABLE.sub(widened, document)


def _with_columns(table: str, alike: Sequence[_Row]) -> str:
    """The table with the widths of its columns, or those of the rows of all that are `alike`."""
    root = html.fragment_fromstring(table)
    if _LEFT_ALONE & {*(root.get("class") or "").split()}:
        return table
    across = float(root.get("data-ems") or _ACROSS)
    shares = _shares(alike or _rows(root), across)
    if len(shares) < 2:
        return table
    widths = [share * across / 100 - column_widths.BETWEEN for share in shares]
    lines = [_lines(row, widths) for body in root.iter("tbody") for row in _rows(body)]
    size = "low" if sum(lines[:2]) <= _LOW else "short" if sum(lines) <= _SHORT else ""
    if lines and lines[0] > _HALF_A_PAGE:
        size = "high"
    marked = f' class="{size}"' if size else ""
    columns = "".join(f'<col style="inline-size: {share:.2f}%">' for share in shares)
    head = _CAPTION.match(table)
    end = head.end() if head else 0
    return f"{table[:end]}<colgroup{marked}>{columns}</colgroup>{table[end:]}"


def _rows(root: html.HtmlElement) -> list[_Row]:
    """The cells of each row by column; None where one spans several."""
    rows = []
    for row in root.iter("tr"):
        cells: list[html.HtmlElement | None] = []
        for cell in row.iterchildren("th", "td"):
            spanned = int(cell.get("colspan") or 1)
            cells += [cell] if spanned == 1 else [None] * spanned
        rows.append(cells)
    return rows


def _shares(rows: Sequence[_Row], across: float) -> list[float]:
    """Of the width, `across` in ems, what each column gets, in percent."""
    count = max(map(len, rows), default=0)
    longest, lengths = [0.0] * count, list[list[column_widths.Cell]]()
    are_numbers = [True] * count
    for row in rows:
        line: list[column_widths.Cell] = [()] * count
        for column, cell in enumerate(row):
            if cell is not None:
                word, line[column] = _widths_of(cell)
                longest[column] = max(longest[column], word)
                are_numbers[column] &= "number" in (cell.get("class") or "")
        lengths.append(line)
    return column_widths.shares(longest, lengths, are_numbers, across)


def _lines(row: _Row, widths: Sequence[float]) -> int:
    """The lines of the highest cell of a row, about, in columns of these widths in ems."""
    cells = ((cell, width) for cell, width in zip(row, widths, strict=False) if cell is not None)
    counts = (sum(ceil(line / max(width, 1)) for line in _widths_of(cell)[1]) for cell, width in cells)
    return max(counts, default=0)


def _widths_of(cell: html.HtmlElement) -> tuple[float, list[float]]:
    """The width of the longest word of a cell, and those of its lines if nothing else broke them, in ems."""
    scale = _CELL if cell.tag == "td" else _HEAD if cell.get("scope") == "col" else _ROW_HEAD
    is_number = cell.tag == "td" and "number" in (cell.get("class") or "").split()
    longest = line = 0.0
    lines = []
    for words, is_unbroken, besides in _pieces(cell):
        if words is None:
            lines.append(line)
            line = 0.0
            continue
        if is_number:
            words = _DIGITS.sub("0", words)
        length = word_widths.ems(words) * scale + besides
        line += length + (_BLANK if words[-1:].isspace() and words.strip() else 0.0)
        word = word_widths.ems(words) if is_unbroken else word_widths.widest(words)
        longest = max(longest, besides + word * scale)
    return longest, [each for each in (*lines, line) if each]


def _pieces(element: html.HtmlElement) -> Iterator[tuple[str | None, bool, float]]:
    """The texts of an element with whether they stay in one line, and what each takes besides its letters; no
    text where a line ends."""
    classes = {*(element.get("class") or "").split()}
    for name in classes & _DRAWN.keys():
        own = (table.get("data-drawing-ems") for table in element.iterancestors("table"))
        yield "", True, float(next(own, None) or _DRAWN[name])
    if classes & _UNBROKEN.keys():
        yield "".join(element.itertext()).strip(), True, sum(_UNBROKEN.get(name, 0) for name in classes)
        return
    is_block = element.tag in ("br", "p", "div", "li", "ul")
    if is_block:
        yield None, False, 0.0
    besides = sum(_AROUND.get(name, 0) for name in classes)
    if element.text and element.tag not in ("svg", "title", "text"):
        yield element.text, False, besides
    for child in element:
        yield from _pieces(child)
        if child.tail:
            yield child.tail, False, 0.0
    if is_block:
        yield None, False, 0.0
