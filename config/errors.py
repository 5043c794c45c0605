"""Answers to requests that reach no view."""

import logging
import sys

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from api.web.openapi import PREFIX
from api.web.problems import problem
from exchange.format.archive_reader import BY_COMMAND
from organizations.web import Request, access
from organizations.web.languages import for_guests, tells_problem
from organizations.web.middleware import answer, not_saved

logger = logging.getLogger(__name__)


@tells_problem
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form whose token is missing or old, or that comes from another address than the set one,
    as behind a proxy that was told another name or port; `reason` of the framework is not shown."""
    origin = request.headers.get("Origin", "null")
    if origin in ("null", settings.BASE_URL):
        message = _("This page was open too long. Reload it and try again. What you typed is kept.")
        return answer(request, 403, message)
    logger.warning(
        "a form from %s was refused: HEADWATERS_BASE_URL is %s, but the request has host %s and scheme %s."
        " If people open Headwaters at %s, set HEADWATERS_BASE_URL to it. Proxies: docs/operations.md.",
        *(origin, settings.BASE_URL, request.headers.get("Host", "-"), request.scheme, origin),
    )
    message = _(
        "Nothing was saved, because you opened Headwaters at an address other than %(address)s."
        " Open it there. If that doesn’t work, ask your operator to set HEADWATERS_BASE_URL."
    ) % {"address": settings.BASE_URL}
    return answer(request, 403, message)


# Django's own answers to what fails look at the form once more, and fail over it once more.


@tells_problem
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that can't be read, or asks for a host that isn't ours."""
    if isinstance(exception, RequestDataTooBig):
        return answer(
            request,
            413,
            _(
                "The text is too long for the form, so nothing was saved. Go back: your text is "
                "still there. Send it in parts or as a file."
            ),
        )
    if isinstance(exception, DisallowedHost):
        message = _(
            "Headwaters doesn’t respond at this address. Its operator has to set "
            "HEADWATERS_BASE_URL to the address people open."
        )
    else:
        message = _("The address or the form was incomplete. Go back, reload the page and try again.")
    return answer(request, 400, message)


@tells_problem
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that a library refuses."""
    message = _("Ask the person who runs this discovery to give you access, or sign in with another account.")
    return answer(request, 403, message)


@tells_problem
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address at which nothing is."""
    message = _("Check the address. The page may be in the trash, or it may not be shared with you.")
    return answer(request, 404, message)


@tells_problem
def too_many(request: HttpRequest) -> HttpResponse:
    """Answer what allauth refuses: attempts to sign in, sign up or reset a password from one address."""
    return answer(request, 429, _("Wait a minute, then try again."))


@tells_problem
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after an error outside of a view; if it was the database's, nothing was saved, as in a view."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return not_saved(request)
    return answer(request, 500, _("Something went wrong on our side. The error is in the server log."))


@for_guests
@access.public
@require_safe
def refused(request: Request, status: int) -> HttpResponse:
    """The page in place of a request that is larger than the server takes (config.asgi)."""
    if status != 413:
        raise Http404
    most = settings.HEADWATERS_MAX_BODY // 1024**2
    message = _("This is larger than the limit of %(most)s MB. Nothing was saved.") % {"most": most}
    at = request.GET.get("at", "")
    if at.startswith(f"{PREFIX}/"):
        return problem(413, message)
    if at.endswith("/import/"):
        message = f"{message} {BY_COMMAND}"
    return answer(request, 413, message)
