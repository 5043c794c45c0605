"""Taking part ahead of the workshop, and opening activities for that."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from organizations.web import Request, form_methods, page, posted, redirect_with_toast
from workshops import policies
from workshops.activities import personal_parts
from workshops.contributions.advance_activities import services as ahead
from workshops.contributions.advance_activities.selectors import deadline_of, standing_of
from workshops.forms.moment_fields import DeadlineForm
from workshops.joining import invitation
from workshops.models import Activity, Participant, Workshop
from workshops.registries import activity_kinds
from workshops.views.surfaces import surface_context
from workshops.web import access as workshop_access, activity_of, deleted_activity, workshop_of


@workshop_access.room
@never_cache
@require_safe
def take_part(request: Request, workshop: Workshop, participant: Participant, activity: UUID) -> HttpResponse:
    """One's own part of an activity that was opened ahead; once the room is there, the room. Of one that was
    deleted meanwhile, what this device still keeps."""
    suffix = f"?for={participant.uuid}" if participant.is_proxy else ""
    room = reverse("discovery:room", args=[workshop.code]) + suffix
    if in_trash := deleted_activity(workshop, activity):
        names = {"workshop": workshop, "activity": in_trash, "room_url": room, "kept_for": [in_trash.uuid]}
        return page(request, "workshops/live/gone.html", names, status=410)
    agenda_item = activity_of(workshop, activity)
    context = surface_context(workshop, "room")
    deadline = deadline_of(agenda_item, workshop, timezone.now())
    if deadline is None or context["room"].current == agenda_item:
        return redirect(room)
    if participant.is_proxy:
        context["live_url"] += f"&for={participant.uuid}"
    context |= {
        "participant": participant,
        "activity": agenda_item,
        "deadline": deadline,
        "room_url": room,
        "mine": personal_parts.draw_own_part(
            request, context["room"], agenda_item, deadline.kind, request.actor
        ),
    }
    return page(request, "workshops/live/ahead.html", context)


@access.discovery(DiscoveryRole.FACILITATOR)
@never_cache
@form_methods
def manage(request: Request, discovery: Discovery, uuid: UUID, activity: UUID) -> HttpResponse:
    """Open an activity ahead of its workshop, at first until its start, see how far everyone is, change the
    deadline."""
    workshop = workshop_of(discovery, uuid)
    agenda_item = activity_of(workshop, activity)
    here = reverse("discovery:activity_ahead", args=[discovery.slug, uuid, activity])
    is_to_come = workshop.starts_at is not None and workshop.starts_at > timezone.now()
    usual = agenda_item.closes_at or (workshop.starts_at if is_to_come else None)
    form = DeadlineForm(posted(request), initial={"until": usual})
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        ahead.open_ahead(actor=request.actor, activity=agenda_item, until=until)
        message = _("The deadline is set") if agenda_item.opens_at else _("People can take part now")
        return redirect_with_toast(request, here, message)
    return _page(request, discovery, workshop, agenda_item, form)


def _page(
    request: Request, discovery: Discovery, workshop: Workshop, activity: Activity, form: DeadlineForm
) -> HttpResponse:
    deadline = deadline_of(activity, workshop, timezone.now())
    context = {
        "discovery": discovery,
        "workshop": workshop,
        "activity": activity,
        "deadline": deadline,
        "standing": standing_of(deadline) if deadline else None,
        "obstacle": policies.obstacle_ahead(activity),
        "arrived": activity_kinds.get(activity.kind).arrived(activity) if activity.opens_at else None,
        "invitation": invitation.of(workshop),
        "form": form,
    }
    return page(request, "workshops/workshops/ahead.html", context, status=422 if form.errors else 200)


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def close(request: Request, discovery: Discovery, uuid: UUID, activity: UUID) -> HttpResponse:
    """End it now, before its deadline."""
    agenda_item = activity_of(workshop_of(discovery, uuid), activity)
    ahead.close_ahead(actor=request.actor, activity=agenda_item)
    return redirect_with_toast(
        request, reverse("discovery:activity_ahead", args=[discovery.slug, uuid, activity]), _("Closed")
    )
