"""Short sections of slides share a slide: none ends above the middle if its neighbor has room for it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from documents.slide_packing import BOTTOM, CONTENT, HALF, TITLE, Section, SlideLayout, layout_of, slides_of
from documents.table_and_slide_parts import Slide, Table


def section(rows: int, kicker: str = "Findings", words: str = "Some words", lines: int = 0) -> Section:
    table = Table(("Name", "Evidence"), [(f"Row {number}", words) for number in range(rows)])
    return Section.of(Slide(f"{rows} rows", ["A line"] * lines, table), kicker)


def rows_of(layouts: Sequence[SlideLayout]) -> list[list[str]]:
    return [[place.section.title for place in layout.places] for layout in layouts]


def test_short_sections_share_a_slide_in_their_order() -> None:
    (layout,) = slides_of([section(2), section(0, lines=1), section(3)])
    assert rows_of([layout]) == [["2 rows", "0 rows", "3 rows"]]
    assert layout.size >= 14
    first, second, third = layout.places
    assert (first.title, first.content) == (TITLE, CONTENT)
    assert first.content < second.title < second.content < third.title < third.content
    assert HALF < layout.end <= BOTTOM


def test_no_slide_has_sections_of_two_parts() -> None:
    layouts = slides_of([section(2), section(0, "Next steps", lines=1), section(3, "Next steps")])
    assert rows_of([*layouts]) == [["2 rows"], ["0 rows", "3 rows"]]


def test_a_section_keeps_a_slide_that_it_fills() -> None:
    layouts = [*slides_of([section(10), section(9)])]
    assert rows_of(layouts) == [["10 rows"], ["9 rows"]]


def test_no_two_neighbors_would_fit_on_one_slide_and_none_overflows() -> None:
    for sizes in itertools.product((0, 1, 4, 9), repeat=4):
        sections = [section(rows, lines=1) for rows in sizes]
        layouts = [*slides_of(sections)]
        assert [place.section for layout in layouts for place in layout.places] == sections
        assert all(layout.end <= BOTTOM for layout in layouts)
        for one, other in itertools.pairwise(layouts):
            assert max(one.end, other.end) >= HALF, sizes


def test_rows_take_the_room_that_is_left() -> None:
    (layout,) = slides_of([section(3)])
    table = layout.places[0].section.table(layout.size)
    assert table is not None
    assert table.padding > 0.1
    assert layout.end == layout.places[0].content + sum(table.heights) / 72


def test_what_needs_several_slides_is_no_section_of_one() -> None:
    assert layout_of([section(40)]) is None
    assert layout_of([section(3, lines=20)]) is None
    assert layout_of([section(1)]) is not None
