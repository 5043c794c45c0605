"""The report page of a discovery: make a report, watch it being made, keep it, hand it out."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery import permissions
from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.models.export import ExportState
from discovery.selectors import exports as selectors
from discovery.services import exports as services
from discovery.web import access
from discovery.web.lookups import find
from discovery.web.pages import page, redirect_htmx, with_toast
from discovery.web.requests import Request

TEMPLATE = "discovery/reports/page.html"
# The part of the page that asks again each second while a report is being made.
CURRENT = "report-current"


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def report(request: Request, discovery: Discovery) -> HttpResponse:
    services.reap(discovery)
    return _list(request, discovery)


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def report_request(request: Request, discovery: Discovery) -> HttpResponse:
    services.request_export(actor=request.actor, discovery=discovery)
    if request.htmx:
        return _list(request, discovery)
    return redirect_htmx(request, reverse("discovery:report", args=[discovery.slug]))


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def report_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    services.delete_export(actor=request.actor, export=find(discovery.exports.all(), uuid=uuid))
    if request.htmx:
        return with_toast(_list(request, discovery), _("Report deleted"))
    return redirect_htmx(request, reverse("discovery:report", args=[discovery.slug]))


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def report_download(request: Request, discovery: Discovery, uuid: UUID) -> FileResponse:
    export = find(discovery.exports.all(), uuid=uuid)
    return FileResponse(
        selectors.file_of(export).open("rb"),
        as_attachment=True,
        filename=selectors.file_name(export),
        content_type="application/pdf",
    )


def _list(request: Request, discovery: Discovery) -> HttpResponse:
    reports = selectors.reports_of(discovery)
    context = {
        "discovery": discovery,
        "reports": reports,
        "may_edit": permissions.may_edit(request.actor, discovery),
    }
    if request.htmx.target != CURRENT:
        return page(request, TEMPLATE, context, part="reports")
    if reports.current is not None:
        return page(request, TEMPLATE, context, part="current")
    # The one that was watched is finished: the list has changed, too.
    response = page(request, TEMPLATE, context, part="reports")
    response.headers["HX-Retarget"] = "#reports"
    newest = reports.others[0] if reports.others else None
    if newest is not None and newest.state == ExportState.DONE:
        return with_toast(response, _("The report is ready"))
    return with_toast(response, _("The report could not be made"), level="bad")
