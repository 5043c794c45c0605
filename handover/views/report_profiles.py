"""Kinds of report that a discovery keeps, and how the documents of an organization look."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from discovery.forms.report_profiles import LookForm, ReportProfileForm
from discovery.models import Discovery, Operation, Organization, ReportProfile
from discovery.models.discovery import DiscoveryRole
from discovery.registries import report_sections
from discovery.reports.look import look_of
from discovery.selectors import report_profiles as selectors
from discovery.services import looks
from discovery.services import report_profiles as services
from discovery.web import access
from discovery.web.form_pages import done, form_methods, form_view, posted
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request


def _back(discovery: Discovery) -> str:
    return reverse("discovery:report", args=[discovery.slug])


def _profile(discovery: Discovery, uuid: UUID) -> ReportProfile:
    return find(selectors.profiles_of(discovery), uuid=uuid)


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def add(request: Request, discovery: Discovery) -> HttpResponse:
    form = ReportProfileForm(posted(request))
    return form_view(
        request,
        form,
        lambda: services.add_profile(actor=request.actor, discovery=discovery, **form.values()),
        message=_("Kind of report added"),
        title=_("New kind of report"),
        intro=_("Who it is for, and what it says. It can be made again at any time, in every format."),
        back=_back(discovery),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    profile = _profile(discovery, uuid)
    form = ReportProfileForm(posted(request), instance=profile)
    return form_view(
        request,
        form,
        lambda: services.change_profile(
            actor=request.actor, profile=profile, revision=form.seen, **form.values()
        ),
        message=_("Kind of report saved"),
        title=_("Edit the kind of report"),
        back=_back(discovery),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    deleted = services.delete_profile(actor=request.actor, profile=_profile(discovery, uuid))
    return done(request, _back(discovery), _("Kind of report deleted"), undoes=deleted)


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
    chosen = [report_sections.get(key) for key in profile.sections if key in report_sections]
    context = {"discovery": discovery, "profile": profile, "sections": chosen}
    return page(request, "discovery/reports/order.html", context)


@access.organization("admin")
@form_methods
def look(request: Request, organization: Organization) -> HttpResponse:
    look = selectors.look_row(organization)
    form = LookForm(posted(request), instance=look, files=request.FILES or None)

    def save() -> Operation:
        return looks.set_look(
            actor=request.actor,
            organization=organization,
            accent=form.cleaned_data["accent"],
            logo=form.content,
            logo_name=form.cleaned_data["file"].name if form.cleaned_data["file"] else "",
            without_logo=bool(form.cleaned_data.get("without_logo")),
            revision=form.seen,
        )

    return form_view(
        request,
        form,
        save,
        message=_("Look saved. Reports that are made from now on have it."),
        title=_("Look of reports"),
        intro=_("The logo stands on the cover of reports and slides, and the accent color marks headings."),
        back=reverse("discovery:organization_overview", args=[organization.slug]),
        undoes=lambda operation: operation,
        organization=organization,
    )


@access.organization("member")
@require_safe
def logo(request: Request, organization: Organization) -> HttpResponse:
    """The logo as it is kept: a PNG that was drawn anew."""
    content = look_of(organization).logo
    if content is None:
        raise NotFound(_("This organization has no logo."))
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "private, no-cache"})
