"""Spotlights of the process: the result of the suitability check, and the delta."""

from typing import Any

from django.utils.translation import gettext_lazy

from discovery import plan_headlines
from discovery.models import Discovery
from process.delta.selectors import delta_of
from process.models import DeltaVisit, SuitabilityStatement
from process.suitability.selectors import check_of
from workshops.activities.discovery_spotlights import any_of, first_lines, whole
from workshops.registries import spotlights

# Of what would change the outcome, so many statements fit.
_MOST = 5


def register_own() -> None:
    """Register them."""
    spotlights.register(
        whole(
            "suitability",
            gettext_lazy("Is Data Mesh right for us?"),
            33,
            "process/spotlights/suitability.html",
            is_there=any_of(SuitabilityStatement),
            context=_suitability,
        ),
        whole(
            "delta",
            gettext_lazy("Data Mesh delta"),
            34,
            "process/spotlights/delta.html",
            is_there=any_of(DeltaVisit),
            context=_delta,
        ),
    )


def _suitability(discovery: Discovery) -> dict[str, Any] | None:
    check = check_of(discovery)
    return (
        None
        if check.is_empty
        else {
            "check": check,
            "headline": plan_headlines.fit(check.judgment.verdict) if check.is_decided else check.words.title,
            **first_lines("lines", check.changes, most=_MOST),
        }
    )


def _delta(discovery: Discovery) -> dict[str, Any] | None:
    delta = delta_of(discovery)
    return None if delta.visit is None else {"delta": delta, "headline": delta.headline}
