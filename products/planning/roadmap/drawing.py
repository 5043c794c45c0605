"""The roadmap as lanes for a stage: a lane for each month, quarter or year, with the iterations that end in
it. Texts in, texts out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents import dot
from documents.lanes_drawing import Lane, LaneCard

if TYPE_CHECKING:
    from products.planning.roadmap.rules import Axis, TimeColumn
    from products.planning.roadmap.selectors import Roadmap, RoadmapRow, RoadmapStep

# By the tone of an iteration.
BORDERS: Final = {"good": dot.GOOD, "warn": dot.WARN, "accent": dot.ACCENT}


def lanes(roadmap: Roadmap) -> list[Lane]:
    """The lanes in the order of time, and one for iterations without dates."""
    result = []
    if roadmap.axis is not None:
        for number, column in enumerate(roadmap.axis.columns):
            last = number == len(roadmap.axis.columns) - 1
            cards = [
                _card(row, step)
                for row in roadmap.rows
                for step in row.steps
                if step.bar is not None
                and column.x < step.bar.x + step.bar.width
                and (last or step.bar.x + step.bar.width <= column.x + column.width)
            ]
            if cards:
                result.append(Lane(f"{column.start:%Y-%m}", _time(roadmap.axis, column), tuple(cards)))
    undated = tuple(_card(row, step) for row in roadmap.undated for step in row.steps)
    return [*result, Lane("undated", _("No dates yet"), undated)] if undated else result


def _time(axis: Axis, column: TimeColumn) -> str:
    if axis.months == 1:
        return date_format(column.start, "SHORT_MONTH_FORMAT")
    if axis.months == 3:
        return _("Q%(number)s %(year)s") % {"number": column.quarter, "year": column.start.year}
    return str(column.start.year)


def _card(row: RoadmapRow, step: RoadmapStep) -> LaneCard:
    words = {
        "good": _("%(product)s, done"),
        "warn": _("%(product)s, late"),
        "accent": _("%(product)s, running"),
    }.get(step.tone, "%(product)s")
    return LaneCard(
        f"iteration-{step.iteration.uuid}",
        step.iteration.name,
        words % {"product": row.product.name},
        border=BORDERS.get(step.tone, dot.INK_3),
    )
