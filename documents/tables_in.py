"""Tables that somebody saved with a program for spreadsheets (XLSX), as rows of cells by their heads.

A file is read for what stands in its cells, and nothing of it is run: macros, formulas, entities and what
unpacks to more than anybody writes are refused.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum, auto
from itertools import islice
from typing import Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS

LARGEST_UNPACKED = 30_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 500_000
# So many places where cells are merged are named.
_MOST_MERGED = 20

_ID = f"{{{REL_NS}}}id"
_PLACES = re.compile(rb"""<(?:\w+:)?(?:c|row)\b[^>]*?\sr=["']([A-Z]*)(\d+)["']""")
_ROWS_AND_CELLS = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)[\s/>]")
# Nothing is counted in what is not written in UTF-8.
_UTF_16 = re.compile(rb"(?:\xff\xfe|\xfe\xff)?\s*(?:<\0|\0<)")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\sref=["'][A-Z]+(\d+)""")
# As UTF-8 and as both kinds of UTF-16 write it.
_DECLARED = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
# What openpyxl and the libraries below it raise for a file that is broken.
_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    ArithmeticError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    RuntimeError,  # an archive that asks for a password
)

ReadCell = str | int | float | bool | date | datetime | time | None


class Wrong(Enum):
    """Why a file, a sheet or a cell is not read."""

    NO_WORKBOOK = auto()
    TOO_LARGE = auto()
    MACROS = auto()
    ENTITIES = auto()
    TOO_MANY = auto()
    NO_HEADS = auto()
    TWO_ALIKE = auto()
    MERGED = auto()
    FORMULA = auto()
    BROKEN = auto()
    NO_CSV = auto()
    WIDER = auto()


class NotATable(Exception):
    """The file is not read at all."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.name)
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class WrongCell:
    """Something in a sheet that is not read: in a row (0 for the whole sheet), below a head."""

    wrong: Wrong
    row: int = 0
    head: str = ""


@dataclass(slots=True)
class ReadSheet:
    """Rows by their numbers, each with its cells by their heads."""

    title: str
    heads: list[str] = field(default_factory=list)
    rows: list[tuple[int, dict[str, ReadCell]]] = field(default_factory=list)
    problems: list[WrongCell] = field(default_factory=list)


def read_workbook(data: bytes) -> list[ReadSheet]:
    """The sheets of the workbook, hidden ones too. Raises NotATable."""
    merged = _checked(data)
    try:
        # Row by row: else a few bytes that name a range make a cell for each place in it.
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        try:
            return [_sheet(page, merged.get(page.title, ())) for page in book.worksheets]
        finally:
            book.close()
    except _BROKEN as error:
        raise NotATable(Wrong.NO_WORKBOOK) from error


def _checked(data: bytes) -> dict[str, list[int]]:
    """The rows in which cells are merged, by the titles of the sheets. Raises NotATable for a file that is no
    workbook, that holds what is never read, or more than anybody writes."""
    cells = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise NotATable(Wrong.TOO_LARGE)
            if any(part.filename.lower().endswith(("vbaproject.bin", ".xlm")) for part in parts):
                raise NotATable(Wrong.MACROS)
            merged = {}
            for part in parts:
                # Whatever it is called: the archive itself says which part is a sheet.
                content = archive.read(part)
                cells += sum(1 for _each in islice(_ROWS_AND_CELLS.finditer(content), MOST_CELLS + 1))
                if cells > MOST_CELLS:
                    raise NotATable(Wrong.TOO_LARGE)
                _check_part(content)
                if _UTF_16.match(content):
                    raise NotATable(Wrong.NO_WORKBOOK)
                merged[part.filename] = [
                    int(match[1]) for match in islice(_MERGED.finditer(content), _MOST_MERGED)
                ]
            return {title: merged.get(name, []) for title, name in _sheets(archive)}
    except _BROKEN as error:
        raise NotATable(Wrong.NO_WORKBOOK) from error


def _check_part(content: bytes) -> None:
    """No declaration of a document type: it could name entities. And no place that no sheet has rows and
    columns for."""
    if any(word in content for word in _DECLARED):
        raise NotATable(Wrong.ENTITIES)
    for place in _PLACES.finditer(content):
        letters, digits = place.groups()
        # A row has no letters.
        column = column_index_from_string(letters.decode()) if letters else 1
        if int(digits) > MOST_ROWS or column > MOST_COLUMNS:
            raise NotATable(Wrong.TOO_MANY)


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The title of each sheet, with the name of its part."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    targets = {
        str(each.get("Id")): str(each.get("Target"))
        for each in etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    }
    book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    return [
        (str(sheet.get("name")), posixpath.normpath(posixpath.join("/xl", targets[sheet.get(_ID, "")]))[1:])
        for sheet in book.iter(f"{{{SHEET_MAIN_NS}}}sheet")
    ]


def _sheet(page: Any, merged: Sequence[int]) -> ReadSheet:
    sheet = ReadSheet(str(page.title))
    sheet.problems += [WrongCell(Wrong.MERGED, row) for row in merged]
    page.reset_dimensions()  # what the file says of its size need not be true
    rows = page.iter_rows()
    heads = [str(cell.value or "").strip() for cell in next(rows, ())]
    while heads and not heads[-1]:
        heads.pop()
    sheet.heads = heads
    named = [head for head in heads if head]
    if not named:
        sheet.problems.append(WrongCell(Wrong.NO_HEADS, 1))
        return sheet
    sheet.problems += [
        WrongCell(Wrong.TWO_ALIKE, 1, head) for head in sorted({*named}) if named.count(head) > 1
    ]
    for number, cells in enumerate(rows, 2):
        row = dict(_cells(sheet, number, zip(heads, cells, strict=False)))
        if any(value not in (None, "") for value in row.values()):
            sheet.rows.append((number, row))
    return sheet


def _cells(sheet: ReadSheet, number: int, cells: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, ReadCell]]:
    for head, cell in cells:
        if not head:
            continue
        if cell.data_type == TYPE_FORMULA:
            sheet.problems.append(WrongCell(Wrong.FORMULA, number, head))
        elif cell.data_type == TYPE_ERROR:
            sheet.problems.append(WrongCell(Wrong.BROKEN, number, head))
        else:
            yield head, cell.value
