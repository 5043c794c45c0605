"""Titles of slides, and the positions of their parts, as another program reads them."""

from __future__ import annotations

from typing import Any

from documents.slide_show import HEADING

_INCH = 914400
_FOOT = 6.9  # inches


def titles_on(slide: Any) -> list[str]:
    """The title of a slide, and those of its further sections."""
    shapes = [slide.shapes.title, *(each for each in slide.shapes if each.name.startswith(f"{HEADING} "))]
    return [shape.text_frame.text for shape in shapes]


def end_of(slide: Any) -> float:
    """Where the content above the foot ends, in inches from the top of the slide."""
    shapes = [each for each in slide.shapes if each.top is not None and each.top < _FOOT * _INCH]
    return max((each.top + each.height) / _INCH for each in shapes)
