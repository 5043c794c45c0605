"""Each drawing of the product is read wherever it stands: on pages and stages, light and dark, and on paper.

The sweep draws each with all its looks, takes every color from the tokens of the theme, and computes the
contrast of every text against what is behind it. A drawing without an entry fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from discovery.discoveries.models import PhaseKind, StreamKind
from discovery.marks import MARKS, THEME
from discovery.process_drawing import diamonds_source, streams_source
from discovery.stage_process_drawing import (
    diamonds_source as diamonds_on_stage,
    streams_source as streams_on_stage,
)
from discovery.state_looks import ItemState
from discovery.use_counts import UseCount
from documents.diagrams import DrawingTexts, drawn_by_dot, dressed
from documents.drawing_page_colors import SVG
from documents.look import contrast
from lvt.drawing import STYLES, Node as TreeNode, tree_source
from lvt.page_drawing import tree_page_source
from operating_model import edge_framework_drawing, stage_edge_framework_drawing
from operating_model.governance import drawing as governance_drawing, stage_drawing as governance_stage
from products.design.template.drawing import TemplateCell, TemplateSheet, template_source
from products.landscape import stage_drawing as map_stage
from products.landscape.drawing import map_source
from products.landscape.folded_drawing import FoldedMap, folded_source
from products.landscape.map_changes import MapDifference
from products.landscape.rules import Graph, Service, around, services_of
from products.landscape.value_sheet import stage_drawing as sheet_stage
from products.landscape.value_sheet.drawing import COLUMNS, SheetLine, SheetPart, sheet_source
from technology.architecture import stage_drawing as architecture_stage
from technology.architecture.drawing import Architecture, PlatformCard, architecture_source
from technology.gaps import drawing as gaps_drawing
from technology.today import stage_drawing as today_stage
from technology.today.drawing import TodayEdge, TodayNode, TodayPicture, today_source
from tests.apps import ROOT, WITH_ROOMS
from tests.discovery.test_marks import tokens
from tests.products.maps import graph, node
from tests.technology.test_gaps_drawing import lines

LEAST = 4.5  # WCAG 2.2, 1.4.3
# What a drawing may stand on; the stage is a page in its theme. Paper is white.
VARIABLE = re.compile(r"var\(--([\w-]+)\)")
SHAPES = {f"{{{SVG}}}{name}" for name in ("path", "polygon", "polyline", "ellipse", "rect", "circle")}
GROUNDS = ("paper", "surface", "sunken")
MAP = graph("s1>i1 i1>p1 p1>a1 a1>c1 s2>p2 p2>c1 p2>c2 c1>u1 c2>u2 c1>w1 c2>c1 c1>c2", "p3")


def _tree() -> TreeNode:
    tiers = [
        TreeNode(kind, f"{kind}-{state}", "Words", caption="Above", notes=("Below",), state=state)
        for kind in STYLES
        for state in ItemState
    ]
    return TreeNode("vision", "vision", "Words", children=tuple(tiers))


def _map() -> str:
    framed, services, change = _changed_map()
    return map_source(framed, services=services, change=change, by_domain=True)


def _map_on_page() -> str:
    framed, services, change = _changed_map()
    return map_stage.map_page_source(framed, services, change)


def _changed_map() -> tuple[Graph, Mapping[str, Service], MapDifference]:
    framed = type(MAP).of(
        (node(key, domain="Field", state=state) for key, state in zip(MAP.by_id, _states(), strict=False)),
        MAP.edges,
    )
    [first, second, *_others] = MAP.edges
    change = MapDifference(
        new_nodes=frozenset({"p1"}),
        removed_nodes=frozenset({"p2"}),
        changed_nodes=frozenset({"u1"}),
        new_edges=frozenset({first}),
        removed_edges=frozenset({second}),
    )
    return framed, services_of(framed), change


def _map_on_stage() -> str:
    states = (node(key, state=state) for key, state in zip(MAP.by_id, _states(), strict=False))
    return map_stage.source(type(MAP).of(states, MAP.edges), shape=0.5)


def _folded() -> str:
    near = around(MAP, "a1")
    return folded_source(FoldedMap(MAP, services_of(MAP), near, frozenset({"a1"}), room=(700.0, 120.0)))


def _states() -> Iterator[str]:
    while True:
        yield from ("live", "proposed", "retired", "building")


def _sheet_parts() -> tuple[list[SheetPart], list[SheetLine]]:
    shared = {"uses": UseCount(2)}
    numbers: tuple[dict[str, Any], ...] = (shared, {**shared, "state": ItemState.LACKING})
    looks = (*({"state": state} for state in ItemState), *numbers)
    parts = [
        SheetPart(kind, f"{kind}-{place}", "Words", caption="Above", notes=("Below",), **look)
        for kind in COLUMNS
        for place, look in enumerate(looks)
    ]
    return parts, [SheetLine("goal-0", "hypothesis-0", "because"), SheetLine("use_case-0", "use_case-1")]


def _sheet() -> str:
    return sheet_source(*_sheet_parts())


def _sheet_on_stage() -> str:
    return sheet_stage.source(*_sheet_parts(), shape=0.5)


def _template() -> str:
    cells = [
        TemplateCell(mark, "Words", "Word", is_open=is_open) for mark in MARKS for is_open in (False, True)
    ]
    return template_source(
        TemplateSheet(TemplateCell("shared", "Words", "Word"), "Field", "Job", cells, cells)
    )


def _governance() -> str:
    kinds = ("portfolio", "domain", "technology", "team")
    boxes = tuple(
        governance_drawing.GovernanceBox(kind + str(is_open), "Words", "Word", kind, "Note", is_open=is_open)
        for kind, is_open in product(kinds, (False, True))
    )
    arrows = tuple(
        governance_drawing.Arrow(one.key, other.key, "Words", is_escalation=one.is_open)
        for one, other in pairwise(boxes)
    )
    return governance_drawing.source(governance_drawing.GovernancePicture(boxes, arrows))


def _governance_on_stage() -> str:
    return governance_stage.source(_bodies(), shape=0.5)


def _governance_on_page() -> str:
    return governance_stage.page_source(_bodies())


def _bodies() -> governance_drawing.GovernancePicture:
    boxes = tuple(
        governance_drawing.GovernanceBox(kind, "Words", "Word", kind, "Note", is_open=kind == "domain")
        for kind in ("portfolio", "domain", "technology", "team")
    )
    arrows = (
        governance_drawing.Arrow("portfolio", "domain", "Words", is_escalation=True),
        governance_drawing.Arrow("domain", "technology", "Words"),
    )
    return governance_drawing.GovernancePicture(boxes, arrows)


def _today() -> str:
    return today_source(_today_picture())


def _today_on_stage() -> str:
    return today_stage.source(_today_picture(), shape=0.5)


def _today_picture() -> TodayPicture:
    kinds = ("source", "integration", "asset", "existing", "product")
    nodes = [TodayNode(kind, kind, "Words", note="Note") for kind in kinds]
    nodes.append(TodayNode("live", "product", "Words"))
    return TodayPicture(tuple(nodes), (TodayEdge("source", "asset", "By file"),))


def _architecture() -> str:
    return architecture_source(
        Architecture(
            MAP,
            services_of(MAP),
            ports={"p1": ("Port",), "c1": ("Port",)},
            needs={"p1": (1, 2), "c1": (2,)},
            actions={"u1": "Words"},
            through={MAP.edges[0]: "Port"},
            cards=(PlatformCard("card", "Words", ("Line",), "Note"),),
        )
    )


def _architecture_on_stage() -> str:
    cards = (PlatformCard("card", "Words", ()),)
    return architecture_stage.source(Architecture(MAP, services_of(MAP), cards=cards), shape=0.5)


def _architecture_in_detail(source_of: Callable[[Architecture], str]) -> str:
    cards = (PlatformCard("card", "Words", ("1 Words",)),)
    actions = {key: "Words" for key in MAP.by_id if key.startswith("u")}
    ports = dict.fromkeys(MAP.by_id, ("Words",))
    drawn = Architecture(MAP, services_of(MAP), ports=ports, actions=actions, cards=cards)
    return source_of(drawn)


# By module and function: a drawing in all its looks.
DRAWINGS: Mapping[str, Callable[[], str]] = {
    "discovery.process_drawing.streams_source": lambda: streams_source(StreamKind.choices, PhaseKind.choices),
    "discovery.process_drawing.diamonds_source": diamonds_source,
    "discovery.stage_process_drawing.streams_source": partial(
        streams_on_stage, StreamKind.choices, PhaseKind.choices, shape=0.5
    ),
    "discovery.stage_process_drawing.diamonds_source": partial(diamonds_on_stage, shape=0.5),
    "lvt.drawing.tree_source": lambda: tree_source(_tree()),
    "lvt.page_drawing.tree_page_source": lambda: tree_page_source(_tree()),
    "operating_model.edge_framework_drawing.source": lambda: edge_framework_drawing.source(
        [("Words", "Words?")] * 6, [True]
    ),
    "operating_model.stage_edge_framework_drawing.source": partial(
        stage_edge_framework_drawing.source, [("Words", "Words?")] * 6, shape=0.5
    ),
    "operating_model.governance.drawing.source": _governance,
    "operating_model.governance.stage_drawing.source": _governance_on_stage,
    "operating_model.governance.stage_drawing.page_source": _governance_on_page,
    "products.landscape.stage_drawing.source": _map_on_stage,
    "products.landscape.stage_drawing.map_page_source": _map_on_page,
    "products.landscape.value_sheet.stage_drawing.source": _sheet_on_stage,
    "products.landscape.value_sheet.stage_drawing.sheet_page_source": lambda: sheet_stage.sheet_page_source(
        *_sheet_parts()
    ),
    "products.landscape.folded_drawing.folded_source": _folded,
    "products.landscape.drawing.map_source": _map,
    "products.landscape.value_sheet.drawing.sheet_source": _sheet,
    "products.design.template.drawing.template_source": _template,
    "technology.gaps.drawing.source": lambda: gaps_drawing.source(lines(7)),
    "technology.architecture.drawing.architecture_source": _architecture,
    "technology.architecture.stage_drawing.source": _architecture_on_stage,
    "technology.architecture.stage_drawing.architecture_page_source": partial(
        _architecture_in_detail, architecture_stage.architecture_page_source
    ),
    "technology.architecture.stage_drawing.architecture_paper_source": partial(
        _architecture_in_detail, architecture_stage.architecture_paper_source
    ),
    "technology.today.drawing.today_source": _today,
    "technology.today.stage_drawing.source": _today_on_stage,
    "technology.today.stage_drawing.today_page_source": lambda: today_stage.today_page_source(
        _today_picture()
    ),
}


def test_each_drawing_of_the_product_has_an_entry() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for app in WITH_ROOMS
        for path in Path(ROOT / app).rglob("*drawing.py")
    ]
    drawings = {
        f"{module}.{name}"
        for module in modules
        for name, each in vars(import_module(module)).items()
        if callable(each) and each.__module__ == module and re.fullmatch(r"source|[a-z]\w*_source", name)
    }
    assert drawings == set(DRAWINGS)


def _value(table: Mapping[str, str], variable: re.Match[str]) -> str:
    return table[variable[1]]


def _texts(svg: str) -> Iterator[tuple[str, str]]:
    """Of each text its color, and the color of the shape that it stands in, "" without one."""
    for group in etree.fromstring(svg).iter(f"{{{SVG}}}g", f"{{{SVG}}}a"):
        ground = ""
        for element in group:
            if element.tag == f"{{{SVG}}}text":
                yield _fill(element), ground
            elif element.tag in SHAPES and (filled := _fill(element)) != "none" and not _is_arrow(element):
                ground = filled


def _fill(element: etree._Element) -> str:
    """What the element is filled with, as it or the nearest around it says; black where none does."""
    said = (each.get("fill") for each in (element, *element.iterancestors()))
    return next((fill for fill in said if fill is not None), "black")


def _is_arrow(shape: etree._Element) -> bool:
    """The head of an arrow stands after its line, and words of an edge do not stand in it."""
    line = shape.getprevious()
    return line is not None and line.tag == f"{{{SVG}}}path" and _fill(line) == "none"


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_text_is_read_in_each_theme(name: str) -> None:
    source = DRAWINGS[name]()
    svg = drawn_by_dot(source, 30)
    words: DrawingTexts = {
        "title": "Drawing",
        "description": "All of it",
        "links": dict.fromkeys(re.findall("<title>([^<]*)</title>", svg.decode())[::2], "/"),
    }
    colored = dressed(svg, source, **words, theme=THEME)
    left = set(re.findall(r'(?:fill|stroke)="(?!none|var\()[^"]*"', colored))
    assert not left, "a color of paper stays on a dark page"
    wrong = []
    for theme in ("light", "dark"):
        table = tokens(f'[data-theme="{theme}"]')
        in_theme = VARIABLE.sub(partial(_value, table), colored)
        for (ink, inside), ground in product(set(_texts(in_theme)), GROUNDS):
            behind = inside or table[ground]
            if contrast(ink, behind) < LEAST:
                wrong.append(f"{theme}: {ink} on {behind}")
    on_paper = dressed(svg, source, **words)
    for ink, inside in set(_texts(on_paper.replace('"black"', '"#000000"'))):
        behind = inside or "#ffffff"
        if contrast(ink.replace("black", "#000000"), behind) < LEAST:
            wrong.append(f"paper: {ink} on {behind}")
    assert not wrong
