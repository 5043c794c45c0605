"""The report of one workshop, and its invitation for a calendar."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.exceptions import Conflict
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from documents.concurrency_limit import made_once, takes_turn
from documents.pdf_engine_process import render_in_subprocess
from organizations.web import Request, attachment, page
from workshops.models import WorkshopState
from workshops.reports.calendar_invitation import invitation_file
from workshops.results.result_rendering import brief_of
from workshops.results.workshop_report.reports import markdown_of, paper_of, spreadsheet_of
from workshops.web import workshop_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def report(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The results in short, the formats of the report, and the text to copy."""
    workshop = workshop_of(discovery, uuid)
    has_begun = workshop.state != WorkshopState.PLANNED
    context = {
        "discovery": discovery,
        "workshop": workshop,
        "brief": brief_of(workshop) if has_begun else None,
        "markdown": markdown_of(workshop) if has_begun else "",
    }
    return page(request, "workshops/results/report.html", context)


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
@takes_turn
def report_pdf(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The report as PDF, laid out in its own process."""
    workshop = workshop_of(discovery, uuid)
    html = paper_of(workshop, timezone.now())
    content = made_once(request.user.pk, f"workshop\0{html}", lambda: render_in_subprocess(html))
    return attachment(content, "application/pdf", _name(discovery, "pdf"))


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
@takes_turn
def report_xlsx(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The report as a spreadsheet."""
    content = spreadsheet_of(workshop_of(discovery, uuid), timezone.now())
    return attachment(content, _XLSX, _name(discovery, "xlsx"))


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def invitation_ics(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The workshop as an event with the link to join."""
    workshop = workshop_of(discovery, uuid)
    if workshop.starts_at is None:
        raise Conflict(_("This workshop has no start yet. Set it first."))
    if workshop.state == WorkshopState.ENDED:
        raise Conflict(_("This workshop has ended, so no one can join anymore."))
    content = invitation_file(workshop, workshop.starts_at)
    return attachment(content, "text/calendar; charset=utf-8", f"{discovery.slug}-workshop.ics")


def _name(discovery: Discovery, ending: str) -> str:
    return f"{discovery.slug}-workshop-report.{ending}"
