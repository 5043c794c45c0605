"""Sides of the people who scored: where a side has few, no row with all scores of one person shows it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import lxml.html
import pytest
from openpyxl import load_workbook

from handover.reports.report_files import make_report_file
from lvt.exports_score_book import score_book
from lvt.opinions_by_role.rules import FEWEST
from lvt.rounds.services import reveal
from lvt.services.score_sheet_reader import SIDE
from organizations.people_and_teams.models import Side
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from tests.workbooks import read

pytestmark = pytest.mark.django_db

GIVEN = (2, 9, 4)


def room(business: int, it: int, skips: int = 0) -> Room:
    """So many people of each side scored both use cases, and so many more of IT have skipped all."""
    made = scoring_room(preset="ice")
    for number in range(business):
        person = made.join(f"Business {number}")
        for use_case in range(2):
            made.give_all(person, 5, 5, 5 + number % 2, use_case=use_case)
    for number in range(it + skips):
        values = GIVEN if number < it else (None, None, None)
        for use_case in range(2):
            made.give_all(made.join(f"IT {number}", "it"), *values, use_case=use_case)
    reveal(actor=SYSTEM, round=made.round)
    return made


def sides(room: Room) -> set[Any]:
    return {row[SIDE] for row in read(score_book(room.discovery))["Scores"]}


@pytest.mark.parametrize(
    ("business", "it", "skips", "told"),
    [
        (FEWEST, FEWEST, 0, {"Business", "IT"}),
        (FEWEST, 0, 0, {"Business"}),
        (FEWEST, FEWEST - 1, 0, {None}),
        (FEWEST, FEWEST - 1, 1, {None}),
        (FEWEST + 3, 1, 0, {None}),
        (FEWEST - 1, FEWEST, 0, {None}),
    ],
)
def test_rows_say_sides_where_three_of_each_scored(
    business: int, it: int, skips: int, told: set[Any]
) -> None:
    made = room(business, it, skips)
    assert sides(made) == told
    about = {row["About these scores"]: row["Answer"] for row in read(score_book(made.discovery))["About"]}
    assert about[SIDE].startswith("Left out: fewer than 3") == (told == {None})


def test_one_use_case_that_few_of_a_side_scored_leaves_sides_out_of_all() -> None:
    """The rows of a person belong together."""
    made = scoring_room(preset="ice")
    for number, side in enumerate(["business", "it"] * FEWEST):
        person = made.join(f"Person {number}", side)
        made.give_all(person, *GIVEN)
        if number != 1:
            made.give_all(person, *GIVEN, use_case=1)
    reveal(actor=SYSTEM, round=made.round)
    assert sides(made) == {None}


def rows_of(name: str, content: bytes) -> Iterator[list[str]]:
    """The rows of tables in a file: the texts of their cells."""
    if name.endswith(".xlsx"):
        for sheet in load_workbook(io.BytesIO(content)).worksheets:
            for row in sheet.iter_rows(values_only=True):
                yield [str(cell) for cell in row if cell is not None]
    elif name.endswith(".html"):
        for line in lxml.html.fromstring(content.decode()).iter("tr"):
            yield [" ".join(cell.text_content().split()) for cell in line]
    elif name.endswith(".csv"):
        for written in content.decode().splitlines():
            yield written.split(",")


def files_of(room: Room) -> Iterator[tuple[str, bytes]]:
    yield "scores.xlsx", score_book(room.discovery)
    with zipfile.ZipFile(io.BytesIO(make_report_file(room.discovery, "archive"))) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def test_no_table_of_any_file_has_all_that_one_of_a_small_side_gave_with_their_side() -> None:
    made, looked_at = room(FEWEST + 2, 1), set()
    given = {str(each) for each in GIVEN} | {f"{each}.0" for each in GIVEN}
    for name, content in files_of(made):
        for row in rows_of(name, content):
            looked_at.add(name.rpartition(".")[2])
            numbers = [cell.removesuffix(".0") for cell in row if cell in given]
            if set(map(str, GIVEN)) <= set(numbers):
                assert not {str(Side.IT.label), Side.IT.value} & set(row), (name, row)
    assert {"xlsx", "html"} <= looked_at
