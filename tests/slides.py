"""Titles of slides, and the positions of their parts, as another program reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from documents import word_widths
from documents.slide_show import HEADING

_INCH, _POINT = 914400, 12700
FOOT = 7.02  # inches: where the source and the number of a slide begin
# Lines of fonts that stand in for Arial, in parts of their size, and how much wider their bold letters are.
_LINE, _BOLD = 1.36, 1.12


def titles_on(slide: Any) -> list[str]:
    """The title of a slide, and those of its further sections."""
    shapes = [slide.shapes.title, *(each for each in slide.shapes if each.name.startswith(f"{HEADING} "))]
    return [shape.text_frame.text for shape in shapes]


def ends_on(slide: Any) -> Iterator[tuple[str, float]]:
    """The words of each text and table above the foot, and where it ends, in inches from the top of the
    slide: rows of tables grow with the lines of their words."""
    for shape in slide.shapes:
        if shape.top is None or shape.top >= (FOOT - 0.05) * _INCH:
            continue
        if shape.has_table:
            heights = [max(row.height, _height(row, shape.table.columns)) for row in shape.table.rows]
            words = " | ".join(cell.text for row in shape.table.rows for cell in row.cells)
            yield words, (shape.top + sum(heights)) / _INCH
        elif shape.has_text_frame and shape.text_frame.text and not shape.is_placeholder:
            lines = _lines(shape.text_frame, shape.width)
            height = max(shape.height, lines + shape.text_frame.margin_top)
            yield shape.text_frame.text, (shape.top + height) / _INCH


def _height(row: Any, columns: Any) -> float:
    """The height that a row of a table needs."""
    return max(
        _lines(cell.text_frame, column.width - cell.margin_left - cell.margin_right)
        + cell.margin_top
        + cell.margin_bottom
        for cell, column in zip(row.cells, columns, strict=True)
    )


def _lines(frame: Any, width: float) -> float:
    """The height of the words in a frame that is so wide."""
    height = 0.0
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            size = run.font.size
            across = width / size / (_BOLD if run.font.bold else 1)
            height += word_widths.lines(run.text, across) * size * _LINE
        height += paragraph.space_after or 0
    return height
