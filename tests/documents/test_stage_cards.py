"""Cards with straight arrows on a stage: read from the last row, whole, and clear of each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations

import pytest

from discovery.discoveries.models import PhaseKind, StreamKind
from discovery.stage_frame_drawing import diamonds_source, streams_source
from documents.boxes import Box
from documents.diagrams import drawn_by_dot
from documents.drawn_places import places_in
from operating_model import stage_edge_drawing
from operating_model.frame.selectors import step_words

SHAPE = 0.51
DRAWINGS: dict[str, Callable[[], str]] = {
    "streams": lambda: streams_source(StreamKind.choices, PhaseKind.choices, shape=SHAPE),
    "diamonds": lambda: diamonds_source(shape=SHAPE),
    "edge": lambda: stage_edge_drawing.source(step_words(), shape=SHAPE),
}
# Attributes of a node; of a way its tip, and the points that lead there.
VALUE = re.compile(r'(\w+)="?([-\w.,]+)')
WAY = re.compile(r'pos="e,([-\d.]+),([-\d.]+) ([^"]+)"')


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_of_the_method_is_read_from_the_last_row(name: str) -> None:
    svg = drawn_by_dot(DRAWINGS[name](), 20)
    places = places_in(svg)
    assert places.whole is not None
    assert places.whole.height / places.whole.width == pytest.approx(SHAPE, abs=0.03)
    # On a screen with 1080 lines it's 1800 wide; 20 of 720 lines are 30.
    assert places.letters * 1800 / places.whole.width >= 30
    assert "…" not in svg.decode()


@pytest.mark.parametrize("name", DRAWINGS)
def test_its_cards_are_clear_of_each_other(name: str) -> None:
    boxes = []
    for line in DRAWINGS[name]().splitlines():
        if (values := dict(VALUE.findall(line))).get("shape") in {"box", "diamond"}:
            x, y = map(float, values["pos"].split(","))
            aside, half = (72 * float(values[side]) / 2 for side in ("width", "height"))
            boxes.append(Box(x - aside, -y - half, x + aside, -y + half))
    assert len(boxes) >= 6
    assert not [pair for pair in combinations(boxes, 2) if pair[0].covers(pair[1])]


@pytest.mark.parametrize("name", DRAWINGS)
def test_its_arrows_are_straight(name: str) -> None:
    ways = WAY.findall(DRAWINGS[name]())
    assert len(ways) >= 4
    for x, y, points in ways:
        across, down = ({float(each) for each in sides} for sides in zip(*_pairs(x, y, points), strict=True))
        assert min(len(across), len(down)) == 1


def _pairs(x: str, y: str, points: str) -> list[list[str]]:
    return [[x, y], *(point.split(",") for point in points.split())]
