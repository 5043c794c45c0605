"""Preparing workshops of a discovery."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from discovery import invitation
from discovery.exceptions import NotFound
from discovery.forms.workshops import NewWorkshopForm, WorkshopForm
from discovery.models import Discovery, Workshop
from discovery.models.discovery import DiscoveryRole
from discovery.permissions import discovery_role
from discovery.registries import activity_kinds
from discovery.selectors.workshops import agenda_of, people_counts, workshops_of
from discovery.services import workshops
from discovery.web import access
from discovery.web.form_pages import done, form_view
from discovery.web.pages import page
from discovery.web.requests import Request


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def index(request: Request, discovery: Discovery) -> HttpResponse:
    """All workshops of the discovery."""
    people = people_counts(discovery)
    context = {
        "discovery": discovery,
        "workshops": [(workshop, people.get(workshop.pk, 0)) for workshop in workshops_of(discovery)],
        "may_facilitate": _may_facilitate(request, discovery),
    }
    return page(request, "discovery/workshops/list.html", context)


@access.discovery(DiscoveryRole.FACILITATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: Request, discovery: Discovery) -> HttpResponse:
    """A new workshop, from a template, as an earlier one, or empty."""
    form = NewWorkshopForm(request.POST if request.method == "POST" else None, discovery=discovery)

    def save() -> Workshop:
        if form.source is not None:
            form.source.discovery = discovery
            return workshops.clone_workshop(actor=request.actor, source=form.source, **form.values())
        return workshops.add_workshop(
            actor=request.actor, discovery=discovery, template=form.template, **form.values()
        )

    return form_view(
        request,
        form,
        save,
        message=_("Workshop added"),
        title=_("New workshop"),
        save_label=_("Add the workshop"),
        back=reverse("discovery:workshop_list", args=[discovery.slug]),
        to=lambda made: reverse("discovery:workshop", args=[discovery.slug, made.uuid]),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def detail(request: Request, discovery: Discovery, uuid: str) -> HttpResponse:
    """One workshop: its agenda and how people get in."""
    return agenda_page(request, discovery, find(discovery, uuid))


def agenda_page(request: Request, discovery: Discovery, workshop: Workshop) -> HttpResponse:
    """The page of a workshop; for htmx only the agenda."""
    context = {
        "discovery": discovery,
        "workshop": workshop,
        "agenda": agenda_of(workshop),
        "kinds": list(activity_kinds),
        "invitation": invitation.of(workshop),
        "may_facilitate": _may_facilitate(request, discovery),
    }
    return page(request, "discovery/workshops/detail.html", context, part="agenda")


@access.discovery(DiscoveryRole.FACILITATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, discovery: Discovery, uuid: str) -> HttpResponse:
    """Name, start and purpose."""
    workshop = find(discovery, uuid)
    form = WorkshopForm(request.POST if request.method == "POST" else None, instance=workshop)
    back = reverse("discovery:workshop", args=[discovery.slug, workshop.uuid])
    return form_view(
        request,
        form,
        lambda: workshops.change_workshop(
            actor=request.actor, workshop=workshop, revision=form.seen, **form.values()
        ),
        message=_("Workshop saved"),
        title=_("Edit the workshop"),
        back=back,
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def delete(request: Request, discovery: Discovery, uuid: str) -> HttpResponse:
    """Put the workshop into the trash and offer to undo it."""
    workshop = find(discovery, uuid)
    deleted = workshops.delete_workshop(actor=request.actor, workshop=workshop)
    back = reverse("discovery:workshop_list", args=[discovery.slug])
    return done(request, back, _("Workshop deleted"), undoes=deleted)


def find(discovery: Discovery, uuid: str) -> Workshop:
    """The workshop of the discovery. Raises NotFound."""
    workshop = discovery.workshops.filter(uuid=uuid).first()
    if workshop is None:
        raise NotFound(_("There is no such workshop."))
    workshop.discovery = discovery
    return workshop


def _may_facilitate(request: Request, discovery: Discovery) -> bool:
    return discovery_role(request.actor, discovery) == DiscoveryRole.FACILITATOR
