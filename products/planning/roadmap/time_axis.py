"""Places of iterations on a time line: months, quarters or years, and bars between them. Pure."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# How wide a month is drawn, in units of the drawing.
MONTH = 100
# So many columns at most, before a column holds more months.
MOST_COLUMNS = 12
_MONTHS_OF_A_COLUMN = (1, 3, 12)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """From when until when, both days included; one of the two may not be known."""

    start: date | None
    end: date | None

    @property
    def is_dated(self) -> bool:
        return self.start is not None or self.end is not None

    @property
    def first(self) -> date:
        """The first day to draw: without a start a month before the end. Raises ValueError for a span without
        dates."""
        if self.start is not None:
            return self.start
        if self.end is None:
            raise ValueError("a span without dates is drawn nowhere")
        return _months_later(self.end, -1) + timedelta(days=1)

    @property
    def last(self) -> date:
        """The last day to draw: without an end a month after the start. Raises ValueError for a span without
        dates."""
        if self.end is not None:
            return self.end
        if self.start is None:
            raise ValueError("a span without dates is drawn nowhere")
        return _months_later(self.start, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RoadmapBar:
    """The place of a span, in units from the start of the axis."""

    x: int
    width: int


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """A month, quarter or year of the axis, from `start` on."""

    start: date
    x: int
    width: int

    @property
    def quarter(self) -> int:
        return (self.start.month - 1) // 3 + 1


@dataclass(frozen=True, slots=True)
class Axis:
    """`months` is the width of a column: 1, 3 or 12 months."""

    months: int
    columns: tuple[TimeColumn, ...]

    @property
    def width(self) -> int:
        return len(self.columns) * self.months * MONTH

    def bar(self, span: DateSpan) -> RoadmapBar:
        """The place of the dated span; at least as wide as a day."""
        x = self._place(span.first)
        return RoadmapBar(x, max(self._place(span.last + timedelta(days=1)) - x, MONTH // 31))

    def place(self, day: date) -> int | None:
        """The place of the day; None before and after the axis."""
        x = self._place(day)
        return x if 0 <= x <= self.width else None

    def _place(self, day: date) -> int:
        begin = self.columns[0].start
        months = (day.year - begin.year) * 12 + day.month - begin.month
        in_month = (day.day - 1) / calendar.monthrange(day.year, day.month)[1]
        return round((months + in_month) * MONTH)


def axis_for(spans: Iterable[DateSpan]) -> Axis | None:
    """The axis that holds all dated spans, in the finest columns of which there are not too many; None when
    nothing has a date."""
    dated = [span for span in spans if span.is_dated]
    if not dated:
        return None
    first, last = min(span.first for span in dated), max(span.last for span in dated)
    axes = (Axis(months, _columns(first, last, months)) for months in _MONTHS_OF_A_COLUMN)
    return next((axis for axis in axes if len(axis.columns) <= MOST_COLUMNS), None) or Axis(
        _MONTHS_OF_A_COLUMN[-1], _columns(first, last, _MONTHS_OF_A_COLUMN[-1])
    )


def _columns(first: date, last: date, months: int) -> tuple[TimeColumn, ...]:
    begin = first.year * 12 + (first.month - 1) // months * months
    end = last.year * 12 + last.month - 1
    width = months * MONTH
    starts: Sequence[int] = range(begin, end + 1, months)
    return tuple(
        TimeColumn(date(number // 12, number % 12 + 1, 1), index * width, width)
        for index, number in enumerate(starts)
    )


def _months_later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
