"""Sections of slides: short ones of one part share a slide, beneath each other, so that few slides are
nearly empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from documents.slide_layout import (
    PADDING,
    SIZES,
    Columns,
    TableLayout,
    clean,
    columns_of,
    high,
    lines_of_title,
)
from documents.table_and_slide_parts import Slide

HEIGHT = 7.5  # inches
# The grid of static/css/slides.css: where kicker, title and content are, and where the content ends.
KICKER, TITLE, CONTENT, BOTTOM = 0.36, 0.6, 1.45, 6.86
GAP = 0.14  # inches, below a title
# The middle of a slide: one that ends above it is nearly empty.
HALF = HEIGHT / 2
HEADING_SIZE = 16  # points, of the titles of further sections on a slide
BETWEEN = 0.36  # inches, above the title of the next section
_MOST = 4  # sections on a slide
# Points: the letters of slides that are drawn, and less only if a section needs it on a slide of its own.
_LARGEST, _SMALLEST_SHARED = 16, 14
HEAD_LINE = 1.15  # of a title, in parts of its size
_POINTS = 72
# Rows take more padding, in inches, until a slide is so full, in inches from its top.
_MOST_PADDING, _FULL = 0.17, 6.3


@dataclass
class Section:
    """The part of the appendix that a slide shows: its `lines`, and a table below them."""

    kicker: str
    title: str
    lines: Sequence[str] = ()
    columns: Columns | None = None
    _tables: dict[int, TableLayout] = field(default_factory=dict)

    @classmethod
    def of(cls, slide: Slide, kicker: str) -> Section:
        """The section with the words of a slide; a picture isn't part of it."""
        lines = [clean(str(line)) for line in slide.lines if line]
        columns = columns_of(slide.table) if slide.table is not None else None
        return cls(clean(kicker), clean(str(slide.title)), lines, columns)

    def admits(self, size: int) -> bool:
        """Return True if no column of its table is too narrow for letters of this size."""
        if self.columns is None or self.columns.fit(size):
            return True
        return size == SIZES[-1] and len(self.columns.groups()) == 1

    def table(self, size: int) -> TableLayout | None:
        """Its table in letters of this size, on one slide; None without one."""
        if self.columns is None:
            return None
        if size not in self._tables:
            self._tables[size] = TableLayout(self.columns, size, self.columns.rows)
        return self._tables[size]

    def height(self, size: int) -> float:
        """Height of its lines and its table in letters of this size, in inches."""
        table = self.table(size)
        return high(self.lines, size) + (sum(table.heights) / _POINTS if table else 0)


@dataclass
class SectionPlace:
    """The place of a section on a slide, in inches from its top."""

    section: Section
    title: float
    content: float


@dataclass
class SlideLayout:
    """Sections on one slide in letters of `size` points, down to `end`."""

    size: int
    places: list[SectionPlace]
    end: float

    def spread(self) -> None:
        """Give the rows of its tables more padding while there is room."""
        tables = [table for each in self.places if (table := each.section.table(self.size)) is not None]
        rows = sum(len(table.rows) for table in tables)
        free = _FULL - self.end
        if not rows or free <= 0:
            return
        padding = min(PADDING + free / rows / 2, _MOST_PADDING)
        shift = 0.0
        for place in self.places:
            place.title += shift
            place.content += shift
            if (table := place.section.table(self.size)) is not None:
                before = sum(table.heights)
                table.spread(padding)
                shift += (sum(table.heights) - before) / _POINTS
        self.end += shift


def layout_of(sections: Sequence[Section]) -> SlideLayout | None:
    """These sections on one slide, in the largest letters with which it holds them; None if it doesn't, or
    if they are of several parts."""
    if len({each.kicker for each in sections}) > 1:
        return None
    smallest = SIZES[-1] if len(sections) == 1 or _need_small(sections) else _SMALLEST_SHARED
    for size in SIZES:
        if smallest <= size <= _LARGEST and all(each.admits(size) for each in sections):
            layout = _layout_of(sections, size)
            if layout.end <= BOTTOM:
                return layout
    return None


def slides_of(sections: Sequence[Section]) -> Iterator[SlideLayout]:
    """The sections in their order: first with as few slides as possible that end above the middle, then on as
    few slides as possible, each about as full as the others. Every section fits on a slide of its own."""
    # Of the sections up to each place: the cost, and the layouts.
    best: list[tuple[tuple[int, int, float], list[SlideLayout]]] = [((0, 0, 0.0), [])]
    for end in range(1, len(sections) + 1):
        ways = []
        for begin in range(max(end - _MOST, 0), end):
            if (layout := layout_of(sections[begin:end])) is not None:
                (empty, count, space), layouts = best[begin]
                cost = (empty + (layout.end < HALF), count + 1, space + (BOTTOM - layout.end) ** 2)
                ways.append((cost, [*layouts, layout]))
        best.append(min(ways, key=lambda way: way[0]))
    for layout in best[-1][1]:
        layout.spread()
        yield layout


def _need_small(sections: Sequence[Section]) -> bool:
    """Return True if one of the sections needs the smallest letters on a slide of its own."""
    alone = [layout_of([each]) for each in sections]
    return any(layout is not None and layout.size < _SMALLEST_SHARED for layout in alone)


def _layout_of(sections: Sequence[Section], size: int) -> SlideLayout:
    """Sections of one part below each other; the title of the first one is that of the slide."""
    places: list[SectionPlace] = []
    top, content = TITLE, CONTENT
    for section in sections:
        if places:
            top = places[-1].content + places[-1].section.height(size) + BETWEEN
            lines = lines_of_title(section.title, HEADING_SIZE)
            content = top + lines * HEADING_SIZE * HEAD_LINE / _POINTS + GAP
        places.append(SectionPlace(section, top, content))
    return SlideLayout(size, places, content + sections[-1].height(size))
