"""Words on laid-out slides: those that are edited are read with their places, and leave the picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from documents.pdf_engine_process import render_in_subprocess
from documents.pdf_page_pictures import pictures_of
from documents.slide_editable_text import LaidOutSlide, slides_of, with_places
from documents.slide_layout import MARGIN, WIDTH

pytestmark = pytest.mark.sqlite

_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Slides</title>
<link rel="stylesheet" href="asset:css/report.css"><link rel="stylesheet" href="asset:css/slides.css"></head>
<body class="board">"""
_COVER = '<section class="slide front"><h1>Cover</h1></section>'
_SLIDE = """<section class="slide"><p class="slide-kicker">Topic</p><h1>An answer in one line</h1>
<div class="slide-body" id="body-1">
<table class="plan" data-editable><thead><tr><th scope="col">Name</th>
<th scope="col" class="number">Count</th><th scope="col">Chart</th></tr></thead><tbody>
<tr><th scope="row">First<span class="because">its reason</span></th><td class="number">7</td>
<td><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30" width="90" height="30">
<text y="20" font-size="20">7</text></svg></td></tr>
<tr><th scope="row">Second</th><td class="number">8</td><td></td></tr></tbody></table>
<p class="below" data-editable>What it\u00a0means</p>
<div id="end-1"></div></div><p class="slide-source">Source: a test</p></section>"""


def laid_out(body: str) -> tuple[list[LaidOutSlide], list[bytes]]:
    """The slides, and their pages as they are printed."""
    document = with_places(f"{_HEAD}{body}</body></html>")
    pdf = render_in_subprocess(document)
    return slides_of(pdf, document), pictures_of(pdf)


def ink_of(picture: bytes) -> int:
    """The number of pixels that aren't white."""
    image = Image.open(io.BytesIO(picture)).convert("L")
    return sum(image.histogram()[:200])


def test_tables_and_texts_are_read_with_their_places_and_leave_the_picture() -> None:
    (cover, slide), (printed_cover, printed) = laid_out(_COVER + _SLIDE)

    assert (cover.tables, cover.texts, cover.number) == ((), (), 0)
    assert cover.picture == printed_cover
    assert (slide.number, slide.is_whole) == (1, True)
    (table,) = slide.tables
    words = [[[each.words for each in cell.paragraphs] for cell in row] for row in table.rows]
    assert words == [
        [["Name"], ["Count"], ["Chart"]],
        [["First", "its reason"], ["7"], []],
        [["Second"], ["8"], []],
    ]
    name, reason = table.rows[1][0].paragraphs
    assert (name.is_bold, name.size, reason.is_quiet, reason.size) == (True, 16, True, 12)
    assert [cell.is_number for cell in table.rows[1]] == [False, True, False]
    assert table.left == pytest.approx(MARGIN * 72)
    assert table.left + sum(table.widths) == pytest.approx((WIDTH - MARGIN) * 72)
    (below,) = slide.texts
    assert [each.words for each in below.paragraphs] == ["What it\u00a0means"]
    assert below.top > table.top + sum(table.heights)
    # A label of a drawing stays, though the cell beside it has the same word.
    assert 0 < ink_of(slide.picture) < ink_of(printed) / 5


def test_content_that_runs_into_the_foot_is_told() -> None:
    _cover, slide, *_rest = laid_out(
        _COVER + _SLIDE.replace("<tbody>", "<tbody>" + "<tr><td>x</td><td/><td/></tr>" * 12)
    )[0]
    assert not slide.is_whole


def test_words_above_a_drawing_stay_above_it() -> None:
    chart = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="90"></svg>'
    body = _SLIDE.replace('<td class="number">8', f'<td class="number"><b>8</b><br>{chart}')
    _cover, slide = laid_out(_COVER + body)[0]
    cell = slide.tables[0].rows[2][1]
    assert cell.above is not None
    assert 0 < cell.above < slide.tables[0].heights[2] / 2
    assert cell.paragraphs[0].is_bold
    assert slide.tables[0].rows[1][1].above is None


def test_what_is_not_marked_is_part_of_the_picture() -> None:
    _cover, slide = laid_out(_COVER + _SLIDE.replace(" data-editable", ""))[0]
    assert (slide.tables, slide.texts) == ((), ())
    assert "data-editable" not in with_places(_SLIDE.replace(" data-editable", ""))
