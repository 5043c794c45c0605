"""A sign-in by the company's provider as the browser goes through it: what is remembered meanwhile, and what
is said when it fails."""

import logging
import secrets
import time
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from organizations.oidc.services import Beginning
from organizations.services.oidc_requests import ProviderFailed
from organizations.web import page
from organizations.web.security_log import log_event

VALID_FOR: Final = 10 * 60
"""Seconds that someone may take at the provider."""
_MOST: Final = 10
_BEGUN: Final = "identity_begun"
_FOR_OPERATORS: Final = ("down", "slow", "answer", "clock", "refused")
logger = logging.getLogger("headwaters.identity")

WORDS: Final = {
    "down": (502, gettext_lazy("We can’t reach %(provider)s right now. Try again in a moment.")),
    "slow": (504, gettext_lazy("%(provider)s took too long to answer. Try again in a moment.")),
    "busy": (
        503,
        gettext_lazy(
            "%(provider)s is slow to answer, and other people are waiting for it. Try again in a moment."
        ),
    ),
    "answer": (
        502,
        gettext_lazy(
            "The answer from %(provider)s can’t be trusted, so you weren’t signed in. The "
            "operator of this server can find the reason in the log, or with the command "
            "check_sign_in."
        ),
    ),
    "clock": (
        502,
        gettext_lazy(
            "The clocks of %(provider)s and this server differ, so you weren’t signed in. Tell "
            "the operator of this server."
        ),
    ),
    "cancelled": (403, gettext_lazy("The sign-in was canceled at %(provider)s, or isn’t allowed there.")),
    "refused": (
        403,
        gettext_lazy(
            "%(provider)s refused the sign-in. Your administrators there can see why. The "
            "operator of this server can test the connection with the command check_sign_in."
        ),
    ),
    "begun": (
        403,
        gettext_lazy(
            "This sign-in with %(provider)s was started in another browser, or more than ten "
            "minutes ago. Start again."
        ),
    ),
    "no_address": (
        403,
        gettext_lazy(
            "%(provider)s didn’t send a usable email address. Ask your administrators there to "
            "add one to your account."
        ),
    ),
    "unverified": (
        403,
        gettext_lazy(
            "%(provider)s doesn’t confirm that your email address is verified. Verify it there "
            "or ask your administrators, then sign in again."
        ),
    ),
    "domain": (
        403,
        gettext_lazy(
            "The account you chose at %(provider)s doesn’t belong to the company this server is "
            "for. Choose another account there."
        ),
    ),
    "taken": (
        409,
        gettext_lazy(
            "The account with this email address is connected with another account at "
            "%(provider)s. If it’s yours, sign in another way, and connect this one there. "
            "Otherwise ask the operator of this server."
        ),
    ),
    "other": (
        403,
        gettext_lazy(
            "You signed in at %(provider)s with a different account, so nothing was done. Go "
            "back to the first tab, and sign in with the account you use here."
        ),
    ),
    "old": (
        403,
        gettext_lazy(
            "%(provider)s didn’t ask you to sign in again. Sign out there, go back to the first "
            "tab, and sign in once more."
        ),
    ),
    "unconfirmed": (
        409,
        gettext_lazy("Confirm your current address before you connect %(provider)s with another address."),
    ),
    "closed": (403, gettext_lazy("Your account here is closed. %(provider)s can’t open it again.")),
}
"""What can go wrong, by its kind: the status, and the sentence of the page."""


def begin(
    request: HttpRequest, *, next_url: str, connects: int | None, again: int | None = None
) -> Beginning:
    """Remember a sign-in that begins now, in the session: `connects` is the account that is to be connected,
    None to sign in, and `again` the one that has to show once more who it is."""
    beginning = Beginning(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
    beginnings = {
        state: values
        for state, values in _pending_sign_ins(request).items()
        if time.time() < values["at"] + VALID_FOR
    }
    for state in sorted(beginnings, key=lambda each: beginnings[each]["at"])[
        : max(len(beginnings) - _MOST + 1, 0)
    ]:
        del beginnings[state]
    beginnings[beginning.state] = {
        "nonce": beginning.nonce,
        "verifier": beginning.verifier,
        "next": next_url,
        "connects": connects,
        "again": again,
        "at": time.time(),
    }
    request.session[_BEGUN] = beginnings
    return beginning


def values_of_state(request: HttpRequest, state: str) -> dict[str, Any]:
    """The values remembered under `state`, once. Raises ProviderFailed for a state of another browser."""
    beginnings = _pending_sign_ins(request)
    values: dict[str, Any] | None = beginnings.pop(state, None)
    request.session[_BEGUN] = beginnings
    if values is None or time.time() > values["at"] + VALID_FOR:
        raise ProviderFailed("begun")
    return values


def put_back(request: HttpRequest, state: str, values: dict[str, Any]) -> None:
    """Remember it again, since no one was asked yet."""
    request.session[_BEGUN] = {**_pending_sign_ins(request), state: values}


def problem_page(request: HttpRequest, problem: ProviderFailed, *, is_asked_again: bool) -> HttpResponse:
    """The page of a sign-in that failed: it names the provider and the way back. `is_asked_again` has the
    browser ask the same again where no one was asked yet."""
    log_event(f"sign_in.provider.{problem.kind}", request, who=request.user)
    if problem.kind in _FOR_OPERATORS:
        logger.warning("sign-in by the provider failed: %s: %r", problem.kind, str(problem))
    status, words = WORDS[problem.kind]
    message = words % {"provider": settings.OIDC_NAME}
    context = {"provider": settings.OIDC_NAME, "message": message}
    response = page(request, "organizations/provider_problem.html", context, status=status)
    if problem.kind in ("busy", "slow", "down"):
        response.headers["Retry-After"] = "2"
    if is_asked_again and problem.kind == "busy":
        response.headers["Refresh"] = "2"
    return response


def _pending_sign_ins(request: HttpRequest) -> dict[str, dict[str, Any]]:
    beginnings: dict[str, dict[str, Any]] = request.session.get(_BEGUN, {})
    return beginnings
