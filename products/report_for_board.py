"""Data products in the board's paper: the map, the reach of new products, and the roadmap."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from discovery.models import Discovery
from discovery.registries import ReportSection, board_slides
from discovery.state_looks import ItemState
from documents import drawing_tiles
from documents.paper import SLIDE_ABOVE_WORDS
from products.landscape.drawing import item_state
from products.landscape.files import map_description, map_headline, map_title, signs
from products.landscape.rules import Graph, Service
from products.planning.roadmap.chart import SLIDE as SLIDE_CHART
from products.planning.roadmap.drawing import chart_of, svg_of
from products.planning.roadmap.selectors import roadmap_of
from products.report_value import cut_line_section
from products.selectors.landscape_file import folded_landscape
from products.step_chart import step_chart

# How high the chart of the cut line is.
_CHART = 440.0


def landscape(discovery: Discovery) -> dict[str, Any] | None:
    """The map in one piece. What has no room in letters that a board reads is folded into bundles."""
    folded_map = folded_landscape(discovery)
    if folded_map is None:
        return None
    count = sum(len(bundle.nodes) for bundle in folded_map.folded.bundles.values())
    collapsed = ngettext(
        "%(count)d of them is collapsed here. The appendix shows the full landscape in parts.",
        "%(count)d of them are collapsed here. The appendix shows the full landscape in parts.",
        count,
    )
    notes = [collapsed % {"count": count}] if count else []
    picture = drawing_tiles.whole(
        folded_map.source,
        title=map_title(discovery.name),
        description=map_description(),
        parts=folded_map.parts,
        room=SLIDE_ABOVE_WORDS,
    )
    return {
        "headline": map_headline(folded_map.graph, folded_map.services),
        "picture": picture,
        "under": " ".join(notes),
        "signs": " · ".join(_signs(folded_map.graph, folded_map.services)),
    }


def _signs(graph: Graph, services: Mapping[str, Service]) -> Iterator[str]:
    """The meaning of each sign that the map has."""
    if any(services[node.id].is_shared for node in graph.products):
        yield _("Yellow: shared, with the number of use cases")
    if any(item_state(node.state) is ItemState.ABSENT for node in graph.products):
        yield _("Dashed: not built yet, or retired")
    if signs(graph, services)["has_bare"]:
        yield _("Red: no data product yet")


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
        "steps": line.telling_steps,
    }


def roadmap(discovery: Discovery) -> dict[str, Any] | None:
    """The roadmap as bars on an axis of time."""
    plan = roadmap_of(discovery)
    if plan.axis is None:
        return None
    return {
        "headline": plan.headline,
        "source": _("Source: iterations of the data products"),
        "chart": svg_of(chart_of(plan, SLIDE_CHART)),
    }


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
