"""Files that are small and would become large: made here, so that none lies in the repository."""

from __future__ import annotations

import io
import zipfile

from tests.documents.test_xlsx_reader import changed, in_sheet

_SHEET, _STRINGS, _STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_END = b"</sheetData>"


def _in_cell(piece: bytes, count: int) -> bytes:
    return _rows(b'<row r="3"><c r="A3" t="inlineStr"><is>%s</is></c></row>' % (piece * count))


def _rows(rows: bytes) -> bytes:
    return changed(in_sheet(_END, rows + _END))


def _after_rows(piece: bytes) -> bytes:
    return changed(in_sheet(_END, _END + piece))


def _part(name: str, content: bytes) -> bytes:
    def put(part: str, before: bytes) -> tuple[str, bytes]:
        return part, content if part == name else before

    return changed(put)


def _shared(text: bytes, cells: int) -> bytes:
    """One text, to which many cells point."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    named = b'<Override PartName="/%s" ContentType="%s"/></Types>' % (_STRINGS.encode(), kind)

    def put(part: str, before: bytes) -> tuple[str, bytes]:
        if part == "[Content_Types].xml":
            return part, before.replace(b"</Types>", named)
        rows = b"".join(b"<row>%s</row>" % (b'<c t="s"><v>0</v></c>' * 100) for _row in range(cells // 100))
        return part, before.replace(_END, rows + _END) if part == _SHEET else before

    file = io.BytesIO(changed(put))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr(_STRINGS, b'<sst xmlns="%s"><si><t>%s</t></si></sst>' % (main, text))
    return file.getvalue()


def _laughs() -> bytes:
    names = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    return f'<!DOCTYPE a [<!ENTITY l0 "lol">{names}]><a>&l9;</a>'.encode()


def zeros(megabytes: int) -> bytes:
    """A part of nothing but zeros, beside a workbook."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * megabytes * 1_000_000)
    return file.getvalue()


def entries(count: int) -> bytes:
    """An archive of many empty files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for each in range(count):
            archive.writestr(f"{each}.xml", b"")
    return file.getvalue()


WORKBOOKS = {
    "elements in one cell": lambda: _in_cell(b"<r/>", 7_000_000),
    "runs in one cell": lambda: _in_cell(b"<r><t>a</t></r>", 1_900_000),
    "fonts": lambda: _part(_STYLES, b"<styleSheet><fonts>%s</fonts></styleSheet>" % (b"<font/>" * 800_000)),
    "merged cells": lambda: _after_rows(
        b"<mergeCells>%s</mergeCells>" % (b'<mergeCell ref="A3:B4"/>' * 900_000)
    ),
    "one text a million times": lambda: _shared(b"a text", 1_000_000),
    "one long text, escaped, in many cells": lambda: _shared(b"_x0041_" * 100_000, 100_000),
    "laughs": lambda: _part(_SHEET, _laughs()),
    "a part of zeros": lambda: zeros(400),
    "many entries": lambda: entries(20_000),
    "elements in the relations": lambda: _part(
        "xl/_rels/workbook.xml.rels", b"<Relationships>%s</Relationships>" % (b"<Relationship/>" * 500_000)
    ),
}
"""Each is refused, whether by a count or by what reading it takes."""
HARMLESS = {
    "a declared size": lambda: changed(in_sheet(b"<dimension", b'<dimension ref="A1:XFD1048576"/><x')),
    "elements within elements": lambda: _in_cell(b"<r>" * 30_000 + b"</r>" * 30_000, 1),
}
"""They look like bombs, and are read or refused without taking anything."""
