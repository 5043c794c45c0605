"""What holds for every style sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.apps import APPS, ROOT

SHEETS = sorted(Path("static/css").glob("*.css"))
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CHOSEN = re.compile(r"\.(choice|scale label)(:has\(:checked\)|\[aria-pressed)")


def rules(sheet: Path) -> list[tuple[str, str, str]]:
    """Each rule of the sheet: the at-rules around it, its selectors, its declarations."""
    text = _COMMENT.sub("", sheet.read_text())
    around: list[str] = []
    blocks = []
    for head, brace in re.findall(r"([^{}]*)([{}])", text):
        if brace == "{":
            around.append(head.rpartition(";")[2].strip())
        else:
            blocks.append((" ".join(around[:-1]), around.pop(), head))
    return blocks


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_only_what_can_hover_shows_that_it_does(sheet: Path) -> None:
    """A finger leaves the look of a hover behind where it tapped, as if that were chosen."""
    loose = [
        selector
        for around, selector, _said in rules(sheet)
        if ":hover" in selector and "@media (hover: hover)" not in around
    ]
    assert not loose


def test_what_the_mouse_is_over_does_not_look_chosen() -> None:
    every = [rule for sheet in SHEETS for rule in rules(sheet)]
    chosen = [said for _around, selector, said in every if _CHOSEN.search(selector)]
    washes = {each for said in chosen for each in re.findall(r"background: ([^;]+);", said)}
    assert washes

    hovered = [
        said for _around, selector, said in every if re.search(r"\.(choice|scale label):hover", selector)
    ]
    assert hovered
    assert not [said for said in hovered if any(f"background: {wash}" in said for wash in washes)]


def test_every_class_is_on_something() -> None:
    """A class that no template, script or module names styles nothing. `heat-{{ level }}` names heat-1."""
    texts = [
        path.read_text()
        for folder in ("templates", "static/js", *APPS)
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".js", ".py"}
    ]
    words = {word for text in texts for word in re.findall(r"[A-Za-z][\w-]*", text)}
    begun = tuple({word for text in texts for word in re.findall(r"([A-Za-z][\w-]*-)(?=\$?\{)", text)})
    unused = {
        (sheet.stem, name)
        for sheet in SHEETS
        for _around, selector, _said in rules(sheet)
        for name in re.findall(r"\.([A-Za-z][\w-]*)", re.sub(r'"[^"]*"', "", selector))
        if name not in words and not name.startswith(begun)
    }
    assert not unused
