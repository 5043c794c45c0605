"""Tables that somebody saved with a program for spreadsheets (XLSX), as rows of cells by their heads.

A file is read for what stands in its cells, and nothing of it is run: macros, formulas, entities and what
unpacks to more than anybody writes are refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum, auto
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA
from openpyxl.utils.exceptions import InvalidFileException

from core.zips import Damaged, reading_zip

LARGEST_UNPACKED = 60_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200

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


class NotATable(ValueError):
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
    _check_archive(data)
    try:
        book = load_workbook(io.BytesIO(data), keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, SyntaxError) as error:
        raise NotATable(Wrong.NO_WORKBOOK) from error
    return [_sheet(page) for page in book.worksheets]


def _check_archive(data: bytes) -> None:
    try:
        with reading_zip(), zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise NotATable(Wrong.TOO_LARGE)
            if any(part.filename.lower().endswith(("vbaproject.bin", ".xlm")) for part in parts):
                raise NotATable(Wrong.MACROS)
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise NotATable(Wrong.NO_WORKBOOK)
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    _check_part(archive, part)
    except NotATable:
        raise
    except Damaged:
        raise NotATable(Wrong.NO_WORKBOOK) from None


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No declaration of a document type: it could name entities. And no more than the archive says of it."""
    content = archive.read(part)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or "<!DOCTYPE".encode("utf-16-le") in content:
        raise NotATable(Wrong.ENTITIES)


def _sheet(page: Any) -> ReadSheet:
    sheet = ReadSheet(str(page.title))
    if page.max_row > MOST_ROWS or page.max_column > MOST_COLUMNS:
        sheet.problems.append(WrongCell(Wrong.TOO_MANY))
        return sheet
    sheet.problems += [WrongCell(Wrong.MERGED, merged.min_row) for merged in page.merged_cells.ranges]
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
