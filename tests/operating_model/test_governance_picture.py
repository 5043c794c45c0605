"""The labels of the governance picture keep apart, also of what goes both ways between the same two boxes."""

from __future__ import annotations

import itertools
import json
import subprocess
from typing import Any

import pytest

from operating_model.governance import drawing as governance_drawing
from operating_model.governance.drawing import Arrow, GovernanceBox, GovernancePicture

KINDS = ("portfolio", "domain", "technology", "team")
LONG = "Goals, and hypotheses to continue, and which ones stop at once because nobody needs them"
SHORT = "Needs of data products"


def laid_out(picture: GovernancePicture) -> dict[str, Any]:
    """What dot makes of it."""
    source = governance_drawing.source(picture)
    made = subprocess.run(["dot", "-Tjson"], input=source.encode(), capture_output=True, check=True)
    layout: dict[str, Any] = json.loads(made.stdout)
    return layout


def labels(laid: dict[str, Any]) -> list[tuple[float, float, float, float]]:
    """The corners of each label of an arrow: left, bottom, right, top in points."""
    boxes = []
    for part in [*laid.get("edges", []), *(node for node in laid["objects"] if "between" in node["name"])]:
        lines = [draw for draw in part.get("_ldraw_", []) if draw["op"] == "T"]
        if lines:
            left = min(line["pt"][0] - line["width"] / 2 for line in lines)
            right = max(line["pt"][0] + line["width"] / 2 for line in lines)
            heights = [line["pt"][1] for line in lines]
            boxes.append((left, min(heights) - 2, right, max(heights) + 7))
    return boxes


def crossed(boxes: list[tuple[float, float, float, float]]) -> int:
    return sum(
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        for one, other in itertools.combinations(boxes, 2)
    )


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations_with_replacement(KINDS, 2)))
def test_what_goes_both_ways_is_said_apart(one, other):
    boxes = (GovernanceBox("a", "Council", "", one), GovernanceBox("b", "Guild", "", other))
    arrows = (Arrow("a", "b", LONG), Arrow("b", "a", SHORT, is_escalation=True))

    laid = laid_out(GovernancePicture(boxes, arrows))

    label_boxes = labels(laid)
    assert crossed(label_boxes) == 0
    is_beside = governance_drawing._rank(boxes[0]) == governance_drawing._rank(boxes[1])
    assert len(label_boxes) == (1 if is_beside else 2)
    styles = {edge.get("style") for edge in laid["edges"]}
    assert {"solid", "dashed"} <= styles


def test_in_a_full_picture_no_label_lies_on_another():
    boxes = (
        GovernanceBox("p", "Board", "", "portfolio"),
        GovernanceBox("d", "Council", "", "domain"),
        GovernanceBox("t", "Guild", "", "technology"),
        *(GovernanceBox(f"m{number}", f"Team {number}", "", "team") for number in range(4)),
    )
    pairs = [
        ("p", "d"),
        ("p", "t"),
        ("d", "t"),
        ("d", "m0"),
        ("d", "m1"),
        ("t", "m1"),
        ("t", "m3"),
        ("m1", "m2"),
    ]
    pairs.append(("m0", "m2"))
    arrows = [Arrow(*ends, LONG) for ends in pairs] + [Arrow(end, start, SHORT) for start, end in pairs]

    assert crossed(labels(laid_out(GovernancePicture(boxes, tuple(arrows))))) == 0


def test_of_many_arrows_both_numbers_stand_between_two_that_are_side_by_side():
    boxes = tuple(GovernanceBox(f"b{number}", f"Body {number}", "", "domain") for number in range(30))
    there = [Arrow(f"b{number}", f"b{number + 1}", SHORT) for number in range(29)]
    back = Arrow("b1", "b0", LONG)

    assert '"1, 30"' in governance_drawing.source(GovernancePicture(boxes, (*there, back)))


def test_a_body_that_is_called_by_its_type_names_it_once() -> None:
    boxes = (
        GovernanceBox("a", "Portfolio governance of the group", "Portfolio governance", "portfolio"),
        GovernanceBox("b", "Council", "Domain governance", "domain"),
    )
    source = governance_drawing.source(GovernancePicture(boxes, ()))
    assert source.count("Portfolio governance") == 1
    assert source.count("Domain governance") == 1
