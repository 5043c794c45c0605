"""Templates close what they open, as far as the eye would not see it before a page is complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize("tag", ["a", "button", "table", "section", "article", "dl", "ul", "ol"])
def test_a_template_closes_what_it_opens(tag: str) -> None:
    """A link that stays open makes all that follows on the page part of it."""
    open_ended = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if len(re.findall(rf"<{tag}[\s>]", text := path.read_text())) != text.count(f"</{tag}>")
    ]
    assert open_ended == []
