"""What fits on a slide stands there as large as it can, and nothing of the rest is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from documents import word_widths
from documents.slide_layout import DOWN, lines_of_title, pages_of_lines, pages_of_table, title_size
from documents.table_and_slide_parts import Cell, Table

POINTS = 72


def table(rows: int, words: str = "Some words") -> Table:
    return Table(("Number", "What"), [(number, words) for number in range(rows)])


@pytest.mark.parametrize(
    ("rows", "size", "parts"),
    [(1, 18, [1]), (9, 18, [9]), (11, 16, [11]), (14, 18, [7, 7]), (25, 12, [13, 12])],
)
def test_a_table_is_as_large_as_its_slides_admit_and_parted_evenly(
    rows: int, size: int, parts: list[int]
) -> None:
    pages = list(pages_of_table(table(rows)))
    assert {page.size for page in pages} == {size}
    assert [len(page.rows) for page in pages] == parts


@pytest.mark.parametrize("rows", [0, 1, 9, 40, 300])
@pytest.mark.parametrize("words", ["x", "Some words " * 20, "W" * 300])
def test_no_row_is_lost_and_no_slide_overflows(rows: int, words: str) -> None:
    pages = list(pages_of_table(table(rows, words)))
    assert [row[0] for page in pages for row in page.rows] == [str(number) for number in range(rows)]
    assert all(len(page.rows) == 1 or sum(page.heights) <= DOWN * POINTS for page in pages)


def test_no_word_is_broken_for_the_sake_of_size() -> None:
    columns = tuple(f"Column {number}" for number in range(6))
    (short,) = pages_of_table(Table(columns, [("abc",) * 6]))
    (long,) = pages_of_table(Table(columns, [("incomprehensible",) * 6]))
    assert short.size == 18
    assert 12 <= long.size < 18
    for layout in (short, long):
        for words, width in zip(layout.rows[0], layout.widths, strict=True):
            assert word_widths.ems(words) * layout.size / POINTS < width


def test_columns_that_have_no_room_go_on_the_next_slide_beside_the_first() -> None:
    columns = tuple(f"Column {number}" for number in range(12))
    row = ("Name", *(f"incomprehensible{number}" for number in range(1, 12)))
    pages = list(pages_of_table(Table(columns, [row])))

    assert len(pages) > 1
    assert {page.columns[0] for page in pages} == {"Column 0"}
    assert [words for page in pages for words in page.rows[0][1:]] == [*row[1:]]
    assert min(page.size for page in pages) >= 12


def test_a_title_that_is_nearly_a_line_wide_has_room_for_two() -> None:
    title = "Bei 3 Datenprodukten fehlt eine verantwortliche Person, ein Team oder eine Rolle"
    assert lines_of_title(title, 22) == 2
    assert lines_of_title("5 Teams ändern sich", 22) == 1


def test_titles_have_one_size_but_for_those_of_three_lines() -> None:
    assert {title_size("word " * count) for count in (1, 10, 20)} == {22}
    assert title_size("word " * 40) < 22


def test_columns_of_numbers_are_told_from_others() -> None:
    rows: list[tuple[Cell, ...]] = [("Beds", 3, None, "", Decimal("1.5")), ("Staff", None, None, "", 2)]
    (page,) = pages_of_table(Table(("Name", "Count", "None", "Empty", "Weeks"), rows))
    assert page.numbers == [False, True, False, False, True]


def test_dates_are_short_as_on_the_slides_that_are_drawn() -> None:
    (page,) = pages_of_table(Table(("Action", "Due"), [("Ask five people", date(2026, 11, 25))]))

    assert page.rows == [["Ask five people", "Nov 25, 2026"]]


def test_a_line_of_any_length_is_said_whole() -> None:
    pages = list(pages_of_lines(["word " * 600, "", "the end"]))
    assert len(pages) > 1
    assert " ".join(" ".join(page) for page in pages).split() == ["word"] * 600 + ["the", "end"]
