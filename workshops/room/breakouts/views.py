"""The rooms of a breakout: preparing them, putting people into them, and choosing one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from organizations.web import (
    Request,
    find,
    form_methods,
    form_view,
    page,
    posted,
    redirect_with_toast,
    sent_values,
    with_toast,
)
from workshops.models import Activity, Participant, Track, Workshop
from workshops.room.breakouts import services as breakouts
from workshops.room.breakouts.forms import AssignForm, RoomForm
from workshops.room.breakouts.selectors import rooms_of
from workshops.selectors.person_places import BREAKOUT
from workshops.web import access as workshop_access, workshop_of

# --- Preparing ------------------------------------------------------------------------------------


@access.discovery(DiscoveryRole.FACILITATOR)
@require_safe
def rooms(request: Request, discovery: Discovery, uuid: UUID, activity: UUID) -> HttpResponse:
    """The rooms of a breakout, and who is in which."""
    workshop = workshop_of(discovery, uuid)
    breakout = _breakout_of(workshop, activity)
    context = {"discovery": discovery, **_people(workshop, breakout)}
    return page(request, "workshops/breakouts/rooms.html", context)


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
def room_add(request: Request, discovery: Discovery, uuid: UUID, activity: UUID) -> HttpResponse:
    """A room with its name, stream and facilitator, and a short agenda."""
    workshop = workshop_of(discovery, uuid)
    breakout = _breakout_of(workshop, activity)
    form = RoomForm(posted(request), workshop=workshop)
    return form_view(
        request,
        form,
        lambda: breakouts.add_room(actor=request.actor, activity=breakout, **form.values()),
        message=_("Room added"),
        title=_("Add a room"),
        save_label=_("Add"),
        back=_rooms_url(breakout),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
def room_edit(request: Request, discovery: Discovery, uuid: UUID, room: UUID) -> HttpResponse:
    """Name, stream and facilitator of a room."""
    workshop = workshop_of(discovery, uuid)
    track = _room_of(workshop, room)
    form = RoomForm(posted(request), instance=track, workshop=workshop)
    return form_view(
        request,
        form,
        lambda: breakouts.change_room(actor=request.actor, room=track, **form.changes()),
        message=_("Room saved"),
        title=_("Edit the room"),
        back=_rooms_url(track.breakout),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def room_delete(request: Request, discovery: Discovery, uuid: UUID, room: UUID) -> HttpResponse:
    """Put a room with its agenda into the trash and offer to undo it."""
    track = _room_of(workshop_of(discovery, uuid), room)
    deletion = breakouts.delete_room(actor=request.actor, room=track)
    return redirect_with_toast(request, _rooms_url(track.breakout), _("Room deleted"), undoes=deletion)


# --- Who is in which room -------------------------------------------------------------------------


@workshop_access.console
@require_safe
def people(request: Request, workshop: Workshop, activity: UUID) -> HttpResponse:
    """Everyone with their room, for the console's dialog."""
    return _people_part(request, workshop, _breakout_of(workshop, activity))


@workshop_access.console
@require_POST
def assign(request: Request, workshop: Workshop, activity: UUID) -> HttpResponse:
    """Put one person into a room, or into none."""
    breakout = _breakout_of(workshop, activity)
    values = sent_values(AssignForm(request.POST))
    participant = find(workshop.participants.filter(removed_at=None), uuid=values["participant"])
    room = _room_of(workshop, values["room"]) if values["room"] else None
    breakouts.assign(actor=request.actor, activity=breakout, participant=participant, room=room)
    words = {"name": participant.display_name, "room": room.name if room else ""}
    message = _("%(name)s is in “%(room)s”") if room else _("%(name)s has no room")
    return with_toast(HttpResponse(status=204), message % words)


@workshop_access.console
@require_POST
def deal(request: Request, workshop: Workshop, activity: UUID) -> HttpResponse:
    """Deal everyone out again."""
    breakout = _breakout_of(workshop, activity)
    breakouts.deal_out(actor=request.actor, activity=breakout)
    return with_toast(_people_part(request, workshop, breakout), _("Everyone has a room"))


@workshop_access.room
@require_POST
def choose(request: Request, workshop: Workshop, participant: Participant, uuid: UUID) -> HttpResponse:
    """A participant goes into a room."""
    room = _room_of(workshop, uuid)
    breakouts.choose(actor=request.actor, room=room)
    return with_toast(HttpResponse(status=204), _("You are in “%(room)s”") % {"room": room.name})


def _people_part(request: Request, workshop: Workshop, activity: Activity) -> HttpResponse:
    return page(request, "workshops/breakouts/people.html#people", _people(workshop, activity))


def _people(workshop: Workshop, activity: Activity) -> dict[str, Any]:
    breakout = rooms_of(activity)
    pairs = [(person, room.track.pk) for room in breakout.rooms for person in room.people]
    return {
        "workshop": workshop,
        "activity": activity,
        "breakout": breakout,
        "people": [*((person, None) for person in breakout.without), *pairs],
    }


def _breakout_of(workshop: Workshop, uuid: UUID) -> Activity:
    return find(Activity.objects.select_related("track"), kind=BREAKOUT, track__workshop=workshop, uuid=uuid)


def _room_of(workshop: Workshop, uuid: UUID) -> Track:
    rooms = Track.objects.filter(workshop=workshop, breakout__isnull=False, breakout__deleted_at=None)
    room = find(rooms.select_related("breakout__track"), uuid=uuid)
    room.workshop = workshop
    if room.breakout is not None:
        room.breakout.track.workshop = workshop
    return room


def _rooms_url(activity: Activity | None) -> str:
    assert activity is not None  # noqa: S101 - rooms have one; for the type checker
    workshop = activity.track.workshop
    return reverse("discovery:breakout_rooms", args=[workshop.discovery.slug, workshop.uuid, activity.uuid])
