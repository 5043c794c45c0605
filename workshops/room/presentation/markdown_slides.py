"""Slides from Markdown. No Django.

CommonMark with tables and strikethrough, no raw HTML and no images: a slide loads nothing from elsewhere.
The output holds only the elements and addresses listed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

MOST_SLIDES = 100

_SEPARATOR = re.compile(r"\s{0,3}-{3,}\s*")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("em", "strong", "s", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
# Above so many characters the type gets smaller, so that the slide still fits on the screen.
_LONG, _LONGER = 320, 700
# A list with more bullets than a screen has room for continues on further slides, below the same heading.
_MOST_BULLETS = 16
_BULLET = re.compile(r"([-*+]|\d{1,9}[.)])\s")
_NUMBER = re.compile(r"^\d{1,9}")


@dataclass(frozen=True, slots=True)
class Slide:
    """`html` is safe to show; `size` is "", "long" or "longer"; `title` is its first line, for a list."""

    html: str
    size: str
    title: str


@lru_cache(maxsize=64)
def slides_of(text: str) -> tuple[Slide, ...]:
    """The slides of a Markdown text, which lines of three or more dashes separate; empty ones are left out,
    and so is what comes after `MOST_SLIDES`."""
    return tuple(_slide(part) for part in _parts(text)[:MOST_SLIDES])


def _parts(text: str) -> list[str]:
    parts: list[list[str]] = [[]]
    fence = ""
    for line in text.split("\n"):
        if match := _FENCE.match(line):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        if not fence and _SEPARATOR.fullmatch(line):
            parts.append([])
        else:
            parts[-1].append(line)
    return [part for lines in parts for part in _in_screens(lines) if part.strip()]


def _in_screens(lines: Sequence[str]) -> Iterator[str]:
    """The slide; one that ends with a long list in parts, each with what is above the list."""
    starts = [number for number, line in enumerate(lines) if _BULLET.match(line)]
    is_list = bool(starts) and all(
        not line.strip() or line[:1].isspace() or _BULLET.match(line) for line in lines[starts[0] :]
    )
    if not is_list or len(starts) <= _MOST_BULLETS:
        yield "\n".join(lines)
        return
    count = -(-len(starts) // _MOST_BULLETS)
    firsts = [round(len(starts) * number / count) for number in range(count)]
    ends = [*(starts[first] for first in firsts[1:]), len(lines)]
    for first, end in zip(firsts, ends, strict=True):
        start = starts[first]
        item = _numbered(lines[start], lines[starts[0]], first)
        yield "\n".join((*lines[: starts[0]], item, *lines[start + 1 : end]))


def _numbered(line: str, top: str, place: int) -> str:
    """Return the line of the item at `place` with its number, if the list is numbered: in Markdown only the
    number of its `top` line counts."""
    number = _NUMBER.match(top)
    return line if number is None else _NUMBER.sub(str(int(number[0]) + place), line)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # read when it is needed: every start and command would wait for it

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def _slide(part: str) -> Slide:
    import nh3  # read by those who present, and by no one else

    html = nh3.clean(
        _markdown().render(part),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    first = next(line for line in part.split("\n") if line.strip())
    size = "longer" if len(part) > _LONGER else "long" if len(part) > _LONG else ""
    return Slide(html, size, first.strip(" \t#*_>-")[:80] or "–")
