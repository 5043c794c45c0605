"""The run sheet of a workshop, on a page and on paper."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from documents.concurrency_limit import made_once, takes_turn
from documents.pdf_engine_process import render_in_subprocess
from organizations.web import Request, attachment, page
from workshops.agenda.run_sheet.reports import run_sheet_html
from workshops.agenda.timeline.selectors import plan_of
from workshops.web import workshop_of
from workshops.workshop.forms import known_zone


@access.discovery(DiscoveryRole.FACILITATOR)
@require_safe
def run_sheet(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Show the agenda with times, people and material, with the notes that only facilitators see."""
    workshop = workshop_of(discovery, uuid)
    context = {"discovery": discovery, "workshop": workshop, "sheet": plan_of(workshop)}
    return page(request, "workshops/workshops/run_sheet.html", context)


@access.discovery(DiscoveryRole.FACILITATOR)
@require_safe
@takes_turn
def run_sheet_pdf(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The same on paper, in the time zone `?time_zone=` of the person who prints it."""
    workshop = workshop_of(discovery, uuid)
    with timezone.override(ZoneInfo(known_zone(request.GET.get("time_zone", "")))):
        html = run_sheet_html(workshop, plan_of(workshop))
    key = f"{get_language()}\0run-sheet.pdf\0{html}"
    content = made_once(request.user.pk, key, lambda: render_in_subprocess(html))
    return attachment(content, "application/pdf", f"{discovery.slug}-run-sheet.pdf")
