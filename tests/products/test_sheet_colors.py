"""The value sheet on a page: every color of its drawing becomes one of the theme."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings

from documents.diagrams import draw_svg
from products.sheet_drawing import COLUMNS, Line, Part, sheet_source

CSS = (settings.BASE_DIR / "static/css/sheet.css").read_text()
TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text()
RULE = re.compile(
    r'^\.drawn-sheet svg (\w*)\[(fill|stroke)="(#\w{6})"\] \{\s*(?:fill|stroke): var\((--[\w-]+)\);',
    re.MULTILINE,
)
# The lines between parts take another gray in light, too: three to one on the page.
OTHER_THAN_ON_PAPER = {"#9aa3ab"}


def drawing() -> str:
    """All that the sheet can draw, in each of its looks."""
    looks: tuple[dict[str, Any], ...] = ({}, {"stands_out": True}, {"dashed": True}, {"count": 2})
    parts = [
        Part(kind, f"{kind}-{place}", "Words", caption="Above", notes=("Below",), **look)
        for kind in COLUMNS
        for place, look in enumerate(looks)
    ]
    parts.append(Part("gap", "gap", "Missing", column="use_case", stands_out=True))
    lines = [Line("goal-0", "hypothesis-0", "because"), Line("use_case-0", "use_case-1")]
    return draw_svg(sheet_source(parts, lines), title="Sheet", description="All of it")


def test_every_color_of_the_drawing_is_one_of_the_theme() -> None:
    ruled = {(tag, kind, color) for tag, kind, color, _token in RULE.findall(CSS)}
    drawn = {
        (tag, kind, color)
        for tag, attributes in re.findall(r"<(\w+) ([^>]*)>", drawing())
        for kind, color in re.findall(r'(fill|stroke)="([^"]*)"', attributes)
        if color not in ("none", "transparent")
    }
    assert len(drawn) > 10
    assert {each for each in drawn if not {each, ("", *each[1:])} & ruled} == set()


def test_in_light_it_looks_as_on_paper() -> None:
    light = TOKENS.partition('[data-theme="dark"]')[0]
    for _tag, _kind, color, token in RULE.findall(CSS):
        if color not in OTHER_THAN_ON_PAPER:
            assert f"{token}: {color};" in light
