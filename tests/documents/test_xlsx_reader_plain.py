"""Spreadsheets that take little room in a file and much when they are read."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from openpyxl import Workbook

from documents.foreign_sheet import MOST_COLUMNS, MOST_ROWS, NotATable, SheetRefusal
from documents.xlsx_reader import read_workbook, sheet_titles

_SHEET = "xl/worksheets/sheet1.xml"


def _workbook(**cells: str) -> bytes:
    book, file = Workbook(), io.BytesIO()
    page = book.worksheets[0]
    for place, value in cells.items():
        page[place] = value
    book.save(file)
    return file.getvalue()


def _with(name: str, content: bytes) -> bytes:
    """A workbook with this part in place of its own, or besides."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_workbook(A1="Goal", A2="Growth"))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in old.namelist():
            if part != name:
                made.writestr(part, old.read(part))
        made.writestr(name, content)
    return file.getvalue()


def _sheet(inside: str) -> bytes:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return f"{head}{inside}</worksheet>".encode()


_ROW = f"<row>{'<c/>' * 21}</row>"
_HOSTILE = {
    "cells": (SheetRefusal.TOO_LARGE, _SHEET, _sheet(f"<sheetData>{_ROW * 25_000}</sheetData>")),
    "rows": (SheetRefusal.TOO_LARGE, _SHEET, _sheet(f"<sheetData>{'<row/>' * 500_001}</sheetData>")),
    "UTF-16": (SheetRefusal.NO_WORKBOOK, _SHEET, _sheet("<sheetData/>").decode().encode("utf-16")),
    "UTF-16 without a mark": (
        SheetRefusal.NO_WORKBOOK,
        _SHEET,
        _sheet("<sheetData/>").decode().encode("utf-16-be"),
    ),
}

_HEADS = "".join(f'<c t="inlineStr"><is><t>{number}</t></is></c>' for number in range(MOST_COLUMNS + 1))
_NAMED = '<row r="1"><c r="A1" t="inlineStr"><is><t>Goal</t></is></c></row>'
# In the order of the attributes, and with the spaces, that XML allows and no program writes.
_READ = {
    "heads without a place": (SheetRefusal.TOO_MANY, f"<row>{_HEADS}</row>"),
    "a row far below": (SheetRefusal.TOO_MANY, f'{_NAMED}<row r = "1048576"/>'),
    "a row behind a long attribute": (
        SheetRefusal.TOO_MANY,
        f'{_NAMED}<row s="{"x" * 400}" r="{MOST_ROWS + 1}"/>',
    ),
    "unclosed cells": (SheetRefusal.NO_WORKBOOK, "<c " * 66_000),
    "unclosed rows": (SheetRefusal.NO_WORKBOOK, "<row " * 40_000),
    "unclosed merged cells": (SheetRefusal.NO_WORKBOOK, "<mergeCell " * 18_000),
}


@pytest.mark.parametrize("name", _READ)
def test_what_nobody_writes_is_answered(name: str) -> None:
    wrong, inside = _READ[name]
    with pytest.raises(NotATable) as caught:
        read_workbook(_with(_SHEET, _sheet(f"<sheetData>{inside}</sheetData>")))
    assert caught.value.wrong == wrong


def test_an_archive_without_a_workbook_is_none() -> None:
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    with pytest.raises(NotATable) as caught:
        read_workbook(_with("[Content_Types].xml", types))
    assert caught.value.wrong == SheetRefusal.NO_WORKBOOK


def test_a_cell_far_to_the_right_makes_no_row_wide() -> None:
    [sheet] = read_workbook(
        _with(_SHEET, _sheet(f'<sheetData>{_NAMED}<row r="2"><c r = "XFD2"/></row></sheetData>'))
    )
    assert (sheet.heads, sheet.rows) == (["Goal"], [])


def test_cells_that_are_not_there_say_nothing_at_the_end_of_a_row() -> None:
    [sheet] = read_workbook(_workbook(A1="Goal", B1="Owner", C1="Note", A2="Growth", A3="Reach", C3="x"))
    assert sheet.rows == [(2, {"Goal": "Growth"}), (3, {"Goal": "Reach", "Owner": None, "Note": "x"})]


def test_titles_are_read_without_what_stands_in_the_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_args, **_how: pytest.fail("it was read"))
    assert sheet_titles(_with(_SHEET, b"no sheet")) == ["Sheet"]
    for data in (b"", _with("xl/workbook.xml", b"<!DOCTYPE a><workbook/>"), _with("xl/workbook.xml", b"<")):
        with pytest.raises(NotATable):
            sheet_titles(data)


@pytest.mark.parametrize("name", _HOSTILE)
def test_what_takes_much_is_refused_before_it_is_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong, part, content = _HOSTILE[name]
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_args, **_how: pytest.fail("it was read"))
    with pytest.raises(NotATable) as caught:
        read_workbook(_with(part, content))
    assert caught.value.wrong == wrong


def test_what_people_write_is_read() -> None:
    [sheet] = read_workbook(_workbook(A1="Goal", A2="Growth"))
    assert sheet.rows == [(2, {"Goal": "Growth"})]
    [sheet] = read_workbook(_with("xl/media/picture.svg", b"<svg/>"))
    assert sheet.problems == []
