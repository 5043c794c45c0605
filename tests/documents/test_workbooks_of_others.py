"""Workbooks as other programs write them: styles that a reader does not know, other namespaces, titles above
the heads, escapes; and files that are no such workbook, which are named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from documents.csv_reader import read_csv
from documents.foreign_sheet import NotATable, ReadSheet, SheetRefusal, WrongCell
from documents.number_format_reader import CellNumber
from documents.xlsx_dialects import unescaped
from documents.xlsx_reader import read_workbook, sheet_titles

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(*rows: Sequence[Any], formats: dict[str, str] | None = None, epoch: Any = None) -> bytes:
    book = Workbook()
    if epoch:
        book.epoch = epoch
    page: Any = book.active
    for row in rows:
        page.append(row)
    for place, code in (formats or {}).items():
        page[place].number_format = code
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The workbook with each part as `change` makes it; None takes it away."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
    return file.getvalue()


def only_sheet(data: bytes) -> ReadSheet:
    (sheet,) = read_workbook(data)
    return sheet


SHARES = workbook(["Name", "Share"], ["A", 0.22], formats={"B2": "0.0%"})


def empty_fill(name: str, content: bytes) -> bytes:
    if name != "xl/styles.xml":
        return content
    begin, end = content.index(b"<fills"), content.index(b"</fills>")
    return content[:begin] + b'<fills count="1"><fill/>' + content[end:]


def no_styles(name: str, content: bytes) -> bytes | None:
    return None if name == "xl/styles.xml" else content


def broken_styles(name: str, content: bytes) -> bytes:
    return content[:200] if name == "xl/styles.xml" else content


def strict(name: str, content: bytes) -> bytes:
    content = content.replace(MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    if name.startswith("_rels"):
        return content
    return content.replace(RELATIONS, b"http://purl.oclc.org/ooxml/officeDocument/relationships")


@pytest.mark.parametrize("change", [empty_fill, strict])
def test_number_formats_are_read_whatever_else_the_styles_say(change: Any) -> None:
    sheet = only_sheet(changed(SHARES, change))
    share = sheet.rows[0][1]["Share"]
    assert isinstance(share, CellNumber)
    assert (sheet.heads, float(share), share.unit) == (["Name", "Share"], 22, "%")


@pytest.mark.parametrize("change", [no_styles, broken_styles])
def test_cells_without_styles_are_plain(change: Any) -> None:
    assert only_sheet(changed(SHARES, change)).rows == [(2, {"Name": "A", "Share": 0.22})]


def test_styles_under_another_name_are_found() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SHARES)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(
                name.replace("styles.xml", "style1.xml"),
                old.read(name).replace(b"styles.xml", b"style1.xml"),
            )
    assert only_sheet(file.getvalue()).rows[0][1]["Share"] == 22


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_days_times_and_spans_follow_their_format_in_both_calendars(epoch: Any) -> None:
    sheet = only_sheet(
        workbook(
            ["Day", "Moment", "Span"],
            [datetime(2026, 11, 20), datetime(2026, 11, 20, 9, 30), timedelta(hours=36, minutes=5)],
            formats={"A2": "dd.mm.yyyy", "B2": "yyyy-mm-dd hh:mm", "C2": "[h]:mm"},
            epoch=epoch,
        )
    )
    assert sheet.rows == [
        (
            2,
            {
                "Day": datetime(2026, 11, 20),
                "Moment": datetime(2026, 11, 20, 9, 30),
                "Span": "36:05:00",
            },
        )
    ]


@pytest.mark.parametrize(
    ("rows", "head_row", "heads"),
    [
        ([["Products 2026", None, None], [None], ["Name", "Type", "Owner"], ["A", "B", "C"]], 3, 3),
        ([[None], ["Name", "Type"], ["A", "B"]], 2, 2),
        ([["Products", None], [None, None], ["Name", "Type"], ["A", "B"]], 3, 2),
        ([["Products"], ["As of", "May"], ["A", "B", "C", "D", "E"], ["1", "2", "3", "4", "5"]], 3, 5),
        ([["Name", "Type"], ["A", "B"]], 1, 2),
        ([["Name", "Type"], ["A", "b"], ["C", "d"], [None], ["Note:", "see", "Ann"]], 1, 2),
        ([["Name", "Type"], ["A", "b"], ["C", "d"], [None], ["x", "y", "z"], ["1", "2", "3"]], 1, 2),
        ([["Name"], ["A"], ["B"], [None], ["Note:", "see", "Ann"]], 1, 1),
        ([["Author", "Ann"], [None], ["Name", "Type", "Owner"], ["A", "B", "C"]], 3, 3),
        ([["Name"], ["A", "a remark"], ["B"]], 1, 1),
        ([["Name"], ["A"], ["B"]], 1, 1),
        ([["Name"]], 1, 1),
    ],
)
def test_heads_below_a_title_are_found_and_what_is_above_is_kept(
    rows: list[list[Any]], head_row: int, heads: int
) -> None:
    sheet = only_sheet(workbook(*rows))
    assert (sheet.head_row, len(sheet.heads)) == (head_row, heads)
    assert list(sheet.above.values()) == [
        " ".join(filter(None, row)) for row in rows[: head_row - 1] if any(row)
    ]
    width = max(map(len, rows))
    as_csv = "\n".join(";".join([*(cell or "" for cell in row), *[""] * (width - len(row))]) for row in rows)
    if width > 1:
        assert read_csv(as_csv.encode(), "a.csv").head_row == head_row


def test_a_column_without_a_head_has_its_letters() -> None:
    sheet = only_sheet(workbook(["Name", None, "Type"], ["A", "x", "B", None, "beside"]))
    sheet.name_beyond()
    assert sheet.heads == ["Name", "(B)", "Type", "(E)"]
    assert sheet.rows == [(2, {"Name": "A", "(B)": "x", "Type": "B", "(E)": "beside"})]


@pytest.mark.parametrize(
    ("text", "head_row", "heads"),
    [
        ("# exported\nName,Type\nA,b\n", 2, ["Name", "Type"]),
        ("Products of May\n\nName;Type;State\nA;b;c\n", 3, ["Name", "Type", "State"]),
        ("Stand:;May;\n;;\nName;Type;State\nA;b;c\n", 3, ["Name", "Type", "State"]),
        ("Name\nA\nB, or C\n", 1, ["Name"]),
        ("Name\n# no comment\n", 1, ["Name"]),
        ("Ideas\n\nFaster, cheaper\nSlow\n", 1, ["Ideas"]),
        ("#1 idea\nFaster, cheaper\nSlow, old\n", 1, ["#1 idea"]),
        ("Products, May\n\nName;Type;State\nA;b;c\n", 3, ["Name", "Type", "State"]),
        ("# exported, by Ann\nName;Type\nA;b\n", 2, ["Name", "Type"]),
        ("Name;Type\n\nA;b, c, d\nB;e, f, g\n", 1, ["Name", "Type"]),
        ('Id;Text\n1;"one, two, 3\n\nb, c, d\nd, e, f"\n', 1, ["Id", "Text"]),
    ],
)
def test_heads_of_a_csv_are_found_below_a_title_or_a_comment(
    text: str, head_row: int, heads: list[str]
) -> None:
    sheet = read_csv(text.encode(), "a.csv")
    assert (sheet.head_row, sheet.heads) == (head_row, heads)


def test_a_formula_below_no_head_is_named_by_its_column() -> None:
    sheet = only_sheet(workbook(["Name"], ["A", "=1+1"], ["B", 3]))
    assert sheet.problems == [WrongCell(SheetRefusal.FORMULA, 2, "(B)")]
    sheet.name_beyond()
    assert sheet.heads == ["Name", "(B)"]
    alone = only_sheet(workbook(["Name"], ["A", "=1+1"]))
    alone.name_beyond()
    assert alone.heads == ["Name", "(B)"], "a column of formulas alone is not passed over"


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("a_x000D_b", "a\rb"),
        ("a_x000a_b", "a\nb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x005f_", "_"),
        ("_xD83D__xDE00_", "😀"),
        ("a_xD83D_b_xDE00_", "a\ufffdb\ufffd"),  # half a character cannot be kept or sent
        ("plain_x", "plain_x"),
        ("_x00G0_", "_x00G0_"),
        ("_x000D", "_x000D"),
    ],
)
def test_escapes_of_a_workbook_are_read_once(stored: str, text: str) -> None:
    assert unescaped(stored) == text


def test_escapes_in_heads_and_cells_of_a_table_are_line_ends() -> None:
    sheet = read_csv(b"Name,Note_x000D_\nA,one_x000D_\ntwo\n", "a.csv")
    assert sheet.heads == ["Name", "Note"]
    assert only_sheet(workbook(["Name"], ["A_x000D_\nB"])).rows[0][1]["Name"] == "A\r\nB"


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), SheetRefusal.PASSWORD),
        (COMPOUND + "Workbook".encode("utf-16-le"), SheetRefusal.OLDER),
        (b"  <!DOCTYPE html><table><tr><td>Name", SheetRefusal.WEB_PAGE),
        (b"no workbook", SheetRefusal.NO_WORKBOOK),
        (b"", SheetRefusal.NO_WORKBOOK),
    ],
)
def test_another_sort_of_file_is_named(data: bytes, wrong: SheetRefusal) -> None:
    for read in (read_workbook, sheet_titles):
        with pytest.raises(NotATable) as raised:
            read(data)
        assert raised.value.wrong == wrong


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        (
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"},
            SheetRefusal.OPEN_DOCUMENT,
        ),
        ({"xl/workbook.bin": b"\0"}, SheetRefusal.BINARY),
        ({"readme.txt": b"hello"}, SheetRefusal.NO_WORKBOOK),
    ],
)
def test_another_sort_of_archive_is_named(parts: dict[str, bytes], wrong: SheetRefusal) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(NotATable) as raised:
        read_workbook(file.getvalue())
    assert raised.value.wrong == wrong
