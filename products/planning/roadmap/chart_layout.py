"""The places of axis, rows, bars and names in the chart of a roadmap. Pure: rows in, shapes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from discovery.state_looks import ItemState
from documents.boxes import Box
from documents.word_widths import break_lines, ems
from products.planning.roadmap.chart import (
    BLOCKED,
    BOLD,
    MEDIUM,
    PAPER,
    ChartBlock,
    ChartHatch,
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
# the bars of a row, between two things beside one another, and in a box.
_LINE, _BAR, _LANE, _BAND = 1.25, 1.2, 1.45, 1.6
_AROUND, _BETWEEN, _INSIDE = 0.25, 0.6, 0.5
# Rows are so much higher than they need where they have room, and at most so much, to fill it.
_STRETCH, _MOST_STRETCH = 1.3, 4.0
# Below this size of letters, in parts of the width, so many rows have an axis of their own for the camera.
_SMALL, _ROWS_OF_A_BLOCK = 0.0113, 8
# The least size that all can read, in parts of the width: 24 of the 1,860 of a stage without its edges.
_LEAST = 24 / 1860
# The width of the column for iterations without dates, as a share of the chart beside the names, and the
# most of its width that names take.
_WITHOUT_DATES, _MOST_NAMES = 0.2, 0.5
_LINES = 3
# In the legend: its left edge, the width of a swatch, and the space behind the swatch and behind its word.
_EDGE, _SWATCH, _SWATCH_GAP, _TONE_GAP = 0.3, 1.4, 0.4, 1.4
_PLANNED = ItemState.ABSENT.value.dash


def roadmap_chart(rows: Sequence[ChartRow], words: ChartWords, setting: ChartSetting) -> RoadmapChart:
    """The chart of the rows in their order. Raises ValueError for a setting without a size."""
    if not setting.sizes:
        raise ValueError("a chart needs a size for its letters")
    layouts = [_Layout(rows, words, setting, size) for size in setting.sizes]
    is_read = [each for each in layouts if each.size >= setting.width * _LEAST]
    layout = next(
        (each for each in is_read if each.fits(_STRETCH)),
        next((each for each in layouts if each.fits(1.0)), layouts[-1]),
    )
    stretch = _STRETCH
    if setting.height:
        room = setting.height - layout.height(0.0)
        body = layout.height() - layout.height(0.0)
        stretch = min(max(room / body if body else 1.0, 1.0), _MOST_STRETCH)
    return layout.chart(stretch)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar from `left` to `right`, and the lines of its name; it's blocked up to the `tail`. `high` is what
    they take, in letters."""

    step: ChartStep
    left: float
    right: float
    tail: float | None
    lines: Sequence[str]
    high: float


class _Layout:
    """A chart in letters of one size."""

    def __init__(
        self, rows: Sequence[ChartRow], words: ChartWords, setting: ChartSetting, size: float
    ) -> None:
        self._words, self._setting, self.size = words, setting, size
        self._em = size * MEDIUM
        dated = [step for row in rows for step in row.steps if step.start is not None]
        names = max(map(ems, [*(row.name for row in rows), words.without_head])) * BOLD + 0.2
        self._column = min(setting.column, names) * size
        self._step_x = self._column + size if setting.column else 0.3 * size
        ends = [*(self._last_day(step) for step in dated), words.end_head if dated else ""]
        self._ends = max(map(ems, ends), default=0.0) * self._em
        if setting.column:
            # Names of iterations have what is left of the room for names, in one line if that's enough.
            left = setting.width * _MOST_NAMES - self._step_x - self._ends - 1.8 * size
            wide = max((ems(step.name) for step in dated), default=0.0) * self._em + 0.2 * size
            self._steps = min(wide, max(left, setting.column * size))
            self._end_x = self._step_x + self._steps + 0.8 * size
            self._left = self._end_x + self._ends + size if dated else self._step_x
        else:
            self._end_x = setting.width - self._ends - 0.3 * size
            self._steps = self._end_x - self._step_x - size
            self._left = 0.0
        beside = setting.width - self._left - 1
        heads = words.open_heads if setting.has_open else ()
        share = _WITHOUT_DATES if words.ticks else 1 / max(len(heads), 1)
        self._open = [
            (setting.width - beside * share * (len(heads) - number), beside * share)
            for number in range(len(heads))
        ]
        edge = self._open[0][0] - size if self._open else setting.width - 1
        # The axis ends where the last day of each time that is blocked has room behind it.
        self._right = min([edge, *(self._end_of_axis(step, edge) for step in dated)])
        is_small = size < setting.width * _SMALL
        per = _ROWS_OF_A_BLOCK if is_small and setting.height else max(len(rows), 1)
        self._blocks = [rows[start : start + per] for start in range(0, len(rows), per)]
        self._bars = {id(row): self._lanes(row) for row in rows}

    def _last_day(self, step: ChartStep) -> str:
        """The last day in words, after its head where that isn't above a column."""
        has_head = step.ends and not self._setting.column and self._words.end_head
        return f"{self._words.end_head} {step.ends}" if has_head else step.ends

    def _end_of_axis(self, step: ChartStep, edge: float) -> float:
        if not step.blocked_to:
            return edge
        behind = ems(step.until) * self._em + 0.8 * self.size
        return self._left + (edge - behind - self._left) / step.blocked_to

    def fits(self, stretch: float) -> bool:
        """Return True if it's no higher than its room, and names leave enough of its width."""
        is_low = not self._setting.height or self.height(stretch) <= self._setting.height
        return is_low and self._left <= self._setting.width * _MOST_NAMES

    # --- Heights -----------------------------------------------------------------------------------

    def height(self, stretch: float = 1.0) -> float:
        """The height with rows that are so much higher than they need."""
        rows = sum(self._high(row) for block in self._blocks for row in block)
        return self._head() * len(self._blocks) + rows * stretch + self._without_high() + self._foot()

    def _head(self) -> float:
        bands = 1 if self._words.ticks or self._open else 0
        bands += any(tick.year for tick in self._words.ticks) + (self._words.today is not None)
        return bands * _BAND * self.size + self.size * 0.4

    def _foot(self) -> float:
        return (0.4 + _BAND * len(self._tone_lines())) * self.size

    def _tone_lines(self) -> list[list[tuple[str, str]]]:
        """The tones with their meaning, in lines that are as wide as the chart."""
        lines: list[list[tuple[str, str]]] = []
        end = self._setting.width
        for tone, label in self._words.tones:
            wide = (_SWATCH + _SWATCH_GAP + _TONE_GAP) * self.size + ems(label) * self._em
            if end + wide - _TONE_GAP * self.size > self._setting.width:
                lines.append([])
                end = _EDGE * self.size
            lines[-1].append((tone, label))
            end += wide
        return lines

    def _high(self, row: ChartRow) -> float:
        lanes = sum(bar.high for bar in self._bars[id(row)])
        name = len(self._name(row)) * _LINE
        stacks = [sum(self._lines_high(lines) for lines in stack) for stack in self._stacks(row)]
        if not self._setting.column:
            return (lanes + name + 2 * _AROUND) * self.size
        return (max(lanes, name, *stacks, 0.0) + 2 * _AROUND) * self.size

    @staticmethod
    def _lines_high(lines: Sequence[str]) -> float:
        return len(lines) * _LINE + 2 * _INSIDE

    def _name(self, row: ChartRow) -> list[str]:
        width = self._column or self._setting.width
        return break_lines(row.name, width / self.size / BOLD, _LINES)

    def _without_lines(self) -> list[str]:
        """The products without dates, as wide as the chart beside the names of products."""
        names, width = self._words.without_dates, (self._setting.width - self._step_x) / self._em
        return break_lines(", ".join(names), width, _LINES) if names else []

    def _without_high(self) -> float:
        lines = len(self._without_lines())
        lines += bool(lines) and not self._setting.column
        return (lines * _LINE + 2 * _AROUND + 0.3) * self.size if lines else 0.0

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

    def _lanes(self, row: ChartRow) -> list[_Bar]:
        """The bars, each in a lane of its own, with the places of their names."""
        bars = []
        for step in sorted(row.steps, key=lambda step: step.start or 0.0):
            if step.start is None or step.end is None:
                continue
            left = self._x(step.start)
            right = max(self._x(step.end), left + self.size * 0.4)
            tail = None if step.blocked_to is None else max(self._x(step.blocked_to), right)
            lines = break_lines(step.name, self._steps / self._em, _LINES)
            high = len(lines) * _LINE
            high = max(_LANE, high + 0.1) if self._setting.column else high + _LANE
            bars.append(_Bar(step, left, right, tail, lines, high))
        return bars

    # --- Shapes ------------------------------------------------------------------------------------

    def chart(self, stretch: float) -> RoadmapChart:
        """Its shapes with rows that are so much higher than they need."""
        chart = RoadmapChart(self._setting.width, self.size)
        y = 0.0
        for block in self._blocks:
            top, axis = y, y + self._head()
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
        self._put_without_dates(chart, y)
        y += self._without_high()
        chart.height = y + self._foot()
        self._put_tones(chart, y)
        return chart

    def _put_row(self, chart: RoadmapChart, row: ChartRow, room: Box) -> None:
        size, y, high = self.size, room.top, room.height
        lines = self._name(row)
        beside = self._setting.column > 0
        top = y + (high - len(lines) * _LINE * size) / 2 if beside else y + _AROUND * size
        for number, line in enumerate(lines):
            base = top + (number * _LINE + 0.95) * size
            chart.texts.append(self._text("name", line, 0.3 * size, base, weight=600))
        if not beside:
            y, high = top + len(lines) * _LINE * size, high - len(lines) * _LINE * size - _AROUND * size
        bars = self._bars[id(row)]
        natural = sum(bar.high for bar in bars) * size
        stretch = min(high / natural, 2.4) if natural else 1.0
        top = y + (high - natural * stretch) / 2
        for bar in bars:
            lane = Box(0, top, self._setting.width, top + bar.high * size * stretch)
            self._put_bar(chart, bar, lane, _BAR * size * min(stretch, 2.0))
            top = lane.bottom
        for (left, width), stack in zip(self._open, self._stacks(row), strict=True):
            self._put_stack(chart, stack, Box(left, y, left + width, y + high))

    def _put_bar(self, chart: RoadmapChart, bar: _Bar, lane: Box, thick: float) -> None:
        """Draw the bar with its name and last day beside it or above it, and the time that it's blocked."""
        size, beside = self.size, self._setting.column > 0
        words = len(bar.lines) * _LINE * size
        top = lane.top + (lane.height - words) / 2 if beside else lane.top
        middle = lane.top + lane.height / 2 if beside else (lane.top + words + lane.bottom) / 2
        for number, line in enumerate(bar.lines):
            base = top + (number * _LINE + 0.95) * size
            chart.texts.append(self._text("step", line, self._step_x, base, weight=500))
        if bar.step.ends:
            last, base = self._last_day(bar.step), top + 0.95 * size
            chart.texts.append(self._text("end", last, self._end_x, base, ink="ink-2"))
        box = Box(bar.left, middle - thick / 2, bar.right, middle + thick / 2)
        chart.bars.append(self._look(box, bar.step.tone))
        if bar.tail is not None:
            if bar.tail > bar.right:
                self._put_blocked(chart, Box(bar.right, box.top, bar.tail, box.bottom), bar.step.is_open)
            base = middle + 0.36 * size
            chart.texts.append(self._text("until", bar.step.until, bar.tail + 0.4 * size, base, weight=500))

    def _look(self, box: Box, tone: str) -> ChartRect:
        fill, stroke = self._color(f"{tone}-wash" if tone else "surface"), self._color(tone or "control")
        return ChartRect(box, fill, stroke, "" if tone else _PLANNED, self.size * 0.2, self.size * 0.08)

    def _put_blocked(self, chart: RoadmapChart, box: Box, is_open: bool = False) -> None:
        """Draw a time that is blocked. One whose end `is_open` has no line there."""
        stroke, size = self._color("warn"), self.size
        outline, edges = ("", (box.top, box.bottom)) if is_open else (stroke, ())
        chart.bars.append(ChartRect(box, self._color("warn-wash"), outline, thickness=size * 0.05))
        chart.rules += [ChartRule((box.left, y), (box.right, y), stroke, size * 0.05) for y in edges]
        chart.hatches.append(ChartHatch(box, stroke, size * 0.07, size * 0.6))

    def _put_without_dates(self, chart: RoadmapChart, y: float) -> None:
        lines, head, size = self._without_lines(), self._words.without_head, self.size
        if not lines:
            return
        top = y + (_AROUND + 0.15) * size
        chart.texts.append(self._text("name", head, 0.3 * size, top + 0.95 * size, weight=600))
        top += 0.0 if self._setting.column else _LINE * size
        for number, line in enumerate(lines):
            base = top + (number * _LINE + 0.95) * size
            chart.texts.append(self._text("step", line, self._step_x, base, ink="ink-2"))

    def _put_stack(self, chart: RoadmapChart, stack: Sequence[Sequence[str]], room: Box) -> None:
        size = self.size
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
        size, band = self.size, _BAND * self.size
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
            chart.put_line(x, (top, bottom), strong if is_year else thin, 1.5)
            if number % every == 0:
                chart.texts.append(self._text("tick", tick.label, x + 0.3 * size, base, ink="ink-2"))
        chart.rules.append(ChartRule((0, axis), (self._setting.width, axis), strong, 2))
        heads = self._words.open_heads if self._setting.has_open else ()
        for (left, width), head in zip(self._open, heads, strict=True):
            lines = break_lines(head, width / self._em, 1)
            chart.texts.append(self._text("head", lines[0], left, base, ink="ink-2"))
        if self._setting.column and self._ends:
            chart.texts.append(self._text("head", self._words.end_head, self._end_x, base, ink="ink-2"))
        if self._words.today is not None:
            self._put_today(chart, self._x(self._words.today), axis, bottom)

    def _put_year(self, chart: RoadmapChart, number: int, y: float) -> None:
        tick = self._words.ticks[number]
        x = self._x(tick.at) + 0.3 * self.size
        following = (each.at for each in self._words.ticks[number:] if each.year != tick.year)
        room = self._x(next(following, 1.0)) - x
        if ems(tick.year) * BOLD * self.size <= room:
            chart.texts.append(self._text("year", tick.year, x, y, weight=600))

    def _put_today(self, chart: RoadmapChart, x: float, axis: float, bottom: float) -> None:
        size, label = self.size, self._words.today_label
        half = ems(label) * BOLD * size / 2 + 0.5 * size
        middle = min(max(x, self._left + half), self._setting.width - half)
        top = axis - self._head() + 0.15 * size
        pill = Box(middle - half, top, middle + half, top + 1.45 * size)
        line = self._color("accent")
        chart.put_line(x, (pill.bottom, bottom), line, max(size * 0.12, 1.5), "7 5")
        chart.bars.append(ChartRect(pill, line, radius=size * 0.3))
        base = top + 1.08 * size
        chart.texts.append(
            self._text("today", label, middle, base, weight=600, anchor="middle", ink="surface")
        )

    def _put_tones(self, chart: RoadmapChart, y: float) -> None:
        size = self.size
        for number, line in enumerate(self._tone_lines()):
            x, base = _EDGE * size, y + (1.5 + _BAND * number) * size
            for tone, label in line:
                box = Box(x, base - 0.8 * size, x + _SWATCH * size, base)
                if tone == BLOCKED:
                    self._put_blocked(chart, box)
                else:
                    chart.bars.append(self._look(box, tone))
                x = box.right + _SWATCH_GAP * size
                chart.texts.append(text := self._text("tone", label, x, base, ink="ink-2"))
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
        return ChartText(part, words, x, y, self.size, self._color(ink), weight, anchor)

    def _color(self, token: str) -> str:
        return PAPER[token] if self._setting.on_paper else f"var(--{token})"
