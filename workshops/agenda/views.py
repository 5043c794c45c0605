"""The agenda of a workshop: adding, changing, ordering and deleting its activities."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from core.exceptions import Invalid
from core.selectors.operations import last_change
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from organizations.web import (
    Request,
    form_methods,
    form_view,
    posted,
    redirect_with_toast,
    sent_order,
    with_toast,
)
from workshops.agenda import services as agenda
from workshops.agenda.forms import ActivityForm, ActivityMinutesForm, AddActivityForm
from workshops.models import Activity, Track, Workshop
from workshops.web import activity_of, room_asked, workshop_of
from workshops.workshop.views import agenda_page


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Add an activity of a kind, at the end or before another one."""
    workshop = workshop_of(discovery, uuid)
    form = AddActivityForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose the kind of activity."))
    room = room_asked(request, workshop)
    item = agenda.add_activity(actor=request.actor, workshop=workshop, track=room, **form.cleaned_data)
    message = _("“%(title)s” was added") % {"title": item.title}
    if request.htmx:
        return with_toast(agenda_page(request, discovery, workshop, room), message)
    return redirect_with_toast(request, agenda_url(workshop, room), message)


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
def edit(request: Request, discovery: Discovery, uuid: UUID, activity: UUID) -> HttpResponse:
    """Title, minutes, instructions, and the settings of its kind."""
    workshop = workshop_of(discovery, uuid)
    agenda_item = activity_of(workshop, activity)
    form = ActivityForm(posted(request), instance=agenda_item)
    return form_view(
        request,
        form,
        lambda: agenda.change_activity(actor=request.actor, activity=agenda_item, **form.changes()),
        message=_("Activity saved"),
        title=_("Edit the activity"),
        back=agenda_url(workshop, agenda_item.track),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def minutes(request: Request, discovery: Discovery, uuid: UUID, activity: UUID) -> HttpResponse:
    """Other minutes for an activity whose edge was dragged; answers with the agenda and offers to undo it."""
    workshop = workshop_of(discovery, uuid)
    before = activity_of(workshop, activity)
    was = before.minutes
    after = with_minutes(request, before)
    room = after.track if after.track.breakout_id else None
    message = minutes_in_words(after)
    undoes = last_change(after) if after.minutes != was else None
    if request.htmx:
        return with_toast(agenda_page(request, discovery, workshop, room), message, undoes=undoes)
    return redirect_with_toast(request, agenda_url(workshop, room), message, undoes=undoes)


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def order(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The activities in another order; answers with the agenda and its new clock times."""
    workshop = workshop_of(discovery, uuid)
    room = room_asked(request, workshop)
    agenda.reorder_activities(
        actor=request.actor,
        workshop=workshop,
        track=room,
        order=sent_order(request, "order"),
        before=seen_order(request),
    )
    return agenda_page(request, discovery, workshop, room)


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def delete(request: Request, discovery: Discovery, uuid: UUID, activity: UUID) -> HttpResponse:
    """Take an activity off the agenda and offer to undo it."""
    workshop = workshop_of(discovery, uuid)
    agenda_item = activity_of(workshop, activity)
    deletion = agenda.delete_activity(actor=request.actor, activity=agenda_item)
    message = _("Activity deleted")
    if request.htmx:
        room = agenda_item.track if agenda_item.track.breakout_id else None
        return with_toast(agenda_page(request, discovery, workshop, room), message, undoes=deletion)
    return redirect_with_toast(request, agenda_url(workshop, agenda_item.track), message, undoes=deletion)


def with_minutes(request: Request, activity: Activity) -> Activity:
    """The activity with the minutes that were sent. Raises Invalid for minutes that no activity can have, and
    Stale when someone changed it since it was drawn."""
    form = ActivityMinutesForm(request.POST, instance=activity)
    if not form.is_valid():
        raise Invalid(_("An activity can take 1 to 480 minutes."), "minutes")
    return agenda.change_activity(actor=request.actor, activity=activity, **form.changes())


def minutes_in_words(activity: Activity) -> str:
    """The toast's text after `with_minutes`."""
    words = ngettext(
        "“%(title)s” now takes %(minutes)s minute.",
        "“%(title)s” now takes %(minutes)s minutes.",
        activity.minutes,
    )
    return words % {"title": activity.title, "minutes": activity.minutes}


def agenda_url(workshop: Workshop, track: Track | None = None) -> str:
    """The page of the agenda that an activity is on: everyone's, or a breakout room's."""
    url = reverse("discovery:workshop", args=[workshop.discovery.slug, workshop.uuid])
    return f"{url}?track={track.uuid}" if track is not None and track.breakout_id else url


def seen_order(request: Request) -> list[UUID] | None:
    """The order that the person started from, as the list sent it along; None when it did not."""
    try:
        return [UUID(value) for value in request.POST["seen"].split(",")] if "seen" in request.POST else None
    except ValueError:
        raise Invalid(_("The order couldn’t be read. Reload the page and try again.")) from None
