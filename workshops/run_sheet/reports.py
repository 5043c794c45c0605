"""The run sheet as a document."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import get_language

from workshops.models import Workshop
from workshops.plans.selectors import AgendaPlan


def run_sheet_html(workshop: Workshop, sheet: AgendaPlan) -> str:
    """The document, with clock times in the present time zone."""
    context = {"workshop": workshop, "sheet": sheet, "language": get_language() or "en"}
    return render_to_string("workshops/workshops/run_sheet_paper.html", context)
