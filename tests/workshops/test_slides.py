"""Slides: what separates them, and that nothing but text gets through."""

from __future__ import annotations

import pytest

from tests.architecture.markup import read
from workshops.room.presentation.markdown_slides import MOST_SLIDES, slides_of

TICKS = "```"


def test_lines_of_dashes_separate_slides_but_not_inside_of_code() -> None:
    slides = slides_of(f"# One\n\n---\n\n{TICKS}\n---\nkept\n{TICKS}\n\n  ----  \nThree\n---\n\n---\n")
    assert [slides[0].title, slides[2].title, len(slides)] == ["One", "Three", 3]
    assert "---\nkept" in slides[1].html
    assert slides_of("") == () == slides_of("\n---\n---\n")


def test_markdown_becomes_html() -> None:
    (slide,) = slides_of("# Why\n\n- **one**\n- ~~two~~\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n> said")
    for piece in ("<h1>Why</h1>", "<strong>one</strong>", "<s>two</s>", "<td>1</td>", "<blockquote>"):
        assert piece in slide.html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "![x](https://evil.example/pixel.png)",
        '<https://ok.example/"onmouseover=alert(1)>',
        "<style>*{display:none}</style>",
        "[x](<javascript:alert(1)>)",
        "`<b>` & <b>bold</b>",
        "{{ 7|add:7 }}",
    ],
)
def test_nothing_hostile_gets_through(hostile: str) -> None:
    (slide,) = slides_of(hostile)
    markup = read(slide.html)
    assert markup.active == []
    assert markup.tags <= {"p", "a", "code"}
    assert markup.attributes <= {"href", "rel", "target"}
    if "a" in markup.tags:
        assert 'href="https://' in slide.html
        assert 'rel="noopener noreferrer"' in slide.html
        assert 'target="_blank"' in slide.html


def test_long_slides_are_set_smaller_and_endless_ones_end() -> None:
    assert [slides_of("x " * count)[0].size for count in (10, 200, 500)] == ["", "long", "longer"]
    assert len(slides_of("a\n---\n" * 500)) == MOST_SLIDES
