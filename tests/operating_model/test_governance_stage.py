"""The picture of governance on a stage: as wide as it, all words whole, and no arrow through a box."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from documents.boxes import Box
from documents.diagrams import drawn_by_dot
from documents.svg_node_places import places_in
from operating_model.governance import stage_drawing
from operating_model.governance.drawing import Arrow, GovernanceBox, GovernancePicture
from tests.drawn_edges import edges_in

SHAPE = 0.51


def body(key: str, kind: str, name: str = "") -> GovernanceBox:
    return GovernanceBox(key, name or f"Body {key}", f"{kind} governance", kind, "People")


def team(key: str, name: str = "") -> GovernanceBox:
    return GovernanceBox(key, name or f"Team {key}", "Data product team", "team", "Builds")


def both_ways(one: str, other: str, there: str = "Standards", back: str = "Needs") -> list[Arrow]:
    return [Arrow(one, other, there), Arrow(other, one, back)]


BODIES = (body("p", "portfolio"), body("d", "domain"), body("t", "technology"))
USUAL = [
    *both_ways("p", "d", "Goals, and hypotheses to continue", "Measurements and proposals"),
    Arrow("d", "p", "escalated decisions", is_escalation=True),
    *both_ways("t", "d"),
]
TO_TEAM = ("Next use cases", "Needs of consumers, and proposals for data products")


def usual(*teams: GovernanceBox, arrows: list[Arrow] | None = None) -> GovernancePicture:
    flows = [arrow for each in teams for arrow in both_ways("d", each.key, *TO_TEAM)]
    return GovernancePicture((*BODIES, *teams), (*USUAL, *(flows if arrows is None else arrows)))


PICTURES = {
    "a body": GovernancePicture((body("d", "domain"),), ()),
    "teams": GovernancePicture((team("a"), team("b")), ()),
    "no flows": GovernancePicture(BODIES, ()),
    "the usual": usual(team("a"), team("b"), team("c")),
    "the platform, too": usual(
        team("a"),
        team("b", "Data platform"),
        arrows=[*both_ways("d", "a", *TO_TEAM), *both_ways("t", "b", "Standards", "Candidates")],
    ),
    "a team of both": usual(team("a"), arrows=[*both_ways("d", "a", *TO_TEAM), *both_ways("t", "a")]),
    "all that say different things": usual(
        *(team(f"{number}") for number in range(3)),
        arrows=[Arrow("d", f"{number}", f"Use case {number}") for number in range(3)],
    ),
    "two domains": GovernancePicture(
        (body("p", "portfolio"), body("d", "domain"), body("e", "domain"), team("a")),
        (*both_ways("p", "d"), *both_ways("p", "e"), *both_ways("d", "e"), Arrow("e", "a", "Goals")),
    ),
    "thirty teams": usual(*(team(f"{number}", "A long name of a team") for number in range(30))),
}


def boxes_of(svg: bytes) -> dict[str, Box]:
    return dict(places_in(svg).boxes)


@pytest.mark.parametrize("name", PICTURES)
def test_it_has_the_shape_of_a_screen_and_all_words_in_it(name: str) -> None:
    picture = PICTURES[name]
    svg = drawn_by_dot(stage_drawing.source(picture, shape=SHAPE), 20)
    assert "…" not in svg.decode()
    whole = places_in(svg).whole
    assert whole is not None
    assert whole.height / whole.width == pytest.approx(SHAPE, abs=0.03)
    boxes = boxes_of(svg)
    assert all(each.is_in(whole) for each in boxes.values())
    frames = [boxes[key] for key in boxes if not key.endswith(("-name", "-word"))]
    assert not [pair for pair in combinations(frames, 2) if pair[0].covers(pair[1])]
    names = [boxes[f"{each.key}-name"] for each in picture.boxes if each.kind == "team"]
    assert not [pair for pair in combinations(names, 2) if pair[0].covers(pair[1])]
    assert stage_drawing.stops(picture, shape=SHAPE) == []


@pytest.mark.parametrize("name", PICTURES)
def test_each_arrow_is_straight_and_only_touches_its_ends(name: str) -> None:
    picture = PICTURES[name]
    svg = drawn_by_dot(stage_drawing.source(picture, shape=SHAPE), 20)
    lines = list(edges_in(svg))
    assert bool(lines) == bool(picture.arrows)
    for _start, _end, points in lines:
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        assert min(max(xs) - min(xs), max(ys) - min(ys)) < 14, "no wider than its head"
        way = Box(min(xs) + 2, min(ys) + 4, max(xs) - 2, max(ys) - 4)
        if max(ys) - min(ys) < 14:
            way = Box(min(xs) + 4, min(ys) + 2, max(xs) - 4, max(ys) - 2)
        assert not [key for key, box in boxes_of(svg).items() if box.covers(way)]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        # Behind the last flow nothing is in the way.
        ("the usual", ("Measurements and proposals; escalated decisions", "Goals, and hypotheses", *TO_TEAM)),
        ("the platform, too", ("Needs of consumers, and", "proposals for data products", TO_TEAM[0])),
    ],
)
def test_words_of_a_flow_have_few_lines(name: str, lines: tuple[str, ...]) -> None:
    svg = drawn_by_dot(stage_drawing.source(PICTURES[name], shape=SHAPE), 20).decode()
    assert [words for words in lines if f">{words}<" not in svg] == []


def test_members_are_named_where_their_names_have_room() -> None:
    few = GovernanceBox("d", "Council", "Domain governance", "domain", count=2, people="Ann\u00a0Lee, Bo")
    many = replace(few, people=", ".join(f"Person\u00a0{number}" for number in range(40)), count=40)
    source = stage_drawing.source(GovernancePicture((few,), ()), shape=SHAPE)
    assert "Ann\u00a0Lee, Bo" in source
    assert "2 members" not in source
    assert "40 members" in stage_drawing.source(GovernancePicture((many,), ()), shape=SHAPE)
    assert "Ann" not in stage_drawing.page_source(GovernancePicture((few,), ()))


def test_a_type_is_left_out_where_the_name_tells_it() -> None:
    picture = GovernancePicture((body("d", "domain", "Domain governance of sales"), body("e", "domain")), ())
    svg = drawn_by_dot(stage_drawing.source(picture, shape=SHAPE), 20).decode()
    assert svg.count(">domain governance<") == 1


def test_with_flows_that_would_run_through_a_box_it_is_the_drawing_of_the_page() -> None:
    """A flow to a team from above the bodies between them: its stops are the types of bodies."""
    picture = usual(team("a"), arrows=[Arrow("p", "a", "Goals")])
    svg = drawn_by_dot(stage_drawing.source(picture, shape=SHAPE), 20)
    assert {"p", "d", "t", "a"} <= set(boxes_of(svg))
    keys = [stop.key for stop in stage_drawing.stops(picture, shape=SHAPE)]
    assert keys == ["portfolio", "domain", "technology", "team"]


def test_hostile_words_are_inert() -> None:
    hostile = "<b>\"'& \\N \\G ]]> </svg><script>alert(1)</script> \u202e\x07"
    boxes = (body("p", "portfolio", hostile), body("d", "domain", "x" * 300), team("a", hostile))
    picture = GovernancePicture(boxes, (Arrow("p", "d", hostile), Arrow("d", "a", "y" * 300)))
    svg = drawn_by_dot(stage_drawing.source(picture, shape=SHAPE), 20).decode()
    assert "<script" not in svg


def test_several_teams_of_a_type_have_its_plural_above_them() -> None:
    teams = [replace(team(key), words="Data product teams") for key in "ab"]
    assert ">Data product teams<" in stage_drawing.source(GovernancePicture((*BODIES, *teams), ()), shape=0.5)
    alone = stage_drawing.source(GovernancePicture((*BODIES, teams[0]), ()), shape=0.5)
    assert ">Data product team<" in alone
    assert "teams<" not in alone
