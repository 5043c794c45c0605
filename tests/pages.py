"""Looks at the pages of a PDF as they are laid out: whether everything is on the paper and stays together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from documents import assets, pdf_engine, pdf_engine_process, word_widths

# What rounding may add, in pixels.
SLACK = 0.75
# A word of more letters may be broken wherever a line ends; each piece of it but the last has so many.
LONGEST_WORD, SHORTEST_PIECE = 20, 6
# A cell of more lines is high; its table then leaves no more of its width empty than this part.
HIGH_CELL, EMPTY_WIDTH = 7, 0.3
# Pixels: a row that is higher may stand alone above the end of a page.
LOW_ROW = 60
# What is one picture with the words that belong to it.
_ONE_PIECE = {"together", "disagreement", "ranked", "card", "decision", "captured-item"}
_HEADINGS = {"h1", "h2", "h3", "h4", "thead"}
# Where a word may end without a blank.
_BREAK_AFTER = ("-", "–", "—", "/", "\u200b")
_BREAKS = re.compile("(?<=[-–—/\u200b])")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
_YEAR = re.compile(r"\d{4}\.?")


_BLOCKS = boxes.BlockLevelBox | boxes.BlockContainerBox


@dataclass
class Leaf:
    """Words or a picture in their place on the page, with the boxes around them."""

    box: Any
    around: tuple[Any, ...]

    @property
    def words(self) -> str:
        return self.box.text.strip() if isinstance(self.box, boxes.TextBox) else "(a picture)"

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        box = self.box
        if isinstance(box, boxes.TextBox):
            # The height of the letters; lines may be closer.
            return box.position_x, box.position_y, box.position_x + box.width, box.position_y + box.height
        x, y = box.border_box_x(), box.border_box_y()
        return x, y, x + box.border_width(), y + box.border_height()

    def tags(self) -> Iterator[str]:
        for box in self.around:
            if box.element is not None:
                yield box.element_tag

    def classes(self) -> Iterator[str]:
        for box in self.around:
            if box.element is not None:
                yield from (box.element.get("class") or "").split()


@dataclass
class Looked:
    """What a look at all pages found: sentences with the page."""

    off_the_page: list[str] = field(default_factory=list)
    cut_words: list[str] = field(default_factory=list)
    lonely_headings: list[str] = field(default_factory=list)
    outside_their_frame: list[str] = field(default_factory=list)
    lonely_rows: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    wasted_width: list[str] = field(default_factory=list)
    needlessly_cut: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        return [f"{kind}: {each}" for kind, several in vars(self).items() for each in several]


@contextmanager
def laid_out_here(patch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Inside, PDFs are laid out in this process; gives the document of each, as WeasyPrint has it."""
    documents: list[Any] = []
    finish = pdf_engine._tell_scopes

    def render(
        _engine: object,
        candidates: Sequence[str],
        *,
        most_pages: int = 0,
        sizes: Sequence[float] = (),
        **_more: Any,
    ) -> bytes:
        fetcher = pdf_engine.FileFetcher(assets.own())
        return pdf_engine.render(candidates, fetcher=fetcher, most_pages=most_pages, sizes=sizes)

    def keep(document: Any, pdf: Any) -> None:
        documents.append(document)
        finish(document, pdf)

    with patch.context() as within:
        within.setattr(pdf_engine, "_tell_scopes", keep)
        within.setattr(pdf_engine_process.Engine, "__enter__", lambda each: each)
        within.setattr(pdf_engine_process.Engine, "__exit__", lambda *_: None)
        within.setattr(pdf_engine_process.Engine, "render", render)
        yield documents


def look_at(document: Any) -> Looked:
    """What is wrong with the pages of a document that was laid out."""
    looked = Looked()
    fragments: dict[Any, list[tuple[int, Any]]] = defaultdict(list)
    wholes: dict[Any, list[tuple[int, Any]]] = defaultdict(list)
    for number, page in enumerate(document.pages, 1):
        root = page._page_box
        leaves = []
        for child in root.children:
            if not isinstance(child, boxes.MarginBox):
                leaves += _leaves(child, ())
                for box, around in _walk(child, ()):
                    if box.element is not None and isinstance(box, _BLOCKS):
                        fragments[box.element, box.element_tag].append((number, box))
                        # An anonymous box has the element of the box around it.
                        if not around or around[-1].element is not box.element:
                            wholes[box.element].append((number, box))
        looked.off_the_page += _off_the_page(number, root, leaves)
        looked.outside_their_frame += _outside_their_frame(number, leaves)
        looked.lonely_headings += _lonely(number, leaves, is_last=number == len(document.pages))
    room = min((page._page_box.height for page in document.pages), default=0.0)
    for (element, _tag), several in fragments.items():
        looked.cut_words += _cut_words(element, several)
        looked.wasted_width += _wasted_width(several)
        looked.needlessly_cut += _needlessly_cut(several)
        looked.lonely_rows += _lonely_rows(several)
    for element, several in wholes.items():
        looked.torn += _torn(element, several, room)
    return looked


def filled(page: Any) -> float:
    """The part of the height of a page, without its margins, above the end of its content."""
    root = page._page_box
    content = [child for child in root.children if not isinstance(child, boxes.MarginBox)]
    ends = [leaf.edges[3] for child in content for leaf in _leaves(child, ())]
    return (max(ends) - root.content_box_y()) / root.height


def _walk(box: Any, around: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    yield box, around
    for child in getattr(box, "children", ()):
        # The library puts some boxes behind a placeholder that knows where they end up.
        yield from _walk(getattr(child, "_box", child), (*around, box))


def _leaves(box: Any, around: tuple[Any, ...]) -> list[Leaf]:
    return [
        Leaf(each, (*parents, each))
        for each, parents in _walk(box, around)
        if (isinstance(each, boxes.TextBox) and each.text.strip()) or isinstance(each, boxes.ReplacedBox)
    ]


def _off_the_page(number: int, page: Any, leaves: Sequence[Leaf]) -> Iterator[str]:
    left, top = page.content_box_x(), page.content_box_y()
    right, bottom = left + page.width, top + page.height
    for leaf in leaves:
        x0, y0, x1, y1 = leaf.edges
        if x0 < left - SLACK or x1 > right + SLACK or y0 < top - 4 or y1 > bottom + 4:
            yield f"page {number}: {leaf.words[:60]!r} at {x0:.0f}, {y0:.0f} to {x1:.0f}, {y1:.0f}"


def _outside_their_frame(number: int, leaves: Sequence[Leaf]) -> Iterator[str]:
    for leaf in leaves:
        x0, y0, x1, y1 = leaf.edges
        for box in leaf.around[:-1]:
            if not isinstance(box, boxes.BlockBox) or isinstance(box, boxes.TableBox):
                continue
            framed = box.border_top_width and box.border_bottom_width
            if not framed and not box.border_left_width:
                continue
            left, top = box.border_box_x(), box.border_box_y()
            right, bottom = left + box.border_width(), top + box.border_height()
            if x0 < left - SLACK or x1 > right + SLACK or y0 < top - 4 or y1 > bottom + 4:
                yield f"page {number}: {leaf.words[:60]!r} of {_name(box)}"


def _lonely(number: int, leaves: Sequence[Leaf], *, is_last: bool) -> Iterator[str]:
    if leaves and not is_last and _HEADINGS & {*leaves[-1].tags()}:
        yield f"page {number}: {leaves[-1].words[:60]!r}"


def _lonely_rows(several: Sequence[tuple[int, Any]]) -> Iterator[str]:
    """Tables of which a single row stands at the foot of a page, though it isn't high."""
    tables = [(number, box) for number, box in several if isinstance(box, boxes.TableBox)]
    if len(tables) < 2:
        return
    number, first = tables[0]
    groups = [group for group in first.children if not (group.is_header or group.is_footer)]
    rows = [row for group in groups for row in group.children]
    if len(rows) == 1 and rows[0].height < LOW_ROW:
        yield f"page {number}: {_name(first)} {' '.join(_text_of(rows[0].element).split())[:60]!r}"


def _torn(element: Any, several: Sequence[tuple[int, Any]], room: float) -> Iterator[str]:
    if not _ONE_PIECE & {*(element.get("class") or "").split()} or len(several) < 2:
        return
    height = sum(box.border_height() for _number, box in several)
    if height > room:  # it fits on no page
        return
    words = " ".join("".join(element.itertext()).split())
    pages = [number for number, _box in several]
    yield f"pages {pages}: {_name(several[0][1])} {words[:60]!r}"


def _lines(box: Any) -> Iterator[str]:
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.LineBox):
            yield "".join(
                each.text if isinstance(each, boxes.TextBox) else " "
                for each, _around in _walk(child, ())
                if isinstance(each, boxes.TextBox | boxes.ReplacedBox | boxes.InlineBlockBox)
            )
        elif isinstance(child, boxes.BlockBox) and child.element is box.element:
            yield from _lines(child)  # of an anonymous block


def _cut_words(element: Any, several: Sequence[tuple[int, Any]]) -> Iterator[str]:
    lines: list[tuple[int, str]] = []
    for number, box in several:
        lines += [(number, line) for line in _lines(box)]
    if len(lines) < 2:
        return
    known = {*_text_of(element).split()}
    for place, (number, line) in enumerate(lines[:-1]):
        following = lines[place + 1][1]
        if not line.strip() or not following.strip():
            continue
        before, after = line.split()[-1], following.split()[0]
        whole = before + after
        # A word of three lines and more: all of its pieces.
        for _number, further in lines[place + 2 :]:
            if whole in known or len(following.split()) > 1 or not further.split():
                break
            following = further
            whole += further.split()[0]
        if whole not in known or (before in known and after in known) or not _LATIN.search(whole):
            continue
        if before.endswith(_BREAK_AFTER):
            continue
        parts = _BREAKS.split(whole)
        longest = max(map(len, parts))
        if longest <= LONGEST_WORD or len(before) < SHORTEST_PIECE:
            yield f"page {number}: {before!r} + {after!r} in {_name(several[0][1])} of {_table_of(element)}"


def _text_of(element: Any) -> str:
    """The text of an element, with a blank around each one in it, where a line may end on purpose."""
    inside = " ".join(f"{_text_of(child)} {child.tail or ''}" for child in element)
    return f"{element.text or ''} {inside}"


def _table_of(element: Any) -> str:
    classes = element.get("class") or ""
    return f"{element.tag}.{classes}" if classes else element.tag


def _needlessly_cut(several: Sequence[tuple[int, Any]]) -> Iterator[str]:
    """Words of a table that are broken without a hyphen, though the other columns leave the room for them;
    years whatever the room."""
    for number, table in several:
        if not isinstance(table, boxes.TableBox) or not table.column_widths:
            continue
        used = _used_widths(table)
        for box, _around in _walk(table, ()):
            if not isinstance(box, boxes.TableCellBox) or box.colspan != 1 or box.grid_x >= len(used):
                continue
            spare = sum(
                max(width - filled - SLACK, 0.0)
                for column, (width, filled) in enumerate(zip(table.column_widths, used, strict=True))
                if column != box.grid_x
            )
            for word in _broken_words(box):
                needed = word_widths.ems(word) * box.style["font_size"]
                if needed <= box.width + spare or _YEAR.fullmatch(word):
                    name = f"column {box.grid_x + 1} of {_name(table)}"
                    yield f"page {number}: {word!r} in {name}, {needed - box.width:.0f} too narrow"


def _broken_words(cell: Any) -> Iterator[str]:
    """The words of a cell that go on on its next line without a hyphen."""
    for block, _around in _walk(cell, ()):
        lines = [line for line in _lines(block) if line.strip()] if isinstance(block, _BLOCKS) else []
        if block.element is None or len(lines) < 2:
            continue
        known = {*_text_of(block.element).split()}
        for place, before in enumerate(lines[:-1]):
            word = before.split()[-1]
            if word in known or word.endswith(_BREAK_AFTER) or max(word) >= word_widths.FIRST_BROKEN_ANYWHERE:
                continue
            for after in lines[place + 1 :]:
                word += after.split()[0]
                if word in known:
                    yield word
                if word in known or len(after.split()) > 1:
                    break


def _used_widths(table: Any) -> list[float]:
    """Of each column, how much its longest line takes, with what is around it."""
    widest = [0.0] * len(table.column_widths)
    for box, _around in _walk(table, ()):
        if isinstance(box, boxes.TableCellBox) and box.colspan == 1 and box.grid_x < len(widest):
            lines = [each for each, _parents in _walk(box, ()) if isinstance(each, boxes.LineBox)]
            widths = [sum(child.margin_width() for child in line.children) for line in lines if line.children]
            room = max(widths, default=0.0) + box.border_width() - box.width
            widest[box.grid_x] = max(widest[box.grid_x], room)
    return widest


def _wasted_width(several: Sequence[tuple[int, Any]]) -> Iterator[str]:
    for number, table in several:
        if not isinstance(table, boxes.TableBox) or not table.column_widths:
            continue
        highest: tuple[int, str] = (0, "")
        for box, _around in _walk(table, ()):
            if isinstance(box, boxes.TableCellBox) and box.colspan == 1:
                lines = [each for each, _parents in _walk(box, ()) if isinstance(each, boxes.LineBox)]
                highest = max(highest, (len(lines), " ".join(_lines_of(lines))[:40]))
        total = sum(table.column_widths)
        empty = sum(
            max(width - used, 0.0)
            for width, used in zip(table.column_widths, _used_widths(table), strict=True)
        )
        if highest[0] > HIGH_CELL and empty > EMPTY_WIDTH * total:
            lines_of_it = f"{highest[0]} lines of {highest[1]!r}"
            yield f"page {number}: {lines_of_it} while {empty / total:.0%} of {_name(table)} is empty"


def _lines_of(lines: Sequence[Any]) -> Iterator[str]:
    for line in lines:
        yield from (each.text for each, _around in _walk(line, ()) if isinstance(each, boxes.TextBox))


def _name(box: Any) -> str:
    element = box.element
    return f"<{box.element_tag} {element.get('class') or ''}>" if element is not None else "<?>"
