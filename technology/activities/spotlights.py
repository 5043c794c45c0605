"""What of the tech stream can be put on every screen: what the platform can do, today's architecture, gaps,
the logical architecture, and how fit the data products are."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.activities.drawings import live_drawing
from discovery.activities.spotlights import MOST_LINES
from discovery.activities.wholes import whole
from discovery.models import Discovery
from discovery.registries import spotlights
from products.selectors.products import products_of
from technology.architecture_drawing import architecture_parts, architecture_source
from technology.models import AssetRead, Capability, DataAsset
from technology.selectors.architecture import architecture_of
from technology.selectors.capabilities import planes_of
from technology.selectors.fitness import counts, fitness_of
from technology.selectors.gaps import gap_analysis
from technology.selectors.today import today_of
from technology.today_drawing import today_source

_PICTURE = "discovery/spotlights/picture.html"


def register_own() -> None:
    """Register them."""
    for spotlight in (
        whole(
            "today",
            gettext_lazy("Today's architecture"),
            110,
            _PICTURE,
            is_there=_has_today,
            context=_today,
        ),
        whole(
            "capabilities",
            gettext_lazy("Platform capabilities"),
            112,
            "technology/spotlights/capabilities.html",
            is_there=lambda discovery: Capability.objects.filter(discovery=discovery).exists(),
            context=_capabilities,
        ),
        whole(
            "gaps",
            gettext_lazy("Gaps of the platform"),
            114,
            "technology/spotlights/gaps.html",
            is_there=lambda discovery: Capability.objects.filter(discovery=discovery).exists(),
            context=_gaps,
        ),
        whole(
            "architecture",
            gettext_lazy("Logical architecture"),
            116,
            _PICTURE,
            is_there=_has_products,
            context=_architecture,
        ),
        whole(
            "supervision",
            gettext_lazy("Supervision: how fit the data products are"),
            118,
            "technology/spotlights/supervision.html",
            is_there=_has_products,
            context=_supervision,
        ),
    ):
        spotlights.register(spotlight)


def _has_products(discovery: Discovery) -> bool:
    return products_of(discovery).exists()


def _has_today(discovery: Discovery) -> bool:
    said = (DataAsset.objects.filter(discovery=discovery), AssetRead.objects.filter(discovery=discovery))
    return any(rows.exists() for rows in said)


def _today(discovery: Discovery) -> dict[str, Any] | None:
    shown = today_of(discovery)
    if shown.is_empty:
        return None
    title = _("Today's architecture")
    picture = live_drawing(
        discovery,
        "today",
        today_source(shown.picture),
        title=title,
        description=_("From the sources on the left over data assets to what reads them on the right."),
    )
    return {"title": title, "picture": picture}


def _capabilities(discovery: Discovery) -> dict[str, Any] | None:
    planes = [plane for plane in planes_of(discovery) if plane.lines]
    return {"planes": planes} if planes else None


def _gaps(discovery: Discovery) -> dict[str, Any] | None:
    analysis = gap_analysis(discovery)
    if not analysis.has_capabilities:
        return None
    lines = analysis.lines
    return {"analysis": analysis, "lines": lines[:MOST_LINES], "more": len(lines[MOST_LINES:])}


def _architecture(discovery: Discovery) -> dict[str, Any] | None:
    drawn, rows = architecture_of(discovery)
    if not rows:
        return None
    title = _("Logical architecture")
    picture = live_drawing(
        discovery,
        "architecture",
        architecture_source(drawn),
        title=title,
        description=_(
            "In layers, from the bottom: platform capabilities, sources, data products with their output "
            "ports, users, use cases, and what they do with it."
        ),
        parts=architecture_parts(drawn),
    )
    return {"title": title, "picture": picture}


def _supervision(discovery: Discovery) -> dict[str, Any] | None:
    fitness = fitness_of(discovery)
    if not fitness:
        return None
    return {"fitness": fitness[:MOST_LINES], "counts": counts(fitness), "more": len(fitness[MOST_LINES:])}
