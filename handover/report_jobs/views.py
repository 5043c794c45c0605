"""The report page of a discovery: make a report, watch it being made, keep it, hand it out."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery import permissions
from discovery.models import Discovery, DiscoveryRole, StreamKind
from discovery.web import access
from handover.models import ExportState, ReportAudience
from handover.report_jobs import selectors, services
from handover.report_profiles import selectors as profiles
from handover.reports.options import ReportOptions, options_of, options_of_profile
from handover.reports.report_files import FORMATS
from organizations.web import Request, find, page, redirect_htmx, with_toast

TEMPLATE = "handover/reports/page.html"
# The part of the page that asks again each second while a report is being made.
CURRENT = "report-current"


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def report(request: Request, discovery: Discovery) -> HttpResponse:
    """The page of reports: those that there are, and the form that asks for one."""
    services.reap(discovery)
    return _list(request, discovery)


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def report_request(request: Request, discovery: Discovery) -> HttpResponse:
    """Ask for a report, or for one that failed again; the worker makes it."""
    if again := request.POST.get("again"):
        failed = selectors.report_named(discovery, again)
        format, options = failed.format, options_of(failed.options)
    else:
        format = request.POST.get("format") or "pdf"
        options = _options_of(discovery, request.POST.get("kind", ""))
    services.request_export(actor=request.actor, discovery=discovery, format=format, options=options)
    if request.htmx:
        return _list(request, discovery)
    return redirect_htmx(request, reverse("handover:report", args=[discovery.slug]))


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def report_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Delete a report that was made."""
    services.delete_export(actor=request.actor, export=find(selectors.own_reports(discovery), uuid=uuid))
    if request.htmx:
        return with_toast(_list(request, discovery), _("Report deleted"))
    return redirect_htmx(request, reverse("handover:report", args=[discovery.slug]))


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def report_download(request: Request, discovery: Discovery, uuid: UUID) -> FileResponse:
    """The file of a report. An archive holds the whole discovery, so only editors get it."""
    export = find(selectors.own_reports(discovery), uuid=uuid)
    if export.format == "archive":
        # It holds the whole discovery, which only editors may export.
        permissions.check_edit_discovery(request.actor, discovery)
    return FileResponse(
        selectors.file_of(export).open("rb"),
        as_attachment=True,
        filename=selectors.file_name(export),
        content_type=FORMATS[export.format].content_type
        if export.format in FORMATS
        else "application/octet-stream",
    )


def _options_of(discovery: Discovery, kind: str) -> ReportOptions:
    """The options for the choice on the page: an audience, "stream:…", or a profile's uuid. Raises
    NotFound."""
    audience, _colon, stream = kind.partition(":")
    if audience == ReportAudience.STREAM and stream in StreamKind.values:
        return ReportOptions(audience=audience, stream=stream)
    if kind in ("", ReportAudience.FULL, ReportAudience.EXECUTIVE):
        return ReportOptions(audience=kind or ReportAudience.FULL.value)
    return options_of_profile(profiles.profile_named(discovery, kind))


def _list(request: Request, discovery: Discovery) -> HttpResponse:
    reports = selectors.reports_of(discovery)
    context = {
        "discovery": discovery,
        "reports": reports,
        "may_edit": permissions.may_edit(request.actor, discovery),
        "formats": FORMATS.values(),
        "kinds": profiles.shipped_choices(),
        "profiles": profiles.profiles_of(discovery),
    }
    if request.htmx.target != CURRENT:
        return page(request, TEMPLATE, context, part="reports")
    if reports.current is not None:
        return page(request, TEMPLATE, context, part="current")
    # The one that was watched is finished: the list has changed, too.
    response = page(request, TEMPLATE, context, part="reports")
    response.headers["HX-Retarget"] = "#reports"
    newest = reports.others[0] if reports.others else None
    if newest is not None and newest.export.state == ExportState.DONE:
        return with_toast(response, _("The report is ready"))
    return with_toast(response, _("The report couldn’t be created"), level="bad")
