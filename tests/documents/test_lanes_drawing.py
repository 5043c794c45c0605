"""Lists beside each other as a drawing for a wide screen: without overlaps, and found again in the SVG."""

from __future__ import annotations

from itertools import combinations

import pytest

from documents.boxes import Box
from documents.diagrams import drawn_by_dot
from documents.lanes_drawing import Lane, LaneCard, lanes_source
from documents.svg_node_places import Places, places_in

LONG = "A statement that goes on for a while, longer than a card is wide. " * 4


def lanes_of(*counts: int) -> list[Lane]:
    return [
        Lane(
            f"{number}",
            f"Lane {number}",
            tuple(
                LaneCard(f"card-{number}-{each}", LONG if each % 3 else "Short", "A note", each % 2)
                for each in range(count)
            ),
        )
        for number, count in enumerate(counts)
    ]


def drawn(lanes: list[Lane], banner: str = "") -> Places:
    return places_in(drawn_by_dot(lanes_source(lanes, banner=banner), 20))


def overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 1 and min(one.bottom, other.bottom) - max(one.top, other.top) > 1


@pytest.mark.parametrize("counts", [(1,), (2, 3), (5, 1, 4), (30,), (3,) * 12, (1,) * 40])
def test_cards_do_not_overlap_and_the_drawing_is_as_wide_as_a_screen(counts: tuple[int, ...]) -> None:
    lanes = lanes_of(*counts)
    boxes = drawn(lanes, "Where all this leads").boxes
    assert {name for lane in lanes for name in lane.names} <= set(boxes)
    assert [pair for pair in combinations(boxes.values(), 2) if overlap(*pair)] == []
    wide = max(box.right for box in boxes.values()) - min(box.left for box in boxes.values())
    high = max(box.bottom for box in boxes.values()) - min(box.top for box in boxes.values())
    if sum(counts) > 5:
        assert 0.8 < wide / high < 3.5


def test_a_lane_is_whole_in_one_column_where_it_fits() -> None:
    lanes = lanes_of(4, 4, 4)
    boxes = drawn(lanes).boxes
    for lane in lanes:
        rights = {round(boxes[card.key].right) for card in lane.cards}
        assert max(rights) - min(rights) <= 2
        assert boxes[f"lane-{lane.key}"].bottom <= min(boxes[card.key].top for card in lane.cards) + 1


def test_hostile_words_are_words_and_nothing_is_nothing() -> None:
    hostile = '<b>"\\N</b> & ]]> \u202e'
    svg = drawn_by_dot(
        lanes_source([Lane("a", hostile, (LaneCard("b", hostile, hostile),))], banner=hostile), 20
    )
    assert b"<b>" not in svg
    assert set(places_in(svg).boxes) == {"lane-a", "b", "banner"}
    assert drawn([]).boxes == {}


# --- Places ---------------------------------------------------------------------------------------


def test_places_are_those_of_the_view_box() -> None:
    svg = drawn_by_dot(
        "digraph { rankdir=LR; a [shape=box]; b [shape=ellipse]; c [shape=plain]; a -> b -> c }", 5
    )
    places = places_in(svg)
    assert list(places.boxes) == ["a", "b", "c"]
    assert places.letters == 14
    a, b, c = places.boxes.values()
    assert 0 <= a.left < a.right < b.left < b.right < c.left
    assert all(0 <= box.top < box.bottom < 80 for box in (a, b, c))


def test_what_is_no_drawing_has_no_places() -> None:
    assert places_in(b"") == Places()
    assert places_in(b"<svg") == Places()
