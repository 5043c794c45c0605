"""Tables as plain text (CSV), in whichever encoding and with whichever delimiter a program wrote them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from core.clean_text import out_of_csv_cell
from documents import foreign_sheet
from documents.xlsx_reader import MOST_CELLS

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_USUAL = ",;\t|"
# Before a digit it is the number of something.
_COMMENT = re.compile(r"#(?!\d)")
# Excel takes this line as the delimiter of those that follow.
_SAID = re.compile(r"sep=([^\"\r\n])\r?\n", re.IGNORECASE)
_NO_DELIMITER = re.compile(r"[\w\s\"'.()/&-]")
_LINE_END = re.compile(r"_x000[Dd]_\n?|_x000[Aa]_")
# The delimiter is looked for in so many lines and characters at the beginning, among so many signs.
_LOOKED_AT, _BEGINNING, _MOST_SIGNS = 50, 20_000, 10
_MUCH_BETTER = 1.2


def read_csv(data: bytes, title: str) -> foreign_sheet.ReadSheet:
    """The rows of a file with their cells by heads; rows are counted as a program for spreadsheets does.
    Raises NotATable."""
    sheet = foreign_sheet.ReadSheet(title)
    number = count = 0
    begins: list[list[str]] = []
    try:
        for number, cells in enumerate(_cells(data), 1):
            count += len(cells)
            if number > foreign_sheet.MOST_ROWS + 1 or count > MOST_CELLS:
                raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.TOO_LARGE)
            if number <= foreign_sheet.ABOVE_HEADS:
                begins.append(cells)
                continue
            if number == foreign_sheet.ABOVE_HEADS + 1:
                _begin(sheet, begins)
            if sheet.heads:
                _add(sheet, number, cells)
    except csv.Error:
        sheet.problems.append(foreign_sheet.WrongCell(foreign_sheet.SheetRefusal.NO_CELL, number + 1))
    if number <= foreign_sheet.ABOVE_HEADS:
        _begin(sheet, begins)
    if not sheet.heads and not sheet.problems:
        sheet.problems.append(foreign_sheet.WrongCell(foreign_sheet.SheetRefusal.NO_HEADS, 1))
    return sheet


def _begin(sheet: foreign_sheet.ReadSheet, rows: list[list[str]]) -> None:
    """Takes the heads and what is below them. A title above them counts where programs for spreadsheets wrote
    it, with as many cells as each other row, and where it is one cell above an empty row, or a comment."""
    texts = [[_plain(cell).strip() for cell in cells] for cells in rows]
    is_even = len({len(cells) for cells in rows}) == 1
    sheet.begin(texts, foreign_sheet.head_row(texts) if is_even else _rows_above(texts) + 1)
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
            if number > foreign_sheet.MOST_ROWS + 1 or count > MOST_CELLS:
                raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.TOO_LARGE)
            rows.append(cells)
    except csv.Error:
        raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.NO_CSV) from None
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
    raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.NO_CSV)


def _delimiter(text: str) -> str:
    """The sign that parts most rows as it parts the heads: a usual delimiter, or a sign that the lines
    contain often. Lines above an empty line and comments are left out if what is below them is parted much
    better."""
    lines = text[:_BEGINNING].splitlines()[:_LOOKED_AT]
    begins = lines[: foreign_sheet.ABOVE_HEADS]
    comments = next((at for at, line in enumerate(begins) if not _COMMENT.match(line)), 0)
    title = next((at + 1 for at, line in enumerate(begins) if at and not line.strip()), 0)
    best, most = ",", 0.0
    for above in sorted({0, comments, title}):
        # An empty line in a cell ends no title.
        if "\n".join(lines[:above]).count('"') % 2:
            continue
        sign, score = _best_delimiter(lines[above:], is_below=above > 0)
        if score > _MUCH_BETTER * most:
            best, most = sign, score
    return best


def _best_delimiter(lines: list[str], *, is_below: bool) -> tuple[str, float]:
    """The best delimiter of the lines and its score. Below a title, and for an unusual delimiter, one row
    alone does not tell."""
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
        # The sample may end within a cell, so its last row may differ.
        same = sum(len(row) == columns for row in rows)
        if columns < 2 or (same < 2 and (is_below or sign not in _USUAL)):
            continue
        usual = 0.5 if sign in _USUAL else 0.0
        if (score := same / len(rows) + usual + columns / 1000) > most:
            best, most = sign, score
    return best, most


def _rows_above(rows: list[list[str]]) -> int:
    """Count the rows above a table: comments, or a title with an empty row below it. Two rows with as many
    cells make a table."""
    above = next((at for at, cells in enumerate(rows) if len(cells) > 1), 0)
    lines = ["".join(cells) for cells in rows[:above]]
    is_title = not lines or not lines[-1] or all(not line or _COMMENT.match(line) for line in lines)
    is_table = sum(len(cells) == len(rows[above]) for cells in rows[above:]) > 1
    return above if is_title and is_table else 0


def _add(sheet: foreign_sheet.ReadSheet, number: int, cells: list[str]) -> None:
    if any(cell.strip() for cell in cells[len(sheet.heads) :]):
        sheet.problems.append(foreign_sheet.WrongCell(foreign_sheet.SheetRefusal.WIDER, number))
    row: dict[str, str] = {}
    for at, (head, cell) in enumerate(zip(sheet.heads, map(_plain, cells), strict=False)):
        if head:
            row[head] = cell
        elif cell.strip():
            row[foreign_sheet.nameless(at)] = cell
            sheet.beyond.add(at)
    if any(cell.strip() for cell in row.values()):
        sheet.rows.append((number, dict(row)))


def _plain(cell: str) -> str:
    """Without the apostrophe before what programs for spreadsheets would take as a formula, and with line
    ends where a program left the escapes of a workbook."""
    return _LINE_END.sub("\n", out_of_csv_cell(cell))
