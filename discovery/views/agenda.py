"""The agenda of a workshop: adding, changing, ordering and deleting its activities."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discovery.exceptions import Invalid
from discovery.forms.agenda import ActivityForm, AddActivityForm
from discovery.models import Discovery, Workshop
from discovery.models.discovery import DiscoveryRole
from discovery.services import agenda
from discovery.views.workshops import agenda_page
from discovery.web import access
from discovery.web.form_pages import done, form_methods, form_view, posted
from discovery.web.lookups import activity_of, workshop_of
from discovery.web.pages import with_toast
from discovery.web.requests import Request, sent_order


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Add an activity of a kind at the end."""
    workshop = workshop_of(discovery, uuid)
    form = AddActivityForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose the kind of activity."))
    added = agenda.add_activity(actor=request.actor, workshop=workshop, kind=form.cleaned_data["kind"])
    message = _("“%(title)s” was added") % {"title": added.title}
    if request.htmx:
        return with_toast(agenda_page(request, discovery, workshop), message)
    return done(request, _back(discovery, workshop), message)


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
def edit(request: Request, discovery: Discovery, uuid: UUID, activity: UUID) -> HttpResponse:
    """Title, minutes, instructions, and the settings of its kind."""
    workshop = workshop_of(discovery, uuid)
    found = activity_of(workshop, activity)
    form = ActivityForm(posted(request), instance=found)
    return form_view(
        request,
        form,
        lambda: agenda.change_activity(
            actor=request.actor, activity=found, revision=form.seen, **form.values()
        ),
        message=_("Activity saved"),
        title=_("Edit the activity"),
        back=_back(discovery, workshop),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def order(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The activities in another order; answers with the agenda and its new clock times."""
    workshop = workshop_of(discovery, uuid)
    agenda.reorder_activities(actor=request.actor, workshop=workshop, order=sent_order(request, "order"))
    return agenda_page(request, discovery, workshop)


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def delete(request: Request, discovery: Discovery, uuid: UUID, activity: UUID) -> HttpResponse:
    """Take an activity off the agenda and offer to undo it."""
    workshop = workshop_of(discovery, uuid)
    deleted = agenda.delete_activity(actor=request.actor, activity=activity_of(workshop, activity))
    message = _("Activity deleted")
    if request.htmx:
        return with_toast(agenda_page(request, discovery, workshop), message, undoes=deleted)
    return done(request, _back(discovery, workshop), message, undoes=deleted)


def _back(discovery: Discovery, workshop: Workshop) -> str:
    return reverse("discovery:workshop", args=[discovery.slug, workshop.uuid])
