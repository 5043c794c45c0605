"""Cards with straight arrows on a stage: read from the last row, whole, and clear of each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from django.utils import translation

from discovery.discoveries.models import PhaseKind, StreamKind
from discovery.process_drawing import diamonds
from discovery.stage_process_drawing import diamonds_source, streams_source
from documents.boxes import Box
from documents.diagrams import drawn_by_dot
from documents.svg_node_places import places_in
from operating_model import stage_edge_framework_drawing
from operating_model.six_steps.selectors import step_words

SHAPE = 0.51
DRAWINGS: dict[str, Callable[[], str]] = {
    "streams": lambda: streams_source(StreamKind.choices, PhaseKind.choices, shape=SHAPE),
    "diamonds": lambda: diamonds_source(shape=SHAPE),
    "edge": lambda: stage_edge_framework_drawing.source(step_words(), shape=SHAPE),
}
CARDS = {"streams": 5, "diamonds": 7, "edge": 6}
# Attributes of a node; of a way its tip, and the points that lead there.
VALUE = re.compile(r'(\w+)="?([-\w.,]+)')
# The height of a line, and the size of its letters.
LINE = re.compile(r'<text [^>]*y="([-\d.]+)"[^>]*font-size="([\d.]+)"')
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
    assert len(boxes) == CARDS[name]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].covers(pair[1])]


@pytest.mark.parametrize("name", DRAWINGS)
def test_its_lines_are_apart(name: str) -> None:
    svg = drawn_by_dot(DRAWINGS[name](), 20).decode()
    cards = [each for each in re.findall(r"<g id=.*?</g>", svg, re.DOTALL) if "<text" in each]
    for card in (each for each in cards if "<polygon" in each or "<path" in each):
        lines = [(float(y), float(size)) for y, size in LINE.findall(card)]
        assert all(y - above >= 1.15 * size for (above, _size), (y, size) in pairwise(lines) if y > above)


def test_parts_of_cards_in_a_row_begin_at_the_same_height() -> None:
    svg = drawn_by_dot(DRAWINGS["streams"](), 20).decode()
    for words in ("Starts from", "Delivers"):
        heights = {float(y) for y in re.findall(rf'y="([-\d.]+)"[^>]*>{words}<', svg)}
        assert max(heights) - min(heights) < 4


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_what_opens_and_closes_a_diamond_has_a_label(language: str) -> None:
    with translation.override(language):
        texts = [text for each in diamonds() for text in (each.opens, each.closes)]
        source = diamonds_source(shape=SHAPE)
    assert all(text.count(":") == 1 for text in texts)
    assert all(f">{text.partition(':')[0].strip()}<" in source for text in texts)


@pytest.mark.parametrize("name", DRAWINGS)
def test_its_arrows_are_straight(name: str) -> None:
    ways = WAY.findall(DRAWINGS[name]())
    assert len(ways) >= 4
    for x, y, points in ways:
        across, down = ({float(each) for each in sides} for sides in zip(*_pairs(x, y, points), strict=True))
        assert min(len(across), len(down)) == 1


def _pairs(x: str, y: str, points: str) -> list[list[str]]:
    return [[x, y], *(point.split(",") for point in points.split())]
