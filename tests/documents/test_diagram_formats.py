"""Boards as files: draw.io and CSV that programs read as it was meant, whatever people typed."""

from __future__ import annotations

import csv
import io

from hypothesis import given, strategies as st
from lxml import etree

from documents.diagram_formats import COLUMNS, Board, BoardBox, board_csv, drawio, mermaid
from documents.dot import clean

TYPED = st.text(max_size=60)


def board(texts: list[str]) -> Board:
    boxes = tuple(
        BoardBox(f"id-{number}", text, "Product", number, number % 3, note=text)
        for number, text in enumerate(texts)
    )
    return Board(texts[0], boxes, tuple(("id-0", box.id) for box in boxes[1:]))


@given(st.lists(TYPED, min_size=1, max_size=6))
def test_drawio_holds_each_box_once_and_its_words_as_text(texts: list[str]) -> None:
    root = etree.fromstring(drawio(board(texts)))
    cells = {cell.attrib["id"]: cell for cell in root.iter("mxCell")}
    assert len(cells) == len([*root.iter("mxCell")])
    for number, text in enumerate(texts):
        cell = cells[f"id-{number}"]
        assert cell.attrib["value"].split("\n")[0] == clean(text)
        assert "html=0" in cell.attrib["style"]
        assert cell.find("mxGeometry") is not None
    edges = [cell for cell in cells.values() if cell.get("edge")]
    assert len(edges) == len(texts) - 1
    assert all({edge.attrib["source"], edge.attrib["target"]} <= {*cells} for edge in edges)


@given(st.lists(TYPED, min_size=1, max_size=6))
def test_the_table_has_a_row_for_each_box_and_no_formula(texts: list[str]) -> None:
    head, *rows = csv.reader(io.StringIO(board_csv(board(texts)), newline=""))
    assert tuple(head) == COLUMNS
    assert [row[-1] for row in rows] == [f"id-{number}" for number in range(len(texts))]
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r\n")]


def test_boxes_do_not_lie_over_each_other() -> None:
    places = [
        (cell.attrib["x"], cell.attrib["y"])
        for cell in etree.fromstring(drawio(board([*"abcdefg"]))).iter("mxGeometry")
        if "x" in cell.attrib
    ]
    assert len(places) == len({*places}) == 7


def test_mermaid_draws_what_the_board_says() -> None:
    lines = mermaid(board(["one", "<b>two</b>"])).splitlines()
    assert lines[0] == "flowchart LR"
    assert lines[1] == '  n0["one<br/>one"]'
    assert "<b>" not in lines[2]
    assert lines[3] == "  n0 --> n1"
