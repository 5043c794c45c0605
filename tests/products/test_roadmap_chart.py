"""The chart of a roadmap: an axis whose labels can be read, and no name on another one, in every room."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from documents.boxes import Box
from products.planning.roadmap.chart import (
    BLOCKED,
    PAGE,
    PAPER,
    PHONE,
    SHEET,
    SLIDE,
    STAGE,
    ChartRow,
    ChartSetting,
    ChartStep,
    ChartTick,
    ChartWords,
    RoadmapChart,
)
from products.planning.roadmap.chart_layout import roadmap_chart

ROOMS = {"stage": STAGE, "page": PAGE, "phone": PHONE, "slide": SLIDE, "sheet": SHEET}
MONTHS = ("Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct")
TONES = (
    ("good", "Done"),
    ("accent", "In progress"),
    ("warn", "Late"),
    ("", "Planned"),
    (BLOCKED, "Blocked by a platform gap or an input"),
)
WORDS = ChartWords(
    tuple(
        ChartTick(month, number / 12, "2026" if number < 2 else "2027") for number, month in enumerate(MONTHS)
    ),
    0.3,
    "Today",
    "Planned",
    ("No dates yet",),
    TONES,
    without_dates=("Consent", "Content catalog"),
    without_head="No date yet",
)
NAMES = ("First release", "Next best action for key accounts", "All", "Real time for the call center")
TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()


def rows(count: int) -> list[ChartRow]:
    """Products, each with an iteration before today, one after it, and one without dates."""
    return [
        ChartRow(
            f"Product of health care number {number}",
            (
                ChartStep(NAMES[number % 4], "good", 0.05, 0.2, "Nov 20"),
                ChartStep(
                    NAMES[(number + 1) % 4],
                    "",
                    0.4 + number % 5 / 10,
                    0.5 + number % 5 / 10,
                    "Mar 31",
                    blocked_to=0.6 + number % 5 / 10,
                    until="Apr 30",
                ),
                ChartStep("Later on"),
            ),
        )
        for number in range(count)
    ]


def covering(chart: RoadmapChart, *parts: str) -> list[tuple[str, str]]:
    """Pairs of words of these parts that are on each other."""
    texts = [each for each in chart.texts if each.part in parts]
    return [(one.words, other.words) for one, other in combinations(texts, 2) if one.box.covers(other.box)]


def crossed(chart: RoadmapChart) -> list[str]:
    """Words with a vertical line through them."""
    lines = [Box(*each.start, *each.end) for each in chart.rules if each.start[0] == each.end[0]]
    return [each.words for each in chart.texts if any(line.covers(each.box) for line in lines)]


def outside(chart: RoadmapChart) -> list[str]:
    """Words that leave the chart."""
    room = Box(-1, -1, chart.width + 1, chart.height + 1)
    return [each.words for each in chart.texts if not each.box.is_in(room)]


@pytest.mark.parametrize("count", [1, 4, 8, 12, 30])
@pytest.mark.parametrize("room", ROOMS)
def test_words_are_inside_and_on_no_others(room: str, count: int) -> None:
    chart = roadmap_chart(rows(count), WORDS, ROOMS[room])
    assert not outside(chart)
    assert not covering(chart, "tick", "year", "head", "today")
    assert not covering(chart, "name", "step", "end", "until", "tone")
    assert not crossed(chart)


@pytest.mark.parametrize("room", ROOMS)
def test_the_axis_has_each_year_once_and_labels_in_the_order_of_time(room: str) -> None:
    chart = roadmap_chart(rows(4), WORDS, ROOMS[room])
    ticks = [each for each in chart.texts if each.part == "tick"]
    assert [each.words for each in ticks] == list(MONTHS)[:: 12 // len(ticks)]
    assert all(one.x < other.x for one, other in pairwise(ticks))
    assert [each.words for each in chart.texts if each.part == "year"][-1] == "2027"
    assert [each.words for each in chart.texts if each.part == "today"] == ["Today"]
    lines = [each for each in chart.rules if each.dash]
    assert len({x for each in lines for x, _y in (each.start, each.end)}) == 1
    assert lines[-1].end[1] > max(each.box.bottom for each in chart.texts if each.part == "end")


@pytest.mark.parametrize("room", ["stage", "page", "slide", "sheet"])
def test_names_and_last_days_have_columns_of_their_own(room: str) -> None:
    """No name is where bars are, so none is on the line of today."""
    chart = roadmap_chart(rows(4), WORDS, ROOMS[room])
    names, steps, ends = (
        [each for each in chart.texts if each.part == part] for part in ("name", "step", "end")
    )
    steps = [each for each in steps if each.words != "Later on" and "Consent" not in each.words]
    bars = [each.box.left for each in chart.bars if each.box.width > chart.size * 2 and not each.radius > 4]
    assert {each.x for each in ends} == {next(each.x for each in chart.texts if each.words == "Planned")}
    assert len({each.x for each in steps}) == 1
    assert max(each.box.right for each in names) < steps[0].x
    assert max(each.box.right for each in steps) < ends[0].x
    today = next(each.start[0] for each in chart.rules if each.dash)
    assert max(each.box.right for each in ends) < min(today, *bars)


@pytest.mark.parametrize("start", [0.22, 0.24, 0.31])
def test_the_line_of_today_crosses_no_name_on_a_phone(start: float) -> None:
    """There names are above their bars, and the line has a gap."""
    row = ChartRow("Product", (ChartStep("Release for all sales teams", "", start, start + 0.02),))
    assert not crossed(roadmap_chart([row, row], WORDS, PHONE))


@pytest.mark.parametrize("room", ROOMS)
def test_the_time_that_is_blocked_is_drawn_up_to_its_last_day(room: str) -> None:
    steps = (
        ChartStep("Visits", "accent", 0.1, 0.5, "Dec 13", blocked_to=1.0, until="Mar 30"),
        ChartStep("Next", "", 0.6, 0.7, "Feb 22"),
    )
    chart = roadmap_chart([ChartRow("Field visits", steps)], WORDS, ROOMS[room])
    tail, swatch = chart.hatches
    bar = next(each for each in chart.bars if each.box.right == tail.box.left)
    (until,) = [each for each in chart.texts if each.part == "until"]
    label = next(each for each in chart.texts if each.words == "Blocked by a platform gap or an input")
    assert bar.box.height == tail.box.height
    assert 0 < until.x - tail.box.right < chart.size
    assert not outside(chart)
    assert abs(swatch.box.bottom - label.y) < 1
    assert swatch.box.right < label.box.left
    ends = [part.split() for part in tail.path.replace("L", " ").split("M")[1:]]
    assert all(tail.box.left - 0.1 <= float(x) <= tail.box.right + 0.1 for x, *_rest in ends)


@pytest.mark.parametrize("room", ROOMS)
def test_products_without_dates_are_named(room: str) -> None:
    chart = roadmap_chart(rows(2), WORDS, ROOMS[room])
    (head,) = [each for each in chart.texts if each.words == "No date yet"]
    (names,) = [each for each in chart.texts if each.words == "Consent, Content catalog"]
    assert max(rule.end[1] for rule in chart.rules) < head.box.top + 1
    assert names.y >= head.y


def test_eight_products_are_read_from_the_last_row_and_fill_the_stage() -> None:
    for count in (1, 3, 4, 8):
        chart = roadmap_chart(rows(count), WORDS, STAGE)
        # 1,600 units are as wide as the screen without its edges.
        assert chart.size * 1860 / 1600 >= 24, count
        assert chart.height < STAGE.height + 1
        assert count < 3 or chart.height > STAGE.height * 0.9
        assert [block.first for block in chart.blocks] == ["Product of health care number 0"]


def test_letters_are_smaller_where_names_would_leave_less_than_half_to_the_bars() -> None:
    steps = [ChartStep("Compare campaigns of three brands", "", 0.45, 0.75, "Mar 30")]
    chart = roadmap_chart([ChartRow("Digital engagement", tuple(steps))], WORDS, STAGE)
    assert next(each.box.left for each in chart.rects) == 0
    assert min(each.start[0] for each in chart.rules if each.start[0]) <= STAGE.width / 2
    assert 24 <= chart.size * 1860 / 1600 < STAGE.sizes[0] * 1860 / 1600


def test_rows_of_a_long_roadmap_have_an_axis_of_their_own() -> None:
    chart = roadmap_chart(rows(40), WORDS, STAGE)
    assert len(chart.blocks) == 5
    for block in chart.blocks:
        words = [each.words for each in chart.texts if each.box.is_in(block.box)]
        assert "Nov" in words
        assert block.first[:10] in " ".join(words)


def test_without_dates_an_iteration_is_next_or_later() -> None:
    steps = tuple(ChartStep(name) for name in ("One", "Two", "Three"))
    chart = roadmap_chart([ChartRow("Consent", steps)], ChartWords(open_heads=("Next", "Later")), STAGE)
    at = {each.words: each.x for each in chart.texts}
    assert at["Next"] < at["One"] < at["Later"] < at["Two"] == at["Three"]
    assert not [each for each in chart.texts if each.part in ("tick", "today")]


def test_a_long_name_is_shortened_only_where_it_has_no_room() -> None:
    step = ChartStep("Unbroken" * 30, "", 0.4, 0.45)
    chart = roadmap_chart([ChartRow("Very" * 40, (step,))], WORDS, STAGE)
    assert not outside(chart)
    lines = [each.words for each in chart.texts if each.part == "step" and "Consent" not in each.words]
    assert len(lines) == 3
    assert [each.endswith("…") for each in lines] == [False, False, True]


def test_colors_of_paper_are_those_of_the_light_theme() -> None:
    light = TOKENS.split('[data-theme="light"] {', 1)[1].split("}", 1)[0]
    tokens = dict(re.findall(r"--([\w-]+):\s*([^;]+);", light))
    assert {token: tokens[token] for token in PAPER} == dict(PAPER)


def test_a_chart_needs_a_size() -> None:
    with pytest.raises(ValueError, match="size"):
        roadmap_chart([], WORDS, ChartSetting(100, ()))


STEPS = st.builds(
    lambda name, tone, start, more: ChartStep(name, tone, start, min(start + more, 1.0)),
    st.text(st.characters(codec="ascii", categories=("L", "N", "Zs")), min_size=1, max_size=60),
    st.sampled_from(["", "good", "warn", "accent"]),
    st.floats(0, 1),
    st.floats(0, 1),
)


@given(st.lists(st.builds(ChartRow, st.just("Product"), st.lists(STEPS, min_size=1, max_size=6).map(tuple))))
def test_no_bar_is_on_another_bar_or_on_its_name(products: list[ChartRow]) -> None:
    chart = roadmap_chart(products, ChartWords(WORDS.ticks), STAGE)
    assert not covering(chart, "step")
    for one, other in combinations(chart.bars, 2):
        assert not one.box.covers(other.box)
