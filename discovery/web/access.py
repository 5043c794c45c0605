"""Access of views: each declares it with one of these decorators, or is refused (see
middleware.AccessMustBeDeclared).

A decorator finds what the URL names, checks that the request's person may come in, and hands the object to
the view. A foreign and an unknown object give the same 404.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from discovery import permissions
from discovery.actors import Actor
from discovery.exceptions import NotAllowed, NotFound
from discovery.models import Discovery, Organization, Participant, Workshop
from discovery.models.discovery import DiscoveryRole
from discovery.web import limits
from discovery.web.requests import Request

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=View)

_IN_THE_ROOM = """
    SELECT participant.* FROM discovery_participant participant
    JOIN discovery_workshop workshop ON workshop.id = participant.workshop_id
    JOIN discovery_discovery discovery ON discovery.id = workshop.discovery_id
    WHERE participant.secret = %s AND workshop.code = %s AND participant.removed_at IS NULL
      AND workshop.deleted_at IS NULL AND discovery.deleted_at IS NULL
"""
_ITS_WORKSHOP = "SELECT * FROM discovery_workshop WHERE id = %s"
COOKIE_SALT = "discovery.participant"
COOKIE_AGE = 60 * 60 * 24 * 60


@dataclass(frozen=True, slots=True)
class StreamGrant:
    """What an event stream may carry: the room, the audience, and the participant whose presence it shows
    (uuid). `holder` is whose streams are counted together."""

    workshop_id: int
    audience: str
    participant: str | None
    holder: str


# --- Who is it ------------------------------------------------------------------------------------


def account_actor(request: HttpRequest) -> Actor:
    """The signed-in account as actor, or nobody."""
    return Actor.of_account(request.user) if request.user.is_authenticated else Actor.nobody()


def cookie_name(code: str) -> str:
    """The name of the cookie for the workshop with this code, in whichever way the code was written."""
    return f"hw_{code.upper().replace('-', '')}"


def _secret(request: HttpRequest, code: str) -> str | None:
    """What the signed cookie of this workshop holds; None without one, or with a forged or old one."""
    secret: str | None = request.get_signed_cookie(
        cookie_name(code), default=None, salt=COOKIE_SALT, max_age=COOKIE_AGE
    )
    return secret


def participant_of(request: HttpRequest, code: str) -> Participant | None:
    """Whom the cookie names, with the workshop; None without one, after removal, or when the workshop or its
    discovery is in the trash.

    Two hundred people tap at once, and each tap begins here: written out, it costs a third of what it takes
    Django to work the same statements out each time.
    """
    secret = _secret(request, code)
    if secret is None:
        return None
    found = Participant.objects.raw(_IN_THE_ROOM, [secret, code.upper().replace("-", "")])
    for participant in found:
        (participant.workshop,) = Workshop.objects.raw(_ITS_WORKSHOP, [participant.workshop_id])
        return participant
    return None


def remember(response: HttpResponse, participant: Participant) -> HttpResponse:
    """Give the browser the cookie by which it comes back as this participant."""
    response.set_signed_cookie(
        cookie_name(participant.workshop.code),
        participant.secret,
        salt=COOKIE_SALT,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=request_is_secure(),
    )
    return response


def request_is_secure() -> bool:
    from django.conf import settings

    return bool(settings.SESSION_COOKIE_SECURE)


# --- What does the URL name -----------------------------------------------------------------------


def find_discovery(slug: str) -> Discovery:
    """Raises NotFound for an unknown slug or one in the trash."""
    try:
        return Discovery.objects.select_related("domain__organization").get(
            slug=slug, domain__deleted_at=None
        )
    except Discovery.DoesNotExist:
        raise NotFound(_("There is no such discovery, or it is not yours.")) from None


def find_workshop(code: str) -> Workshop:
    """Raises NotFound for an unknown code, or a workshop whose discovery is in the trash."""
    try:
        return Workshop.objects.select_related("discovery__domain__organization").get(
            code=code.upper().replace("-", ""), discovery__deleted_at=None
        )
    except Workshop.DoesNotExist:
        raise NotFound(_("There is no workshop with this code. Check it with the facilitator.")) from None


def workshop_for_code(request: HttpRequest, code: str) -> Workshop | None:
    """The workshop with this code, None when there is none.

    For doors that are open to everybody: who has neither a cookie of that room nor access to its discovery
    may be guessing, so wrong codes are counted, and raise TooMany when there were too many
    (discovery.web.limits).
    """
    try:
        found = find_workshop(code)
    except NotFound:
        found = None
    if _secret(request, code) is None and not (found and _may_see(request, found)):
        limits.check_may_try_code(request)
    if found is None:
        limits.count_wrong_code(request)
    return found


def _may_see(request: HttpRequest, workshop: Workshop) -> bool:
    return permissions.allows(permissions.check_see_discovery, account_actor(request), workshop.discovery)


def _open_door(request: HttpRequest, code: str) -> Workshop:
    found = workshop_for_code(request, code)
    if found is None:
        raise NotFound(_("There is no workshop with this code. Check it with the facilitator."))
    return found


# --- Decorators -----------------------------------------------------------------------------------


def _declare(view: V, access: str) -> V:
    view.access = access  # type: ignore[attr-defined]  # read by the middleware and by the access table
    return view


def public(view: Callable[Concatenate[Request, P], HttpResponseBase]) -> View:
    """Anybody."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request = cast(Request, request)
        request.actor = account_actor(request)
        return view(request, *args, **kwargs)

    return _declare(wrapper, "public")


def signed_in(view: Callable[Concatenate[Request, P], HttpResponseBase]) -> View:
    """Any account; others are sent to sign in."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        request = cast(Request, request)
        request.actor = account_actor(request)
        return view(request, *args, **kwargs)

    return _declare(wrapper, "signed_in")


def organization(needed: str) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """Views under an `organization_slug`: `needed` is "member", "facilitator" or "admin". Hands the view the
    organization."""
    checks = {
        "member": permissions.check_see_organization,
        "facilitator": permissions.check_start_discovery,
        "admin": permissions.check_administer_organization,
    }
    check = checks[needed]

    def decorate(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, organization_slug: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            found = Organization.objects.filter(slug=organization_slug).first()
            if found is None:
                raise NotFound(_("There is no such organization, or it is not yours."))
            request = cast(Request, request)
            request.actor = account_actor(request)
            check(request.actor, found)
            return view(request, found, **kwargs)

        return _declare(wrapper, f"organization:{needed}")

    return decorate


def discovery(needed: DiscoveryRole) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """Views under a discovery's `slug`. Hands the view the discovery, with its domain and organization."""

    def decorate(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            found = find_discovery(slug)
            request = cast(Request, request)
            request.actor = account_actor(request)
            permissions.check_discovery(request.actor, found, needed)
            return view(request, found, **kwargs)

        return _declare(wrapper, f"discovery:{needed.value}")

    return decorate


def console(view: Callable[..., HttpResponseBase]) -> View:
    """Views under a workshop's `code` for those who facilitate it. Hands the view the workshop."""

    @wraps(view)
    def wrapper(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        found = _open_door(request, code)
        request = cast(Request, request)
        request.actor = account_actor(request)
        permissions.check_facilitate_workshop(request.actor, found)
        return view(request, found, **kwargs)

    return _declare(wrapper, "console")


def room(view: Callable[..., HttpResponseBase]) -> View:
    """Views under a workshop's `code` for its participants. Hands the view the workshop and the participant.

    Who is not (or no longer) in the room is sent to join; a request by script gets 403 with the sentence
    instead.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        participant = participant_of(request, code)
        if participant is None:
            found = _open_door(request, code)
            if request.method == "GET" and not request.headers.get("HX-Request"):
                return redirect("discovery:join", code=found.code)
            raise NotAllowed(_("This device is no longer in the workshop. Join again with the code."))
        request = cast(Request, request)
        request.actor = Actor.of_participant(participant)
        return view(request, participant.workshop, participant, **kwargs)

    return _declare(wrapper, "room")


def stage(view: Callable[..., HttpResponseBase]) -> View:
    """Views under a workshop's `code` for whoever may see the discovery, and for the participants; others are
    sent to sign in, as on a projector's computer. Hands the view the workshop."""

    @wraps(view)
    def wrapper(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        found = _open_door(request, code)
        if not request.user.is_authenticated and participant_of(request, code) is None:
            return redirect_to_login(request.get_full_path())
        request = cast(Request, request)
        request.actor = _stage_actor(request, found)
        return view(request, found, **kwargs)

    return _declare(wrapper, "stage")


def _stage_actor(request: HttpRequest, workshop: Workshop) -> Actor:
    if participant := participant_of(request, workshop.code):
        return Actor.of_participant(participant)
    actor = account_actor(request)
    permissions.check_see_discovery(actor, workshop.discovery)
    return actor


def authorize_stream(request: HttpRequest, code: str, surface: str) -> StreamGrant:
    """What the event stream of `surface` ("room", "console", "stage") may carry to this request.

    Raises NotFound, NotAllowed or TooMany.
    """
    workshop, actor = _enter(request, code, surface)
    if actor.participant is None:
        return StreamGrant(workshop.pk, surface, None, f"account {actor.account and actor.account.pk}")
    uuid = str(actor.participant.uuid)
    return StreamGrant(workshop.pk, surface, uuid if surface == "room" else None, uuid)


def surface(view: Callable[..., HttpResponseBase]) -> View:
    """Views of a part of the surface that the query names (`?surface=stage`, by default the room), for whom
    its event stream is open too. Hands the view the workshop, the surface and, in the room, the
    participant."""

    @wraps(view)
    def wrapper(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        name = request.GET.get("surface", "room")
        found, actor = _enter(request, code, name)
        request = cast(Request, request)
        request.actor = actor
        return view(request, found, name, actor.participant if name == "room" else None, **kwargs)

    return _declare(wrapper, "surface")


def _enter(request: HttpRequest, code: str, surface: str) -> tuple[Workshop, Actor]:
    workshop = _open_door(request, code)
    if surface == "console":
        actor = account_actor(request)
        permissions.check_facilitate_workshop(actor, workshop)
        return workshop, actor
    if surface == "stage":
        return workshop, _stage_actor(request, workshop)
    if surface == "room":
        participant = participant_of(request, code)
        if participant is None:
            raise NotAllowed(_("This device is no longer in the workshop. Join again with the code."))
        return workshop, Actor.of_participant(participant)
    raise NotFound(_("There is no such surface."))
