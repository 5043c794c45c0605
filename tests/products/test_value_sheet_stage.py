"""The value sheet on a stage: as wide as the screen, all of it in sight, and no line through a part."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest

from discovery.state_looks import ItemState
from discovery.use_counts import UseCount
from documents.boxes import Box
from documents.diagrams import drawn_by_dot
from documents.svg_node_places import Places, places_in
from products.landscape.value_sheet.drawing import SheetLine, SheetPart
from products.landscape.value_sheet.stage_drawing import source
from tests.drawn_edges import edges_in

SHAPE = 0.51
STATEMENT = "Suggesting the next step after each contact will save preparation time."


def sheet_of(goals: int) -> tuple[list[SheetPart], list[SheetLine]]:
    """Goals with two hypotheses each, which have a use case that needs a product of each kind."""
    parts = [SheetPart("vision", "vision", "Bring products to patients faster.")]
    lines = []
    for goal in range(goals):
        parts.append(SheetPart("goal", f"g{goal}", f"Goal of number {goal}"))
        lines.append(SheetLine("vision", f"g{goal}"))
        for place in range(2):
            key = f"{goal}-{place}"
            parts += [
                SheetPart("hypothesis", f"h{key}", STATEMENT),
                SheetPart("use_case", f"u{key}", "A dashboard"),
                SheetPart("consumer_oriented", f"c{key}", "Digital Engagement"),
            ]
            lines += [
                SheetLine(f"g{goal}", f"h{key}"),
                SheetLine(f"h{key}", f"u{key}"),
                SheetLine(f"u{key}", f"c{key}"),
                SheetLine(f"c{key}", f"c{goal}-0")
                if place
                else SheetLine(f"g{goal}", f"c{key}", "measures it"),
                SheetLine(f"c{key}", f"s{goal % 3}"),
                SheetLine(f"c{key}", "shared"),
            ]
    parts += [
        SheetPart("source_oriented", f"s{number}", f"Source {number}") for number in range(min(goals, 3))
    ]
    parts.append(SheetPart("source_oriented", "shared", "Consent", uses=UseCount(2 * goals)))
    return parts, lines


def drawn(goals: int) -> bytes:
    return drawn_by_dot(source(*sheet_of(goals), shape=SHAPE), 20)


def curves(svg: bytes) -> list[tuple[str, str, list[tuple[float, float]]]]:
    """The ends of each line, and points along it."""
    lines = []
    for start, end, points in edges_in(svg):
        along = []
        for begin in range(0, len(points) - 3, 3):
            for step in range(21):
                t = step / 20
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                four = points[begin : begin + 4]
                along.append(
                    (
                        sum(w * x for w, (x, _y) in zip(weights, four, strict=True)),
                        sum(w * y for w, (_x, y) in zip(weights, four, strict=True)),
                    )
                )
        lines.append((start, end, along))
    return lines


def without_words(svg: bytes) -> bytes:
    """The drawing without its words, whose width places_in estimates."""
    return re.sub(rb"<text.*?</text>", b"", svg)


def parts_in(places: Places) -> dict[str, Box]:
    beside = ("column-", "ground-", "key-", "vision-")
    return {key: box for key, box in places.boxes.items() if not key.startswith(beside)}


@pytest.mark.parametrize("goals", [1, 2, 4, 8, 15])
def test_it_fills_the_screen_without_overlaps(goals: int) -> None:
    svg = drawn(goals)
    places = places_in(svg)
    whole = places.whole
    assert whole is not None
    assert whole.height / whole.width == pytest.approx(SHAPE, abs=0.05)
    assert "…" not in svg.decode()
    boxes = parts_in(places)
    assert len(boxes) == len(sheet_of(goals)[0])
    assert not [pair for pair in combinations(boxes.values(), 2) if pair[0].covers(pair[1])]
    assert boxes["vision"].bottom < min(box.top for key, box in boxes.items() if key != "vision")
    tops = [boxes[f"g{goal}"].top for goal in range(goals)]
    assert all(above < below for above, below in pairwise(tops)), "goals keep their order"


@pytest.mark.parametrize("goals", [1, 2, 4, 8])
def test_no_line_runs_through_a_part(goals: int) -> None:
    svg = drawn(goals)
    boxes = parts_in(places_in(without_words(svg)))
    assert len(boxes) == len(sheet_of(goals)[0])
    lines = curves(svg)
    assert len(lines) == len(sheet_of(goals)[1]) - goals, "those from the vision are left out"
    for start, end, points in lines:
        others = [box for key, box in boxes.items() if key not in (start, end)]
        for x, y in points:
            at = Box(x - 1, y - 1, x + 1, y + 1)
            assert not any(at.is_in(box) for box in others), (start, end)


def test_a_shared_product_has_the_number_of_its_use_cases() -> None:
    assert "❹" in drawn(2).decode()


def test_a_goal_has_the_largest_letters_of_all_parts() -> None:
    words = re.findall(r'font-size="([\d.]+)"[^>]*>([^<]+)<', drawn(1).decode())
    sizes = {text: float(size) for size, text in words}
    goal = next(size for text, size in sizes.items() if text.startswith("Goal of"))
    others = ("A dashboard", "Digital", "Engagement", "Source")
    assert goal > max(size for text, size in sizes.items() if text.startswith(others))


def test_lines_have_no_heads_and_end_at_parts() -> None:
    svg = drawn(1)
    places = parts_in(places_in(svg))
    for start, end, points in curves(svg):
        for key, (x, y) in ((start, points[0]), (end, points[-1])):
            box = places[key]
            assert box.left - 2 <= x <= box.right + 2
            assert box.top - 2 <= y <= box.bottom + 2


def test_a_sheet_without_goals_has_its_products_alone() -> None:
    parts = [SheetPart("source_oriented", "s", "Consent", state=ItemState.LACKING)]
    svg = drawn_by_dot(source(parts, [SheetLine("gone", "s")], shape=SHAPE), 20).decode()
    assert "Consent" in svg
    assert "gone" not in svg


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (["hypothesis"], "No use case yet"),
        (["use_case"], "No data product yet"),
        (["source_oriented"], "Not linked"),
        (["use_case", "source_oriented"], "Not linked, or no data product yet"),
        (["hypothesis", "use_case"], "Something is missing"),
        (["hypothesis", "source_oriented"], "Something is missing"),
    ],
)
def test_the_key_names_what_is_missing(kinds: list[str], words: str) -> None:
    parts = [SheetPart(kind, kind, "Text", state=ItemState.LACKING) for kind in kinds]
    drawn_words = re.findall(r">([^<>]+)<", source(parts, [], shape=SHAPE))
    assert [each for each in drawn_words if each == words] == [words]
