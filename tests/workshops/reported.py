"""The report of a workshop in each format, as text."""

from __future__ import annotations

from datetime import UTC, datetime

from workshops.models import Workshop
from workshops.results.workshop_report.reports import markdown_of, paper_of, sheets_of

MADE_AT = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)


def report_of(workshop: Workshop) -> dict[str, str]:
    """What each format says of the workshop."""
    return {
        "paper": paper_of(workshop, MADE_AT),
        "Markdown": markdown_of(workshop),
        "sheets": repr(sheets_of(workshop)),
    }
