"""Gaps as rows on a stage: one column as large as the screen, and several with stops where there are many."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import cast

import pytest

from documents.diagrams import drawn_by_dot
from documents.svg_node_places import places_in
from technology.gaps import drawing
from technology.gaps.rules import Gap
from technology.gaps.selectors import GapLine


def lines(count: int, name: str = "Event streaming") -> list[GapLine]:
    gap = Gap("", today=1, needed=3, blocks=("a",), effort=Fraction(4), is_assumed=True)
    return [
        cast(
            "GapLine",
            SimpleNamespace(
                place=place,
                gap=gap,
                line=SimpleNamespace(name=name),
                weeks=4,
                blocks=("a",),
                unlocks=(SimpleNamespace(product=SimpleNamespace(name="Responses to campaigns")),),
                worth="13.2",
                unlocked_with=0,
            ),
        )
        for place in range(1, count + 1)
    ]


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (7, 1), (12, 1), (20, 2), (36, 2), (60, 3)])
def test_rows_take_columns_that_fill_a_wide_screen(count: int, columns: int) -> None:
    gaps = lines(count, "A capability with a name of sixty letters, as long as they can be")
    boxes = places_in(drawn_by_dot(drawing.source(gaps), 5)).boxes
    squares = {boxes[f"gap-{place}-1"].left for place in range(1, count + 1)}
    assert len(squares) == columns
    for place in range(1, count + 1):
        name, number = boxes[f"gap-{place}"], boxes[f"gap-{place}-place"]
        assert number.right < name.left
        assert name.right < boxes[f"gap-{place}-1"].left
        below = boxes.get(f"gap-{place + 1}")
        assert below is None or below.left > name.right or below.top > name.bottom
    width = max(box.right for box in boxes.values())
    height = max(box.bottom for box in boxes.values())
    assert count < 4 or 1.2 < width / height < 2.4


def test_each_row_is_at_one_stop_with_a_few_others() -> None:
    stops = list(drawing.groups(lines(20)))
    assert [stop.label for stop in stops] == ["1 – 8", "9 – 10", "11 – 18", "19 – 20"]
    boxes = places_in(drawn_by_dot(drawing.source(lines(20)), 5)).boxes
    names = [name for stop in stops for name in stop.names]
    assert len(names) == len(set(names))
    assert set(names) <= boxes.keys()
    assert [stop.label for stop in drawing.groups(lines(1))] == ["1"]


def test_a_gap_that_unlocks_nothing_alone_names_the_gap_with_which_it_does() -> None:
    one, other = lines(2)
    vars(one).update(unlocks=(), unlocked_with=2)
    words = drawing.source([one, other])
    assert "Together with gap 2" in words
    assert words.count("13.2") == 1, "its value comes with the other"


def test_heads_have_units_and_the_row_of_a_title_is_marked() -> None:
    for basis, head in (("scores", "(points)"), ("use_cases", "(use"), ("products", "(products)")):
        assert head in drawing.source(lines(2), basis=basis)
    plain, marked = (drawing.source(lines(2), is_first_marked=each) for each in (False, True))
    assert ("first [" in plain, "first [" in marked) == (False, True)
    boxes = places_in(drawn_by_dot(marked, 5)).boxes
    assert boxes["first"].top < boxes["gap-1-1"].top < boxes["first"].bottom < boxes["gap-2-1"].top
