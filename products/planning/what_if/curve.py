"""A what-if on the curve of the cut line: the total score by the number of new products, with both plans
marked. Both are points that the page has computed already: nothing further is searched for."""

from dataclasses import dataclass
from typing import Final

from core.labels import Text, ngettext_lazy
from products.planning.cut_line.selectors import CutLine
from products.planning.what_if.selectors import WhatIf
from products.step_chart import StepChart, step_chart

# About as wide as the column in which it is drawn, so its letters are as large as those beside it.
_WIDTH, _HEIGHT, _HEAD = 480.0, 210.0, 30.0
# A point with less room than this has its total at its other side.
_NEAR_EDGE = 48.0
_NOW: Final = ngettext_lazy(
    "Current plan: %(total)s with %(count)s new data product",
    "Current plan: %(total)s with %(count)s new data products",
    "count",
)
_THEN: Final = ngettext_lazy(
    "Changed: %(total)s with %(count)s new data product",
    "Changed: %(total)s with %(count)s new data products",
    "count",
)


@dataclass(frozen=True, slots=True)
class PlanPoint:
    """A plan in the chart: its position, and its `total` beside it, shifted by `dx` and `dy`. `anchor` is the
    part of that text which is there, as SVG names it."""

    x: float
    y: float
    total: str
    dx: int = 0
    dy: int = -13
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class CapacityCurve:
    """The curve of the current plan with its point, `now`. `then` is the point of the changed plan, None
    without changes and where its totals have another scale. `now_words` and `then_words` describe both, ""
    where there is no point. `is_rescaled`: the totals of the changed plan have another scale."""

    chart: StepChart
    now: PlanPoint
    then: PlanPoint | None
    now_words: str
    then_words: str
    is_rescaled: bool

    @property
    def is_same(self) -> bool:
        """Return True if both plans are the same point."""
        return self.then is not None and (self.now.x, self.now.y) == (self.then.x, self.then.y)


def capacity_curve(comparison: WhatIf) -> CapacityCurve | None:
    """The chart of both plans; None where a choice of numbers doesn't exist."""
    before, after = comparison.lines
    if len(before.steps) < 2:
        return None
    is_rescaled = comparison.is_reweighted
    lines = (before, after) if comparison.words and not is_rescaled else (before,)
    last = len(before.steps) - 1
    chart = step_chart(
        [step.reached.total for step in before.steps],
        before.limit,
        width=_WIDTH,
        height=_HEIGHT,
        head=_HEAD,
        marks=[(min(line.limit, last), line.reached.total) for line in lines],
    )
    now, *others = _points(chart, [line.reached.short for line in lines])
    return CapacityCurve(
        chart,
        now,
        others[0] if others else None,
        _in_words(_NOW, before),
        _in_words(_THEN, after) if others else "",
        is_rescaled,
    )


def _points(chart: StepChart, totals: list[str]) -> list[PlanPoint]:
    """The points of both plans. A line goes from one to the other, and their totals are beside it."""
    marks = chart.marks
    first, last = (order(marks, key=lambda mark: (mark[0], -mark[1])) for order in (min, max))
    points = []
    for (x, y), total in zip(marks, totals, strict=True):
        if first != last and (x, y) == first and x > chart.left + _NEAR_EDGE:
            points.append(PlanPoint(x, y, total, dx=-9, dy=-9, anchor="end"))
        elif (x, y) == last and last[1] > first[1]:
            points.append(PlanPoint(x, y, total, dx=6, dy=-9, anchor="start"))
        elif x > chart.right - _NEAR_EDGE / 2:
            points.append(PlanPoint(x, y, total, dx=8, anchor="end"))
        else:
            points.append(PlanPoint(x, y, total))
    return points


def _in_words(sentence: Text, line: CutLine) -> str:
    return str(sentence % {"total": line.reached, "count": line.limit})
