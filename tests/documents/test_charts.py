"""Where the bars of the small charts stand."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from documents.charts import (
    ABOVE,
    FEWEST_OTHERS,
    LANES,
    SidesLine,
    distribution_strip,
    ranking_bar,
    sides_line,
)
from lvt.opinions_by_role.rules import FEWEST

COUNTS = st.lists(st.integers(0, 200), min_size=6, max_size=6)


@given(business=COUNTS, it=COUNTS)
def test_each_answer_has_a_bar_inside_the_strip_and_none_is_too_small_to_see(
    business: list[int], it: list[int]
) -> None:
    strip = distribution_strip(business, it)
    for lane, counts in zip(strip.lanes, (business, it), strict=True):
        assert {column.value: column.count for column in lane.columns} == {
            str(value): count for value, count in enumerate(counts) if count
        }
        assert lane.total == sum(counts)
        for column in lane.columns:
            assert 4 <= column.height <= LANES / 2 - ABOVE
            assert column.x >= 0
            assert column.x + column.width <= strip.width
            assert column.y + column.height == pytest.approx(lane.base, abs=0.02)
            assert column.count_y > 0


def test_both_sides_share_one_height_per_person() -> None:
    business, it = distribution_strip([0, 2], [4, 0]).lanes
    assert it.columns[0].height == 2 * business.columns[0].height


def test_others_have_a_lane_from_three_on_and_are_counted_before() -> None:
    """Two others could be told apart; three are a group (lvt.opinions_by_role)."""
    assert FEWEST_OTHERS == FEWEST
    few = distribution_strip([1, 0], [0, 2], [2, 3])
    assert ([lane.name for lane in few.lanes], few.not_drawn, few.has_others) == (
        ["business", "it"],
        2,
        False,
    )
    enough = distribution_strip([1, 0], [0, 2], [2, 4])
    assert [(lane.name, lane.total) for lane in enough.lanes] == [("business", 1), ("it", 2), ("other", 3)]
    assert (enough.not_drawn, enough.has_others) == (0, True)
    assert enough.height == few.height
    assert enough.axis_y == enough.lanes[-1].base


def test_a_strip_without_answers_has_only_its_axis() -> None:
    strip = distribution_strip([0] * 6, [0] * 6)
    assert [lane.columns for lane in strip.lanes] == [(), ()]
    assert [tick.value for tick in strip.ticks] == ["0", "1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("business", "it", "everyone"),
    [([1, 2], [1], []), ([], [], []), ([1, -1], [0, 0], []), ([1, 2], [1, 0], [2]), ([1, 2], [1, 0], [1, 2])],
)
def test_sides_that_cannot_be_compared_are_refused(
    business: list[int], it: list[int], everyone: list[int]
) -> None:
    with pytest.raises(ValueError, match=r"sides|negative"):
        distribution_strip(business, it, everyone)


def test_a_score_stands_where_it_belongs_on_its_track() -> None:
    bar = ranking_bar(28, 35, 21, 35)
    assert (bar.fill, bar.low, bar.high) == (800.0, 600.0, 1000.0)


def test_a_score_outside_its_track_is_clamped() -> None:
    assert ranking_bar(40, 35, -3, 99) == ranking_bar(35, 35, 0, 35)


def test_half_a_range_is_no_range() -> None:
    assert ranking_bar(3, 5, low=2).low is None


def test_a_track_of_nothing_and_a_reversed_range_are_refused() -> None:
    with pytest.raises(ValueError, match="maximum"):
        ranking_bar(1, 0)
    with pytest.raises(ValueError, match="low to high"):
        ranking_bar(1, 5, 4, 2)


@pytest.mark.parametrize(
    ("means", "drawn", "ends"),
    [
        ((1.0, 4.0), SidesLine(0.0, 75.0), (0.0, 75.0)),
        ((5.0, 2.0), SidesLine(100.0, 25.0), (25.0, 100.0)),
        ((9.0, 0.0), SidesLine(100.0, 0.0), (0.0, 100.0)),
        ((None, 3.0), SidesLine(None, 50.0), None),
        ((None, None), SidesLine(None, None), None),
    ],
)
def test_the_means_of_both_sides_stand_on_one_scale(
    means: tuple[float | None, float | None], drawn: SidesLine, ends: tuple[float, float] | None
) -> None:
    business, it = means
    line = sides_line(business, it, 1, 5)
    assert (line, line.ends) == (drawn, ends)


def test_a_scale_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        sides_line(1, 2, 3, 3)


def test_a_taller_strip_has_taller_bars_and_the_same_columns() -> None:
    usual, tall = (distribution_strip([0, 2, 5], [1, 0, 3], high=high) for high in (LANES, 2 * LANES))
    assert tall.height - usual.height == LANES
    for low, high in zip(usual.lanes, tall.lanes, strict=True):
        assert [column.x for column in low.columns] == [column.x for column in high.columns]
        assert all(one.height < other.height for one, other in zip(low.columns, high.columns, strict=True))
    assert tall.lanes[-1].base == tall.axis_y
