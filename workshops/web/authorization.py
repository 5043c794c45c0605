"""Access to rooms: the object of a URL, the person who asks, and their right to it.

The decorators of access.py ask here, and so do the few views that no decorator describes. A foreign and an
unknown object give the same 404.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _, gettext_lazy as _lazy

from core.exceptions import NotAllowed, NotFound, PageOutdated
from core.labels import known_language
from core.models import ActorKind
from discovery import permissions
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.permissions import allows
from organizations.web import languages
from organizations.web.access import account_actor
from organizations.web.client_address import client_address
from workshops.actors import RoomActor, device_behind, participant_behind
from workshops.joining.anonymous_keys import rules as anonymity
from workshops.joining.participants.selectors import proxy_with_uuid
from workshops.models import Activity, DeviceKind, PairedDevice, Workshop, WorkshopState
from workshops.permissions import check_facilitate_workshop
from workshops.selectors.stage_language import stage_language
from workshops.web import rate_limits
from workshops.web.cookies import (
    device_of,
    normalized,
    observer_in,
    participant_at,
    participant_of,
    secret_in,
    was_paired,
)
from workshops.web.lookups import contributed_to, track_asked_for
from workshops.workshop.selectors import anonymous_activity, workshop_with_code

KEY_HEADER = "Headwaters-Key"
FOR_HEADER = "Headwaters-For"
GONE = _lazy("This device is no longer in the workshop. Join again with the code.")


class PairingEnded(NotAllowed):
    """The pairing of the device has ended. Who holds it may have no account: it is paired again."""

    step = ("discovery:pair", _lazy("Pair this device"))

    def __init__(self, workshop: Workshop) -> None:
        if workshop.state == WorkshopState.ENDED:
            super().__init__(_("The workshop has ended, so this device is no longer paired."))
        else:
            super().__init__(
                _("This device is no longer paired with the workshop. Pair it again from the console.")
            )


# --- Who is it ------------------------------------------------------------------------------------


# --- What does the URL name -----------------------------------------------------------------------


def workshop_for_code(request: HttpRequest, code: str) -> Workshop | None:
    """The workshop with this code, None when there is none.

    For addresses that are open to everyone: people with neither a cookie of that room nor access to its
    discovery may be guessing, so wrong codes are counted. Raises TooMany when there were too many
    (workshops.web.rate_limits).
    """
    workshop = workshop_with_code(normalized(code))
    if secret_in(request, code) is None and not (workshop and _is_known(request, workshop)):
        rate_limits.check_may_try_code(request)
    if workshop is None:
        rate_limits.count_wrong_code(request)
    return workshop


def _may_see(request: HttpRequest, workshop: Workshop) -> bool:
    actor = account_actor(request)
    if actor.account is None:
        return False
    # In one statement; who joins without an account needs none of it.
    discoveries = Discovery.everything.select_related("domain__organization")
    workshop.discovery = discoveries.get(pk=workshop.discovery_id)
    return allows(permissions.check_see_discovery, actor, workshop.discovery)


def _is_known(request: HttpRequest, workshop: Workshop) -> bool:
    if _may_see(request, workshop) or observer_in(request, workshop) is not None:
        return True
    return any(device_of(request, workshop.code, kind) for kind in DeviceKind)


def workshop_at(request: HttpRequest, code: str) -> Workshop:
    """The workshop with this code. Raises NotFound, and TooMany for people who guess codes."""
    workshop = workshop_for_code(request, code)
    if workshop is None:
        raise NotFound(_("No workshop has this code. Check it with the facilitator."))
    return workshop


def in_the_room(request: HttpRequest, code: str) -> RoomActor | None:
    """The actor in the room: the participant of the cookie, or the person without a device whom the header
    Headwaters-For (of scripts) or `?for=` (of pages and streams) names, when an account asks that facilitates
    the workshop. None for no one. Raises NotFound or NotAllowed for a person who may not be entered for."""
    uuid = request.headers.get(FOR_HEADER) or request.GET.get("for")
    if not uuid:
        participant = participant_of(request, code)
        return None if participant is None else RoomActor.of_participant(participant)
    workshop = workshop_at(request, code)
    actor = account_actor(request)
    check_facilitate_workshop(actor, workshop)
    participant = proxy_with_uuid(workshop, uuid)
    if participant is None:
        raise NotAllowed(
            _("You can’t enter answers for this person anymore. They have a device, or they were removed.")
        )
    return RoomActor.of_participant(participant, entered_by=actor.account)


def at_activity(request: HttpRequest, code: str, activity: UUID) -> tuple[RoomActor, Activity]:
    """The actor in the room (`in_the_room`), and the activity that they write in (`contributed_to`). Raises
    what these do, and NotAllowed for no one."""
    if not (request.headers.get(FOR_HEADER) or request.GET.get("for")):
        both = participant_at(request, code, activity)
        if both is not None:
            return RoomActor.of_participant(both[0]), both[1]
    actor = in_the_room(request, code)
    if actor is None or actor.participant is None:
        workshop_at(request, code)
        raise NotAllowed(GONE)
    return actor, contributed_to(request, actor.participant.workshop, activity)


def holder_of_key(request: HttpRequest, code: str, activity: UUID) -> tuple[Activity, Actor]:
    """The anonymous activity of the workshop with this code, and the holder of one of its keys. They are in
    that room already, so wrong codes that others try from their address do not keep them out.

    Raises NotFound, TooMany after too many guesses, and NotAllowed without a valid key.
    """
    author = anonymity.verified(settings.SECRET_KEY, request.headers.get(KEY_HEADER, ""), str(activity))
    activity_of_key = None if author is None else anonymous_activity(normalized(code), activity)
    if author is None or activity_of_key is None:
        contributed_to(request, workshop_at(request, code), activity)
        raise NotAllowed(_("This device has no key for this activity. Reload the page."))
    return activity_of_key, RoomActor.of_key(author, activity_of_key)


def stage_actor(request: HttpRequest, workshop: Workshop) -> Actor:
    """The actor in front of the stage: a participant, an account that sees the discovery, or no one at a
    device that is paired as the stage. Raises NotFound, and NotAllowed when its pairing has ended."""
    if participant := participant_of(request, workshop.code):
        return RoomActor.of_participant(participant)
    device = device_of(request, workshop.code, DeviceKind.STAGE)
    if device is not None and _still_facilitates(device, workshop):
        return RoomActor(ActorKind.ACCOUNT, "", device=device)
    actor = account_actor(request)
    if actor.account is None and was_paired(request, workshop.code, DeviceKind.STAGE):
        raise PairingEnded(workshop)
    permissions.check_see_discovery(actor, workshop.discovery)
    return actor


def remote_actor(request: HttpRequest, workshop: Workshop) -> Actor:
    """The actor who steers by the remote: an account that facilitates the workshop, or a device that is
    paired as its remote. Raises NotFound or NotAllowed."""
    actor = account_actor(request)
    if allows(check_facilitate_workshop, actor, workshop):
        return actor
    device = device_of(request, workshop.code, DeviceKind.REMOTE)
    if device is not None and _still_facilitates(device, workshop):
        return RoomActor.of_device(device)
    if was_paired(request, workshop.code, DeviceKind.REMOTE):
        raise PairingEnded(workshop)
    check_facilitate_workshop(actor, workshop)
    return actor


def _still_facilitates(device: PairedDevice, workshop: Workshop) -> bool:
    """Return True if the account that paired the device could still do so."""
    maker = RoomActor.of_device(device)
    return allows(check_facilitate_workshop, maker, workshop)


def check_observes(request: HttpRequest, workshop: Workshop) -> None:
    """Raises NotAllowed unless the request came by the workshop's present link for observers."""
    if observer_in(request, workshop) is None:
        raise NotAllowed(_("This link for observers is no longer valid. Ask the facilitator for a new one."))


# --- The surfaces of a workshop -------------------------------------------------------------------


def speak_on(request: HttpRequest, workshop: Workshop, surface: str) -> None:
    """Answer in the language of this surface's page. Parts of it say which that is in `?language=`, because
    the person may have chosen another one since in another tab. Raises PageOutdated for a part of a stage
    that was opened before the workshop's language changed."""
    page = known_language(request.GET.get("language"))
    if surface == "stage" and page not in (None, stage_language(workshop)):
        raise PageOutdated(_("The language of this workshop has changed. Reload the page."))
    if surface in ("console", "remote"):
        languages.speak_only(settings.LANGUAGE_CODE)
    elif page is not None:
        languages.speak_only(page)
    elif surface == "stage":
        languages.speak_only(workshop.language)
    else:
        languages.speak(request, workshop.language)


@dataclass(frozen=True, slots=True)
class StreamGrant:
    """The rights of an event stream: the room, the audience, and the participant whose presence it shows
    (uuid). Streams of one `holder` are counted together, `track_id` is the breakout room that was asked for
    (None: the room for everyone, or wherever the participant is)."""

    workshop_id: int
    audience: str
    participant: str | None
    holder: str
    track_id: int | None = None


def authorize_stream(request: HttpRequest, code: str, surface: str) -> StreamGrant:
    """Return the rights of the event stream of `surface` ("room", "console", "remote", "stage", "observer")
    for this request.

    Raises NotFound, NotAllowed or TooMany.
    """
    workshop, actor = enter(request, code, surface)
    speak_on(request, workshop, surface)
    participant = participant_behind(actor)
    if surface == "room" and participant is not None:
        uuid = str(participant.uuid)
        return StreamGrant(workshop.pk, surface, uuid, uuid)  # it follows them from room to room
    track = track_asked_for(request, workshop)
    if surface == "observer":
        return StreamGrant(
            workshop.pk, surface, None, f"observer {workshop.pk} {client_address(request)}", track
        )
    if participant is not None:
        return StreamGrant(workshop.pk, surface, None, str(participant.uuid), track)
    if (device := device_behind(actor)) is not None:
        return StreamGrant(workshop.pk, surface, None, f"device {device.pk}", track)
    return StreamGrant(workshop.pk, surface, None, f"account {actor.account and actor.account.pk}", track)


def enter(request: HttpRequest, code: str, surface: str) -> tuple[Workshop, Actor]:
    """The workshop, and who looks at this surface of it. Raises NotFound, NotAllowed or TooMany."""
    if surface == "room":
        # First, and without the door: two hundred people fetch a board in the same second.
        person = in_the_room(request, code)
        if person is None or person.participant is None:
            workshop_at(request, code)
            raise NotAllowed(GONE)
        return person.participant.workshop, person
    workshop = workshop_at(request, code)
    if surface == "console":
        actor = account_actor(request)
        check_facilitate_workshop(actor, workshop)
        return workshop, actor
    if surface == "remote":
        return workshop, remote_actor(request, workshop)
    if surface == "stage":
        return workshop, stage_actor(request, workshop)
    if surface == "observer":
        check_observes(request, workshop)
        return workshop, Actor.nobody()
    raise NotFound(_("This screen wasn’t found."))
