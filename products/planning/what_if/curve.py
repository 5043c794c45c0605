"""A what-if on the curve of the cut line: the total score by the number of new products, with both plans
marked. Both are points that the page has computed already: nothing further is searched for."""

from dataclasses import dataclass
from typing import Final

from core.labels import Text, ngettext_lazy
from products.planning.cut_line.selectors import CutLine
from products.planning.what_if.selectors import WhatIf
from products.step_chart import StepChart, step_chart

# About as wide as the column in which it is drawn, so its letters are as large as those beside it.
_WIDTH, _HEIGHT, _HEAD = 480.0, 210.0, 36.0
# A label is about this wide and high in the letters of a phone, where they are largest.
_LABEL, _LETTERS = 190.0, 22
# A label is this far above its point, or below it.
_APART = 12
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
    """A plan in the chart: its position, and its `total` for the label beside it. `dx` and `dy` shift the
    label, and `anchor` is the part of it which is there, as SVG names it."""

    x: float
    y: float
    total: str
    dx: int
    dy: int
    anchor: str


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
    """The points of the plans. The label of a single one is below it where the area of its total has room.
    Of two labels, both are above their points, that of the lower one below it where they would meet: the
    curve rises, so there is most room above to the left, and below to the right."""
    marks = chart.marks
    higher = min(y for _x, y in marks)
    points = []
    for place, ((x, y), total) in enumerate(zip(marks, totals, strict=True)):
        other = marks[1 - place] if len(marks) > 1 else (x, y)
        is_close = other != (x, y) and (y, place) > (other[1], 1 - place) and y - higher < 2 * _LETTERS
        is_alone = len(marks) == 1 and chart.right - x >= _LABEL
        is_below = (is_close or is_alone) and y + _APART + _LETTERS <= chart.base
        dy = -_APART
        if is_below:
            dy = _APART + _LETTERS - 4
        elif is_close:
            dy = round(higher - y) - _APART - _LETTERS  # at the axis, it is above the other label
        is_left = chart.right - x < _LABEL if is_below else x - chart.left > _LABEL
        points.append(PlanPoint(x, y, total, -8 if is_left else 8, dy, "end" if is_left else "start"))
    return points


def _in_words(sentence: Text, line: CutLine) -> str:
    return str(sentence % {"total": line.reached, "count": line.limit})
