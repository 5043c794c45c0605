"""The drawing of the sheet from goals to products, whatever parts and lines it is made of."""

from __future__ import annotations

import shlex
from itertools import pairwise

import graphviz
import pytest

from discovery.use_counts import UseCount
from documents.diagrams import draw_svg
from products.landscape.value_sheet.drawing import COLUMNS, SheetLine, SheetPart, sheet_source

HOSTILE = "<b>\"'& \\N \\G ]]> </svg><script>alert(1)</script> javascript: \u202e\x07\x1b[31m =1+1"


def _draw(*parts, lines=()):
    return draw_svg(sheet_source(parts, lines), title="Sheet", description="All of it")


def _heights(parts, lines):
    """The positions of the nodes, where y grows upward."""
    plain = graphviz.Source(sheet_source(parts, lines)).pipe("plain", encoding="utf-8")
    # node name x y …
    rows = [shlex.split(line) for line in plain.splitlines() if line.startswith("node ")]
    return {name: float(y) for _node, name, _x, y, *_rest in rows}


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("text", [HOSTILE, "x" * 10_000, "שלום עולם", "", "\x00\x01"])
def test_whatever_people_wrote_is_drawn_inert(kind, text):
    svg = _draw(
        SheetPart(kind, "node", text, caption=text, notes=(text,)), lines=[SheetLine("node", "node", text)]
    )
    assert "<script" not in svg
    assert "href" not in svg
    assert "\u202e" not in svg
    assert "\x1b" not in svg
    assert len(svg) < 40_000


def test_a_shared_product_is_yellow_and_has_its_number():
    plain, shared = (
        _draw(SheetPart("source_oriented", "p", "Consent", uses=uses)) for uses in (UseCount(), UseCount(2))
    )
    assert [("#f5c518" in svg, "#0b7c7e" in svg, "❷" in svg) for svg in (plain, shared)] == [
        (False, True, False),
        (True, False, True),
    ]


def test_a_line_without_an_end_is_left_out():
    svg = _draw(SheetPart("goal", "g", "Goal"), lines=[SheetLine("g", "gone")])
    assert "Goal" in svg
    assert "gone" not in svg


def test_hypotheses_keep_the_order_of_their_goals():
    goals = [SheetPart("goal", f"goal-{number}", "Goal") for number in range(2)]
    bets = [SheetPart("hypothesis", f"bet-{number}", "Hypothesis") for number in range(4)]
    cases = [SheetPart("use_case", f"case-{number}", "Use case") for number in range(4)]
    lines = [SheetLine(f"goal-{number // 2}", f"bet-{number}") for number in range(4)]
    lines += [SheetLine(f"bet-{number}", f"case-{3 - number}") for number in range(4)]
    height = _heights([*goals, *bets, *cases], lines)

    assert sorted((each.key for each in bets), key=lambda key: -height[key]) == [each.key for each in bets]


def test_headings_stay_above_products_that_nothing_leads_to():
    parts = [SheetPart(column, f"{column}-{number}", column) for column in COLUMNS for number in range(3)]
    loose = [SheetPart("consumer_oriented", f"loose-{number}", f"Loose {number}") for number in range(3)]
    # With lines that cross, Graphviz puts things in another order than they came in.
    lines = [
        SheetLine(f"{left}-{number}", f"{right}-{(2 - number + step) % 3}")
        for left, right in pairwise(COLUMNS)
        for number in range(3)
        for step in range(2)
    ]
    height = _heights([*parts, *loose], lines)
    assert all(height[part.key] < height["column-consumer_oriented"] for part in loose)
