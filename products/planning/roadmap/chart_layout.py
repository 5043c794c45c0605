"""The places of axis, rows, bars and names in the chart of a roadmap. Pure: rows in, shapes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from discovery.state_looks import ItemState
from documents.boxes import Box
from documents.word_widths import break_lines, ems, shortened
from products.planning.roadmap.chart import (
    BLOCKED,
    BOLD,
    MEDIUM,
    PAPER,
    ChartBlock,
    ChartRect,
    ChartRow,
    ChartRule,
    ChartSetting,
    ChartStep,
    ChartText,
    ChartWords,
    RoadmapChart,
)

# All in letters: the heights of a line, a bar, a lane and the bands of the axis; the space above and below
# the bars of a row, between two things in a lane, and beside a name in its bar.
_LINE, _BAR, _LANE, _BAND = 1.25, 1.6, 1.9, 1.6
_AROUND, _BETWEEN, _INSIDE = 0.25, 0.6, 0.5
# Rows may be so much higher than they need, to fill their room.
_MOST_STRETCH = 3.0
# Below this size of letters, in parts of the width, so many rows have an axis of their own for the camera.
_SMALL, _ROWS_OF_A_BLOCK = 0.0113, 8
# The least size of letters that all can read, in parts of the width: 24 of the 1,860 that a stage has without
# its edges.
_LEAST = 24 / 1860
# The width of the column for iterations without dates, as a share of the chart beside the names.
_WITHOUT_DATES = 0.2
_LINES = 3
# In the legend: its left edge, the width of a swatch, and the space behind the swatch and behind its word.
_EDGE, _SWATCH, _SWATCH_GAP, _TONE_GAP = 0.3, 1.4, 0.4, 1.4
_PLANNED = ItemState.ABSENT.value.dash


def roadmap_chart(rows: Sequence[ChartRow], words: ChartWords, setting: ChartSetting) -> RoadmapChart:
    """The chart of the rows in their order. Raises ValueError for a setting without a size."""
    if not setting.sizes:
        raise ValueError("a chart needs a size for its letters")
    layouts = (_Layout(rows, words, setting, size) for size in setting.sizes)
    layout = next((each for each in layouts if each.fits()), _Layout(rows, words, setting, setting.sizes[-1]))
    if not layout.is_whole():
        # The names that are still read in smaller letters.
        sizes = [size for size in setting.sizes if size >= setting.width * _LEAST]
        smaller = (_Layout(rows, words, setting, size) for size in sizes)
        layout = next((each for each in smaller if each.fits() and each.is_whole()), layout)
    stretch = 1.0
    if setting.height:
        room = setting.height - layout.height(0.0)
        body = layout.height() - layout.height(0.0)
        stretch = min(max(room / body if body else 1.0, 1.0), _MOST_STRETCH)
    return layout.chart(stretch)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar with its name, and the lane where both have room; they take it from `first` to `last`."""

    step: ChartStep
    lane: int
    left: float
    right: float
    name: str
    name_x: float
    anchor: str
    first: float
    last: float


class _Layout:
    """A chart in letters of one size."""

    def __init__(
        self, rows: Sequence[ChartRow], words: ChartWords, setting: ChartSetting, size: float
    ) -> None:
        self._words, self._setting, self._size = words, setting, size
        self._em = size * MEDIUM
        names = max((ems(row.name) * BOLD for row in rows), default=0.0)
        self._column = min(setting.column, names + 0.2) * size
        self._left = self._column + size if setting.column else 0.0
        beside = setting.width - self._left - 1
        heads = words.open_heads if setting.has_open else ()
        share = _WITHOUT_DATES if words.ticks else 1 / max(len(heads), 1)
        self._open = [
            (setting.width - beside * share * (len(heads) - number), beside * share)
            for number in range(len(heads))
        ]
        self._right = self._open[0][0] - size if self._open else setting.width - 1
        is_small = size < setting.width * _SMALL
        per = _ROWS_OF_A_BLOCK if is_small and setting.height else max(len(rows), 1)
        self._blocks = [rows[start : start + per] for start in range(0, len(rows), per)]
        self._bars = {id(row): self._packed(row) for row in rows}
        # The last days of all bars are written, or none.
        self._has_ends = all(
            self._end_place(bar, bars) for bars in self._bars.values() for bar in bars if bar.step.ends
        )

    def fits(self) -> bool:
        """Return True if it's no higher than its room."""
        return not self._setting.height or self.height() <= self._setting.height

    def is_whole(self) -> bool:
        """Return True if no name of an iteration is shortened."""
        return all(bar.name == bar.step.name for bars in self._bars.values() for bar in bars)

    # --- Heights -----------------------------------------------------------------------------------

    def height(self, stretch: float = 1.0) -> float:
        """How high it is with rows that are so much higher than they need."""
        rows = sum(self._high(row) for block in self._blocks for row in block)
        return self._head() * len(self._blocks) + rows * stretch + self._foot()

    def _head(self) -> float:
        bands = 1 if self._words.ticks or self._open else 0
        bands += any(tick.year for tick in self._words.ticks) + (self._words.today is not None)
        return bands * _BAND * self._size + self._size * 0.4

    def _foot(self) -> float:
        return (0.4 + _BAND * len(self._tone_lines())) * self._size

    def _tone_lines(self) -> list[list[tuple[str, str]]]:
        """The tones with their meaning, in lines that are as wide as the chart."""
        lines: list[list[tuple[str, str]]] = []
        end = self._setting.width
        for tone, label in self._words.tones:
            wide = (_SWATCH + _SWATCH_GAP + _TONE_GAP) * self._size + ems(label) * self._em
            if end + wide - _TONE_GAP * self._size > self._setting.width:
                lines.append([])
                end = _EDGE * self._size
            lines[-1].append((tone, label))
            end += wide
        return lines

    def _high(self, row: ChartRow) -> float:
        lanes = max((bar.lane + 1 for bar in self._bars[id(row)]), default=0) * _LANE
        name = len(self._name(row)) * _LINE
        stacks = [sum(self._lines_high(lines) for lines in stack) for stack in self._stacks(row)]
        if not self._setting.column:
            return (lanes + name + 2 * _AROUND) * self._size
        return (max(lanes, name, *stacks, 0.0) + 2 * _AROUND) * self._size

    @staticmethod
    def _lines_high(lines: Sequence[str]) -> float:
        return len(lines) * _LINE + 2 * _INSIDE

    def _name(self, row: ChartRow) -> list[str]:
        width = self._column or self._setting.width
        return break_lines(row.name, width / self._size / BOLD, _LINES)

    def _stacks(self, row: ChartRow) -> list[list[list[str]]]:
        """The lines of iterations without dates, by their columns: the last one has all that are left."""
        steps = [step for step in row.steps if step.start is None]
        stacks: list[list[list[str]]] = [[] for _column in self._open]
        for number, step in enumerate(steps if stacks else ()):
            place = min(number, len(stacks) - 1)
            width = self._open[place][1] / self._em - 2 * _INSIDE - _BETWEEN
            stacks[place].append(break_lines(step.name, width, _LINES))
        return stacks

    # --- Places ------------------------------------------------------------------------------------

    def _x(self, share: float) -> float:
        return self._left + share * (self._right - self._left)

    def _packed(self, row: ChartRow) -> list[_Bar]:
        """The bars in as few lanes as it takes so that none covers another one or its name."""
        ends: list[float] = []
        bars = []
        for step in sorted(row.steps, key=lambda step: step.start or 0.0):
            if step.start is None or step.end is None:
                continue
            left = self._x(step.start)
            right = max(self._x(step.end), left + self._size * 0.4)
            name, x, anchor, first, last = self._beside(step.name, left, right)
            lane = next((number for number, end in enumerate(ends) if end <= first), len(ends))
            if lane == len(ends):
                ends.append(0.0)
            ends[lane] = last + _BETWEEN * self._size
            bars.append(_Bar(step, lane, left, right, name, x, anchor, first, last))
        return bars

    def _beside(self, name: str, left: float, right: float) -> tuple[str, float, str, float, float]:
        """The name in its bar, behind it, or before it, where it has room, with its x and anchor, and what
        the bar and the name take."""
        wide, inside, apart = ems(name) * self._em, _INSIDE * self._size, 0.4 * self._size
        if wide + 2 * inside <= right - left:
            return name, left + inside, "start", left, right
        behind, before = self._right - right - apart, left - apart - self._left
        if wide > max(behind, before):
            most = max(behind, before, right - left - 2 * inside)
            name, wide = shortened(name, most / self._em), most
            if most > max(behind, before):
                return name, left + inside, "start", left, right
        if wide <= behind:
            return name, right + apart, "start", left, right + apart + wide
        return name, left - apart, "end", left - apart - wide, right

    # --- Shapes ------------------------------------------------------------------------------------

    def chart(self, stretch: float) -> RoadmapChart:
        """Its shapes with rows that are so much higher than they need."""
        chart = RoadmapChart(self._setting.width, self._size)
        y = 0.0
        for block in self._blocks:
            top = y
            axis = y + self._head()
            y = axis
            for number, row in enumerate(block):
                high = self._high(row) * stretch
                room = Box(0, y, self._setting.width, y + high)
                if not number % 2:
                    chart.rects.append(ChartRect(room, self._color("sunken")))
                self._put_row(chart, row, room)
                y += high
            self._put_axis(chart, axis, y)
            if block:
                room = Box(0, top, self._setting.width, y)
                chart.blocks.append(ChartBlock(block[0].name, block[-1].name, room))
        chart.height = y + self._foot()
        self._put_tones(chart, y)
        return chart

    def _put_row(self, chart: RoadmapChart, row: ChartRow, room: Box) -> None:
        size, y, high = self._size, room.top, room.height
        lines = self._name(row)
        beside = self._setting.column > 0
        top = y + (high - len(lines) * _LINE * size) / 2 if beside else y + _AROUND * size
        for number, line in enumerate(lines):
            base = top + (number * _LINE + 0.95) * size
            chart.texts.append(self._text("name", line, 0.3 * size, base, weight=600))
        if not beside:
            y, high = top + len(lines) * _LINE * size, high - len(lines) * _LINE * size - _AROUND * size
        bars = self._bars[id(row)]
        lanes = max((bar.lane + 1 for bar in bars), default=1)
        lane = min(high / lanes, _LANE * size * 1.8)
        first = y + (high - lane * lanes) / 2
        thick = min(_BAR * size * 1.5, lane * _BAR / _LANE)
        for bar in bars:
            middle = first + (bar.lane + 0.5) * lane
            box = Box(bar.left, middle - thick / 2, bar.right, middle + thick / 2)
            fill = f"{bar.step.tone}-wash" if bar.step.tone else "surface"
            stroke = self._color("warn" if bar.step.is_blocked else bar.step.tone or "control")
            dash = "" if bar.step.tone else _PLANNED
            look = ChartRect(box, self._color(fill), stroke, dash, size * 0.25, size * 0.08)
            chart.bars.append(look)
            base = middle + size * 0.36
            chart.texts.append(self._text("step", bar.name, bar.name_x, base, weight=500, anchor=bar.anchor))
            end = self._end_place(bar, bars) if self._has_ends and bar.step.ends else None
            if end:
                chart.texts.append(self._text("end", bar.step.ends, end[0], base, anchor=end[1], ink="ink-2"))
        for (left, width), stack in zip(self._open, self._stacks(row), strict=True):
            self._put_stack(chart, stack, Box(left, y, left + width, y + high))

    def _end_place(self, bar: _Bar, bars: Sequence[_Bar]) -> tuple[float, str] | None:
        """The x and anchor of the last day: behind the bar, if there is room before the next one in its lane,
        else at the end of the bar, behind a name in it; None without room."""
        x = bar.right + 0.4 * self._size
        following = (each.first for each in bars if each.lane == bar.lane and each.first > bar.last)
        room = min(following, default=self._right + self._size) - _BETWEEN * self._size - x
        wide, inside = ems(bar.step.ends) * self._em, _INSIDE * self._size
        if bar.last == bar.right and wide <= room:
            return x, "start"
        has_name = bar.anchor == "start" and bar.last == bar.right
        begin = bar.name_x + ems(bar.name) * self._em if has_name else bar.left
        return (bar.right - inside, "end") if begin + wide + 2 * inside <= bar.right else None

    def _put_stack(self, chart: RoadmapChart, stack: Sequence[Sequence[str]], room: Box) -> None:
        size = self._size
        y = room.top + (room.height - sum(map(self._lines_high, stack)) * size) / 2
        for lines in stack:
            high = self._lines_high(lines) * size
            box = Box(room.left, y + 0.15 * size, room.right - _BETWEEN * size, y + high - 0.15 * size)
            look = self._color("control")
            chart.bars.append(ChartRect(box, self._color("surface"), look, _PLANNED, size * 0.25))
            for number, line in enumerate(lines):
                base = y + (_INSIDE + number * _LINE + 0.95) * size
                chart.texts.append(self._text("step", line, room.left + _INSIDE * size, base, weight=500))
            y += high

    def _put_axis(self, chart: RoadmapChart, axis: float, bottom: float) -> None:
        size, band = self._size, _BAND * self._size
        strong, thin = self._color("line-strong"), self._color("line")
        base = axis - 0.55 * size
        ticks = self._words.ticks
        wide = (self._right - self._left) / max(len(ticks), 1)
        widest = max((ems(tick.label) for tick in ticks), default=0.0) * self._em + 0.6 * size
        every = next((each for each in (1, 2, 3, 4, 6) if each * wide >= widest), 12)
        years: list[str] = []
        for number, tick in enumerate(ticks):
            x = self._x(tick.at)
            is_year = bool(tick.year) and tick.year not in years
            if is_year:
                years.append(tick.year)
                self._put_year(chart, number, base - band)
            top = axis - (2 * band if is_year else band)
            self._put_line(chart, x, (top, bottom), strong if is_year else thin, 1.5)
            if number % every == 0:
                chart.texts.append(self._text("tick", tick.label, x + 0.3 * size, base, ink="ink-2"))
        chart.rules.append(ChartRule((0, axis), (self._setting.width, axis), strong, 2))
        heads = self._words.open_heads if self._setting.has_open else ()
        for (left, width), head in zip(self._open, heads, strict=True):
            lines = break_lines(head, width / self._em, 1)
            chart.texts.append(self._text("head", lines[0], left, base, ink="ink-2"))
        if self._words.today is not None:
            self._put_today(chart, self._x(self._words.today), axis, bottom)

    def _put_year(self, chart: RoadmapChart, number: int, y: float) -> None:
        tick = self._words.ticks[number]
        x = self._x(tick.at) + 0.3 * self._size
        following = (each.at for each in self._words.ticks[number:] if each.year != tick.year)
        room = self._x(next(following, 1.0)) - x
        if ems(tick.year) * BOLD * self._size <= room:
            chart.texts.append(self._text("year", tick.year, x, y, weight=600))

    def _put_today(self, chart: RoadmapChart, x: float, axis: float, bottom: float) -> None:
        size = self._size
        label = self._words.today_label
        half = ems(label) * BOLD * size / 2 + 0.5 * size
        middle = min(max(x, self._left + half), self._setting.width - half)
        top = axis - self._head() + 0.15 * size
        pill = Box(middle - half, top, middle + half, top + 1.45 * size)
        line = self._color("accent")
        self._put_line(chart, x, (pill.bottom, bottom), line, max(size * 0.12, 1.5), "7 5")
        chart.bars.append(ChartRect(pill, line, radius=size * 0.3))
        base = top + 1.08 * size
        chart.texts.append(
            self._text("today", label, middle, base, weight=600, anchor="middle", ink="surface")
        )

    def _put_line(
        self,
        chart: RoadmapChart,
        x: float,
        ends: tuple[float, float],
        stroke: str,
        thickness: float,
        dash: str = "",
    ) -> None:
        """Draw a vertical line between both ends, with a gap at each text in its way."""
        top, bottom = ends
        apart = 0.2 * self._size
        way = Box(x - apart, top, x + apart, bottom)
        gaps = [each.box for each in chart.texts if each.box.covers(way)]
        for gap in (*sorted(gaps, key=lambda box: box.top), Box(x, bottom, x, bottom)):
            if gap.top > top:
                chart.rules.append(ChartRule((x, top), (x, gap.top), stroke, thickness, dash))
            top = max(top, gap.bottom)

    def _put_tones(self, chart: RoadmapChart, y: float) -> None:
        size = self._size
        for number, line in enumerate(self._tone_lines()):
            x, base = _EDGE * size, y + (1.5 + _BAND * number) * size
            for tone, label in line:
                box = Box(x, base - 0.8 * size, x + _SWATCH * size, base)
                fill = f"{tone}-wash" if tone and tone != BLOCKED else "surface"
                stroke = self._color("warn" if tone == BLOCKED else tone or "control")
                dash = "" if tone else _PLANNED
                chart.bars.append(ChartRect(box, self._color(fill), stroke, dash, size * 0.2))
                x = box.right + _SWATCH_GAP * size
                text = self._text("tone", label, x, base, ink="ink-2")
                chart.texts.append(text)
                x = text.box.right + _TONE_GAP * size

    def _text(
        self,
        part: str,
        words: str,
        x: float,
        y: float,
        *,
        weight: int = 400,
        anchor: str = "start",
        ink: str = "ink",
    ) -> ChartText:
        return ChartText(part, words, x, y, self._size, self._color(ink), weight, anchor)

    def _color(self, token: str) -> str:
        return PAPER[token] if self._setting.on_paper else f"var(--{token})"
