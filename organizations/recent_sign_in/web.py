"""A sign-in of the last 15 minutes, for what outlives the session that made it: roles, keys, links, and what
is deleted.

A view that gives such a thing is marked with `grants`. Someone whose sign-in is older is asked for it again,
as the answer to the same request: what was sent stays in the page and goes along with the password or code,
so that nothing that was typed is lost. docs/adr/0077 says which addresses are marked.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from core.exceptions import TooMany
from organizations.models import User
from organizations.organization.selectors import is_linked
from organizations.recent_sign_in.forms import AgainForm
from organizations.recent_sign_in.services import KeptCode, is_code, is_good, new_code
from organizations.web import Request, page, page_before, with_trigger
from organizations.web.middleware import answer, is_script
from organizations.web.security_log import log_event

V = TypeVar("V", bound=Callable[..., HttpResponseBase])
FRESH: Final = 15 * 60
"""Seconds after a sign-in in which nothing is asked again."""
TAB: Final = "again-sign-in"
"""The tab in which the provider asks, while the page that waits stays as it is."""
_SIGNED_IN_AT: Final = "signed_in_at"
_CODE: Final = "again_code"
_STEP, _OPENS = "again_step", "again_opens"
_OURS: Final = (_STEP, _OPENS, "again_secret", "csrfmiddlewaretoken")
_PASSWORD: Final = "password"  # noqa: S105  the name of a field
"""The field for the password of the account: no page holds it, so the form asks for it once more."""


def register_own() -> None:
    """Note from now on when someone signs in, by whatever way."""
    user_logged_in.connect(_signed_in, dispatch_uid="recent")


def note_sign_in(request: HttpRequest) -> None:
    """The person of the session has just shown who they are."""
    request.session[_SIGNED_IN_AT] = int(time.time())


def is_recent(request: HttpRequest) -> bool:
    """True if the person of the session proved within FRESH who they are."""
    times = [each["at"] for each in get_authentication_records(request, request.user)]
    latest: float = max([request.session.get(_SIGNED_IN_AT, 0), *times])
    return time.time() < latest + FRESH


def grants(view: V) -> V:
    """A view of a signed-in person that gives something which outlives the session: see the module."""

    @wraps(view)
    def wrapper(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (question := ask_again(request)) is not None:
            return question
        return view(request, *args, **kwargs)

    wrapper.grants = True  # type: ignore[attr-defined]  # read by the table of addresses
    return cast(V, wrapper)


def ask_again(request: Request) -> HttpResponse | None:
    """The page that asks who someone is, and takes the answer; None when it is known, with what was sent
    left in `request.POST` as it was typed. Raises TooMany for who tries too often."""
    step = request.POST.get(_STEP, "")
    account = request.actor.account
    if account is None:
        return None  # no one is let in whom the view does not let in itself
    if not is_recent(request) and (question := _sign_in_page(request, account, step)) is not None:
        return question
    if not step:
        return None
    if _OPENS in request.POST:
        return HttpResponse(status=303, headers={"Location": request.get_full_path()})
    data = request.POST.copy()
    for name in _OURS[:-1]:
        data.pop(name, None)
    request.POST = data  # type: ignore[assignment]  # which Django lets be set
    return None


def _sign_in_page(request: Request, account: User, step: str) -> HttpResponse | None:
    """The page; None when the step that was sent says who it is."""
    if is_script(request):
        message = _("Your sign-in is too old for this. Reload the page and sign in again.")
        return answer(request, 403, message)
    has_password = account.has_usable_password()
    provider = settings.OIDC_NAME if settings.OIDC_ISSUER and is_linked(account) else ""
    form = AgainForm(
        request.POST if step == "go" else None,
        says_who=lambda secret: _says_who(request, account, secret),
        has_password=has_password,
        provider=provider,
    )
    if step:
        # As often as allauth lets someone who is signed in try their password elsewhere.
        if not ratelimit.consume(request, action="reauthenticate", user=account):
            raise TooMany(_("Too many attempts. Try again in a minute."), 60)
        if step == "go" and form.is_valid():
            note_sign_in(request)
            log_event("sign_in.again", request, who=account)
            return None
        if step == "code" and not has_password and not provider:
            request.session[_CODE] = new_code(account)
    names = [name for name in request.POST if name not in (*_OURS, _PASSWORD)]
    context = {
        "form": form,
        "username": account.email if has_password else "",
        "action": request.get_full_path(),
        "opens": request.method != "POST" or _OPENS in request.POST,
        "kept": [(name, value) for name in names for value in request.POST.getlist(name)],
        "provider": provider,
        "provider_url": reverse("discovery:identity_start"),
        "tab": TAB,
        "asks_code": not has_password and not provider,
        "sent_to": account.email if is_good(request.session.get(_CODE)) else "",
        "has_expired": _CODE in request.session and not is_good(request.session[_CODE]),
        "is_printed": settings.EMAIL_BACKEND == settings.PRINTED_MAIL,
        "back": page_before(request, reverse("discovery:home")),
    }
    status = 422 if request.method == "POST" else 200
    response = page(request, "organizations/again.html", context, part="form", status=status)
    response.headers["Cache-Control"] = "no-store"
    if request.htmx:
        return with_trigger(response, "dialog:title", {"title": _("Confirm it’s you")})
    return response


def _says_who(request: Request, account: User, secret: str) -> bool:
    if account.has_usable_password():
        is_right = account.check_password(secret)
    else:
        code: KeptCode | None = request.session.pop(_CODE, None)
        is_right = code is not None and is_code(code, secret)
        if code is not None and not is_right:
            code["tries"] += 1
            request.session[_CODE] = code
    if not is_right:
        log_event("sign_in.again_failed", request, who=account)
    return is_right


def _signed_in(request: HttpRequest, **_kwargs: Any) -> None:
    note_sign_in(request)
