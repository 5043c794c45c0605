"""Pictures of a ranking: how places moved from round to round, value vs. effort, each with its table."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st

from discovery.discoveries.models import DiscoveryRole
from documents.boxes import Box
from handover.reports.document import assemble
from lvt import quadrant as geometry
from lvt.bump_chart import bump_chart
from lvt.models import UseCase
from lvt.quadrant import (
    DOT,
    GAP,
    MARGIN,
    SIZE,
    ValueAndEffort,
    names_at,
    scale,
    spots,
    value_and_effort,
)
from lvt.rounds.selectors import compared, current_results, revealed_rounds
from lvt.rounds.services import open_round, reveal
from lvt.scoring_method import Combination, Criterion, Method
from lvt.selectors.ranking_charts import moves, quadrant
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.registries import spotlights

ClientOf = Callable[..., Client]
MADE_AT = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)
RANKS = st.lists(st.lists(st.none() | st.integers(1, 9), min_size=3, max_size=3), min_size=1, max_size=8)
SHARES = st.fractions(min_value=0, max_value=1, max_denominator=50)


@given(RANKS)
def test_every_place_of_every_round_is_drawn_once_in_its_order(ranks: list[list[int | None]]) -> None:
    chart = bump_chart([(f"Use case {number}", each) for number, each in enumerate(ranks)])
    if chart is None:
        assert not any(rank for each in ranks for rank in each)
        return
    drawn = [(dot.x, dot.y, dot.rank) for line in chart.lines for dot in line.dots]
    for number, column in enumerate(chart.columns):
        there = sorted((y, rank) for x, y, rank in drawn if x == column)
        assert [rank for _y, rank in there] == sorted(rank for each in ranks if (rank := each[number]))
        assert len({y for y, _rank in there}) == len(there)
    assert all(0 < x < chart.width and 0 < y < chart.foot for x, y, _rank in drawn)


@pytest.mark.parametrize(("count", "shape"), [(1, 0), (3, 3.2), (12, 2.6)])
def test_a_chart_is_as_wide_as_its_place(count: int, shape: float) -> None:
    rows = [(f"Use case {number}", (number, count + 1 - number, number)) for number in range(1, count + 1)]
    narrow, chart = bump_chart(rows), bump_chart(rows, shape=shape)
    assert narrow is not None
    assert chart is not None
    assert chart.width >= shape * chart.height - len(chart.columns)
    assert chart.height == narrow.height
    assert (chart == narrow) == (shape == 0)


def test_names_stand_before_the_first_round_and_nothing_lies_over_another() -> None:
    rows: list[tuple[str, list[int | None]]] = [
        ("Repeated", [2, 1]),
        ("A long name that is cut", [1, None]),
        ("New", [None, 2]),
    ]
    chart = bump_chart(rows, letters=9)
    assert chart is not None
    first, last = chart.columns
    assert [([words for _y, words in line.name], line.is_before) for line in chart.lines] == [
        (["Repeated"], True),
        (["A long n…"], True),
        (["New"], False),
    ]
    assert all(line.label_x < first if line.is_before else line.label_x > last for line in chart.lines)
    assert len({(line.is_before, line.name[0][0]) for line in chart.lines}) == len(chart.lines)
    assert chart.headed == ((first, chart.foot, "1"), (last, chart.foot, "2"))


def test_long_names_take_two_lines_about_their_dots() -> None:
    rows = [("Early warning for those who run out", [1, 2]), ("Short", [2, 1])]
    chart = bump_chart(rows, letters=18, lines=2)
    assert chart is not None
    (above, below), ((middle, _words),) = (line.name for line in chart.lines)
    first, second = (line.dots[0].y for line in chart.lines)
    assert [above, below] == [(first - 10, "Early warning for"), (first + 10, "those who run out")]
    assert middle == second > below[0] + 15
    cut = bump_chart([("Early warning for those who run out of stocks", [1, 2])], letters=18, lines=2)
    assert cut is not None
    assert [words for _y, words in cut.lines[0].name] == ["Early warning for", "those who run out…"]


@given(RANKS)
def test_a_chart_for_phones_is_narrow_and_names_are_within_it(ranks: list[list[int | None]]) -> None:
    rows = [(f"Digital customer engagement dashboard {number}", each) for number, each in enumerate(ranks)]
    chart = bump_chart(rows, ("Today", "1", "2"), letters=60, shape=3, full={(0, 0)})
    if chart is None:
        return
    narrow = chart.narrow
    assert narrow is not None
    assert (narrow.heads, narrow.full, len(narrow.lines)) == (chart.heads, chart.full, len(chart.lines))
    assert narrow.width <= 420
    names = [line.name for line in narrow.lines]
    assert all(10 < at < narrow.foot - 5 for name in names for at, _words in name)
    assert {words for name in names for _at, words in name} >= {"engagement"}


@pytest.mark.parametrize("heads", [("Aujourd’hui", "Modifié"), ("Runde 9", "Runde 10")])
def test_heads_of_a_chart_for_phones_do_not_touch(heads: tuple[str, str]) -> None:
    chart = bump_chart([("One", [1, 2]), ("Two", [2, 1])], heads)
    assert chart is not None
    assert chart.narrow is not None
    (first, _top, left), (second, _same, right) = chart.narrow.headed
    # Letters of 15 units are at most 9 wide.
    assert second - first > 9 * (len(left) + len(right)) / 2
    assert second + 9 * len(right) / 2 <= chart.narrow.width


def test_names_below_columns_are_in_lines_and_numbers_on_phones() -> None:
    names = ("Today", "HCP 360 from the templates of the platform", "Visits only")
    chart = bump_chart([("One", [1, 2, 1]), ("Two", [2, 1, 2])], ("Today", "1", "2"), captions=names)
    assert chart is not None
    lines = [words for _x, _y, words in chart.headed]
    assert lines == ["Today", "HCP 360 from the", "templates of the", "platform", "Visits only"]
    assert all(y < chart.height for _x, y, _words in chart.headed)
    assert chart.narrow is not None
    assert [words for _x, _y, words in chart.narrow.headed] == ["Today", "1", "2"]


def test_a_chart_for_phones_has_the_last_rounds() -> None:
    ranks: list[tuple[str, list[int | None]]] = [
        ("Digital customer engagement dashboard", [1, 2, 1, 2, 1, 2, 1, 2]),
        ("Next best action", [2, 1, 2, 1, 2, 1, 2, 1]),
        ("Early warning for those who run out", [3, None, None, None, None, None, None, None]),
    ]
    heads = [f"Round {number}" for number in range(1, 9)]
    chart = bump_chart(ranks, heads, full={(0, 0), (1, 7)})
    assert chart is not None
    assert chart.heads == tuple(heads)
    narrow = chart.narrow
    assert narrow is not None
    assert narrow.width <= 450
    assert list(narrow.heads) == heads[4:]
    assert [[dot.rank for dot in line.dots] for line in narrow.lines] == [[1, 2, 1, 2], [2, 1, 2, 1]]
    assert [[dot.is_full for dot in line.dots][-1] for line in narrow.lines] == [False, True]


def test_a_spot_names_equal_places_once() -> None:
    (spot,) = spots([(ValueAndEffort(n, Fraction(1), Fraction(0)), 5) for n in range(4)])
    assert (spot.places, spot.left + spot.width // 2) == ("5", spot.x)


def test_one_round_moves_nothing() -> None:
    assert bump_chart([("One", [1])]) is None
    assert bump_chart([]) is None


def test_a_spot_of_many_places_has_a_short_label() -> None:
    best, worst = (
        ValueAndEffort("best", Fraction(1), Fraction(0)),
        ValueAndEffort("worst", Fraction(0), Fraction(1)),
    )
    first, last = spots([(best, n) for n in (1, 2, 3, 5, 6)] + [(worst, n) for n in range(8, 40, 2)])
    assert first.places == "1–3, 5, 6"
    assert last.places == "8, 10, 12 + 13"


@given(st.lists(st.tuples(SHARES, SHARES), max_size=40))
def test_spots_keep_clear_of_the_frame_and_of_each_other(shares: list[tuple[Fraction, Fraction]]) -> None:
    drawn = spots([(ValueAndEffort(n, *each), n + 1) for n, each in enumerate(shares)])
    assert bool(drawn) == bool(shares)
    least, most = MARGIN + GAP, MARGIN + SIZE - GAP
    for number, spot in enumerate(drawn):
        assert least <= spot.left <= spot.left + spot.width <= most, spot
        assert least <= spot.y - DOT // 2 <= spot.y + DOT // 2 <= most, spot
        assert not any(spot.covers(other) for other in drawn[:number])


@given(st.lists(st.tuples(SHARES, SHARES, st.text("ab cW", min_size=1, max_size=60)), max_size=12))
def test_names_at_spots_cover_nothing(cases: list[tuple[Fraction, Fraction, str]]) -> None:
    across = 2 * SIZE
    drawn = spots([(ValueAndEffort(n, *each[:2]), n + 1) for n, each in enumerate(cases)], across)
    names = names_at(drawn, [[cases[int(str(key))][2] for key in spot.keys] for spot in drawn], across)
    assert sorted(int(str(key)) for spot in drawn for key in spot.keys) == list(range(len(cases)))
    frame = Box(MARGIN, MARGIN, MARGIN + across, MARGIN + SIZE)
    dots = [Box(each.left, each.y - DOT / 2, each.left + each.width, each.y + DOT / 2) for each in drawn]
    boxes = [each.box for each in names if each is not None]
    for place, box in enumerate(boxes):
        assert box.is_in(frame)
        assert not any(box.covers(other) for other in (*dots, *boxes[:place]))


def test_a_name_is_whole_beside_its_spot_or_not_in_the_drawing() -> None:
    alone = spots([(ValueAndEffort("a", Fraction(9, 10), Fraction(1, 10)), 1)], 1200)
    (name,) = names_at(alone, [["Digital customer engagement dashboard"]], 1200)
    assert name is not None
    assert name.anchor == "start"
    assert name.x > alone[0].x + DOT / 2
    assert [words for _at, words in name.lines] == ["Digital customer engagement", "dashboard"]
    assert names_at(alone, [["A name of five lines " * 10]], 1200) == (None,)


def test_names_stay_in_their_quadrant_where_there_is_room() -> None:
    cases = [(100, 20, "Digital customer engagement dashboard"), (84, 1, "HCP 360 dashboard")]
    cases.append((81, 39, "Next best action"))
    drawn = spots(
        [(ValueAndEffort(n, Fraction(v, 100), Fraction(e, 100)), n + 1) for n, (v, e, _) in enumerate(cases)],
        1240,
    )
    names = names_at(drawn, [[cases[int(str(key))][2] for key in spot.keys] for spot in drawn], 1240)
    leading = Box(MARGIN, MARGIN, MARGIN + 620, MARGIN + SIZE // 2)
    assert [name is not None and name.box.is_in(leading) for name in names] == [True, True, True]


def test_names_of_many_spots_choose_their_places_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    tried, in_order = [], geometry._in_order

    def counted(*given: Any) -> Any:
        tried.append(given)
        return in_order(*given)

    monkeypatch.setattr(geometry, "_in_order", counted)
    cases = [(Fraction(n * 37 % 100, 100), Fraction(n * 61 % 100, 100)) for n in range(80)]
    drawn = spots([(ValueAndEffort(n, *each), n + 1) for n, each in enumerate(cases)], 1000)
    names = names_at(drawn, [[f"Use case {key}" for key in spot.keys] for spot in drawn], 1000)
    assert len(drawn) > 20
    assert None in names
    assert any(names)
    assert len(tried) <= 8


def test_neighbors_with_a_long_label_stay_in_their_quadrants() -> None:
    efforts = [Fraction(n, 100) for n in (36, 40, 44, 48, 56)]
    standings = [ValueAndEffort(n, Fraction(3, 5), effort) for n, effort in enumerate(efforts)]
    cheap, costly = spots([(each, 2 * n + 1) for n, each in enumerate(standings)])
    assert (cheap.places, cheap.effort, costly.places) == ("1, 3, 5, 7", Fraction(42, 100), "9")
    center = MARGIN + SIZE // 2
    assert cheap.left + cheap.width < center < costly.left
    assert max(cheap.y, costly.y) + DOT // 2 < center


@given(st.lists(st.tuples(SHARES, SHARES), max_size=4))
def test_spots_name_every_place_once(shares: list[tuple[Fraction, Fraction]]) -> None:
    """With gaps of one between the places, so that none is within a range."""
    drawn = spots([(ValueAndEffort(n, *each), 2 * n) for n, each in enumerate(shares)])
    named = sorted(int(place) for spot in drawn for place in spot.places.split(", "))
    assert named == [2 * n for n in range(len(shares))]


def test_ticks_are_where_spots_of_the_least_and_the_most_are() -> None:
    ends = [(ValueAndEffort(n, Fraction(n), Fraction(n)), n + 1) for n in (0, 1)]
    for across in (SIZE, 900):
        assert tuple(spot.x for spot in spots(ends, across)) == scale(across)[::2]
        assert tuple(spot.y for spot in spots(ends, across))[::-1] == scale(SIZE)[::2]


def test_value_and_effort_by_hand() -> None:
    criteria = (
        Criterion("gain", weight=Fraction(3)),
        Criterion("risk", lower_is_better=True),
        Criterion("least effort scores high", is_cost=True),
    )
    stands = value_and_effort(
        Method(criteria),
        "a",
        {"gain": Fraction(5), "risk": Fraction(5), "least effort scores high": Fraction(4)},
    )
    # 3 of 4 weights have all of the value, the risk none of it; a score of 4 is one fifth of the effort.
    assert stands == ValueAndEffort("a", Fraction(3, 4), Fraction(1, 5))
    dear = Method((Criterion("x", 1, 5), Criterion("y", 1, 5, True, is_cost=True)), Combination.RATIO)
    assert value_and_effort(dear, "a", {"x": Fraction(1), "y": Fraction(5)}) == ValueAndEffort(
        "a", Fraction(0), Fraction(1)
    )
    assert value_and_effort(dear, "a", {"x": Fraction(1)}) is None
    assert value_and_effort(Method((Criterion("x"),)), "a", {"x": Fraction(1)}) is None


@pytest.fixture
def room() -> Room:
    """Two rounds by value and effort: the second turns the order round."""
    room = scoring_room("Alpha", "Beta", preset="value_and_effort")
    person = room.join("Ann")
    for values in ((5, 1), (1, 5)):
        room.give_all(person, values[0], 1)
        room.give_all(person, values[1], 4, use_case=1)
        reveal(actor=SYSTEM, round=room.round)
        if values == (5, 1):
            room.round = open_round(
                actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=room.method
            )
    return room


@pytest.mark.django_db
def test_both_are_on_page_stage_and_report_beside_their_tables(room: Room, client_of: ClientOf) -> None:
    drawn = quadrant(current_results(room.discovery))
    assert drawn is not None
    assert [(row.ranked.use_case.name, row.value, row.effort, row.kind) for row in drawn.rows] == [
        ("Beta", "100%", "75%", "Big bet"),
        ("Alpha", "0%", "0%", "Fill-in"),
    ]
    chart = moves(compared(revealed_rounds(room.discovery), with_places=True))
    assert chart is not None
    assert [(line.name[0][1], [dot.rank for dot in line.dots]) for line in chart.lines] == [
        ("Alpha", [1, 2]),
        ("Beta", [2, 1]),
    ]
    viewer = client_of(factories.access(room.discovery, DiscoveryRole.VIEWER))
    page = viewer.get(reverse("lvt:prioritization", args=[room.discovery.slug])).content.decode()
    report = assemble(room.discovery, made_at=MADE_AT, progress=lambda percent, words: None)
    # The least effort on the scale isn’t none: the ends of an axis have words, on each surface.
    ticks = re.search(r'<g class="ticks".*?</g>', page)
    assert ticks is not None
    assert re.findall(r">([^<]+)</text>", ticks[0]) == ["Low", "High", "High", "Low"]
    for words in ("Changes in the ranking. The table below", "Value vs. effort. The table", "Big bet"):
        assert words in page
        assert words in report
    for key, words in (("ranking_moves", "Changes in the ranking"), ("quadrant", "Big bet")):
        spotlight = spotlights.get(key)
        context = spotlight.context(room.discovery, str(room.discovery.uuid))
        assert words in render_to_string(spotlight.template, context)


@pytest.mark.django_db
def test_names_are_in_the_quadrant_of_the_stage_and_a_list_has_those_without_room(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown() -> str:
        spotlight = spotlights.get("quadrant")
        context = spotlight.context(room.discovery, str(room.discovery.uuid))
        return render_to_string(spotlight.template, context)

    assert "at-marks" in shown()
    assert shown().count("<svg") == 2, "one is for phones"
    assert shown().count('class="spot-name"') == 2
    long = "A name of more lines than there is room for, wherever it is"
    UseCase.objects.filter(name="Beta").update(name=long)
    monkeypatch.setattr("lvt.quadrant._LINES", 1)
    assert "at-marks" not in shown()
    assert shown().count('class="spot-name"') == 1
    assert shown().count('<li class="at-mark">') == 1
    assert long in shown()


@pytest.mark.django_db
def test_without_a_second_round_or_a_cost_there_is_no_picture(client_of: ClientOf) -> None:
    room = scoring_room(preset="ice")
    room.give_all(room.join("Ann"), 5, 5, 5)
    reveal(actor=SYSTEM, round=room.round)
    viewer = client_of(factories.access(room.discovery, DiscoveryRole.VIEWER))
    page = viewer.get(reverse("lvt:prioritization", args=[room.discovery.slug])).content.decode()
    assert 'class="chart"' not in page
    for key in ("ranking_moves", "quadrant"):
        assert spotlights.get(key).choices(room.discovery) == []


@pytest.mark.django_db
def test_the_room_sees_how_it_scored_a_use_case_once_that_is_revealed() -> None:
    room = scoring_room(preset="ice")
    uuid, spotlight = str(room.use_cases[0].uuid), spotlights.get("spread")
    for name, side, scores in (("Ann", "business", (9, 4)), ("Bo", "it", (2, 4))):
        room.give_all(room.join(name, side), *scores)
    assert spotlight.choices(room.discovery) == []
    assert spotlight.context(room.discovery, uuid) is None
    reveal(actor=SYSTEM, round=room.round)
    assert uuid in [each for each, _label in spotlight.choices(room.discovery)]
    context = spotlight.context(room.discovery, uuid)
    assert context is not None
    drawn = render_to_string(spotlight.template, context)
    assert drawn.count('class="strip"') == 2, "nobody scored the third"
    assert "Ease" not in drawn
    assert spotlight.context(factories.discovery(), uuid) is None


@pytest.mark.django_db
def test_criteria_to_which_everyone_gave_the_same_take_a_line_and_no_chart() -> None:
    room = scoring_room(preset="ice")
    for name, side, scores in (("Ann", "business", (5, 5, 1)), ("Bo", "it", (5, 5, 9))):
        room.give_all(room.join(name, side), *scores)
    reveal(actor=SYSTEM, round=room.round)
    spotlight = spotlights.get("spread")
    context = spotlight.context(room.discovery, str(room.use_cases[0].uuid))
    assert context is not None
    drawn = render_to_string(spotlight.template, context)
    assert "Everyone who answered gave 5 to Impact and Confidence" in drawn
    assert drawn.count('class="strip"') == 1, "Ease alone"
