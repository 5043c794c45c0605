"""The agenda of a workshop: adding, changing, ordering and deleting its activities."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.exceptions import Invalid, NotFound
from discovery.forms.agenda import ActivityForm, AddActivityForm, OrderForm
from discovery.models import Activity, Discovery, Workshop
from discovery.models.discovery import DiscoveryRole
from discovery.services import agenda
from discovery.views.workshops import agenda_page, find
from discovery.web import access
from discovery.web.form_pages import done, form_view
from discovery.web.pages import with_toast
from discovery.web.requests import Request


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def add(request: Request, discovery: Discovery, uuid: str) -> HttpResponse:
    """Add an activity of a kind at the end."""
    workshop = find(discovery, uuid)
    form = AddActivityForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose the kind of activity."))
    added = agenda.add_activity(actor=request.actor, workshop=workshop, kind=form.cleaned_data["kind"])
    message = _("“%(title)s” was added") % {"title": added.title}
    if request.htmx:
        return with_toast(agenda_page(request, discovery, workshop), message)
    return done(request, _back(discovery, workshop), message)


@access.discovery(DiscoveryRole.FACILITATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, discovery: Discovery, uuid: str, activity: str) -> HttpResponse:
    """Title, minutes, instructions, and the settings of its kind."""
    workshop = find(discovery, uuid)
    found = _find_activity(workshop, activity)
    form = ActivityForm(request.POST if request.method == "POST" else None, instance=found)
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
def order(request: Request, discovery: Discovery, uuid: str) -> HttpResponse:
    """The activities in another order; answers with the agenda and its new clock times."""
    workshop = find(discovery, uuid)
    form = OrderForm({"order": request.POST.getlist("order")})
    if not form.is_valid():
        raise Invalid(_("The list could not be read. Reload the page."))
    agenda.reorder_activities(actor=request.actor, workshop=workshop, order=form.cleaned_data["order"])
    return agenda_page(request, discovery, workshop)


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def delete(request: Request, discovery: Discovery, uuid: str, activity: str) -> HttpResponse:
    """Take an activity off the agenda and offer to undo it."""
    workshop = find(discovery, uuid)
    deleted = agenda.delete_activity(actor=request.actor, activity=_find_activity(workshop, activity))
    message = _("Activity deleted")
    if request.htmx:
        return with_toast(agenda_page(request, discovery, workshop), message, undoes=deleted)
    return done(request, _back(discovery, workshop), message, undoes=deleted)


def _back(discovery: Discovery, workshop: Workshop) -> str:
    return reverse("discovery:workshop", args=[discovery.slug, workshop.uuid])


def _find_activity(workshop: Workshop, uuid: str) -> Activity:
    activity = Activity.objects.select_related("track").filter(track__workshop=workshop, uuid=uuid).first()
    if activity is None:
        raise NotFound(_("This activity was deleted in the meantime."))
    activity.track.workshop = workshop
    return activity
