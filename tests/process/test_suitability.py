"""The verdict on whether Data Mesh is right here, and the picture of the delta: what is computed."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from hypothesis import given, strategies as st

from process.delta.chart import RING, STEP, dumbbell, gap_of
from process.suitability.rules import MOSTLY, NEED, READY, TOP, AspectScore, RatedStatement, judge

ORDER = ("not_needed", "not_ready", "small", "yes")


def rated(need: list[int | None], ready: list[int | None]) -> list[RatedStatement]:
    return [
        *(RatedStatement(f"need {number}", NEED, score) for number, score in enumerate(need)),
        *(RatedStatement(f"ready {number}", READY, score) for number, score in enumerate(ready)),
    ]


@pytest.mark.parametrize(
    ("need", "ready", "verdict"),
    [
        ([], [], "open"),
        ([4, 4, 4], [], "open"),
        ([4, 4, None], [4, 4, 4], "yes"),
        ([4, None, None], [4, 4, 4], "open"),
        ([4, 4, 4], [4, None, None], "open"),
        ([2, 2, 1], [4, 4, 4], "not_needed"),
        ([1, 1, 1], [0, 0, 0], "not_needed"),
        ([4, 4, 4], [2, 2, 1], "not_ready"),
        ([2, 2, 2], [2, 2, 2], "small"),
        ([4, 4, 4], [2, 3, 3], "small"),
        ([3, 3, 3], [4, 2, 3], "yes"),
        ([0, 4, 4, 4], [4, 4, 4], "yes"),
    ],
)
def test_the_verdict_follows_from_the_points(need, ready, verdict):
    assert judge(rated(need, ready)).verdict == verdict


def test_the_number_of_a_threshold_is_at_its_tick():
    score = AspectScore(22, 32, 8, 8)
    assert (score.enough_percent, score.broad_percent) == (50, 100 * 23 / 32)


@pytest.mark.parametrize(
    ("aspect", "score", "verdict"),
    [
        (NEED, 1, "not_needed"),
        (NEED, 2, "yes"),
        (READY, 1, "not_ready"),
        (READY, 2, "yes"),
        (NEED, None, "open"),
    ],
)
def test_an_essential_statement_settles_the_matter_alone(aspect, score, verdict):
    others = rated([4] * 6, [4] * 6)

    judgment = judge([*others, RatedStatement("sponsor", aspect, score, is_essential=True)])

    assert judgment.verdict == verdict
    assert judgment.blocking == (("sponsor",) if score == 1 else ())
    assert judgment.unsaid == (("sponsor",) if score is None else ())


def test_the_reasons_are_named():
    judgment = judge(rated([4, 2, 1], [3, 0, 2]))

    assert judgment.strong == ("need 0", "ready 0")
    assert (judgment.need.points, judgment.need.possible) == (7, 12)
    assert judgment.verdict == "not_ready"
    assert judgment.levers == ("ready 1",)


@pytest.mark.parametrize(
    "statement",
    [RatedStatement("x", "hope", 1), RatedStatement("x", NEED, 5), RatedStatement("x", READY, -1)],
)
def test_what_is_out_of_range_is_refused(statement):
    with pytest.raises(ValueError, match=r"statement|score"):
        judge([statement])


SCORES = st.one_of(st.none(), st.integers(0, TOP))
STATEMENTS = st.lists(st.tuples(st.sampled_from((NEED, READY)), SCORES, st.booleans()), max_size=9).map(
    lambda rows: [RatedStatement(str(number), *row) for number, row in enumerate(rows)]
)


@given(STATEMENTS)
def test_what_would_change_it_does_and_nothing_shorter_would(statements):
    judgment = judge(statements)
    if judgment.verdict in ("open", "yes"):
        assert judgment.levers == ()
        return

    def better(keys: tuple[str, ...]) -> bool:
        raised = [replace(each, score=MOSTLY) if each.key in keys else each for each in statements]
        return ORDER.index(judge(raised).verdict) > ORDER.index(judgment.verdict)

    assert better(judgment.levers)
    raisable = [each.key for each in statements if each.score is not None and each.score < MOSTLY]
    assert not any(better(keys) for keys in combinations(raisable, len(judgment.levers) - 1))


@given(STATEMENTS, st.data())
def test_a_truer_statement_never_makes_it_worse(statements, data):
    before = judge(statements)
    said = [each for each in statements if each.score is not None and each.score < TOP]
    if before.verdict == "open" or not said:
        return
    chosen = data.draw(st.sampled_from(said))
    after = judge(
        [replace(each, score=(each.score or 0) + 1) if each is chosen else each for each in statements]
    )

    assert ORDER.index(after.verdict) >= ORDER.index(before.verdict)


# --- The picture of the delta ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "wanted", "gap"), [(1, 4, 3), (4, 4, 0), (5, 3, 0), (None, 4, None), (2, None, None)]
)
def test_the_gap_is_what_is_missing(today, wanted, gap):
    assert gap_of(today, wanted) == gap


@given(*[st.one_of(st.none(), st.integers(0, 5))] * 3)
def test_the_marks_stand_where_their_numbers_are(today, wanted, before):
    picture = dumbbell(today, wanted, before)

    for number, x in ((today, picture.today), (wanted, picture.wanted)):
        assert x == (None if number is None else picture.ticks[number].x)
    assert bool(picture.diamond) == (wanted is not None)
    assert bool(picture.before) == (before is not None)
    if before is not None:
        assert picture.before.startswith(f"{picture.ticks[before].x:g},"), "its tip is below its number"
    assert (picture.arrow is None) == (today is None or wanted is None or today == wanted)
    if picture.arrow is not None and picture.today is not None and picture.wanted is not None:
        low, high = sorted((picture.today, picture.wanted))
        assert low < min(picture.arrow.start, picture.arrow.end)
        assert max(picture.arrow.start, picture.arrow.end) < high
    assert picture.ticks[5].x - picture.ticks[0].x == 5 * STEP
    assert picture.ticks[5].x < picture.width


def test_a_target_that_is_reached_is_seen_within_the_ring():
    svg = render_to_string(
        "process/delta/_picture.html", {"line": SimpleNamespace(name="Storage", picture=dumbbell(3, 3))}
    )
    assert svg.index('class="wanted"') > svg.index('class="today"'), "the ring covers what is drawn before"
    corners = [float(each) for each in dumbbell(3, 3).diamond.replace(",", " ").split()]
    assert max(corners[::2]) - min(corners[::2]) < 2 * RING


@pytest.mark.parametrize(
    "template",
    [
        "process/board/delta.html",
        "process/reports/executive_delta.html",
        "technology/spotlights/capabilities.html",
    ],
)
def test_all_rows_share_the_numbers_of_the_scale(template):
    rows = [
        SimpleNamespace(name=name, capability=SimpleNamespace(name=name), picture=dumbbell(1, 3))
        for name in ("Ownership", "Governance", "Product thinking")
    ]
    planes = [SimpleNamespace(label="Data", lines=rows)]

    html = render_to_string(template, {"widest": rows, "planes": planes})

    numbers = re.findall(r"<text[^>]*>(\d)</text>", html)
    assert numbers == ["0", "1", "2", "3", "4", "5"]


@pytest.mark.parametrize("numbers", [(6, 1, None), (1, -1, None), (None, None, 9)])
def test_numbers_beside_the_scale_are_refused(numbers):
    with pytest.raises(ValueError, match="scale"):
        dumbbell(*numbers)
