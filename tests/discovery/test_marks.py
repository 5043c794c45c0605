"""One table of marks: the browser's tokens say the same as the one for maps and reports."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from discovery.marks import MARKS
from documents.look import contrast
from documents.marks import Mark

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()


def tokens(selector: str) -> dict[str, str]:
    """The custom properties of the rule that begins with `selector`."""
    rule = TOKENS.split(f"{selector} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", rule))


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
def test_screen_and_map_draw_a_kind_in_the_same_color(mark: Mark) -> None:
    assert tokens('[data-theme="light"]')[mark.token] == mark.color


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
def test_words_in_a_mark_can_be_read(mark: Mark) -> None:
    ground = "#faf9f6" if mark.outlined else mark.color
    assert contrast(mark.ink, ground) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
def test_words_in_a_mark_can_be_read_on_screens(mark: Mark, theme: str) -> None:
    table = tokens(f'[data-theme="{theme}"]')
    color = table[mark.token]
    if mark.outlined:
        assert contrast(color, table["surface"]) >= 4.5
    else:
        assert contrast(table["shared-ink" if mark.kind == "shared" else "mark-ink"], color) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "accent", "good", "warn", "bad", "business", "it"])
@pytest.mark.parametrize("ground", ["paper", "surface", "sunken"])
def test_text_can_be_read_on_every_ground(theme: str, ink: str, ground: str) -> None:
    table = tokens(f'[data-theme="{theme}"]')
    assert contrast(table[ink], table[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tone", ["accent", "good", "warn", "bad"])
def test_chips_can_be_read(theme: str, tone: str) -> None:
    table = tokens(f'[data-theme="{theme}"]')
    assert contrast(table[tone], table[f"{tone}-wash"]) >= 4.5


def test_the_two_themes_name_the_same_tokens() -> None:
    assert set(tokens('[data-theme="light"]')) == set(tokens('[data-theme="dark"]'))


def test_paper_is_light_whatever_the_screen_was() -> None:
    light, dark = TOKENS.split('[data-theme="dark"] {', 1)
    assert ':root, [data-theme="light"] {' in " ".join(light.split())
    assert light.rstrip().endswith("@media screen {")
    assert '[data-theme="dark"]' not in dark
