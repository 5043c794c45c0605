"""Spotlights of the handover: missing things, findings, and recommendations."""

from typing import Any

from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from handover.findings.selectors import handover_of
from handover.models import Finding, Recommendation
from handover.selectors.readiness import readiness_of
from workshops.activities.wholes import any_of, first_lines, whole
from workshops.registries import spotlights


def register_own() -> None:
    """Register them."""
    spotlights.register(
        whole(
            "readiness",
            gettext_lazy("To do before the handover"),
            35,
            "handover/spotlights/readiness.html",
            is_there=lambda _discovery: True,
            context=_readiness,
        ),
        whole(
            "findings",
            gettext_lazy("Findings"),
            36,
            "handover/spotlights/findings.html",
            is_there=any_of(Finding),
            context=_findings,
        ),
        whole(
            "recommendations",
            gettext_lazy("Recommendations and next steps"),
            38,
            "handover/spotlights/recommendations.html",
            is_there=any_of(Recommendation),
            context=_recommendations,
        ),
    )


def _findings(discovery: Discovery) -> dict[str, Any] | None:
    findings = handover_of(discovery).findings
    return first_lines("findings", findings) if findings else None


def _recommendations(discovery: Discovery) -> dict[str, Any] | None:
    recommendations = handover_of(discovery).recommendations
    return first_lines("recommendations", recommendations) if recommendations else None


def _readiness(discovery: Discovery) -> dict[str, Any] | None:
    return {"readiness": readiness_of(discovery)}
