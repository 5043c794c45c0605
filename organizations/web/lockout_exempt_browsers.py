"""The accounts to which a browser signed in before, in a signed cookie: whoever guesses a password elsewhere
does not keep these people out (organizations.web.allauth_adapter)."""

from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from organizations.models import User

COOKIE_AGE = 365 * 24 * 60 * 60
_SALT = "headwaters.known-browsers"
# Accounts that one browser is known for; the latest stay.
_MOST = 5


def cookie_name() -> str:
    """The name of the cookie."""
    return f"{settings.COOKIE_PREFIX}hw_known"


def mark_of(request: HttpRequest, account: User) -> str:
    """Mark of this browser among the known ones of the account; "" when it is not known."""
    return _marks(request).get(str(account.pk), "")


def register_own() -> None:
    """Note sign-ins from now on, by whatever way."""
    user_logged_in.connect(_signed_in, dispatch_uid="known_browsers")


class KnownBrowsers:
    """Has the browser keep to which account it just signed in. The cookie opens nothing: it only has wrong
    passwords counted apart from those of others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (account := getattr(request, "signed_in", None)) is not None:
            marks = _marks(request)
            mark = marks.pop(str(account.pk), "") or token_urlsafe(12)
            latest = [*list(marks.items())[1 - _MOST :], (str(account.pk), mark)]
            response.set_signed_cookie(
                cookie_name(),
                "/".join(f"{number}.{each}" for number, each in latest),
                salt=_SALT,
                max_age=COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def _marks(request: HttpRequest) -> dict[str, str]:
    cookie = request.get_signed_cookie(cookie_name(), default="", salt=_SALT, max_age=COOKIE_AGE) or ""
    return dict(each.split(".", 1) for each in cookie.split("/") if "." in each)


def _signed_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    request.signed_in = user  # type: ignore[attr-defined]  # read by the middleware above
