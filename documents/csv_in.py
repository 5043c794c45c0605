"""Tables as plain text (CSV), in whichever encoding and with whichever delimiter a program wrote them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from core.text import out_of_csv_cell
from documents.read_sheets import (
    ABOVE_HEADS,
    MOST_ROWS,
    NotATable,
    ReadSheet,
    Wrong,
    WrongCell,
    head_row,
    nameless,
)
from documents.tables_in import MOST_CELLS

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_USUAL = ",;\t|"
_SEPARATOR = re.compile(r"[,;\t|]")
# Excel takes this line as the delimiter of those that follow.
_SAID = re.compile(r"sep=([^\"\r\n])\r?\n", re.IGNORECASE)
_NO_DELIMITER = re.compile(r"[\w\s\"'.()/&-]")
_LINE_END = re.compile(r"_x000[Dd]_\n?|_x000[Aa]_")
# The delimiter is looked for in so many lines and characters at the beginning, among so many signs.
_LOOKED_AT, _BEGINNING, _MOST_SIGNS = 50, 20_000, 10


def read_csv(data: bytes, title: str) -> ReadSheet:
    """The rows of a file with their cells by heads; rows are counted as a program for spreadsheets does.
    Raises NotATable."""
    sheet = ReadSheet(title)
    number = count = 0
    begins: list[list[str]] = []
    try:
        for number, cells in enumerate(_cells(data), 1):
            count += len(cells)
            if number > MOST_ROWS + 1 or count > MOST_CELLS:
                raise NotATable(Wrong.TOO_LARGE)
            if number <= ABOVE_HEADS:
                begins.append(cells)
                continue
            if number == ABOVE_HEADS + 1:
                _begin(sheet, begins)
            if sheet.heads:
                _add(sheet, number, cells)
    except csv.Error:
        sheet.problems.append(WrongCell(Wrong.NO_CELL, number + 1))
    if number <= ABOVE_HEADS:
        _begin(sheet, begins)
    if not sheet.heads and not sheet.problems:
        sheet.problems.append(WrongCell(Wrong.NO_HEADS, 1))
    return sheet


def _begin(sheet: ReadSheet, rows: list[list[str]]) -> None:
    """Takes the heads and what is below them. A title above them counts where programs for spreadsheets wrote
    it, with as many cells as each other row, and where it is one cell above an empty row, or a comment."""
    texts = [[_plain(cell).strip() for cell in cells] for cells in rows]
    is_even = len({len(cells) for cells in rows}) == 1
    above = _lines_above(["".join(cells) if len(cells) < 2 else None for cells in texts])
    sheet.begin(texts, head_row(texts) if is_even else above + 1)
    if sheet.heads:
        for number, cells in enumerate(rows[sheet.head_row :], sheet.head_row + 1):
            _add(sheet, number, cells)


def csv_rows(data: bytes) -> list[list[str]]:
    """The rows of a file as they are, the heads first, also where two heads are alike. Raises NotATable."""
    rows: list[list[str]] = []
    count = 0
    try:
        for number, cells in enumerate(_cells(data), 1):
            count += len(cells)
            if number > MOST_ROWS + 1 or count > MOST_CELLS:
                raise NotATable(Wrong.TOO_LARGE)
            rows.append(cells)
    except csv.Error:
        raise NotATable(Wrong.NO_CSV) from None
    return rows


def _cells(data: bytes) -> Iterator[list[str]]:
    """The cells of each row. Raises NotATable, and csv.Error."""
    text = text_in(data)
    declaration = _SAID.match(text)
    if declaration:
        text = text[declaration.end() :]
    delimiter = declaration[1] if declaration else _delimiter(text)
    # What an open quotation mark swallows would be one cell.
    is_strict = text.count('"') % 2 == 1
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=is_strict)


def text_in(data: bytes) -> str:
    """The text of a file, whose encoding a mark at its beginning says, or the bytes that stand in it. Raises
    NotATable."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding and b"\0" in data[:1000]:
        # Latin letters take two bytes in UTF-16, one of which is nought.
        first, second = data[:1000:2].count(0), data[1:1000:2].count(0)
        encoding = "utf-16-le" if second > first else "utf-16-be"
    for each in (encoding,) if encoding else ("utf-8", "cp1252", "latin-1"):
        try:
            text = data.decode(each)
        except UnicodeDecodeError:
            continue
        # Read with letters of the wrong size, a nought among others would make one line of all.
        if "\0" not in text and ("\n" in text or b"\n" not in data):
            return text
        break
    raise NotATable(Wrong.NO_CSV)


def _delimiter(text: str) -> str:
    """The sign that parts most rows as it parts the heads: a usual delimiter, or a sign that the lines
    contain often."""
    lines = text[:_BEGINNING].splitlines()[:_LOOKED_AT]
    lines = lines[_lines_above([None if _SEPARATOR.search(line) else line for line in lines[:ABOVE_HEADS]]) :]
    heads = lines[0] if lines else ""
    others = Counter(sign for sign in _NO_DELIMITER.sub("", heads) if sign not in _USUAL)
    signs = [*_USUAL, *(sign for sign, _count in others.most_common(_MOST_SIGNS - len(_USUAL)))]
    beginning = "\n".join(lines)
    best, most = ",", 0.0
    for sign in signs:
        try:
            rows = [row for row in csv.reader(io.StringIO(beginning, newline=""), delimiter=sign) if row]
        except csv.Error:
            continue
        columns = len(rows[0]) if rows else 0
        if columns < 2:
            continue
        # The sample may end within a cell, so its last row may differ.
        same = sum(len(row) == columns for row in rows) / len(rows)
        usual = 0.5 if sign in _USUAL else 0.0
        if (score := same + usual + columns / 1000) > most:
            best, most = sign, score
    return best


def _lines_above(lines: list[str | None]) -> int:
    """Count the lines above a table: comments, or a title with an empty line below it. `lines` are the first
    of the file, None for one with several cells."""
    above = next((at for at, line in enumerate(lines) if line is None), 0)
    is_comment = all(not line or line.startswith("#") for line in lines[:above])
    return above if above and (is_comment or not (lines[above - 1] or "").strip()) else 0


def _add(sheet: ReadSheet, number: int, cells: list[str]) -> None:
    if any(cell.strip() for cell in cells[len(sheet.heads) :]):
        sheet.problems.append(WrongCell(Wrong.WIDER, number))
    row: dict[str, str] = {}
    for at, (head, cell) in enumerate(zip(sheet.heads, map(_plain, cells), strict=False)):
        if head:
            row[head] = cell
        elif cell.strip():
            row[nameless(at)] = cell
            sheet.beyond.add(at)
    if any(cell.strip() for cell in row.values()):
        sheet.rows.append((number, dict(row)))


def _plain(cell: str) -> str:
    """Without the apostrophe before what programs for spreadsheets would take as a formula, and with line
    ends where a program left the escapes of a workbook."""
    return _LINE_END.sub("\n", out_of_csv_cell(cell))
