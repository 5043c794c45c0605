"""Widths of the columns of a table on paper: as wide as their content asks for.

Left alone, a table gives a column of one long cell as much as one of ten short ones, or cuts a word in two
beside a column that is half empty. Here each column first gets room for its longest word, and then the rest
goes, bit by bit, where the rows are highest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import html

from documents.attempts import attempt

_TABLE = re.compile(r"<table\b[^>]*>.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<table\b[^>]*>(?:\s*<caption\b.*?</caption>)?", re.DOTALL)
# Tables whose columns are alike, or hold drawings and figures of a size of their own.
_LEFT_ALONE = {"matrix", "risk-map", "reveal", "apart", "timeline", "asked-cases", "due", "short-bells"}
# An upright page, and the space between columns, in ems of the letters of a table. A table that is
# narrower says so in `data-ems`.
_ACROSS, _BETWEEN = 56.0, 1.15
# Ems that letters take in Inter, the font of reports (advances of its regular weight, to 0.04). Others
# take as much as "e"; what is not Latin, Greek, Cyrillic, Hebrew or Arabic takes a square.
_LETTERS = {
    0.24: "ijl",
    0.28: " !',.:I·",
    0.32: ";`t|",
    0.36: "()/[\\]fr",
    0.44: "-_{}1",
    0.52: '*?s"^–',
    0.56: "7JLackvxyz",
    0.64: "#$&0469BPRSTZ",
    0.7: "+<=>AKVXY~CDÄ",
    0.76: "GHNOQUÖÜ",
    0.8: "w",
    0.92: "mM…",
    1.0: "@%W—",
}
_EMS = {letter: ems for ems, letters in _LETTERS.items() for letter in letters}
_OTHER, _SQUARE, _FIRST_SQUARE = 0.6, 1.05, 0x0900
# A head is set smaller and bold, the first cell of a row a little bold.
_HEAD, _ROW_HEAD, _CELL = 0.94, 1.03, 1.0
# What the end of a line leaves empty, since words stay whole.
_RAGGED = 1.2
# Words of more letters may be broken; so many letters of one stay together.
_LONGEST_WORD, _PIECE = 20, 12
_FIRST_BROKEN_ANYWHERE, _FEW = "\u2e80", 4
# What is never broken, or has room around it: by class, with what it takes besides its letters.
_UNBROKEN = {"side": 1.2, "percent": 0.2, "headcount": 0.0}
_AROUND = {"chip": 1.5}
_DRAWN = {"dumbbell": 16.0}
# So many rows, the fullest, tell how wide a column is, and so many steps share what is left.
_ROWS, _STEPS = 60, 60
_ENDS = re.compile(r"(?<=-)|\s+")


def with_columns(document: str) -> str:
    """The document with the widths of the columns of its tables, in percent."""

    def widened(match: re.Match[str]) -> str:
        table = match[0]
        return attempt("the columns of a table", lambda: _with_columns(table), lambda: table)

    return _TABLE.sub(widened, document)


def _with_columns(table: str) -> str:
    root = html.fragment_fromstring(table)
    if _LEFT_ALONE & {*(root.get("class") or "").split()}:
        return table
    shares = _shares(_rows(root), float(root.get("data-ems") or _ACROSS))
    if len(shares) < 2:
        return table
    columns = "".join(f'<col style="inline-size: {share:.2f}%">' for share in shares)
    head = _CAPTION.match(table)
    end = head.end() if head else 0
    return f"{table[:end]}<colgroup>{columns}</colgroup>{table[end:]}"


def _rows(root: html.HtmlElement) -> list[list[html.HtmlElement | None]]:
    """The cells of each row by column; None where one spans several."""
    rows = []
    for row in root.iter("tr"):
        cells: list[html.HtmlElement | None] = []
        for cell in row.iterchildren("th", "td"):
            spanned = int(cell.get("colspan") or 1)
            cells += [cell] if spanned == 1 else [None] * spanned
        rows.append(cells)
    return rows


def _shares(rows: Sequence[Sequence[html.HtmlElement | None]], across: float) -> list[float]:
    """Of the width, `across` in ems, what each column gets, in percent."""
    count = max(map(len, rows), default=0)
    narrowest, lengths = [_BETWEEN] * count, []
    are_numbers = [True] * count
    for row in rows:
        line = [0.0] * count
        for column, cell in enumerate(row):
            if cell is not None:
                longest, line[column] = _measured(cell)
                narrowest[column] = max(narrowest[column], longest + _BETWEEN)
                are_numbers[column] &= "number" in (cell.get("class") or "")
        lengths.append(line)
    total = sum(narrowest)
    if not count or total >= across:
        return _squeezed(narrowest, across)
    widths = _shared_out(narrowest, sorted(lengths, key=sum)[-_ROWS:], across)
    free = across - sum(widths)
    takers = [column for column in range(count) if not are_numbers[column]] or [*range(count)]
    among = sum(widths[column] for column in takers)
    for column in takers:
        widths[column] *= 1 + free / among
    return [100 * width / sum(widths) for width in widths]


def _squeezed(narrowest: Sequence[float], across: float) -> list[float]:
    """The shares of columns whose longest words have no room side by side: those of short words keep theirs,
    so that the words that have to be broken are the longest."""
    even = across / max(len(narrowest), 1)
    short = sum(width for width in narrowest if width <= even)
    long = sum(width for width in narrowest if width > even)
    scale = (across - short) / long if long else 1.0
    return [100 / across * (width if width <= even else width * scale) for width in narrowest]


def _shared_out(narrowest: Sequence[float], rows: Sequence[Sequence[float]], across: float) -> list[float]:
    """Widths of which each step gives a bit to the column that makes most rows high, until nothing is higher
    than a line."""
    widths = [*narrowest]
    step = (across - sum(widths)) / _STEPS
    for _number in range(_STEPS):
        pressures = [0.0] * len(widths)
        for row in rows:
            lines = [
                length / max(width - _BETWEEN - _RAGGED * (length > width - _BETWEEN), 1.0)
                for length, width in zip(row, widths, strict=True)
            ]
            highest = max(lines)
            if highest > 1:
                pressures[lines.index(highest)] += highest
        most = max(pressures)
        if not most:
            break
        widths[pressures.index(most)] += step
    return widths


def _measured(cell: html.HtmlElement) -> tuple[float, float]:
    """The width of the longest word of a cell, and of its longest line if nothing broke it, in ems."""
    scale = _CELL if cell.tag == "td" else _HEAD if cell.get("scope") == "col" else _ROW_HEAD
    longest = line = whole = 0.0
    for words, is_unbroken, besides in _pieces(cell):
        if words is None:
            whole, line = max(whole, line), 0.0
            continue
        length = _ems(words) * scale + besides
        line += length
        pieces = [words] if is_unbroken else map(_that_stays, _ENDS.split(words))
        longest = max(longest, besides + max((_ems(piece) * scale for piece in pieces), default=0.0))
    return longest, max(whole, line)


def _that_stays(word: str) -> str:
    """Of a word, what stays in one line: Japanese, for one, may be broken at any letter."""
    if word and max(word) >= _FIRST_BROKEN_ANYWHERE:
        return word[:_FEW]
    return word[:_PIECE] if len(word) > _LONGEST_WORD else word


def _pieces(element: html.HtmlElement) -> Iterator[tuple[str | None, bool, float]]:
    """The texts of an element with whether they stay in one line, and what each takes besides its letters; no
    text where a line ends."""
    classes = {*(element.get("class") or "").split()}
    for name in classes & _DRAWN.keys():
        yield "", True, _DRAWN[name]
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


def _ems(words: str) -> float:
    return sum(
        _EMS.get(letter) or (_SQUARE if ord(letter) >= _FIRST_SQUARE else _OTHER)
        for letter in " ".join(words.split())
    )
