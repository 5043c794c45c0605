"""What the report says of the handover: findings and recommendations, and who approved what."""

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
from discovery.reports import glossary
from handover.reports.document import in_order, render_part
from handover.selectors.handover import handover_of
from handover.selectors.section_reviews import review_of
from workshops.models.outcomes import ActionState


def summary(discovery: Discovery) -> dict[str, Any]:
    """What each app says in a few lines."""
    parts = (render_part(part, discovery) for part in in_order(summary_parts))
    return {"parts": [part for part in parts if part is not None]}


def findings(discovery: Discovery) -> dict[str, Any] | None:
    """With their evidence, and what is recommended because of them."""
    handover = handover_of(discovery)
    if not handover.findings and not handover.recommendations:
        return None
    return {"findings": handover.findings, "recommendations": handover.recommendations}


def approvals(discovery: Discovery) -> dict[str, Any] | None:
    """What those said who looked through the report, in the round that the report belongs to."""
    review = review_of(discovery)
    return {"review": review} if review.reviews else None


def asked_for(discovery: Discovery) -> dict[str, Any] | None:
    """What executives are asked to decide: what is recommended and why, and the questions that nobody has
    answered."""
    handover = handover_of(discovery)
    if not handover.recommendations and not handover.questions:
        return None
    return {"recommendations": handover.recommendations, "questions": handover.questions}


def happens_next(discovery: Discovery) -> dict[str, Any] | None:
    """The actions that are still to do, by due date."""
    to_do = [row for row in handover_of(discovery).actions if row.action.state == ActionState.OPEN]
    return {"rows": to_do} if to_do else None


def register_own() -> None:
    """Register the sections of reports that belong to the handover."""
    executive_parts.register(
        ReportSection("next", _("Next steps"), 17, "handover/reports/executive/next.html", happens_next),
        ReportSection(
            "asked_for",
            _("Decisions needed"),
            5,
            "handover/reports/executive/asked_for.html",
            asked_for,
        ),
    )
    board_slides.register(
        ReportSection("findings", _("Decisions needed"), 10, "handover/board/asked.html", asked_for),
        ReportSection("outcomes", _("Next steps"), 110, "handover/board/next.html", happens_next),
    )
    report_sections.register(
        ReportSection("summary", _("Summary"), 10, "handover/reports/summary.html", summary),
        ReportSection(glossary.KEY, _("Glossary"), 900, "handover/reports/glossary.html", glossary.context),
        ReportSection(
            "findings",
            _("Findings and recommendations"),
            15,
            "handover/reports/findings.html",
            findings,
        ),
        ReportSection("approvals", _("Approvals"), 210, "handover/reports/approvals.html", approvals),
    )
