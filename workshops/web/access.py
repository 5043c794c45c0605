"""Access of views under a workshop; organizations.web.access says how views declare theirs. Each decorator
finds the workshop, and asks authorization.py who is let in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from core.exceptions import NotAllowed
from discovery.permissions import check_facilitate, check_see_discovery
from discovery.web import access as discovery_access
from organizations.actors import Actor
from organizations.web import Request
from organizations.web.access import View, declare, of_account, reading
from organizations.web.languages import speak, speak_only
from workshops import permissions
from workshops.actors import participant_behind
from workshops.models import DeviceKind
from workshops.web import authorization, rate_limits
from workshops.web.cookies import participant_of, was_paired
from workshops.web.lookups import track_asked_for

discovery_access.checks.update(console=check_facilitate, remote=check_facilitate, stage=check_see_discovery)


def console(view: Callable[..., HttpResponseBase]) -> View:
    """Views under a workshop's `code` for those who facilitate it. Hands the view the workshop."""

    @wraps(view)
    def wrapper(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        if (account_request := of_account(request)) is None:
            return redirect_to_login(request.get_full_path())
        workshop = authorization.workshop_at(request, code)
        with reading(request):
            permissions.check_facilitate_workshop(account_request.actor, workshop)
            account_request.track_id = track_asked_for(request, workshop)
            return view(account_request, workshop, **kwargs)

    return declare(wrapper, "console")


def remote(view: Callable[..., HttpResponseBase]) -> View:
    """Views under a workshop's `code` for those who facilitate it, and for the devices that are paired as its
    remote. Hands the view the workshop."""

    @wraps(view)
    def wrapper(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and not was_paired(request, code, DeviceKind.REMOTE):
            return redirect_to_login(request.get_full_path())
        workshop = authorization.workshop_at(request, code)
        request = cast(Request, request)
        with reading(request):
            request.actor = authorization.remote_actor(request, workshop)
            request.track_id = track_asked_for(request, workshop)
            return view(request, workshop, **kwargs)

    return declare(wrapper, "remote")


def room(view: Callable[..., HttpResponseBase]) -> View:
    """Views under a workshop's `code` for its participants. Hands the view the workshop and the participant.

    Who is not (or no longer) in the room is sent to join; a request by script gets 403 with the sentence
    instead. Facilitators come here too, for someone without a device (authorization.in_the_room).
    """

    @wraps(view)
    def wrapper(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        actor = authorization.in_the_room(request, code)
        if actor is None or actor.participant is None:
            workshop = authorization.workshop_at(request, code)
            if request.method == "GET" and not request.headers.get("HX-Request"):
                return redirect("discovery:join", code=workshop.code)
            raise NotAllowed(authorization.GONE)
        request = _of_the_room(request, actor)
        speak(request, actor.participant.workshop.language)
        with reading(request):
            return view(request, actor.participant.workshop, actor.participant, **kwargs)

    return declare(wrapper, "room")


def _of_the_room(request: HttpRequest, actor: Actor) -> Request:
    """The request of someone in the room. Raises TooMany when they write faster than anyone taps."""
    if request.method == "POST":
        rate_limits.check_write_rate(actor)
    request = cast(Request, request)
    request.actor = actor
    return request


def contributor(view: Callable[..., HttpResponseBase]) -> View:
    """Views under a workshop's `code` and an `activity` (uuid) for those who contribute to it. Hands the view
    the activity; `request.actor` is the participant, or in an anonymous activity the holder of its key.

    A request with a key carries no cookie, and whose cookie it is would not be looked at: so it needs no
    token against forged requests either, for no one's browser sends a key by itself.
    """

    def answer(request: HttpRequest, code: str, activity: UUID, **kwargs: Any) -> HttpResponseBase:
        actor, activity_of_room = authorization.at_activity(request, code, activity)
        speak(request, activity_of_room.track.workshop.language)
        return view(_of_the_room(request, actor), activity_of_room, **kwargs)

    protected = csrf_protect(answer)

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest, code: str, activity: UUID, **kwargs: Any) -> HttpResponseBase:
        if authorization.KEY_HEADER not in request.headers:
            return protected(request, code=code, activity=activity, **kwargs)
        activity_of_key, actor = authorization.holder_of_key(request, code, activity)
        speak(request, activity_of_key.track.workshop.language)
        return view(_of_the_room(request, actor), activity_of_key, **kwargs)

    return declare(wrapper, "contributor")


def stage(view: Callable[..., HttpResponseBase]) -> View:
    """Views under a workshop's `code` for the viewers of the discovery, for the participants, and for the
    devices that are paired as its stage; others are sent to sign in. Hands the view the workshop."""

    @wraps(view)
    def wrapper(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        workshop = authorization.workshop_at(request, code)
        is_known = participant_of(request, code) or was_paired(request, code, DeviceKind.STAGE)
        if not request.user.is_authenticated and not is_known:
            return redirect_to_login(request.get_full_path())
        request = cast(Request, request)
        request.actor = authorization.stage_actor(request, workshop)
        request.track_id = track_asked_for(request, workshop)
        speak_only(workshop.language)
        return view(request, workshop, **kwargs)

    return declare(wrapper, "stage")


def observer(view: Callable[..., HttpResponseBase]) -> View:
    """Views under a workshop's `code` for people who came by its link for observers, and only look. Hands the
    view the workshop."""

    @wraps(view)
    def wrapper(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        workshop = authorization.workshop_at(request, code)
        authorization.check_observes(request, workshop)
        request = cast(Request, request)
        request.actor = Actor.nobody()
        request.track_id = track_asked_for(request, workshop)
        speak(request, workshop.language)
        return view(request, workshop, **kwargs)

    return declare(wrapper, "observer")


def surface(view: Callable[..., HttpResponseBase]) -> View:
    """Views of a part of the surface that the query names (`?surface=stage`, by default the room), for whom
    its event stream is open too. Hands the view the workshop, the surface and, in the room, the participant,
    whose breakout room does not depend on the query."""

    @wraps(view)
    def wrapper(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        name = request.GET.get("surface", "room")
        workshop, actor = authorization.enter(request, code, name)
        request = cast(Request, request)
        request.actor = actor
        authorization.speak_on(request, workshop, name)
        participant = participant_behind(actor) if name == "room" else None
        request.track_id = None if participant else track_asked_for(request, workshop)
        return view(request, workshop, name, participant, **kwargs)

    return declare(wrapper, "surface")
