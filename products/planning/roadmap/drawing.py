"""The roadmap as a chart, with the words around its bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from products.planning.roadmap.chart import (
    BLOCKED,
    ChartRow,
    ChartSetting,
    ChartStep,
    ChartTick,
    ChartWords,
    RoadmapChart,
)
from products.planning.roadmap.chart_layout import roadmap_chart
from products.selectors.blockers import with_last_day

if TYPE_CHECKING:
    from datetime import date

    from products.models import DataProduct
    from products.planning.roadmap.selectors import Roadmap, RoadmapStep
    from products.planning.roadmap.time_axis import Axis, TimeColumn


def chart_of(roadmap: Roadmap, setting: ChartSetting) -> RoadmapChart:
    """The chart of the roadmap for this room; iterations without dates are in it if the setting has them."""
    rows = (*roadmap.rows, *roadmap.undated) if setting.has_open else roadmap.rows
    steps: dict[DataProduct, list[RoadmapStep]] = {}
    for row in rows:
        steps.setdefault(row.product, []).extend(row.steps)
    texts = [
        ChartRow(product.name, tuple(_step_of(step, roadmap.axis) for step in of_product))
        for product, of_product in steps.items()
    ]
    steps_shown = [step for row in roadmap.rows for step in row.steps]
    tones = {step.tone for step in steps_shown}
    tones |= {BLOCKED} if any(step.blocked_until for step in steps_shown) else set()
    return roadmap_chart(texts, _words(roadmap, tones), setting)


def svg_of(chart: RoadmapChart, roadmap: Roadmap | None = None) -> SafeString:
    """The chart as SVG. Its description names the iterations of the `roadmap` for screen readers; beside a
    list or a table of them it needs none."""
    rows = (*roadmap.rows, *roadmap.undated) if roadmap is not None else ()
    lines = [f"{row.product.name}: {', '.join(map(_sentence, row.steps))}" for row in rows]
    if roadmap is not None and roadmap.unplanned:
        names = ", ".join(product.name for product in roadmap.unplanned)
        lines.append(_("No date yet: %(names)s") % {"names": names})
    context = {"chart": chart, "lines": lines}
    return SafeString(render_to_string("products/roadmap/_chart.html", context).strip())


def _step_of(step: RoadmapStep, axis: Axis | None) -> ChartStep:
    if step.bar is None or axis is None:
        return ChartStep(step.iteration.name)
    start, end = step.bar.x / axis.width, (step.bar.x + step.bar.width) / axis.width
    blocked_to = None if step.blocked_to is None else step.blocked_to / axis.width
    ends, until = _day(step.iteration.ends_on), _day(step.blocked_until)
    if step.earliest:
        blocked_to = end if blocked_to is None else blocked_to
        until = _("%(date)s or later") % {"date": _day(step.earliest)}
    return ChartStep(_name(step), step.tone, start, end, ends, blocked_to, until, bool(step.earliest))


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DAY_FORMAT") if day is not None else ""


def _name(step: RoadmapStep) -> str:
    """The name of the iteration; what is late is so in words, too."""
    name = step.iteration.name
    return _("%(name)s, late") % {"name": name} if step.is_late else name


def _sentence(step: RoadmapStep) -> str:
    if step.earliest:
        values = {"name": _name(step), "date": _day(step.earliest)}
        return _("%(name)s, not before %(date)s") % values
    return with_last_day(_name(step), step.blocked_until)


def _words(roadmap: Roadmap, tones: set[str]) -> ChartWords:
    axis = roadmap.axis
    planned = pgettext("roadmap", "Planned")
    meanings = {"good": _("Done"), "accent": _("In progress"), "warn": _("Late"), "": planned}
    meanings[BLOCKED] = _("Blocked by a platform gap or an input")
    heads: tuple[str, ...] = (
        (_("No dates yet"),)
        if axis is not None
        else (pgettext("roadmap", "Next"), pgettext("roadmap", "Later"))
    )
    without = tuple(product.name for product in roadmap.unplanned)
    without_head = _("No date yet") if without else ""
    if axis is None:
        return ChartWords(open_heads=heads, without_dates=without, without_head=without_head)
    return ChartWords(
        ticks=tuple(_tick(axis, column) for column in axis.columns),
        today=None if roadmap.today is None else roadmap.today / axis.width,
        today_label=_("Today"),
        end_head=planned,
        open_heads=heads if roadmap.undated else (),
        tones=tuple((tone, word) for tone, word in meanings.items() if tone in tones),
        without_dates=without,
        without_head=without_head,
    )


def _tick(axis: Axis, column: TimeColumn) -> ChartTick:
    at, year = column.x / axis.width, date_format(column.start, "Y")
    if axis.months == 1:
        return ChartTick(date_format(column.start, "M"), at, year)
    if axis.months == 3:
        return ChartTick(_("Q%(number)s") % {"number": column.quarter}, at, year)
    return ChartTick(year, at)
