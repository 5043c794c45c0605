"""Platforms and their capabilities: the page, and the forms in its dialogs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from discovery.models import Discovery
from discovery.selectors.operations import pulse_of
from discovery.web.form_pages import done, form_methods, form_view, posted
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request, sent_order
from technology import catalog
from technology.forms.platforms import CapabilityForm, GapPlanForm, PlatformForm
from technology.models import Capability, Plane, Platform
from technology.permissions import may_edit_technology
from technology.selectors.capabilities import planes_of, platforms_of
from technology.services import capabilities, platforms
from technology.views.common import editor, section_tabs, viewer


@viewer
@require_safe
def capability_list(request: Request, discovery: Discovery) -> HttpResponse:
    """The capabilities of all platforms by plane, as a heat map and a radar, and what the catalog has
    besides."""
    pulse = pulse_of(discovery)
    planes = planes_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "planes": planes,
        "is_empty": not any(plane.lines for plane in planes),
        "platforms": platforms_of(discovery),
        "levels": list(enumerate(catalog.LEVELS)),
        "tabs": section_tabs(discovery, "technology:capability_list"),
        "editing": may_edit_technology(request.actor, discovery),
    }
    return page(request, "technology/capabilities/list.html", context, part="capabilities")


def _back(discovery: Discovery, part: str = "") -> str:
    return reverse("technology:capability_list", args=[discovery.slug]) + (f"#{part}" if part else "")


# --- Platforms ------------------------------------------------------------------------------------


@editor
@form_methods
def platform_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = PlatformForm(posted(request), discovery=discovery)
    return form_view(
        request,
        form,
        lambda: platforms.add_platform(actor=request.actor, discovery=discovery, **form.values()),
        message=_("Platform added."),
        title=_("Add a platform"),
        back=_back(discovery, "platforms"),
        discovery=discovery,
    )


@editor
@form_methods
def platform_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    platform = _platform(discovery, uuid)
    form = PlatformForm(posted(request), instance=platform, discovery=discovery)
    return form_view(
        request,
        form,
        lambda: platforms.change_platform(
            actor=request.actor, platform=platform, revision=form.seen, **form.values()
        ),
        message=_("Saved."),
        title=_("Change the platform"),
        back=_back(discovery, "platforms"),
        discovery=discovery,
    )


@editor
@require_POST
def platform_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    deleted = platforms.delete_platform(actor=request.actor, platform=_platform(discovery, uuid))
    return done(request, _back(discovery, "platforms"), _("Platform deleted."), undoes=deleted)


def _platform(discovery: Discovery, uuid: UUID) -> Platform:
    platform = find(Platform.objects.all(), discovery=discovery, uuid=uuid)
    platform.discovery = discovery
    return platform


# --- Capabilities ---------------------------------------------------------------------------------


@editor
@form_methods
def capability_add(request: Request, discovery: Discovery) -> HttpResponse:
    """`?plane=` chooses the plane beforehand."""
    form = CapabilityForm(posted(request), discovery=discovery)
    if request.GET.get("plane") in Plane.values:
        form.initial["plane"] = request.GET["plane"]
    return form_view(
        request,
        form,
        lambda: capabilities.add_capability(actor=request.actor, discovery=discovery, **form.values()),
        message=_("Capability added."),
        title=_("Add a capability"),
        back=_back(discovery),
        discovery=discovery,
    )


@editor
@require_POST
def catalog_add(request: Request, discovery: Discovery) -> HttpResponse:
    """Take over entries of the catalog: the one with the `key`, all of a `plane`, or all."""
    key, plane = request.POST.get("key"), request.POST.get("plane", "")
    keys = [key] if key else [each.key for each in catalog.CATALOG if plane in ("", each.plane)]
    if not keys:
        raise NotFound(_("There is no such plane."))
    added = capabilities.add_from_catalog(actor=request.actor, discovery=discovery, keys=keys)
    return done(request, _back(discovery, plane), _("Taken over from the catalog."), undoes=added)


@editor
@form_methods
def capability_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    capability = _capability(discovery, uuid)
    form = CapabilityForm(posted(request), instance=capability, discovery=discovery)
    return form_view(
        request,
        form,
        lambda: capabilities.change_capability(
            actor=request.actor, capability=capability, revision=form.seen, **form.values()
        ),
        message=_("Saved."),
        title=_("Change the capability"),
        back=_back(discovery, f"capability-{uuid}"),
        discovery=discovery,
    )


@editor
@form_methods
def gap_plan(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Effort, person and date for closing the gap."""
    capability = _capability(discovery, uuid)
    form = GapPlanForm(posted(request), instance=capability, discovery=discovery)
    return form_view(
        request,
        form,
        lambda: capabilities.change_capability(
            actor=request.actor, capability=capability, revision=form.seen, **form.values()
        ),
        message=_("Saved."),
        title=_("Close the gap: %(name)s") % {"name": capability.name},
        back=reverse("technology:gaps", args=[discovery.slug]),
        discovery=discovery,
    )


@editor
@require_POST
def capability_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    deleted = capabilities.delete_capability(actor=request.actor, capability=_capability(discovery, uuid))
    return done(request, _back(discovery), _("Capability deleted."), undoes=deleted)


@editor
@require_POST
def capability_order(request: Request, discovery: Discovery) -> HttpResponse:
    """The order of a plane, dragged or moved by key."""
    order = sent_order(request, "capabilities")
    capabilities.reorder_capabilities(actor=request.actor, discovery=discovery, order=order)
    return HttpResponse(status=204)


def _capability(discovery: Discovery, uuid: UUID) -> Capability:
    capability = find(Capability.objects.all(), discovery=discovery, uuid=uuid)
    capability.discovery = discovery
    return capability
