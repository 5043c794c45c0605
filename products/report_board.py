"""Data products in the board's paper: the map, the reach of new products, and the roadmap."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from discovery import plan_headlines
from discovery.models import Discovery
from discovery.registries import ReportSection, board_slides
from documents import tiles
from documents.paper import SLIDE, SLIDE_ABOVE_WORDS
from products.design.ports.report import roadmap_title
from products.landscape.files import map_description, map_title
from products.planning.roadmap.selectors import Roadmap, RoadmapRow, RoadmapStep, roadmap_of
from products.report_value import cut_line_section
from products.selectors.landscape_file import folded_landscape
from products.step_chart import step_chart

# So many steps of the cut line fit on a slide; with bounds, which take two lines, fewer.
MOST_STEPS, MOST_BOUNDED = 6, 5
MOST_ROWS = 8
# How high the chart of the cut line is.
_CHART = 440.0
# Fewer bars of the roadmap than these have room between them.
_FEW_BARS = 7
# A bar of the roadmap with its lane, in units of a drawing that is 1,000 wide.
_LANE, _BAR = 44, 5
_WIDE = 1000
# Fill, and the ink on it.
_TONES = {
    "good": ("#1b7a4b", "#ffffff"),
    "warn": ("#8f5400", "#ffffff"),
    "accent": ("#0b63b6", "#ffffff"),
    "": ("#c5d9ee", "#17212b"),
}
# The width of a letter of a name; a name that does not fit into its bar is beside it.
_LETTER = 11


@dataclass(frozen=True, slots=True)
class NamedBar:
    """An iteration as it is drawn: its bar, and the place of its name."""

    name: str
    x: float
    y: float
    width: float
    fill: str
    ink: str
    text_x: float
    text_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """The iterations of a product, one below the other; `lines` are where the columns of time begin."""

    product: object
    bars: tuple[NamedBar, ...]
    lines: tuple[float, ...]
    today: float | None
    height: int


def landscape(discovery: Discovery) -> dict[str, Any] | None:
    """The map in one piece. What has no room in letters that a board reads is folded into bundles."""
    folded_map = folded_landscape(discovery)
    if folded_map is None:
        return None
    count = sum(len(bundle.nodes) for bundle in folded_map.folded.bundles.values())
    under = ngettext(
        "%(count)d of them is collapsed here. The appendix shows the full map in parts.",
        "%(count)d of them are collapsed here. The appendix shows the full map in parts.",
        count,
    )
    picture = tiles.whole(
        folded_map.source,
        title=map_title(discovery.name),
        description=map_description(),
        parts=folded_map.parts,
        room=SLIDE_ABOVE_WORDS if count else SLIDE,
    )
    products = folded_map.graph.products
    return {
        "headline": plan_headlines.landscape(
            products=len(products), shared=sum(folded_map.services[node.id].is_shared for node in products)
        ),
        "picture": picture,
        "under": under % {"count": count} if count else "",
    }


def cut_line(discovery: Discovery) -> dict[str, Any] | None:
    """The curve, and what comes in with so many new products."""
    section = cut_line_section(discovery)
    if section is None:
        return None
    line = section["line"]
    return {
        **section,
        "chart": step_chart([each.reached.total for each in line.steps], line.limit, height=_CHART)
        if line.steps
        else None,
        "steps": line.telling_steps[: MOST_STEPS if line.all_proven else MOST_BOUNDED],
    }


def roadmap(discovery: Discovery) -> dict[str, Any] | None:
    """The roadmap as bars with names."""
    plan = roadmap_of(discovery)
    if plan.axis is None:
        return None
    return {
        "headline": roadmap_title(plan),
        "source": _("Source: iterations of the data products"),
        "roadmap": plan,
        "rows": [_lanes(row, plan) for row in plan.rows[:MOST_ROWS]],
        "is_few": sum(len(row.steps) for row in plan.rows) < _FEW_BARS,
    }


def _lanes(row: RoadmapRow, plan: Roadmap) -> Lanes:
    axis = plan.axis
    across = _WIDE / axis.width if axis is not None else 0.0
    bars = [
        _named(step, step.bar.x * across, step.bar.width * across, place * _LANE)
        for place, step in enumerate(row.steps)
        if step.bar is not None
    ]
    lines = tuple(column.x * across for column in axis.columns) if axis is not None else ()
    today = None if plan.today is None else plan.today * across
    return Lanes(row.product, tuple(bars), lines, today, _LANE * max(len(bars), 1))


def _named(step: RoadmapStep, x: float, width: float, top: float) -> NamedBar:
    name, (fill, ink) = step.iteration.name, _TONES[step.tone]
    long = len(name) * _LETTER
    text_x, anchor = x + 10, "start"
    if long > width - 20:
        ink = "#17212b"
        text_x, anchor = (x + width + 8, "start") if x + width + long < _WIDE else (x - 8, "end")
    return NamedBar(name, x, top + _BAR, width, fill, ink, text_x, top + _BAR + 24, anchor)


def register_own() -> None:
    """Register the slides."""
    board_slides.register(
        ReportSection(
            "products.landscape",
            gettext_lazy("Landscape"),
            60,
            "workshops/reports/board_picture.html",
            landscape,
            stream="product",
        ),
        ReportSection(
            "products.cut_line",
            gettext_lazy("The cut line"),
            70,
            "products/board/cut_line.html",
            cut_line,
            stream="product",
        ),
        ReportSection(
            "products.roadmap",
            gettext_lazy("Roadmap"),
            100,
            "products/board/roadmap.html",
            roadmap,
            stream="product",
        ),
    )
