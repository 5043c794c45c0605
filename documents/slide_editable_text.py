"""Words on drawn slides that people edit: their places are read from the laid-out pages, and the pictures of
the pages are made without them.

Templates mark what is to be edited by `data-editable`: a table, or a `p` or `div` of text. A cell with a
drawing keeps it in the picture. What isn't marked, such as a chart with its labels, is part of the picture.
"""

from __future__ import annotations

import io
import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from lxml import html

from core.clean_text import clean_text
from documents.pdf_page_pictures import picture_of
from documents.slide_layout import MARGIN, WIDTH
from documents.table_and_slide_parts import Paragraph, PlacedCell, PlacedTable, PlacedText

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_POINTS = 72
_RIGHT = (WIDTH - MARGIN) * _POINTS
# What is edited, and what of it has a place: each cell of a table, and a text as a whole.
_EDITABLE = re.compile(r"<(table|p|div|span)\b(?=[^>]*\sdata-editable\b).*?</\1>", re.DOTALL)
_PLACED = re.compile(r"<(?:t[hd]\b|(?:p|div|span)\b(?=[^>]*\sdata-editable\b))")
_PLACE, _BODY, _ENDING = "place-", "body-", "end-"
# A row without height, which tells where the last one ends.
_END = "</tbody>"
_BLANKS = re.compile("[ \t\n]+")
_NO_WIDTH = "\N{ZERO WIDTH SPACE}"
# Elements that are a paragraph of their own, by tag or class; classes whose words are quiet.
_BLOCKS = {"p", "h2", "h3", "div", "li", "because", "measure-name", "way-ends", "quiet", "chip"}
_QUIET = {"because", "measure-name", "quiet", "below"}
# The height of the content, as in static/css/slides.css, the distance of texts beside each other, and the
# size of words that aren't printed, in points.
_CONTENT, _BESIDE, _USUAL = 390.0, 4.0, 14.0
# How far letters of Arial reach above their line, in parts of their size.
_ASCENT = 0.905
_Corners = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class LaidOutSlide:
    """A page as a picture (PNG), the slide that it belongs to, from 1, or 0 for a cover, and what is edited
    on it. `is_whole` if its content ends above the foot."""

    picture: bytes
    number: int = 0
    is_whole: bool = True
    tables: tuple[PlacedTable, ...] = ()
    texts: tuple[PlacedText, ...] = ()


@dataclass(frozen=True, slots=True)
class _PrintedLine:
    """Words as they are printed in one line, without blanks; in points from the upper left of the page."""

    words: str
    left: float
    baseline: float
    size: float
    item: pdfium.PdfTextObj


def with_places(document: str) -> str:
    """The document with an address at each cell and text that is edited, by which `slides_of` finds it."""
    numbers = itertools.count()

    def addressed(match: re.Match[str]) -> str:
        part = _PLACED.sub(lambda tag: f'{tag[0]} id="{_PLACE}{next(numbers)}"', match[0])
        end = f'<tr class="end"><td id="{_PLACE}{next(numbers)}"></td></tr>{_END}'
        return part.replace(_END, end)

    return _EDITABLE.sub(addressed, document)


def slides_of(pdf: bytes, document: str) -> list[LaidOutSlide]:
    """The pages of a document of `with_places`. Each slide has an element `body-…` with its number, and
    `end-…` below its content; a page without is a picture only. Raises pdfium.PdfiumError for what is no
    PDF."""
    import pypdfium2 as pdfium  # read when it is needed, as in slide_pictures

    places = _places(pdf)
    edited = html.fromstring(document).xpath("//*[@data-editable]")
    file = pdfium.PdfDocument(pdf)
    try:
        return [_slide(page, places.get(number, {}), edited) for number, page in enumerate(file)]
    finally:
        file.close()


def _places(pdf: bytes) -> dict[int, dict[str, tuple[float, float]]]:
    """By page, where each address is: from the left and from the top, in points."""
    places: dict[int, dict[str, tuple[float, float]]] = {}
    with pikepdf.open(io.BytesIO(pdf)) as file:
        if "/Names" not in file.Root or "/Dests" not in file.Root.Names:
            return places
        heights = [float(page.mediabox[3]) for page in file.pages]
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        names = list(file.Root.Names.Dests.Names)
        for name, (page, _kind, left, bottom, *_zoom) in zip(names[::2], names[1::2], strict=True):
            number = numbers[page.objgen]
            places.setdefault(number, {})[str(name)] = float(left), heights[number] - float(bottom)
    return places


def _slide(page: pdfium.PdfPage, corners: _Corners, edited: Sequence[html.HtmlElement]) -> LaidOutSlide:
    bodies = [(name, top) for name, (_left, top) in corners.items() if name.startswith(_BODY)]
    if not bodies:
        return LaidOutSlide(picture_of(page))
    (name, top), *_others = bodies
    number = int(name.removeprefix(_BODY))
    _left, end = corners.get(f"{_ENDING}{number}", (0, math.inf))
    is_whole = end <= top + _CONTENT + 1
    printed = _printed(page)
    # Above and below the content are title and foot.
    text_lines = [each for each in printed if not top <= each.baseline <= top + _CONTENT]
    tables, texts = [], []
    for element in edited:
        if element.tag == "table":
            rows = [[*row] for row in element.xpath("./thead/tr | ./tbody/tr")]
            is_even = len({len(row) for row in rows[:-1]}) == 1
            if is_even and all(cell.get("id") in corners for row in rows for cell in row):
                tables.append(_table(rows, corners, printed, text_lines))
        elif element.get("id") in corners:
            texts.append(_text(element, corners, printed, text_lines))
    for item in {id(each.item): each.item for each in text_lines}.values():
        page.remove_obj(item)
        item.close()
    return LaidOutSlide(picture_of(page), number, is_whole, tuple(tables), tuple(texts))


def _printed(page: pdfium.PdfPage) -> list[_PrintedLine]:
    import pypdfium2.raw as raw

    height, words = page.get_height(), page.get_textpage()
    printed = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1, textpage=words):
        scale, _b, _c, _d, left, bottom = item.get_matrix().get()
        text = _letters(item.extract())
        printed.append(
            _PrintedLine(text, left, height - bottom, round(item.get_font_size() * scale, 1), item)
        )
    words.close()
    return printed


def _table(
    rows: Sequence[Sequence[html.HtmlElement]],
    corners: _Corners,
    printed: Sequence[_PrintedLine],
    text_lines: list[_PrintedLine],
) -> PlacedTable:
    *rows, end = rows
    tops = [corners[row[0].attrib["id"]][1] for row in [*rows, end]]
    lefts = [*(corners[cell.attrib["id"]][0] for cell in rows[0]), _RIGHT]
    table_rows = []
    for row, (top, bottom) in zip(rows, itertools.pairwise(tops), strict=True):
        cells = []
        for cell, (left, right) in zip(row, itertools.pairwise(lefts), strict=True):
            within = _within(cell, (left, top, right, bottom), printed)
            text_lines += within
            # Words above a drawing stay above it.
            is_above = bool(within) and bool(cell.xpath(".//*[local-name() = 'svg']"))
            inset = min((each.baseline - _ASCENT * each.size for each in within), default=top) - top
            cells.append(
                PlacedCell(
                    _paragraphs(cell, within),
                    above=max(inset, 0.0) if is_above else None,
                    is_number="number" in _classes(cell),
                )
            )
        table_rows.append(tuple(cells))
    return PlacedTable(
        left=lefts[0],
        top=tops[0],
        widths=tuple(right - left for left, right in itertools.pairwise(lefts)),
        heights=tuple(bottom - top for top, bottom in itertools.pairwise(tops)),
        rows=tuple(table_rows),
    )


def _text(
    element: html.HtmlElement,
    corners: _Corners,
    printed: Sequence[_PrintedLine],
    text_lines: list[_PrintedLine],
) -> PlacedText:
    left, top = corners[element.attrib["id"]]
    beside = [x - _BESIDE for x, y in corners.values() if x > left and abs(y - top) < 1]
    right = min([*beside, _RIGHT])
    below = [y for x, y in corners.values() if y > top + 1 and x < right]
    within = _within(element, (left, top, right, min(below, default=WIDTH * _POINTS)), printed)
    text_lines += within
    bottom = max((each.baseline for each in within), default=top) + _USUAL
    return PlacedText(left, top, right - left, bottom - top, _paragraphs(element, within))


def _within(
    element: html.HtmlElement, box: tuple[float, float, float, float], printed: Sequence[_PrintedLine]
) -> list[_PrintedLine]:
    """The printed lines of an element in a box, without the labels of its drawings."""
    left, top, right, bottom = box
    labels = {_letters(each.text_content()) for each in element.xpath(".//*[local-name() = 'text']")}
    return [
        each
        for each in printed
        if left - 1 <= each.left < right and top <= each.baseline <= bottom and each.words not in labels
    ]


def _paragraphs(element: html.HtmlElement, printed: Sequence[_PrintedLine]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(words, _size(words, printed), is_bold=is_bold, is_quiet=is_quiet)
        for words, is_bold, is_quiet in _pieces(element)
    )


def _size(words: str, printed: Sequence[_PrintedLine]) -> float:
    letters = _letters(words)
    own = (each for each in printed if each.words in letters)
    # A short line can be in several paragraphs.
    longest = max(own, key=lambda each: len(each.words), default=None)
    return longest.size if longest is not None else _USUAL


def _pieces(element: html.HtmlElement) -> list[tuple[str, bool, bool]]:
    """The paragraphs of an element: their words, and if these are bold or quiet."""
    is_bold, is_quiet = element.tag in ("th", "h2", "h3"), bool(_QUIET & _classes(element))
    if element.get("scope") == "col":
        is_quiet = True
    pieces: list[tuple[str, bool, bool]] = []
    line = [element.text or ""]

    def end() -> None:
        if words := _BLANKS.sub(" ", "".join(line).replace(_NO_WIDTH, "")).strip():
            pieces.append((words, is_bold or bool(bolds), is_quiet))
        line.clear()
        bolds.clear()

    bolds: list[str] = []
    for child in element:
        if not isinstance(child.tag, str) or child.tag == "svg":
            pass
        elif "way-ends" in _classes(child):
            end()
            pieces.append((" → ".join(each.text_content() for each in child), True, False))
        elif {child.tag} & _BLOCKS or _classes(child) & _BLOCKS:
            end()
            pieces += _pieces(child)
        else:
            line.append(child.text_content())
            bolds += [child.tag] if child.tag == "b" else []
        line.append(child.tail or "")
    end()
    return pieces


def _classes(element: html.HtmlElement) -> set[str]:
    return {*(element.get("class") or "").split()}


def _letters(words: str) -> str:
    """The words without blanks and what no slide can hold: lines break anywhere."""
    return "".join(clean_text(words.replace(_NO_WIDTH, "")).split())
