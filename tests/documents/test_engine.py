"""What the layout program works out once is what it would work out each time."""

from __future__ import annotations

import subprocess
from contextlib import nullcontext
from io import BytesIO
from unittest.mock import Mock

import pytest
from PIL import Image, ImageChops
from weasyprint.text import line_break

from config.patches import weasyprint_words
from documents import engine

_WORDS = "What the people of the domain know about it, in words of which each is at its own place. "
_CELLS = "".join(f"<tr><td>{number} {_WORDS}</td><td>Short</td></tr>" for number in range(12))
# The head is on each page, and to draw its line, which is cut off, changes the text that is drawn.
_HEAD = f'<thead><tr><th class="clamped">{_WORDS}</th><th>Head</th></tr></thead>'
_DRAWING = "".join(f'<text x="{number}.5" y="9em" font-size="8">Word {number}</text>' for number in range(9))
_DOCUMENT = f"""<html lang="en"><head><title>What is laid out several times</title><style>
    .columns {{ columns: 2 }} .row {{ display: flex }} .cut {{ width: 4em; overflow: hidden;
    white-space: nowrap; text-overflow: ellipsis }} .even {{ text-align: justify; hyphens: auto }}
    @page {{ size: A5 }} .clamped {{ line-clamp: 1 }}
    </style></head>
    <body><table>{_HEAD}{_CELLS}</table><div class="columns">{f"<p class=even>{_WORDS * 4}</p>" * 5}</div>
    <div class="row"><p>{_WORDS}</p><p class="cut">{_WORDS}</p><p>{_WORDS}</p></div>
    <svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><title>Words</title>
    {_DRAWING}</svg></body></html>"""


def _made() -> bytes:
    return engine.render([_DOCUMENT], fetcher=engine.Given({}))


def test_a_pdf_is_the_same_with_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is cut off, hyphenated or justified is no other box's that says the same."""
    lines = 0
    create = line_break.create_layout

    def counting(*given: object) -> object:
        nonlocal lines
        lines += 1
        return create(*given)

    monkeypatch.setattr(line_break, "create_layout", counting)
    made, with_kept = _made(), lines
    monkeypatch.setattr(engine, "lines_split_once", nullcontext)
    monkeypatch.setattr(engine, "numbers_read_once", nullcontext)
    lines = 0
    assert made == _made()
    assert with_kept < 0.8 * lines
