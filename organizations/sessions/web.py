"""Length of sessions, their list for people, and pages that no browser may store."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from organizations.models import User
from organizations.sessions.services import keep_session, note_session
from organizations.web.client_address import client_address

ROOM_GRACE: Final = timedelta(hours=12)
"""For how much longer the longest life of a session lasts for whom a room is going on."""
_BEGAN, _SEEN, _KEY = "began_at", "seen_at", "seen_key"
_ROOMS: Final = ("console", "remote", "room", "contributor", "stage", "observer", "surface", "stream")
# No more often than this is it noted that a session is used: each time is a write.
_SEEN_AGAIN: Final = 10 * 60


def register_own() -> None:
    """Note sessions from now on as they begin."""
    user_logged_in.connect(_begin, dispatch_uid="sessions")


class Sessions:
    """Ends sessions that no one used for settings.SESSION_IDLE, or that are older than
    settings.SESSION_LONGEST: the end stands in the table of sessions, so that it holds for whatever reads it.
    In the hours that a room has more, all other pages are answered as to a stranger.
    Pages of signed-in people are kept in no cache, but for those of rooms, which people come back to by the
    arrow of a browser while the network is away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Who it is depends on the view, which is known by the time that someone looks.
        request.user = cast(User, SimpleLazyObject(lambda: _who(request)))
        response = self.get_response(request)
        # Who looks at the session here would make pages personal that are not.
        if not request.session.accessed or not isinstance(request.user, User):
            return response
        in_room = _is_room(request)
        if "Cache-Control" not in response.headers and not in_room:
            response.headers["Cache-Control"] = "private, no-store"
        if not _is_by_itself(request):
            self._use(request, request.user, in_room=in_room)
        return response

    def _use(self, request: HttpRequest, account: User, *, in_room: bool) -> None:
        session, now = request.session, time.time()
        lasts = _seconds_left(session.get(_BEGAN, now), now, in_room=in_room)
        if lasts <= 0:
            return
        last_seen: float = session.get(_SEEN, 0)
        again = min(_SEEN_AGAIN, _idle() / 10)
        if now < last_seen + again and session.get(_KEY) == session.session_key and _BEGAN in session:
            return
        was_modified = session.modified
        try:
            _note(request, account, lasts)
            keep_session(session)
        except DatabaseError:  # full, locked, away, or the session ended: what was done is answered
            session.modified = was_modified


def _who(request: HttpRequest) -> User | AnonymousUser:
    account, now = get_user(request), time.time()
    match = request.resolver_match
    if not isinstance(account, User) or (match and match.url_name == "account_logout"):
        return account  # who signs out ends the session also for the room
    lasts = _seconds_left(request.session.get(_BEGAN, now), now, in_room=_is_room(request))
    return account if lasts > 0 else AnonymousUser()


def _begin(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    now = time.time()
    request.session[_BEGAN] = int(now)
    _note(request, user, _seconds_left(now, now, in_room=False))


def _note(request: HttpRequest, account: User, lasts: float) -> None:
    session = request.session
    session.setdefault(_BEGAN, int(time.time()))
    session[_SEEN], session[_KEY] = int(time.time()), session.session_key
    session.set_expiry(int(min(lasts, _idle())))
    browser = request.headers.get("User-Agent", "")
    note_session(
        key=str(session.session_key), account=account, address=client_address(request), browser=browser
    )


def _idle() -> float:
    return (settings.SESSION_IDLE or settings.SESSION_LONGEST).total_seconds()


def _seconds_left(began: float, now: float, *, in_room: bool) -> float:
    end = began + settings.SESSION_LONGEST.total_seconds() + (ROOM_GRACE.total_seconds() if in_room else 0)
    return end - now


def _is_room(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and getattr(match.func, "access", "") in _ROOMS


def _is_by_itself(request: HttpRequest) -> bool:
    match = request.resolver_match
    is_marked = match is not None and getattr(match.func, "by_itself", False)
    return is_marked or "By-Itself" in request.headers  # parts of a page that others changed (follow.js)
