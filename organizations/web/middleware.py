"""Pages go out compressed, errors become answers, and a view without declared access is refused."""

import json
import logging
import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.template import TemplateDoesNotExist
from django.template.loader import select_template
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.exceptions import Busy, DomainError, Later
from organizations.web.languages import tells_problem

logger = logging.getLogger(__name__)

# Views of libraries, which guard themselves (signing in and out, static files).
_FOREIGN_VIEWS = ("allauth.",)


class ErrorsAsAnswers:
    """Turns a DomainError into its status with its sentence: JSON for scripts, a toast for htmx, a page for
    people. So is an address that takes no such method, as where a bookmark or a sign-in leads to a form's.

    A database that is locked or full is a 503: a script keeps what it sent and tries again by itself, and
    people are told to.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            allowed = response.headers["Allow"]
            response = not_a_page(request)
            response.headers["Allow"] = allowed
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError):
            logger.error("database: %s", error)
            return not_saved(request)
        if isinstance(error, Later):
            response = answer(request, error.status, str(error), retry_after=error.retry_after)
            if isinstance(error, Busy) and request.method == "GET" and not is_script(request):
                response.headers["Refresh"] = str(error.retry_after)
            return response
        if isinstance(error, DomainError):
            return answer(request, error.status, str(error), step=error.step)
        return None


@tells_problem
def not_a_page(request: HttpRequest) -> HttpResponse:
    """The answer to a bookmark of an address that only takes forms."""
    message = _("You can’t open this page by its address. Go back to the page you came from.")
    return answer(request, 405, message)


@tells_problem
def not_saved(request: HttpRequest) -> HttpResponse:
    """The answer to a write while the database accepts none."""
    if is_script(request):
        message = _("Not saved yet: the server is busy. Trying again.")
    else:
        message = _("The server is busy. Nothing was changed. Try again in a moment.")
    return answer(request, 503, message, retry_after=2)


def is_script(request: HttpRequest) -> bool:
    """True if a script of a page asks, such as an outbox, and reads the answer itself."""
    return request.headers.get("Accept", "").startswith("application/json")


def answer(
    request: HttpRequest,
    status: int,
    message: str,
    *,
    retry_after: int | None = None,
    step: tuple[str, str | Promise] | None = None,
) -> HttpResponse:
    """A clear answer in the form that the request expects; a page leads on by the error's own `step`."""
    if status in (401, 403, 413, 415, 429):
        from organizations.web.security_log import refused  # which knows models; this is read before them

        refused(request, status)
    response: HttpResponse
    if is_script(request):
        response = JsonResponse({"error": message}, status=status)
    elif request.headers.get("HX-Request"):
        response = HttpResponse(status=status)
        response.headers["HX-Trigger"] = json.dumps({"toast": {"message": message, "level": "bad"}})
        response.headers["HX-Reswap"] = "none"
    else:
        try:
            template = select_template([f"{status}.html", "problem.html"])
        except TemplateDoesNotExist:
            response = HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")
        else:
            context = {"message": message, "status": status, "error_step": step}
            response = HttpResponse(template.render(context, request), status=status)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


class CompressedPages(GZipMiddleware):
    """Django's, which pads what it compresses so that its size tells nothing of a secret in it (BREACH).

    Only text: spreadsheets, PDFs and pictures are compressed as they are. What is streamed is a file too, or
    events that must not wait for each other.
    """

    _text = re.compile(r"text/|application/(json|xml|manifest\+json|schema\+json)\b|image/svg\+xml\b")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not self._text.match(response.headers.get("Content-Type", "")):
            return response
        return super().process_response(request, response)


class AccessMustBeDeclared:
    """Refuses to run a view that no decorator of organizations.web.access, or of an app above, has marked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if not hasattr(view, "access") and not view.__module__.startswith(_FOREIGN_VIEWS):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} does not declare its access")
