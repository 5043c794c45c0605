"""Spreadsheets that take little room in a file and much when they are read."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from documents import tables_in
from documents.tables_in import NotATable, Wrong, read_workbook

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
    "cells": (Wrong.TOO_LARGE, _SHEET, _sheet(f"<sheetData>{_ROW * 25_000}</sheetData>")),
    "rows": (Wrong.TOO_LARGE, _SHEET, _sheet(f"<sheetData>{'<row/>' * 500_001}</sheetData>")),
    "UTF-16": (Wrong.NO_WORKBOOK, _SHEET, _sheet("<sheetData/>").decode().encode("utf-16")),
    "UTF-16 without a mark": (Wrong.NO_WORKBOOK, _SHEET, _sheet("<sheetData/>").decode().encode("utf-16-be")),
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_what_takes_much_is_refused_before_it_is_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong, part, content = _HOSTILE[name]
    monkeypatch.setattr(tables_in, "load_workbook", lambda *_args, **_how: pytest.fail("it was read"))
    with pytest.raises(NotATable) as caught:
        read_workbook(_with(part, content))
    assert caught.value.wrong == wrong


def test_what_people_write_is_read() -> None:
    [sheet] = read_workbook(_workbook(A1="Goal", A2="Growth"))
    assert sheet.rows == [(2, {"Goal": "Growth"})]
    [sheet] = read_workbook(_with("xl/media/picture.svg", b"<svg/>"))
    assert sheet.problems == []
