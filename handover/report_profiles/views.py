"""Kinds of report that a discovery keeps."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discovery.models import Discovery, DiscoveryRole
from discovery.registries import report_sections
from discovery.web import access
from handover.models import ReportProfile
from handover.report_profiles import selectors, services
from handover.report_profiles.forms import ReportProfileForm
from organizations.web import Request, find, form_methods, form_view, page, posted, redirect_with_toast


def _back(discovery: Discovery) -> str:
    return reverse("handover:report", args=[discovery.slug])


def _profile(discovery: Discovery, uuid: UUID) -> ReportProfile:
    return find(selectors.profiles_of(discovery), uuid=uuid)


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def add(request: Request, discovery: Discovery) -> HttpResponse:
    """The form of a new kind of report."""
    form = ReportProfileForm(posted(request))
    return form_view(
        request,
        form,
        lambda: services.add_profile(actor=request.actor, discovery=discovery, **form.values()),
        message=_("Report type added"),
        title=_("New report type"),
        intro=_(
            "Choose the audience and the content. You can create the report at any time, in every format."
        ),
        back=_back(discovery),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The form of a kind of report."""
    profile = _profile(discovery, uuid)
    form = ReportProfileForm(posted(request), instance=profile)
    return form_view(
        request,
        form,
        lambda: services.change_profile(actor=request.actor, profile=profile, **form.changes()),
        message=_("Report type saved"),
        title=_("Edit the report type"),
        back=_back(discovery),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Put a kind of report into the trash; reports that were made by it stay."""
    operation = services.delete_profile(actor=request.actor, profile=_profile(discovery, uuid))
    return redirect_with_toast(request, _back(discovery), _("Report type deleted"), undoes=operation)


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def sections(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The chosen sections, to be put in order."""
    profile = _profile(discovery, uuid)
    if request.method == "POST":
        services.reorder_sections(
            actor=request.actor, profile=profile, sections=request.POST.getlist("order")
        )
        return HttpResponse(status=204)
    entries = [report_sections.get(key) for key in profile.sections if key in report_sections]
    context = {"discovery": discovery, "profile": profile, "sections": entries}
    return page(request, "handover/reports/order.html", context)
