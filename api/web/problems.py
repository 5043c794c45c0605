"""Errors for programs: problem details (RFC 9457)."""

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from core.exceptions import DomainError, Later
from core.services.imports import Refusal, message_of, place_in_words

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
_MOST_PROBLEMS = 100
TITLES = {
    400: "Bad request",
    401: "Missing or invalid key",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    412: "Changed in the meantime",
    413: "Too large",
    422: "Invalid",
    428: "If-Match is missing",
    429: "Too many requests",
    503: "Busy",
}


class PreconditionFailed(DomainError):
    """The artifact has another revision than If-Match says."""

    status = 412


class PreconditionRequired(DomainError):
    """A write that has to say which revision it means."""

    status = 428


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """An error in the form of RFC 9457, with `more` members beside status and detail."""
    body = {"type": "about:blank", "title": TITLES.get(status, "Problem"), "status": status, "detail": detail}
    return JsonResponse({**body, **more}, status=status, content_type=CONTENT_TYPE)


def not_allowed(answer: HttpResponseNotAllowed) -> HttpResponse:
    """The same answer as problem details."""
    response = problem(405, _("This address doesn’t support that method."))
    response.headers["Allow"] = answer.headers["Allow"]
    return response


def _asks_for_key(response: HttpResponse) -> HttpResponse:
    response.headers["WWW-Authenticate"] = 'Bearer realm="headwaters"'
    return response


def register(api: NinjaAPI) -> None:
    """Let the interface answer errors as problem details."""

    @api.exception_handler(DomainError)
    def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
        errors = [{"field": error.field, "detail": str(error)}] if error.field else []
        response = problem(error.status, str(error), **({"errors": errors} if errors else {}))
        if isinstance(error, Later):
            response.headers["Retry-After"] = str(error.retry_after)
        return _asks_for_key(response) if error.status == 401 else response

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
        problems = error.problems[:_MOST_PROBLEMS]
        errors = [{"field": place_in_words(each.place), "detail": message_of(each)} for each in problems]
        return problem(error.status, _("The request isn’t valid."), errors=errors)

    @api.exception_handler(AuthenticationError)
    def no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return _asks_for_key(problem(401, _("Send a valid key: “Authorization: Bearer KEY”.")))

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [
            {"field": ".".join(str(step) for step in each["loc"][1:]), "detail": str(each["msg"])}
            for each in error.errors
        ]
        return problem(422, _("The request isn’t valid."), errors=errors)

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        # What is no JSON is one more thing that does not fit.
        return problem(422 if error.status_code == 400 else error.status_code, str(error))

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return problem(413, _("The request is too large. Nothing was saved. Split it into smaller requests."))

    @api.exception_handler(Http404)
    def unknown(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, _("There is nothing at this address."))

    @api.exception_handler(OperationalError)
    def busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
        logger.error("database: %s", error)
        response = problem(503, _("The server is busy. Nothing was done. Send the request again."))
        response.headers["Retry-After"] = "2"
        return response
