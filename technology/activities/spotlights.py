"""Displays of the tech stream for every screen: capabilities of the platform, today's architecture, gaps, the
logical architecture, and the fitness of data products."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from discovery import appendix_headlines, plan_headlines
from discovery.models import Discovery
from products.design.product.selectors import has_products
from technology.architecture import drawing as architecture_drawing, stage_drawing as architecture_stage
from technology.architecture.drawing import architecture_parts
from technology.architecture.selectors import architecture_of
from technology.capabilities.selectors import CapabilityLine, capabilities_headline, planes_of
from technology.gaps import drawing as gaps_drawing
from technology.gaps.selectors import GapAnalysis, gap_analysis
from technology.models import AssetRead, Capability, DataAsset
from technology.selectors.fitness import ProductFitness, counts, fitness_of
from technology.today import stage_drawing as today_stage
from technology.today.selectors import today_headline, today_of
from workshops.activities.discovery_spotlights import (
    BELOW_HEADLINE,
    PICTURE,
    any_of,
    first_lines,
    picture,
    whole,
)
from workshops.registries import spotlights


def register_own() -> None:
    """Register them."""
    spotlights.register(
        whole(
            "today",
            gettext_lazy("Today’s architecture"),
            110,
            PICTURE,
            is_there=any_of(DataAsset, AssetRead),
            context=_today,
        ),
        whole(
            "capabilities",
            gettext_lazy("Platform capabilities"),
            112,
            "technology/spotlights/capabilities.html",
            is_there=any_of(Capability),
            context=_capabilities,
        ),
        whole(
            "gaps",
            gettext_lazy("Platform gaps"),
            114,
            "technology/spotlights/gaps.html",
            is_there=any_of(Capability),
            context=_gaps,
        ),
        whole(
            "architecture",
            gettext_lazy("Logical architecture"),
            116,
            PICTURE,
            is_there=has_products,
            context=_architecture,
        ),
        whole(
            "supervision",
            gettext_lazy("Supervision: fitness of the data products"),
            118,
            "technology/spotlights/supervision.html",
            is_there=has_products,
            context=_supervision,
        ),
    )


def _today(discovery: Discovery) -> dict[str, Any] | None:
    today = today_of(discovery)
    if today.is_empty:
        return None
    drawing = picture(
        discovery,
        "today",
        today_stage.source(today.picture, shape=BELOW_HEADLINE),
        today_stage.groups(today.picture),
        title=_("Today’s architecture"),
        description=_("Sources on the left, data assets in the middle, and their readers on the right."),
    )
    return {**drawing, "headline": today_headline(today.picture)}


def _capabilities(discovery: Discovery) -> dict[str, Any] | None:
    planes = [plane for plane in planes_of(discovery) if plane.lines]
    if not planes:
        return None
    lines = [line for plane in planes for line in plane.lines]
    analysis = gap_analysis(discovery)
    has_order = analysis.is_proven and bool(analysis.blocked)
    # The widest one may be the last to close.
    marked = {analysis.lines[0].line.number} if has_order else _widest(lines)
    return {
        "planes": [
            replace(
                each, lines=tuple(sorted(each.lines, key=lambda line: (line.number not in marked, -line.gap)))
            )
            for each in planes
        ],
        "marked": marked,
        "has_order": has_order,
        "has_unneeded": any(line.needed is None for line in lines),
        "headline": capabilities_headline(lines, has_order=has_order),
    }


def _widest(lines: Sequence[CapabilityLine]) -> set[int]:
    """The numbers of the lines with the widest gap; none where all gaps are as wide."""
    gaps = {line.gap for line in lines if line.gap}
    return {line.number for line in lines if line.gap == max(gaps)} if len(gaps) > 1 else set()


def _gaps_title(analysis: GapAnalysis) -> str:
    """The name of the gaps, with the rule of their order."""
    if not (analysis.is_proven and analysis.blocked):
        return _("Platform gaps")
    return _("Platform gaps · The order that unlocks the most value earliest")


def _gaps(discovery: Discovery) -> dict[str, Any] | None:
    analysis = gap_analysis(discovery)
    if not analysis.has_capabilities:
        return None
    context = {"analysis": analysis, **first_lines("lines", analysis.lines)}
    if not analysis.lines:
        return context
    drawing = picture(
        discovery,
        "gaps",
        gaps_drawing.source(
            analysis.lines, basis=analysis.prioritized.basis, is_first_marked=analysis.is_proven
        ),
        gaps_drawing.groups(analysis.lines),
        title=_gaps_title(analysis),
        description=_("In the order in which to close them."),
    )
    return {**context, **drawing, "headline": analysis.headline}


def _architecture(discovery: Discovery) -> dict[str, Any] | None:
    architecture, rows = architecture_of(discovery)
    if not rows:
        return None
    plain = architecture_drawing.short(architecture)
    bare = [each.name for each in architecture.graph.nodes if each.id in architecture.bare]
    headline = plan_headlines.architecture(bare=bare, count=len(architecture.use_cases))
    drawing = picture(
        discovery,
        "architecture",
        architecture_stage.source(plain, shape=BELOW_HEADLINE),
        architecture_drawing.layer_groups(plain),
        title=_("Logical architecture"),
        description=_(
            "Layers, from the bottom: platform capabilities, sources, data products with output "
            "ports, users, use cases and their actions."
        ),
        parts=architecture_parts(architecture),
    )
    return {**drawing, "headline": headline}


def _supervision(discovery: Discovery) -> dict[str, Any] | None:
    fitness = fitness_of(discovery)
    if not fitness:
        return None
    green = sum(each.is_green for each in fitness)
    return {
        **first_lines("fitness", sorted(fitness, key=_by_failures)),
        "counts": counts(fitness),
        "states": {result.state for each in fitness for result in each.functions},
        "headline": appendix_headlines.fitness(green=green, count=len(fitness)),
    }


def _by_failures(fitness: ProductFitness) -> tuple[int, int]:
    """The product with the most failed functions first, then with the most that aren't measured."""
    states = [result.state for result in fitness.functions]
    return -states.count("red"), -states.count("unmeasured")
