"""The stops of the stage's camera: by group, each as large as the last row can read. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from documents.boxes import Box, around
from workshops.room.drawing_camera.rules import (
    HIGHEST,
    MARGIN,
    WIDEST,
    Camera,
    Stop,
    StopGroup,
    camera_on,
    place_of,
    stops_of,
)

LETTERS = 10.0
WIDE, HIGH = WIDEST * LETTERS, HIGHEST * LETTERS
SMALL = Box(0, 0, 100, 40)


def at(x: float, y: float) -> Box:
    return Box(x, y, x + 100, y + 40)


def test_a_group_is_one_stop_around_its_nodes_and_groups_keep_their_order() -> None:
    boxes = {"b": at(300, 0), "a": at(0, 0), "c": at(0, 100), "other": at(900, 900)}
    groups = (StopGroup("second", "Second", ("b",)), StopGroup("first", "First", ("a", "c", "a", "gone")))

    second, first = stops_of(groups, boxes, LETTERS)

    assert (second.key, second.label, first.key, first.label) == ("second", "Second", "first", "First")
    assert first.box == Box(-MARGIN, -MARGIN, 100 + MARGIN, 140 + MARGIN)
    assert first.letters == LETTERS
    assert first.view == "-10.0 -10.0 120.0 160.0 10"


def test_a_group_that_is_not_drawn_has_no_stop() -> None:
    assert (
        stops_of([StopGroup("gone", "Gone", ("x",)), StopGroup("none", "None", ())], {"a": SMALL}, LETTERS)
        == ()
    )
    assert stops_of([StopGroup("a", "A", ("a",))], {"a": SMALL}, 0) == ()


def test_a_long_lane_becomes_several_stops_from_above_and_a_long_layer_from_the_left() -> None:
    down = {f"n{number}": at(0, 60 * number) for number in range(12)}
    lane = stops_of([StopGroup("lane", "Lane", tuple(down))], down, LETTERS)
    assert [stop.label for stop in lane] == ["Lane · 1", "Lane · 2"]
    assert [stop.key for stop in lane] == ["lane", "lane.2"]
    assert [stop.box.top for stop in lane] == sorted(stop.box.top for stop in lane)

    across = {f"n{number}": at(130 * number, 0) for number in range(12)}
    layer = stops_of([StopGroup("layer", "Layer", tuple(across))], across, LETTERS)
    assert [stop.box.left for stop in layer] == sorted(stop.box.left for stop in layer)
    assert len(layer) == 3


def test_stops_of_a_group_are_about_as_large_as_each_other() -> None:
    down = {f"n{number}": at(0, 60 * number) for number in range(7)}  # six of them fit
    first, second = stops_of([StopGroup("lane", "Lane", tuple(down))], down, LETTERS)
    assert (first.box.height - 2 * MARGIN, second.box.height - 2 * MARGIN) == (3 * 60 + 40, 2 * 60 + 40)


def test_what_is_larger_than_the_screen_is_a_stop_of_its_own() -> None:
    boxes = {"large": Box(0, 0, 2000, 1000), "small": at(0, 1100)}
    stops = stops_of([StopGroup("all", "All", tuple(boxes))], boxes, LETTERS)
    assert [round(stop.box.width - 2 * MARGIN) for stop in stops] == [2000, 100]


def test_a_drawing_that_is_hardly_larger_at_any_stop_has_none() -> None:
    boxes = {"large": Box(0, 0, 0.9 * WIDE, 0.9 * HIGH), "near": Box(0, 0, 400, 300), "far": SMALL}

    def keys(whole: Box, *names: str) -> list[str]:
        groups = [StopGroup(name, name, (name,)) for name in names]
        return [stop.key for stop in stops_of(groups, boxes, LETTERS, whole)]

    assert keys(Box(0, 0, 1.1 * WIDE, HIGH), "large") == []
    assert keys(Box(0, 0, 4 * WIDE, HIGH), "large") == ["large"]
    # One that is worth it keeps the others: the list has every part of the drawing.
    assert keys(Box(0, 0, 1.1 * WIDE, HIGH), *boxes) == ["large", "near", "far"]


@given(
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=1, max_size=40),
    st.floats(1, 40),
)
def test_each_node_is_whole_at_one_stop_that_fits(places: list[tuple[int, int]], letters: float) -> None:
    boxes = {str(number): at(*place) for number, place in enumerate(places)}
    stops = stops_of([StopGroup("all", "All", tuple(boxes))], boxes, letters)
    for box in boxes.values():
        assert any(around([stop.box, box]) == stop.box for stop in stops)
    for stop in stops:
        inside = [box for box in boxes.values() if around([stop.box, box]) == stop.box]
        fits = stop.box.width <= WIDEST * letters + 1 and stop.box.height <= HIGHEST * letters + 1
        assert fits or len({(box.left, box.top) for box in inside}) == 1 or letters < 4


# --- Where the camera is --------------------------------------------------------------------------


class Drawn:
    """A drawing with two stops."""

    stops = (Stop("a", "A", SMALL, 10), Stop("b", "B", SMALL, 10))
    is_pending = False


@pytest.mark.parametrize(
    ("key", "before", "after"), [("", None, "a"), ("a", None, "b"), ("b", "a", "b"), ("gone", None, "a")]
)
def test_next_and_previous_end_at_the_whole_and_at_the_last_stop(
    key: str, before: str | None, after: str
) -> None:
    camera = camera_on("map", Drawn(), place_of("map", key))
    assert (camera.previous.key if camera.previous else None) == before
    assert camera.next is not None
    assert camera.next.key == after
    assert camera.has_previous == (key in ("a", "b"))
    assert camera.has_next == (key != "b")


def test_a_place_on_another_drawing_is_the_whole() -> None:
    assert camera_on("map", Drawn(), place_of("map", "a")).at == Drawn.stops[0]
    assert camera_on("tree", Drawn(), place_of("map", "a")).at is None
    assert place_of("map", "") == ""


def test_a_drawing_without_stops_has_no_steps() -> None:
    camera = Camera("map", ())
    assert camera.next is None
    assert camera.previous is None
    assert not camera.has_next
