"""The sections that say why, how far the domain is, and what was learned."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from discovery.models import Discovery
from discovery.registries import (
    ReportSection,
    board_slides,
    executive_parts,
    report_sections,
    summary_parts,
)
from process.selectors.delta import delta_of
from process.selectors.learnings import learnings_of
from process.selectors.onboarding import onboarding_of
from process.selectors.strategy import choices_of, strategy_of
from process.selectors.suitability import check_of

# In the summary, the widest gaps only.
MOST_GAPS = 3
MOST_ON_SLIDE = 5


def why(discovery: Discovery) -> dict[str, Any] | None:
    """The data strategies of organization and domain, the suitability check, and which domains come first."""
    organization = discovery.domain.organization
    strategy, check = strategy_of(organization), check_of(discovery)
    onboarding, choices = onboarding_of(organization, None), choices_of(discovery)
    if not strategy.answered and check.is_empty and not onboarding.lines and not choices:
        return None
    return {
        "answered": [line for line in strategy.lines if line.question.answer],
        "strategy": strategy,
        "choices": choices,
        "check": None if check.is_empty else check,
        "candidates": onboarding.lines,
    }


def why_summary(discovery: Discovery) -> dict[str, Any] | None:
    """What the suitability check says; None before it is decided."""
    check = check_of(discovery)
    return {"check": check} if check.is_decided else None


def delta(discovery: Discovery) -> dict[str, Any] | None:
    """The latest visit, and the progress over all of them."""
    delta = delta_of(discovery)
    return {"delta": delta} if delta.scored else None


def delta_summary(discovery: Discovery) -> dict[str, Any] | None:
    """The dimensions of the delta that are furthest from what is wanted; None before one is scored."""
    delta = delta_of(discovery)
    return {"delta": delta, "widest": delta.widest[:MOST_GAPS]} if delta.scored else None


def delta_for_board(discovery: Discovery) -> dict[str, Any] | None:
    """The widest gaps, as many as a slide holds."""
    said = delta_summary(discovery)
    return said and {**said, "widest": said["delta"].widest[:MOST_ON_SLIDE]}


def learnings(discovery: Discovery) -> dict[str, Any] | None:
    """What was learned; None without anything."""
    rows = list(learnings_of(discovery))
    return {"learnings": rows} if rows else None


def register_own() -> None:
    """Register the sections of reports that belong to this app."""
    folder = "process/reports"
    summary_parts.register(
        ReportSection("why", _("Is Data Mesh right here?"), 60, f"{folder}/why_summary.html", why_summary),
        ReportSection("delta", _("Data Mesh delta"), 70, f"{folder}/delta_summary.html", delta_summary),
    )
    executive_parts.register(
        ReportSection(
            "why",
            _("Is Data Mesh right here?"),
            20,
            "process/reports/executive_why.html",
            why_summary,
        ),
        ReportSection(
            "delta",
            _("Largest gaps"),
            50,
            "process/reports/executive_delta.html",
            delta_summary,
        ),
    )
    board_slides.register(
        ReportSection("delta", _("Gaps to close"), 90, "process/board/delta.html", delta_for_board)
    )
    report_sections.register(
        ReportSection("why", _("Why Data Mesh"), 12, f"{folder}/why.html", why),
        ReportSection("delta", _("Data Mesh delta"), 160, f"{folder}/delta.html", delta),
        ReportSection("learnings", _("Learnings"), 176, f"{folder}/learnings.html", learnings),
    )
