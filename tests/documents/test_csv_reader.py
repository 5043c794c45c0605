"""Tables as plain text, however a program wrote them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from documents.csv_reader import read_csv
from documents.foreign_sheet import MOST_COLUMNS, MOST_ROWS, NotATable, SheetRefusal

ROWS = [
    ["Name", "Größe", "What"],
    ["Ärzte; a, b", "1,5", "says “yes”\nand more"],
    ["Zoë", "2,5", ""],
    ["", "", ""],
    ["O'Neill", "3", "x|y"],
]


def written(delimiter: str, encoding: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(ROWS)
    return text.getvalue().encode(encoding, "replace")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_any_delimiter_and_encoding_is_read(delimiter: str, encoding: str) -> None:
    sheet = read_csv(written(delimiter, encoding), "people.csv")
    assert sheet.problems == []
    assert sheet.heads == ["Name", "Größe", "What"]
    assert [number for number, _cells in sheet.rows] == [2, 3, 5]
    assert sheet.rows[0][1] == dict(zip(ROWS[0], ROWS[1], strict=True))


def test_excel_says_its_delimiter_and_formulas_are_texts() -> None:
    sheet = read_csv(b"sep=;\r\nName;What\r\n'=1+1;=2\r\n", "a.csv")
    assert sheet.rows == [(2, {"Name": "=1+1", "What": "=2"})]


def test_one_column_is_a_table_too() -> None:
    sheet = read_csv("Name\nVisits, planned\nGröße\n".encode("latin-1"), "a.csv")
    assert [cells["Name"] for _number, cells in sheet.rows] == ["Visits", "Größe"] or sheet.problems


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\0\0\0\0\0\0rest\0\0\0",
        bytes(range(256)) * 8,
        b"Name\n" + b"x\n" * (MOST_ROWS + 1),
        (",".join(f"c{n}" for n in range(MOST_COLUMNS + 1))).encode(),
        b"Name,What\na\0b,c\nd,e\n",
        b"Name\na\0bc\n",
    ],
)
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(NotATable):
        read_csv(data, "a.csv")


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (b"Name\n" + b"x" * 200_000, 2),
        (b'Name,What\na,b\n"open,c\nd,e\n', 3),
        (b'Name,What\na,"b" c"\nd,e\n', 2),
    ],
)
def test_a_cell_that_swallows_others_is_told_with_its_row(data: bytes, row: int) -> None:
    assert [(each.wrong, each.row) for each in read_csv(data, "a.csv").problems] == [
        (SheetRefusal.NO_CELL, row)
    ]


def test_a_sign_of_inches_is_no_open_quotation_mark() -> None:
    sheet = read_csv(b'Name,What\nScreen 5" wide,"said ""so"""\n', "a.csv")
    assert (sheet.problems, sheet.rows) == ([], [(2, {"Name": 'Screen 5" wide', "What": 'said "so"'})])


def test_heads_and_rows_that_do_not_fit_are_told() -> None:
    problems = read_csv(b"Name,name,Name,\na,b,c,d,e\n", "a.csv").problems
    assert [(each.wrong, each.row, each.head) for each in problems] == [
        (SheetRefusal.TWO_ALIKE, 1, "Name"),
        (SheetRefusal.WIDER, 2, ""),
    ]
    assert [each.wrong for each in read_csv(b",,\n1,2,3\n", "a.csv").problems] == [SheetRefusal.NO_HEADS]
    assert [each.wrong for each in read_csv(b"", "a.csv").problems] == [SheetRefusal.NO_HEADS]


def test_columns_with_one_head_keep_their_cells() -> None:
    sheet = read_csv(b"Name,Note,Note,Note (C)\na,b,c,d\n", "a.csv")
    assert sheet.rows == [(2, {"Name": "a", "Note": "b", "Note (C)": "c", "Note (C) (D)": "d"})]


def test_the_delimiter_is_looked_for_in_a_beginning_and_among_a_few_signs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heads = "".join(f"a{chr(number)}" for number in range(0x2190, 0x2290)) + ";b;b;b~c~c~c~c"
    rows = "\n".join("x" * 1000 for _row in range(2000))
    looked_at: list[int] = []
    reader = csv.reader

    def counted(lines: io.StringIO, **how: Any) -> object:
        looked_at.append(len(lines.getvalue()))
        return reader(lines, **how)

    monkeypatch.setattr(csv, "reader", counted)
    text = f"{heads}\n{rows}\n"
    sheet = read_csv(text.encode(), "a.csv")
    assert len(sheet.heads) in (4, 5)
    assert looked_at.pop() == len(text)
    assert len(looked_at) <= 10
    assert max(looked_at) <= 20_000


@pytest.mark.parametrize("said", [b'sep="\n', b"sep=\r\n"])
def test_what_parts_rows_or_quotes_cells_is_no_delimiter(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    reader = csv.reader

    def noted(lines: io.StringIO, **how: Any) -> object:
        taken.append(how["delimiter"])
        return reader(lines, **how)

    monkeypatch.setattr(csv, "reader", noted)
    read_csv(said + b"Name,What\na,b\n", "a.csv")
    assert not {'"', "\r"} & {*taken}
