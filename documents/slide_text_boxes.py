"""Texts and tables at their places on a slide, above the picture of its drawings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Pt

from documents import slide_xml
from documents.slide_layout import clean
from documents.table_and_slide_parts import Paragraph, PlacedCell, PlacedTable, PlacedText

INK = RGBColor(0x17, 0x21, 0x2B)  # type: ignore[no-untyped-call]  # python-pptx is untyped
QUIET = RGBColor(0x5F, 0x69, 0x72)  # type: ignore[no-untyped-call]  # python-pptx is untyped
RULE, RULE_OF_HEAD = "E2DED4", "17212B"
# Points between columns, as in static/css/slides.css.
_BETWEEN = 12


def add_text(page: Any, text: PlacedText) -> None:
    """Add a text box to a page."""
    places = map(Pt, (text.left, text.top, text.width, text.height))
    frame = page.shapes.add_textbox(*places).text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    _fill(frame, text.paragraphs)


def add_table(page: Any, table: PlacedTable) -> None:
    """Add a table to a page, without fills, with a line below each row."""
    frame = page.shapes.add_table(
        len(table.rows),
        len(table.widths),
        Pt(table.left),
        Pt(table.top),
        Pt(sum(table.widths)),
        Pt(sum(table.heights)),
    )
    slide_xml.plain_table(frame)
    for column, width in zip(frame.table.columns, table.widths, strict=True):
        column.width = Pt(width)
    for row, height, cells in zip(frame.table.rows, table.heights, table.rows, strict=True):
        row.height = Pt(height)
        for cell, content in zip(row.cells, cells, strict=True):
            _fill_cell(cell, content)
    slide_xml.draw_lines_below(frame, [RULE_OF_HEAD, *[RULE] * (len(table.rows) - 1)])
    heads = (" ".join(each.words for each in cell.paragraphs) for cell in table.rows[0])
    slide_xml.describe(frame, clean(", ".join(filter(None, heads))))


def _fill_cell(cell: Any, content: PlacedCell) -> None:
    cell.margin_left, cell.margin_right = 0, Pt(_BETWEEN)
    cell.margin_top = Pt(content.above or 0)
    cell.margin_bottom = 0
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE if content.above is None else MSO_ANCHOR.TOP
    cell.text_frame.word_wrap = True
    _fill(cell.text_frame, content.paragraphs, align=PP_ALIGN.RIGHT if content.is_number else PP_ALIGN.LEFT)


def _fill(frame: Any, paragraphs: Sequence[Paragraph], align: Any = PP_ALIGN.LEFT) -> None:
    if not paragraphs:
        # Letters of the usual size make an empty cell higher.
        frame.paragraphs[0].font.size = Pt(1)
    for number, each in enumerate(paragraphs):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        paragraph.alignment = align
        run = paragraph.add_run()
        run.text = clean(each.words)
        run.font.size, run.font.bold = Pt(each.size), each.is_bold
        run.font.color.rgb = QUIET if each.is_quiet else INK
