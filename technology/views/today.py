"""Today's architecture: what holds data, and who reads what."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery
from discovery.selectors.operations import pulse_of
from discovery.web.form_pages import done, form_methods, form_view, posted
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request
from technology.forms.today import AssetForm, ReadForm
from technology.models import AssetRead, DataAsset
from technology.permissions import may_edit_technology
from technology.selectors.today import today_of
from technology.services import today as services
from technology.today_drawing import today_parts, today_source
from technology.views.common import editor, section_tabs, viewer
from technology.views.drawing import drawn


@viewer
@require_safe
def today(request: Request, discovery: Discovery) -> HttpResponse:
    """Sources, assets and what exists as data product, drawn and as a list."""
    pulse = pulse_of(discovery)
    shown = today_of(discovery)
    here = reverse("technology:today", args=[discovery.slug])
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "here": here,
        "today": shown,
        "tabs": section_tabs(discovery, "technology:today"),
        "editing": may_edit_technology(request.actor, discovery),
    }
    if shown.nodes:
        context |= drawn(
            request,
            here,
            today_source(shown.picture),
            title=_("Today's architecture of %(discovery)s") % {"discovery": discovery},
            description=_(
                "From the sources on the left over data assets to what reads them on the right. The same "
                "stands in the tables."
            ),
            parts=today_parts(shown.picture),
            links=shown.links,
        )
    return page(request, "technology/today/page.html", context, part="today")


def _back(discovery: Discovery, part: str) -> str:
    return f"{reverse('technology:today', args=[discovery.slug])}#{part}"


@editor
@form_methods
def asset_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = AssetForm(posted(request), discovery=discovery)
    return form_view(
        request,
        form,
        lambda: services.add_asset(actor=request.actor, discovery=discovery, **form.values()),
        message=_("Data asset added."),
        title=_("Add a data asset"),
        back=_back(discovery, "assets"),
        discovery=discovery,
    )


@editor
@form_methods
def asset_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    asset = _asset(discovery, uuid)
    form = AssetForm(posted(request), instance=asset, discovery=discovery)
    return form_view(
        request,
        form,
        lambda: services.change_asset(actor=request.actor, asset=asset, revision=form.seen, **form.values()),
        message=_("Saved."),
        title=_("Change the data asset"),
        back=_back(discovery, "assets"),
        discovery=discovery,
    )


@editor
@require_POST
def asset_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    deleted = services.delete_asset(actor=request.actor, asset=_asset(discovery, uuid))
    return done(request, _back(discovery, "assets"), _("Data asset deleted."), undoes=deleted)


def _asset(discovery: Discovery, uuid: UUID) -> DataAsset:
    asset = find(DataAsset.objects.all(), discovery=discovery, uuid=uuid)
    asset.discovery = discovery
    return asset


@editor
@form_methods
def read_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = ReadForm(posted(request), actor=request.actor, discovery=discovery)
    return form_view(
        request,
        form,
        lambda: services.add_read(actor=request.actor, discovery=discovery, **form.values()),
        message=_("Added."),
        title=_("Who reads what"),
        back=_back(discovery, "reads"),
        discovery=discovery,
    )


@editor
@require_POST
def read_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    read = find(AssetRead.objects.all(), discovery=discovery, uuid=uuid)
    read.discovery = discovery
    deleted = services.delete_read(actor=request.actor, read=read)
    return done(request, _back(discovery, "reads"), _("Taken out."), undoes=deleted)
