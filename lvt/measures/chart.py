"""The values of a measure of success as a line with its numbers, for a whole screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lvt.sparkline import Sparkline, sparkline

if TYPE_CHECKING:
    from lvt.measures.selectors import MeasureStanding

# The area of the line, and the distance of labels from dots and from each other.
_WIDTH, _HEIGHT, _EDGE, _NEAR, _LINE = 920, 340, 16, 24, 40
# On a phone the labels are above and below the line, none beside it.
_NARROW = 460
_DAYS = _HEIGHT + 2 * _LINE
# A day is named where the first and the last have so much room.
_DAY = 250


@dataclass(frozen=True, slots=True)
class ChartLabel:
    """Words at a position; `part` is "value", "target", "baseline" or "day", and `anchor` as SVG calls
    it."""

    part: str
    words: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class MeasureChart:
    """The `line` of all values, and its labels: the first and the last value, their days, and the target.
    `days` are the positions of the days below the axis, and `due` is that of the target's day, None if it's
    unknown or over. `has_way`: from the baseline to the last value is a line. `is_narrow`: for a phone."""

    line: Sparkline
    labels: tuple[ChartLabel, ...]
    days: tuple[float, ...]
    due: float | None
    has_way: bool = False
    is_narrow: bool = False
    floor: int = _HEIGHT + 50
    high: int = _HEIGHT + 112
    """The y of the axis, and the height of the whole with its labels."""

    @property
    def view_box(self) -> str:
        """The whole with its labels, as SVG wants it."""
        if self.is_narrow:
            return f"-64 -40 {self.line.width + 128} {self.high + 16}"
        return f"-64 -24 {self.line.width + 324} {self.high}"


def measure_chart(standing: MeasureStanding, *, is_narrow: bool = False) -> MeasureChart | None:
    """The chart of a measure; None before it has two values."""
    measure, rows = standing.measure, standing.rows
    if len(rows) < 2:
        return None
    values = [(each.value.measured_on, each.value.value) for each in rows]
    begin, now, due = values[-1][0], values[0][0], measure.due_on
    if due is not None and (measure.target is None or due <= now):
        due = None
    line = sparkline(
        values,
        target=measure.target,
        baseline=measure.baseline,
        width=_NARROW if is_narrow else _WIDTH,
        height=_HEIGHT,
        margin=_EDGE,
        until=due,
    )
    if line is None:
        return None
    first, last, end = line.dots[0], line.dots[-1], float(line.width - _EDGE)
    # A number is on the side of the first dot from which the line leads away.
    below = line.dots[1].y <= first.y
    labels = [
        ChartLabel("value", rows[-1].text, first.x, first.y + (_LINE + 4 if below else -_NEAR), "middle"),
        ChartLabel("value", rows[0].text, last.x, _above(last.y, line.target_y), "middle")
        if is_narrow
        else ChartLabel("value", rows[0].text, last.x + _NEAR, _beside(last.y, line.target_y), "start"),
    ]
    days = [(begin, first.x), (due or now, end)]
    if due is not None and first.x + _DAY < last.x < end - _DAY:
        days.insert(1, (now, last.x))
    labels += [
        ChartLabel("day", date_format(day, "SHORT_DATE_FORMAT"), x, _DAYS, "middle") for day, x in days
    ]
    if line.target_y is not None:
        words = _("Target: %(value)s") % {"value": standing.target_text}
        # On a phone the words are on that side of the target's line on which the last value isn't.
        y = line.target_y + (10 if not is_narrow else _LINE if last.y < line.target_y else -_EDGE)
        x, anchor = (end, "end") if is_narrow else (_WIDTH + _NEAR, "start")
        labels.append(ChartLabel("target", words, x, y, anchor))
    labels += [] if is_narrow else _baseline_labels(line, standing)
    has_way = any(each.part == "baseline" for each in labels)
    places = tuple(x for _day, x in days)
    return MeasureChart(line, tuple(labels), places, None if due is None else end, has_way, is_narrow)


def _baseline_labels(line: Sparkline, standing: MeasureStanding) -> list[ChartLabel]:
    """The words of the baseline; none of a way to the target that is over or has not begun, or where they
    have no room."""
    progress, last, base = standing.progress, line.last, line.baseline_y
    if base is None or not progress.is_known or progress.is_reached or progress.is_worse_than_baseline:
        return []
    if abs(base - last.y) < 2 * _LINE:
        return []
    words = _("Baseline: %(value)s") % {"value": standing.baseline_text}
    return [ChartLabel("baseline", words, _WIDTH + _NEAR, base + 10, "start")]


def _above(y: float, target_y: float | None) -> float:
    """The line of the last value above its dot, or below it where the target's line is close above."""
    is_close = target_y is not None and 0 <= y - target_y < 2 * _LINE
    return y + _LINE + 4 if is_close else y - _NEAR


def _beside(y: float, target_y: float | None) -> float:
    """The line of the last value, at its height but clear of the words at the target."""
    if target_y is None or abs(y - target_y) >= _LINE:
        return y + 10
    return target_y + 10 + (_LINE if y >= target_y else -_LINE)
