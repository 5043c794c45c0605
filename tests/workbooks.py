"""Reads a spreadsheet back as a person sees it: by the names of its sheets and the heads of its columns."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from discovery.models import Discovery
from handover.reports.office_files import make_spreadsheet

MOMENT = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NAMES = {"m": _MAIN}


def workbook(discovery: Discovery) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet of the discovery's spreadsheet, by the heads in row 1; numbers are floats."""
    return read(
        make_spreadsheet(discovery, made_at=MOMENT, accent="#0b63b6", progress=lambda _done, _title: None)
    )


def read(made: bytes) -> dict[str, list[dict[str, Any]]]:
    """The same of any spreadsheet."""
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        texts = [
            "".join(each.itertext())
            for each in etree.fromstring(book.read("xl/sharedStrings.xml")).findall("m:si", _NAMES)
        ]
        names = [
            str(each.get("name"))
            for each in etree.fromstring(book.read("xl/workbook.xml")).iterfind(".//m:sheet", _NAMES)
        ]
        return {
            name: _rows(etree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")), texts)
            for number, name in enumerate(names, start=1)
        }


def _rows(sheet: Any, texts: list[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for row in sheet.iterfind(".//m:row", _NAMES):
        cells = {}
        for cell in row:
            value = cell.findtext("m:v", "", _NAMES)
            column = cell.get("r").rstrip("0123456789")
            cells[column] = texts[int(value)] if cell.get("t") == "s" else float(value) if value else None
        rows.append(cells)
    heads = rows[0] if rows else {}
    return [{str(heads[column]): row.get(column) for column in heads} for row in rows[1:]]
