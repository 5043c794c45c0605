"""The sections that belong to no stream: summary, decisions, who took part."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from discovery.models import Discovery
from discovery.registries import ReportSection, report_sections, summary_parts
from discovery.reports.document import in_order, render_part
from discovery.selectors import reports


def summary(discovery: Discovery) -> dict[str, Any]:
    """What each app says in a few lines."""
    parts = (render_part(part, discovery) for part in in_order(summary_parts))
    return {"parts": [part for part in parts if part is not None]}


def decisions(discovery: Discovery) -> dict[str, Any]:
    return {"decisions": reports.decisions_of(discovery)}


def people(discovery: Discovery) -> dict[str, Any]:
    return {"attendances": reports.attendances_of(discovery)}


def register_own() -> None:
    for section in (
        ReportSection("summary", _("Summary"), 10, "discovery/reports/summary.html", summary),
        ReportSection("decisions", _("Decisions"), 80, "discovery/reports/decisions.html", decisions),
        ReportSection("people", _("Who took part"), 90, "discovery/reports/people.html", people),
    ):
        report_sections.register(section)
