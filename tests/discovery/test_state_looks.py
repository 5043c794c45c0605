"""A line or a color of an outline has the same meaning in all drawings, and their keys name those in use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from lxml import etree

from discovery.state_looks import ItemState, StateLook
from discovery.use_counts import UseCount
from documents import dot
from documents.diagrams import drawn_by_dot
from lvt.drawing import Node as TreeNode, tree_source
from lvt.tree.stage_levels import LevelNode, LevelTree, gap_node, levels_source, plain_node
from operating_model.governance import drawing as governance_page, stage_drawing as governance_stage
from operating_model.governance.drawing import GovernanceBox, GovernancePicture
from products.landscape import stage_drawing as map_stage
from products.landscape.drawing import map_source
from products.landscape.rules import services_of
from products.landscape.value_sheet import stage_drawing as sheet_stage
from products.landscape.value_sheet.drawing import SheetPart, sheet_source
from products.planning.roadmap.chart import STAGE, ChartRow, ChartStep, ChartWords
from products.planning.roadmap.chart_layout import roadmap_chart
from technology.architecture import drawing as architecture_page, stage_drawing as architecture_stage
from technology.architecture.drawing import Architecture
from technology.gaps import drawing as gaps
from technology.today import stage_drawing as today_stage
from technology.today.drawing import TodayEdge, TodayNode, TodayPicture
from tests.products.maps import graph, node
from tests.technology.test_gaps_drawing import lines

LINES = {"": "solid", "5,2": "dashed", "1,5": "dotted"}
THERE, ABSENT, ASIDE, LACKING, MISSING = ItemState
States = Mapping[str, ItemState]
MAP = graph("s1>p1 p1>c1 c1>u1 p2>c1", "u2")
MAP = type(MAP).of([node(key, state="planned" if key == "p2" else "live") for key in MAP.by_id], MAP.edges)
ON_MAP = {"p1": THERE, "p2": ABSENT, "u1": THERE, "u2": LACKING}
TODAY = TodayPicture(
    (TodayNode("a", "source", "CRM"), TodayNode("b", "source", "Mail"), TodayNode("c", "existing", "Record")),
    (TodayEdge("a", "c"),),
)
SHEET = (
    SheetPart("goal", "goal", "More visits", state=LACKING),
    SheetPart("hypothesis", "bet", "A view helps"),
    SheetPart("hypothesis", "other", "Train people", state=ASIDE),
    SheetPart("use_case", "bare", "Next visit", state=LACKING),
    SheetPart("source_oriented", "live", "Consent"),
    SheetPart("source_oriented", "planned", "Visits", state=ABSENT),
    SheetPart("source_oriented", "loose", "Letters", state=LACKING),
)
ON_SHEET = {part.key: part.state for part in SHEET}
BODIES = (
    GovernanceBox("x", "Council", "", "domain"),
    GovernanceBox("y", "Guild", "", "technology", is_open=True),
)
ON_GOVERNANCE = {"x": THERE, "y": LACKING}


def tree_page() -> str:
    bets = (
        TreeNode("hypothesis", "h", "A view helps"),
        TreeNode("hypothesis", "o", "Train people", state=ASIDE),
    )
    return tree_source(TreeNode("vision", "v", "Faster", children=bets))


def tree_stage() -> str:
    items = (("Consent", UseCount(), THERE), ("Visits", UseCount(2), ABSENT))
    case = LevelNode("u", 2, plain_node("A dashboard", dot.INK), items=items)
    bets = (
        LevelNode("h", 1, plain_node("A view helps", dot.INK_3), (case,)),
        LevelNode("n", 1, plain_node("Consent helps", dot.INK_3), (LevelNode("g", 2, gap_node("None")),)),
        LevelNode("o", 1, plain_node("Train people", dot.INK_3, state=ASIDE)),
    )
    headings = ("Goals", "Hypotheses", "Use cases", "Data products")
    source = levels_source(
        LevelTree("", headings, [LevelNode("goal", 0, plain_node("Goal", dot.INK), bets)]), shape=0.5
    )
    assert source is not None
    return source


def architecture() -> Architecture:
    return Architecture(MAP, services_of(MAP))


STAGES: Mapping[str, tuple[str, States]] = {
    "landscape": (map_stage.source(MAP, shape=0.5), ON_MAP),
    "architecture": (architecture_stage.source(architecture(), shape=0.5), ON_MAP),
    "today": (today_stage.source(TODAY, shape=0.5), {"a": THERE, "b": LACKING, "c": THERE}),
    "sheet": (sheet_stage.source(SHEET, (), shape=0.5), ON_SHEET),
    "tree": (tree_stage(), {"h": THERE, "g": MISSING, "o": ASIDE, "u-0": THERE, "u-1": ABSENT}),
    "gaps": (gaps.source(lines(2)), {"gap-1-1": THERE, "gap-1-2": MISSING, "gap-1-4": THERE}),
    "governance": (governance_stage.source(GovernancePicture(BODIES, ()), shape=0.5), ON_GOVERNANCE),
}
PAGES: Mapping[str, tuple[str, States]] = {
    "map": (map_source(MAP), ON_MAP),
    "architecture of a page": (architecture_page.architecture_source(architecture()), ON_MAP),
    "sheet of a page": (sheet_source(SHEET, ()), ON_SHEET),
    "tree of a page": (tree_page(), {"h": THERE, "o": ASIDE}),
    "governance of a page": (governance_page.source(GovernancePicture(BODIES, ())), ON_GOVERNANCE),
}
WORDS = {
    "Proposed or planned": ABSENT,
    "Not about data, or stopped": ASIDE,
    "Missing": MISSING,
    "Not linked": LACKING,
    "Not linked, or no data product yet": LACKING,
    "Source that nothing reads today": LACKING,
    "No data product yet": LACKING,
    "No use case yet": LACKING,
    "Something is missing": LACKING,
    "No members yet": LACKING,
}


def outlines(source: str) -> Iterator[tuple[str, ItemState, str]]:
    """The nodes by name, with the state that their outline shows, and their words."""
    for group in etree.fromstring(drawn_by_dot(source, 20)).iter("{*}g"):
        if group.get("class") != "node":
            continue
        shapes = [shape for shape in group if shape.get("stroke") not in (None, "none", "transparent")]
        words = "".join("".join(text.itertext()) for text in group.iter("{*}text"))
        line = LINES[shapes[-1].get("stroke-dasharray", "")] if shapes else "solid"
        is_missing = bool(shapes) and shapes[-1].get("stroke") == dot.WRONG
        yield group.findtext("{*}title") or "", ItemState(StateLook(line, is_missing=is_missing)), words


@pytest.mark.parametrize("name", [*STAGES, *PAGES])
def test_each_outline_has_one_meaning_in_all_drawings(name: str) -> None:
    source, states = {**STAGES, **PAGES}[name]
    drawn = {key: state for key, state, _words in outlines(source)}
    assert {key: drawn[key] for key in states} == states


@pytest.mark.parametrize("name", STAGES)
def test_a_key_names_the_states_in_use_and_no_others(name: str) -> None:
    source, states = STAGES[name]
    parts = {key: (state, words) for key, state, words in outlines(source)}
    entries = {
        words.strip(): parts[f"{key}-sign"][0]
        for key, (_state, words) in parts.items()
        if f"{key}-sign" in parts
    }
    in_key = {words: state for words, state in entries.items() if state is not THERE}
    assert {*in_key.values()} == {*states.values()} - {THERE}
    assert {words: WORDS[words] for words in in_key} == in_key


def test_a_planned_iteration_has_the_line_of_what_does_not_exist() -> None:
    tones = ("good", "accent", "warn", "")
    steps = tuple(ChartStep(f"Step {at}", tone, at / 4, at / 4 + 0.2) for at, tone in enumerate(tones))
    words = ChartWords(tones=tuple((tone, tone or "Planned") for tone in tones))
    chart = roadmap_chart([ChartRow("Consent", steps)], words, STAGE)
    dashes = [bar.dash for bar in chart.bars]
    assert dashes == ["", "", "", ABSENT.value.dash] * 2


def test_no_drawing_has_a_line_or_a_red_of_its_own() -> None:
    """Those that read the vocabulary need neither; arrows have meanings of their own."""
    own = re.compile(r'dot\.WRONG|"style": f?"[^"]*(?:dashed|dotted)|style="[^"]*(?:dashed|dotted)')
    root = Path(__file__).parents[2]
    arrows = {"products/landscape/drawing.py", "operating_model/governance/stage_drawing.py"}
    with_own = {
        str(path.relative_to(root))
        for app in ("discovery", "lvt", "products", "technology", "operating_model", "process")
        for path in (root / app).rglob("*.py")
        if own.search(path.read_text())
    }
    assert with_own == {"discovery/state_looks.py"} | arrows
