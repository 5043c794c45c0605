"""Lookups of the rest of a URL, below the object that the access decorator found."""

from uuid import UUID

from django.http import HttpRequest

from core.exceptions import NotFound
from discovery.models import Discovery
from organizations.web import find
from workshops import policies
from workshops.models import Activity, Track, Workshop
from workshops.workshop.selectors import activity_in


def workshop_of(discovery: Discovery, uuid: UUID) -> Workshop:
    """A workshop of the discovery. Raises NotFound."""
    return find(discovery.workshops.all(), uuid=uuid)


def activity_of(workshop: Workshop, uuid: UUID) -> Activity:
    """An activity of the workshop, with its track. Raises NotFound."""
    return find(Activity.objects.select_related("track"), uuid=uuid, track__workshop=workshop)


def contributed_to(request: HttpRequest, workshop: Workshop, uuid: UUID) -> Activity:
    """The activity that someone in the room writes in. Raises NotFound, and Conflict when what they send
    comes to one that was deleted meanwhile: the sentence says that their text is kept."""
    activity = activity_in(workshop, uuid)
    if activity is not None:
        return activity
    in_trash = deleted_activity(workshop, uuid) if request.method == "POST" else None
    if in_trash is not None:
        policies.check_is_there(in_trash)
    raise NotFound


def deleted_activity(workshop: Workshop, uuid: UUID) -> Activity | None:
    """The activity of the workshop that is in the trash; None for one that is not."""
    in_trash = Activity.everything.exclude(deleted_at=None)
    return in_trash.filter(uuid=uuid, track__workshop=workshop).first()


def room_asked(request: HttpRequest, workshop: Workshop) -> Track | None:
    """The breakout room that the form field or the query `track` names; None for everyone's. Raises
    NotFound."""
    value = request.POST.get("track") or request.GET.get("track")
    if not value:
        return None
    try:
        uuid = UUID(value)
    except ValueError:
        raise NotFound from None
    track = find(Track.objects.select_related("breakout"), uuid=uuid, workshop=workshop)
    return None if track.breakout_id is None else track


def track_asked_for(request: HttpRequest, workshop: Workshop) -> int | None:
    """The primary key of `room_asked`, by which the live layer finds places."""
    room = room_asked(request, workshop)
    return None if room is None else room.pk
