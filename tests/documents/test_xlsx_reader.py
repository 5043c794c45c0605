"""Spreadsheets that somebody sends to break the reader: each gets its reason, and none more memory than its
cells are worth."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from documents import xlsx_reader
from documents.foreign_sheet import NotATable, SheetRefusal, WrongCell
from documents.xlsx_reader import read_workbook

SHEET = "xl/worksheets/sheet1.xml"
MOST_BYTES = 60_000_000


def saved() -> bytes:
    book = Workbook()
    page = book.create_sheet("Products")
    del book["Sheet"]
    page.append(["Name", "Effort"])
    page.append(["HCP 360", 4])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(*changes: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """The workbook with each part renamed or rewritten."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved())) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = name, old.read(name)
            for change in changes:
                part = change(*part)
            new.writestr(*part)
    return file.getvalue()


def in_sheet(before: bytes, after: bytes) -> Callable[[str, bytes], tuple[str, bytes]]:
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        return name, content.replace(before, after) if name == SHEET else content

    return change


def called(name: str) -> Callable[[str, bytes], tuple[str, bytes]]:
    """The sheet under another name, which the archive knows."""

    def change(part: str, content: bytes) -> tuple[str, bytes]:
        short = SHEET.removeprefix("xl/").encode()
        content = content.replace(short, name.removeprefix("xl/").encode())
        return (name if part == SHEET else part), content

    return change


def refused(data: bytes) -> SheetRefusal:
    tracemalloc.start()
    try:
        with pytest.raises(NotATable) as raised:
            read_workbook(data)
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()
    return raised.value.wrong


CELLS = b"".join(b'<row r="%d">%s</row>' % (row, b'<c r="A%d"/>' % row * 30) for row in range(3, 20_000))
HOSTILE = {
    "a cell beyond the last column": (in_sheet(b"</row>", b'<c r="XFD1"/></row>'), SheetRefusal.TOO_MANY),
    "a row beyond the last": (
        in_sheet(b"</sheetData>", b'<row r="1048576"/></sheetData>'),
        SheetRefusal.TOO_MANY,
    ),
    "too many cells": (
        in_sheet(b"</sheetData>", CELLS + b"</sheetData>"),
        SheetRefusal.TOO_LARGE,
    ),
    "too many bytes": (
        in_sheet(b"</sheetData>", b"</sheetData>" + b" " * xlsx_reader.LARGEST_UNPACKED),
        SheetRefusal.TOO_LARGE,
    ),
    "a text that is not there": (
        in_sheet(b"<v>4</v>", b"<v>4</v></c><c r='C2' t='s'><v>99</v>"),
        SheetRefusal.NO_WORKBOOK,
    ),
    "a broken sheet": (in_sheet(b"</sheetData>", b""), SheetRefusal.NO_WORKBOOK),
    "an entity": (
        in_sheet(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "b">]><worksheet'),
        SheetRefusal.ENTITIES,
    ),
}


@pytest.mark.parametrize(("change", "wrong"), HOSTILE.values(), ids=list(HOSTILE))
@pytest.mark.parametrize("name", [SHEET, "xl/worksheets/sheet1.dat", "xl/worksheets/sheet1.XML"])
def test_a_hostile_sheet_is_refused_with_its_reason_whatever_it_is_called(
    change: Callable[[str, bytes], tuple[str, bytes]], wrong: SheetRefusal, name: str
) -> None:
    assert refused(changed(change, called(name))) == wrong


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_an_entity_in_another_encoding_is_refused(encoding: str) -> None:
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        if name != SHEET:
            return name, content
        text = content.decode().replace("<worksheet", '<!DOCTYPE a [<!ENTITY b "b">]><worksheet')
        return name, text.encode(encoding)

    assert refused(changed(change)) == SheetRefusal.ENTITIES


def named(name: str, said: str) -> bytes:
    one = f'<definedName name="{name}" localSheetId="0">{said}</definedName>'
    return f"<definedNames>{one}</definedNames>".encode()


# openpyxl looks at each with expressions that begin again at each sign.
SLOW = {
    "the format of numbers": (
        "xl/styles.xml",
        b"<numFmts",
        b'<numFmt numFmtId="170" formatCode="%s"/>',
        b"[",
    ),
    "what is printed on top": ("xl/workbook.xml", b"<definedNames/>", "_xlnm.Print_Titles", b"$A:"),
    "what is printed": ("xl/workbook.xml", b"<definedNames/>", "_xlnm.Print_Area", b"'"),
}


@pytest.mark.parametrize(("part", "place", "made", "sign"), SLOW.values(), ids=list(SLOW))
@pytest.mark.parametrize("as_cdata", [False, True])
def test_a_long_text_beside_the_cells_is_refused_before_openpyxl_reads_it(
    part: str, place: bytes, made: bytes | str, sign: bytes, as_cdata: bool
) -> None:
    said = sign * 60_000

    def change(name: str, content: bytes) -> tuple[str, bytes]:
        if name != part:
            return name, content
        assert place in content
        if isinstance(made, bytes):
            end = content.index(b">", content.index(place)) + 1
            opened = content[:end].replace(b"/>", b">")
            closed = b"" if content[end - 2 : end] != b"/>" else b"</numFmts>"
            return name, opened + made % said + closed + content[end:]
        text = said.decode()
        return name, content.replace(place, named(made, f"<![CDATA[{text}]]>" if as_cdata else text))

    began = time.monotonic()
    assert refused(changed(change)) == SheetRefusal.TOO_LARGE
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "utf-32-be", "iso-8859-1"])
def test_a_part_in_another_encoding_than_spreadsheets_write_is_refused(encoding: str) -> None:
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        if name != "xl/styles.xml":
            return name, content
        text = content.decode().removeprefix("<?xml version='1.0' encoding='utf-8'?>")
        return name, f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)

    assert refused(changed(change)) == SheetRefusal.NO_WORKBOOK


@pytest.mark.parametrize("formula", ["A1+" * 300_000 + "A1", "[", "'", "SUM(A1"], ids=str.__len__)
def test_a_formula_is_not_put_together_for_each_cell_that_shares_it(formula: str) -> None:
    first = f'<c r="B3"><f t="shared" ref="B3:B500" si="0">{formula}</f></c>'
    others = (f'<row r="{row}"><c r="B{row}"><f t="shared" si="0"/></c></row>' for row in range(4, 500))
    rows = f'<row r="3">{first}</row>{"".join(others)}'.encode()
    began = time.monotonic()
    (sheet,) = read_workbook(changed(in_sheet(b"</sheetData>", rows + b"</sheetData>")))
    assert time.monotonic() - began < 5
    assert sheet.problems == [WrongCell(SheetRefusal.FORMULA, row, "Effort") for row in range(3, 500)]
    assert sheet.rows == [(2, {"Name": "HCP 360", "Effort": 4})]


@pytest.mark.parametrize("formula", ["<![CDATA[A1]]>", "A1<!-- -->", "<f>A1</f>", "<!-- </f> -->"])
def test_a_formula_with_more_than_text_is_refused(formula: str) -> None:
    cell = f'<row r="3"><c r="B3"><f t="shared" ref="B3:B4" si="0">{formula}</f></c></row>'
    data = changed(in_sheet(b"</sheetData>", cell.encode() + b"</sheetData>"))
    assert refused(data) == SheetRefusal.NO_WORKBOOK


@pytest.mark.parametrize("formula", ["<f/>", '<f t="dataTable" other="1"/>', '<f t="array">A1</f>'])
def test_a_formula_is_named_whatever_its_type(formula: str) -> None:
    cell = f'<row r="3"><c r="B3">{formula}<v>4</v></c></row>'
    (sheet,) = read_workbook(changed(in_sheet(b"</sheetData>", cell.encode() + b"</sheetData>")))
    assert sheet.problems == [WrongCell(SheetRefusal.FORMULA, 3, "Effort")]


RANGES = (
    b'<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>',
    b'<hyperlinks><hyperlink ref="A1:CV200000" location="x"/></hyperlinks>',
    b'<row r="20000"><c r="GR20000"/></row>',
)


@pytest.mark.parametrize("piece", RANGES)
def test_what_names_a_range_costs_no_cell_for_each_place_in_it(piece: bytes) -> None:
    end = b"</sheetData>"
    data = changed(in_sheet(end, piece + end if piece.startswith(b"<row") else end + piece))
    tracemalloc.start()
    try:
        (sheet,) = read_workbook(data)
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()
    assert sheet.rows == [(2, {"Name": "HCP 360", "Effort": 4})]
    merged = [WrongCell(SheetRefusal.MERGED, 3, head) for head in ("Name", "Effort")]
    assert sheet.problems == (merged if b"merge" in piece else [])


@pytest.mark.parametrize(
    ("cells", "heads"), [("A3:A4", ["Name"]), ("B3:C4", ["Effort"]), ("C3:D3", []), ("B3", ["Effort"])]
)
def test_merged_cells_are_named_with_their_columns(cells: str, heads: list[str]) -> None:
    """So that merged cells in a column that someone skips don't refuse the file."""
    merge = f'<mergeCells><mergeCell ref="{cells}"/></mergeCells>'
    (sheet,) = read_workbook(changed(in_sheet(b"</sheetData>", b"</sheetData>" + merge.encode())))
    assert sheet.problems == [WrongCell(SheetRefusal.MERGED, 3, head) for head in heads]


def test_what_is_no_archive_or_holds_macros_is_refused() -> None:
    assert refused(b"") == SheetRefusal.NO_WORKBOOK
    assert refused(saved()[:-40]) == SheetRefusal.NO_WORKBOOK
    macros = io.BytesIO(saved())
    with zipfile.ZipFile(macros, "a") as book:
        book.writestr("xl/vbaProject.BIN", b"x")
    assert refused(macros.getvalue()) == SheetRefusal.MACROS


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_that_says_it_is_small_is_not_unpacked_to_see_whether_it_is(method: int) -> None:
    said, real = 1_000, 200_000_000
    assert refused(lying_about_size(saved(), method, said=said, real=real)) == SheetRefusal.NO_WORKBOOK


def lying_about_size(book: bytes, method: int, *, said: int, real: int) -> bytes:
    """The workbook with a part of `real` zeros, of which the archive says that it has `said`."""
    file = io.BytesIO(book)
    with zipfile.ZipFile(file, "a", method) as archive, archive.open("xl/media/x", "w") as part:
        for _each in range(real // 1_000_000):
            part.write(bytes(1_000_000))
    data = bytearray(file.getvalue())
    entry = data.rindex(b"PK\x01\x02")  # the last one of the directory: crc and size stand at 16 and 24
    struct.pack_into("<I", data, entry + 16, zlib.crc32(bytes(said)))
    struct.pack_into("<I", data, entry + 24, said)
    return bytes(data)
