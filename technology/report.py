"""Sections of the tech stream in the report: capabilities, today, gaps, logical architecture."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from discovery import plan_headlines, registries
from discovery.models import Discovery
from documents import drawing_tiles
from documents.diagrams import FailedDrawing
from documents.paper import TURNED, UPRIGHT, Page
from products.landscape.files import LEGEND, signs
from technology import capability_catalog, report_fitness_and_access
from technology.architecture.drawing import (
    CLOSE,
    CLOSEST,
    architecture_parts,
    architecture_source,
    without_read_ports,
)
from technology.architecture.selectors import architecture_of
from technology.architecture.stage_drawing import architecture_paper_source
from technology.capabilities.selectors import capabilities_headline, planes_of, platforms_of
from technology.gaps.selectors import gap_analysis
from technology.today.drawing import today_source
from technology.today.selectors import today_headline, today_of


def capabilities_section(discovery: Discovery) -> dict[str, Any] | None:
    """The capabilities of each plane, today's and needed maturity drawn as on the page; the platforms."""
    planes = [plane for plane in planes_of(discovery) if plane.lines]
    platforms = list(platforms_of(discovery))
    if not planes and not platforms:
        return None
    lines = [line for plane in planes for line in plane.lines]
    return {
        "headline": capabilities_headline(lines) if lines else "",
        "planes": planes,
        "platforms": platforms,
        "levels": list(enumerate(capability_catalog.LEVELS)),
    }


def today_section(discovery: Discovery) -> dict[str, Any] | None:
    """Today's architecture, drawn and as a table; None while nothing is recorded."""
    today = today_of(discovery)
    if today.is_empty:
        return None
    title = _("Today’s architecture of %(discovery)s") % {"discovery": discovery}
    words = _("Sources on the left, data assets in the middle, and their readers on the right.")
    has_table = bool(today.assets)

    def make(page: Page) -> list[drawing_tiles.Drawn]:
        source = today_source(today.picture)
        return [
            drawing_tiles.draw_tiles(source, title=title, description=words, page=page, above_table=has_table)
        ]

    # The table has many columns.
    (drawing,), is_wide = (make(TURNED), True) if has_table else drawing_tiles.laid_out(make)
    headline = today_headline(today.picture)
    return {"headline": headline, "today": today, "drawn": drawing, "is_wide": is_wide}


def gaps_section(discovery: Discovery) -> dict[str, Any] | None:
    """The gaps in the order of closing them, and the gaps of each product."""
    analysis = gap_analysis(discovery)
    if not analysis.columns and not analysis.lines:
        return None
    return {"headline": analysis.headline if analysis.lines else "", "analysis": analysis}


def architecture_section(discovery: Discovery) -> dict[str, Any] | None:
    """The logical architecture of the domain, on an upright page or else on turned ones, and in words."""
    architecture, rows = architecture_of(discovery)
    if not rows:
        return None
    title = _("Logical architecture of %(place)s") % {"place": discovery.domain}
    words = _(
        "Layers, from the bottom: platform capabilities, sources, data products with output "
        "ports, users, use cases and their actions."
    )
    draw = partial(
        drawing_tiles.draw_tiles,
        title=title,
        description=words,
        parts=architecture_parts(architecture),
        below=LEGEND,
    )
    drawing = draw(architecture_paper_source(architecture), page=UPRIGHT)
    is_wide = not _is_whole(drawing)
    if is_wide:
        drawing = draw(architecture_source(architecture, layers=CLOSE))
        if not _is_whole(drawing):
            # In one piece if that can be read without the names of ports at the edges.
            dense = draw(architecture_source(without_read_ports(architecture), layers=CLOSEST))
            drawing = dense if _is_whole(dense) else drawing
    bare = [each.name for each in architecture.graph.nodes if each.id in architecture.bare]
    return {
        "headline": plan_headlines.architecture(bare=bare, count=len(architecture.use_cases)),
        "rows": rows,
        "drawn": drawing,
        "has_cards": bool(architecture.cards),
        "is_wide": is_wide,
        **signs(architecture.graph, architecture.services),
    }


def _is_whole(drawing: drawing_tiles.Drawn) -> bool:
    return not isinstance(drawing, FailedDrawing) and len(drawing) == 1


def summary(discovery: Discovery) -> dict[str, Any] | None:
    """The gaps that come first, in a few lines."""
    analysis = gap_analysis(discovery)
    if not analysis.lines:
        return None
    return {
        "headline": analysis.headline,
        "source": _("Source: needs of the data products and current levels of the platform"),
        "analysis": analysis,
        "first": analysis.lines[:3],
    }


def all_gaps(discovery: Discovery) -> dict[str, Any] | None:
    """The gaps in the order of closing them: slides and the two pages for executives cut what has no room."""
    context = summary(discovery)
    return context and {**context, "first": context["analysis"].lines}


def register_own() -> None:
    """Register the sections of reports that belong to the tech stream."""
    folder = "technology/report"
    registries.summary_parts.register(
        registries.ReportSection(
            "platform", gettext_lazy("Platform gaps"), 40, f"{folder}/summary.html", summary
        )
    )
    registries.executive_parts.register(
        registries.ReportSection(
            "platform",
            gettext_lazy("Platform gaps"),
            60,
            f"{folder}/gaps_short.html",
            all_gaps,
            is_asked_for=True,
        )
    )
    registries.board_slides.register(
        registries.ReportSection(
            "technology.gaps",
            gettext_lazy("Platform gaps"),
            80,
            "technology/board/gaps.html",
            all_gaps,
            stream="tech",
        )
    )
    registries.report_sections.register(
        registries.ReportSection(
            "technology.capabilities",
            gettext_lazy("Platform capabilities"),
            140,
            f"{folder}/capabilities.html",
            capabilities_section,
            stream="tech",
        ),
        registries.ReportSection(
            "technology.today",
            gettext_lazy("Today’s architecture"),
            137,
            f"{folder}/today.html",
            today_section,
            stream="tech",
        ),
        registries.ReportSection(
            "technology.gaps",
            gettext_lazy("Platform gaps"),
            144,
            f"{folder}/gaps.html",
            gaps_section,
            stream="tech",
        ),
        registries.ReportSection(
            "technology.architecture",
            gettext_lazy("Logical architecture"),
            138,
            f"{folder}/architecture.html",
            architecture_section,
            stream="tech",
        ),
    )
    report_fitness_and_access.register_own()
