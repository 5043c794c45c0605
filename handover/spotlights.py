"""Spotlights of the handover: missing things, findings, and recommendations."""

from typing import Any

from django.utils.translation import gettext_lazy

from discovery import spotlight_headlines
from discovery.models import Discovery
from handover.findings.selectors import handover_of
from handover.models import Finding, Recommendation
from handover.selectors.readiness import readiness_of
from workshops.activities.discovery_spotlights import any_of, first_lines, whole
from workshops.registries import spotlights

_MOST_REASONS = 6
"""The stage shows reasons of at most so many open checks."""


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
    if not findings:
        return None
    unused = sum(not line.recommendations for line in findings)
    return {
        **first_lines("findings", findings),
        "headline": spotlight_headlines.findings(count=len(findings), unused=unused),
    }


def _recommendations(discovery: Discovery) -> dict[str, Any] | None:
    handover = handover_of(discovery)
    recommendations = handover.recommendations
    if not recommendations:
        return None
    steps = {action.pk for line in recommendations for action in line.actions}
    late = [row.action for row in handover.actions if row.is_overdue and row.action.pk in steps]
    late.sort(key=lambda action: (action.due, action.pk))
    has_longest = len(late) == 1 or (len(late) > 1 and late[0].due != late[1].due)
    headline = spotlight_headlines.recommendations(
        overdue=[action.title for action in late],
        longest=late[0].title if has_longest else "",
        bare=[line.recommendation.title for line in recommendations if not line.actions],
    )
    return {
        **first_lines("recommendations", recommendations),
        "headline": headline,
        "overdue": {action.pk for action in late},
    }


def _readiness(discovery: Discovery) -> dict[str, Any] | None:
    readiness = readiness_of(discovery)
    missing = len(readiness.checks.lacking)
    headline = spotlight_headlines.readiness(missing=missing, of=readiness.checks.total)
    return {"readiness": readiness, "headline": headline, "has_reasons": missing <= _MOST_REASONS}
